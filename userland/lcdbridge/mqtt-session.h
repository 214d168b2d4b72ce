/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A connection to a broker, kept up: libmosquitto driven from our event loop.
 * What the topics mean is mqtt.c's.
 */
#ifndef LCDBRIDGE_MQTT_SESSION_H
#define LCDBRIDGE_MQTT_SESSION_H

#include <event2/event.h>

#include "config.h"

struct mqtt_session;

/**
 * enum mqtt_delivery - how a message came
 * @MQTT_LIVE:   it was published just now
 * @MQTT_KEPT:   likewise, and the broker retains it, or may do so: MQTT 3.1.1
 *               does not tell
 * @MQTT_STORED: the broker had retained it
 */
enum mqtt_delivery { MQTT_LIVE, MQTT_KEPT, MQTT_STORED };

/**
 * struct mqtt_session_ops - what a session tells
 * @online:  the broker took us: subscribe and publish
 * @room:    there is again what mqtt_session_has_room() asks for
 * @message: something was published; @topic is whole
 */
struct mqtt_session_ops {
	void (*online)(void *arg);
	void (*room)(void *arg);
	void (*message)(void *arg, const char *topic, const void *payload, size_t count,
			enum mqtt_delivery how);
};

/**
 * mqtt_session_new() - make all that needs no connection
 * @base:   event loop
 * @config: broker, names and times; also used by every reconnection
 * @ops:    told from the loop
 * @arg:    their argument
 *
 * Return: NULL, after complaining, where a file is missing or wrong.
 */
struct mqtt_session *mqtt_session_new(struct event_base *base, const struct config *config,
				      const struct mqtt_session_ops *ops, void *arg);

/* Connect, and go on doing so. */
void mqtt_session_connect(struct mqtt_session *session);

/**
 * mqtt_session_free() - say "offline", disconnect, and free
 * @session:  session
 * @patience: ms to wait for a connection that is being made, which the loop frees
 *            later if that is not enough, or for a broker that does not read
 */
void mqtt_session_free(struct mqtt_session *session, unsigned int patience);

/*
 * Is it online, and so little under way that what is published now will be news
 * when it arrives? If not, wait for the online or the room of the ops.
 */
bool mqtt_session_has_room(const struct mqtt_session *session);

/* What our topics begin with, without the slash. */
const char *mqtt_session_prefix(const struct mqtt_session *session);

/* Subscribe to whole topics; a refusal is reported. */
void mqtt_session_subscribe(struct mqtt_session *session, const char *const *topics, int count);

/* Publish below the prefix, or to a whole topic; nothing happens while offline. */
void mqtt_session_publish(struct mqtt_session *session, const char *topic, const void *payload,
			  size_t count, bool retain);
void mqtt_session_publish_to(struct mqtt_session *session, const char *topic,
			     const void *payload, size_t count, bool retain);

#endif
