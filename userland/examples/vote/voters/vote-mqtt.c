// SPDX-License-Identifier: GPL-2.0-only
/*
 * vote-mqtt HOST PORT POLL NAME CHOICE: a voter over MQTT.
 *
 * Look at whom it waits for: the PUBACK of QoS 1 comes from the broker, and says
 * that the broker has the vote, no more. The server may be away; whether the
 * vote counts is on vote/POLL/result.
 */
#include <err.h>
#include <mosquitto.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATIENCE 30		/* seconds */

static char topic[256];
static const char *choice;
static bool acknowledged;

static void check(int error)
{
	if (error)
		errx(1, "%s: %s", topic, mosquitto_strerror(error));
}

static void on_connect(struct mosquitto *mosq, void *arg, int refused)
{
	if (refused)
		errx(1, "%s", mosquitto_connack_string(refused));
	check(mosquitto_publish(mosq, NULL, topic, strlen(choice), choice, 1, false));
}

static void on_publish(struct mosquitto *mosq, void *arg, int id)
{
	acknowledged = true;
}

int main(int argc, char **argv)
{
	time_t deadline = time(NULL) + PATIENCE;
	struct mosquitto *mosq;

	if (argc != 6)
		errx(2, "usage: vote-mqtt HOST PORT POLL NAME CHOICE");
	snprintf(topic, sizeof(topic), "vote/%s/cast/%s", argv[3], argv[4]);
	choice = argv[5];

	mosquitto_lib_init();
	mosq = mosquitto_new(NULL, true, NULL);	/* no name, nothing to remember */
	if (!mosq)
		err(1, "mosquitto_new");
	mosquitto_connect_callback_set(mosq, on_connect);
	mosquitto_publish_callback_set(mosq, on_publish);
	check(mosquitto_connect(mosq, argv[1], atoi(argv[2]), PATIENCE));
	while (!acknowledged) {
		if (time(NULL) > deadline)
			errx(1, "%s: the broker does not acknowledge it", topic);
		check(mosquitto_loop(mosq, 1000, 1));
	}
	mosquitto_disconnect(mosq);
	mosquitto_destroy(mosq);
	mosquitto_lib_cleanup();
	return 0;
}
