// SPDX-License-Identifier: GPL-2.0-only
/*
 * mqtt-subscribe HOST FILTER [-q QOS] [-i NAME] [-w TOPIC] [-n COUNT] [-p PORT]:
 * print what is said on the topics of FILTER, as "room/+" or "room/#".
 *
 * Look at main(): it waits for nobody in particular. The broker stands between,
 * and neither side knows who the other is, or whether it is there.
 *
 * -i NAME: the broker keeps a session of that name: what is published with QoS 1
 * or 2 while we are away comes when we are back.
 * -w TOPIC: say there, retained, that we are online, and leave a last will with
 * the broker, which says offline for us when we end without a good-bye.
 * -n COUNT: say good-bye after so many messages.
 */
#include <err.h>
#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
	"usage: mqtt-subscribe HOST FILTER [-q QOS] [-i NAME] [-w TOPIC] [-n COUNT] [-p PORT]";
static const char *filter, *status;
static int qos, left = -1;

static void check(int error)
{
	if (error)
		errx(1, "%s", mosquitto_strerror(error));
}

/* Also after a connection was lost and is there again: so subscribe here. */
static void on_connect(struct mosquitto *client, void *data, int refused)
{
	if (refused)
		errx(1, "%s", mosquitto_connack_string(refused));
	check(mosquitto_subscribe(client, NULL, filter, qos));
	if (status)
		check(mosquitto_publish(client, NULL, status, 6, "online", 1, true));
}

static void on_subscribe(struct mosquitto *client, void *data, int id, int count,
			 const int *granted)
{
	if (granted[0] > 2)
		errx(1, "%s: refused", filter);
	printf("subscribed to %s\n", filter);
}

/* QoS is the lower one of the publisher's and ours. A payload need not be text. */
static void on_message(struct mosquitto *client, void *data,
		       const struct mosquitto_message *message)
{
	printf("%s: %.*s, QoS %d, retained %d\n", message->topic, message->payloadlen,
	       (char *)message->payload, message->qos, message->retain);
	if (left > 0 && !--left)
		mosquitto_disconnect(client);	/* the good-bye */
}

int main(int argc, char **argv)
{
	struct mosquitto *client;
	const char *name = NULL;
	int option, port = 1883;

	while ((option = getopt(argc, argv, "q:i:w:n:p:")) != -1) {
		if (option == 'q')
			qos = atoi(optarg);
		else if (option == 'i')
			name = optarg;
		else if (option == 'w')
			status = optarg;
		else if (option == 'n')
			left = atoi(optarg);
		else if (option == 'p')
			port = atoi(optarg);
		else
			return 2;
	}
	if (argc - optind != 2)
		errx(2, "%s", usage);
	filter = argv[optind + 1];
	setlinebuf(stdout);

	mosquitto_lib_init();
	client = mosquitto_new(name, !name, NULL);
	if (!client)
		err(1, "mosquitto_new");
	mosquitto_connect_callback_set(client, on_connect);
	mosquitto_subscribe_callback_set(client, on_subscribe);
	mosquitto_message_callback_set(client, on_message);
	if (status)
		check(mosquitto_will_set(client, status, 7, "offline", 1, true));
	check(mosquitto_connect(client, argv[optind], port, 60));
	check(mosquitto_loop_forever(client, -1, 1));
	mosquitto_destroy(client);
	mosquitto_lib_cleanup();
	return 0;
}
