// SPDX-License-Identifier: GPL-2.0-only
/*
 * Look at who acknowledges what. A voter's PUBACK comes from the broker, and
 * says that the broker has the vote. The broker keeps it until it has our PUBACK:
 *
 *   - also while this server is away, as the session is persistent: a client id
 *     that stays the same, and clean_session false;
 *   - until the vote is on the disk: the library by itself would acknowledge a
 *     message before it shows it to us. Told that there are threads, it leaves
 *     sending to whoever calls mosquitto_loop_write(), which is mqtt_write().
 *
 * Killed in between, we get the vote once more: "déjà voté", and no harm done.
 *
 * What the broker keeps is limited: by default 1000 messages for a client that
 * is away, and none over its own restart (persistence true changes that).
 */
#include "mqtt.h"

#include <err.h>
#include <errno.h>
#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ballot.h"
#include "cast.h"
#include "clock.h"
#include "peer.h"
#include "result.h"
#include "text.h"

#define PORT "1883"
#define KEEPALIVE 30		/* seconds */
#define POLL_NAME 64
#define TURN 100		/* messages; then it is the others' turn */

static struct mosquitto *mosq;
static struct peer broker;
static char casts[POLL_NAME + 16], result[POLL_NAME + 16];
static unsigned int sessions;
static bool online;
static bool told;		/* what the trouble is */
static unsigned int published_session, published_total;

static void complain(const char *reason)
{
	if (!told)
		warnx("%s: %s", broker.where, reason);
	told = true;
}

static void on_connect(struct mosquitto *m, void *arg, int refused)
{
	if (refused) {
		complain(mosquitto_connack_string(refused));
		return;
	}
	online = true;
	told = false;
	sessions++;
	mosquitto_subscribe(m, NULL, casts, 1);
}

static void on_disconnect(struct mosquitto *m, void *arg, int reason)
{
	online = false;
}

static void on_subscribe(struct mosquitto *m, void *arg, int id, int count, const int *qos)
{
	if (qos[0] > 2)
		warnx("%s: may not subscribe to %s", broker.where, casts);
	else
		printf("mqtt: listening on %s\n", casts);
}

/* A retained one is as old as may be: of another poll, perhaps. */
static void on_message(struct mosquitto *m, void *arg, const struct mosquitto_message *message)
{
	const char *name = strrchr(message->topic, '/') + 1;
	char choice[BALLOT_CHOICE + 2] = "";

	if (message->retain)
		return;
	/* One byte more than a choice may have makes it an unknown one. */
	snprintf(choice, sizeof(choice), "%.*s", message->payloadlen,
		 (const char *)message->payload);
	if (strlen(choice) != (size_t)message->payloadlen)
		choice[0] = '\0';
	cast("mqtt", name, choice);
}

void mqtt_start(const char *where, const char *poll)
{
	char id[POLL_NAME + 16];

	if (!text_is_word(poll, POLL_NAME) || strpbrk(poll, "/+#"))
		errx(2, "%s: cannot be a level of a topic", poll);
	snprintf(casts, sizeof(casts), "vote/%s/cast/+", poll);
	snprintf(result, sizeof(result), "vote/%s/result", poll);
	snprintf(id, sizeof(id), "lcdvote-%s", poll);
	peer_open(&broker, where, PORT);
	mosquitto_lib_init();
	mosq = mosquitto_new(id, false, NULL);
	if (!mosq)
		err(1, "mosquitto_new");
	mosquitto_threaded_set(mosq, true);
	mosquitto_connect_callback_set(mosq, on_connect);
	mosquitto_disconnect_callback_set(mosq, on_disconnect);
	mosquitto_subscribe_callback_set(mosq, on_subscribe);
	mosquitto_message_callback_set(mosq, on_message);
}

static const char *reason(int error)
{
	return error == MOSQ_ERR_ERRNO ? strerror(errno) : mosquitto_strerror(error);
}

/* Its socket is closed by now, if there was one. */
static void failed(int error)
{
	online = false;
	if (peer_failed(&broker))
		complain(reason(error));
}

/* By address: to look up a name could take long, and everybody would wait. */
static void try_to_connect(void)
{
	const struct addrinfo *to = peer_address(&broker);
	char host[NI_MAXHOST], port[NI_MAXSERV];
	int error;

	if (!to)
		return;
	getnameinfo(to->ai_addr, to->ai_addrlen, host, sizeof(host), port, sizeof(port),
		    NI_NUMERICHOST | NI_NUMERICSERV);
	error = mosquitto_connect_async(mosq, host, atoi(port), KEEPALIVE);
	if (error)
		failed(error);
}

struct pollfd mqtt_watch(void)
{
	struct pollfd fd = { .fd = -1, .events = POLLIN };

	if (!mosq)
		return fd;
	if (mosquitto_socket(mosq) < 0)
		try_to_connect();
	if (mosquitto_want_write(mosq))
		fd.events |= POLLOUT;
	fd.fd = mosquitto_socket(mosq);
	return fd;
}

static bool has_more(int fd)
{
	struct pollfd more = { .fd = fd, .events = POLLIN };

	return mosquitto_socket(mosq) == fd && poll(&more, 1, 0) > 0;
}

void mqtt_read(const struct pollfd *fd)
{
	int error = 0, count = 0;

	if (fd->fd < 0)
		return;
	if (fd->revents & ~POLLOUT) {
		do {
			error = mosquitto_loop_read(mosq, 1);
		} while (!error && has_more(fd->fd) && ++count < TURN);
	}
	if (!error)
		error = mosquitto_loop_misc(mosq);
	if (error)
		failed(error);
}

static void flush(void)
{
	int error = mosquitto_want_write(mosq) ? mosquitto_loop_write(mosq, 1) : 0;

	if (error)
		failed(error);
}

/* Retained, so that who comes later knows it as well; and only the newest. */
static void publish_result(void)
{
	unsigned int session = mqtt_session();
	char json[RESULT_MAX];

	if (!session || (published_session == session && published_total == ballot_total()))
		return;
	result_print(json, sizeof(json));
	mqtt_publish(result, json, true);
	published_session = session;
	published_total = ballot_total();
}

void mqtt_write(void)
{
	if (!mosq || mosquitto_socket(mosq) < 0)
		return;
	flush();
	publish_result();
	flush();
}

unsigned int mqtt_session(void)
{
	return online && !mosquitto_want_write(mosq) ? sessions : 0;
}

/* QoS 0 is enough: what may be lost with a connection is sent anew with the next. */
void mqtt_publish(const char *topic, const char *text, bool retain)
{
	mosquitto_publish(mosq, NULL, topic, strlen(text), text, 0, retain);
}
