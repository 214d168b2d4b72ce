// SPDX-License-Identifier: GPL-2.0-only
/*
 * mqtt-publish HOST TOPIC TEXT [-q QOS] [-r] [-p PORT]: say TEXT once.
 *
 * Look at on_publish(): when it is called depends on the quality of service. With
 * 0 the text has left, and nobody knows more; with 1 the broker has said that it
 * has it (and may have it twice); with 2 they agreed that it has it once.
 * With -r the broker keeps the text for those who subscribe later.
 */
#include <err.h>
#include <mosquitto.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *topic, *text;
static int qos;
static bool retain;

static void check(int error)
{
	if (error)
		errx(1, "%s", mosquitto_strerror(error));
}

/* The broker's answer: only now may one publish. */
static void on_connect(struct mosquitto *client, void *data, int refused)
{
	if (refused)
		errx(1, "%s", mosquitto_connack_string(refused));
	check(mosquitto_publish(client, NULL, topic, strlen(text), text, qos, retain));
}

static void on_publish(struct mosquitto *client, void *data, int id)
{
	printf("published with QoS %d\n", qos);
	mosquitto_disconnect(client);	/* which ends the loop in main() */
}

int main(int argc, char **argv)
{
	struct mosquitto *client;
	int option, port = 1883;

	while ((option = getopt(argc, argv, "q:rp:")) != -1) {
		if (option == 'q')
			qos = atoi(optarg);
		else if (option == 'r')
			retain = true;
		else if (option == 'p')
			port = atoi(optarg);
		else
			return 2;
	}
	if (argc - optind != 3)
		errx(2, "usage: mqtt-publish HOST TOPIC TEXT [-q QOS] [-r] [-p PORT]");
	topic = argv[optind + 1];
	text = argv[optind + 2];

	mosquitto_lib_init();
	client = mosquitto_new(NULL, true, NULL);
	if (!client)
		err(1, "mosquitto_new");
	mosquitto_connect_callback_set(client, on_connect);
	mosquitto_publish_callback_set(client, on_publish);
	check(mosquitto_connect(client, argv[optind], port, 60));
	check(mosquitto_loop_forever(client, -1, 1));
	mosquitto_destroy(client);
	mosquitto_lib_cleanup();
	return 0;
}
