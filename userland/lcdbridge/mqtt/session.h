/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeps a connection to a broker: runs libmosquitto in our event loop. mqtt.c knows the
 * meaning of the topics.
 */
#ifndef LCDBRIDGE_MQTT_SESSION_H
#define LCDBRIDGE_MQTT_SESSION_H

#include <event2/event.h>

#include "../config/config.h"
#include "delivery.h"

struct mqtt_session;

/**
 * struct mqtt_session_ops - callbacks of a session
 * @online:  the broker has accepted the connection: subscribe and publish
 * @subscribed: the broker has answered the subscription
 * @lost:    it is no longer online
 * @room:    mqtt_session_has_room() is true again
 * @message: a message came; @topic is whole. It is stale after @expiry seconds; 0 for
 *           never
 */
struct mqtt_session_ops {
	void (*online)(void *arg);
	void (*subscribed)(void *arg);
	void (*lost)(void *arg);
	void (*room)(void *arg);
	void (*message)(void *arg, const char *topic, const void *payload, size_t count,
			enum mqtt_delivery how, unsigned int expiry);
};

/**
 * mqtt_session_new() - make a session; does not connect it
 * @base:   event loop
 * @config: broker, names and times; also used for every reconnection
 * @ops:    called from the loop
 * @arg:    their argument
 *
 * Return: NULL, after a message, if a file is missing or wrong.
 */
struct mqtt_session *mqtt_session_new(struct event_base *base, const struct config *config,
				      const struct mqtt_session_ops *ops, void *arg);

/* Connect, and reconnect after each loss; @config is now the one it was made from. */
void mqtt_session_connect(struct mqtt_session *session, const struct config *config);

/**
 * mqtt_session_free() - publish "offline", disconnect, and free
 * @session:  session
 * @patience: ms to wait for the thread that connects, or for a broker that does not
 *            read. After that the loop frees the session when the thread ends
 */
void mqtt_session_free(struct mqtt_session *session, unsigned int patience);

/*
 * Is it online, with so few pending messages that another one arrives soon? If not, wait
 * for ops->online or ops->room.
 */
bool mqtt_session_has_room(const struct mqtt_session *session);

/* Does the broker not read what was sent? With QoS 0 nothing else bounds what waits for it. */
bool mqtt_session_is_stuck(const struct mqtt_session *session);

/* The broker that is connected or being tried. */
const char *mqtt_session_host(const struct mqtt_session *session);

bool mqtt_session_is_online(const struct mqtt_session *session);

/* Is it online, and has the broker answered the subscription? */
bool mqtt_session_is_subscribed(const struct mqtt_session *session);

/* The prefix of our topics, without the slash. */
const char *mqtt_session_prefix(const struct mqtt_session *session);

/* Subscribe to whole topics; a refusal is reported. */
void mqtt_session_subscribe(struct mqtt_session *session, const char *const *topics, int count);

/* Publish below the prefix, or to a whole topic; does nothing while offline. */
void mqtt_session_publish(struct mqtt_session *session, const char *topic, const void *payload,
			  size_t count, bool retain);
void mqtt_session_publish_to(struct mqtt_session *session, const char *topic,
			     const void *payload, size_t count, bool retain);

#endif
