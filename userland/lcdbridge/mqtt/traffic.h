/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The messages of a session: subscriptions, publications, and those that the broker has
 * not answered yet. It outlives the connections.
 */
#ifndef LCDBRIDGE_MQTT_TRAFFIC_H
#define LCDBRIDGE_MQTT_TRAFFIC_H

#include <mosquitto.h>

#include "../base/log.h"
#include "client.h"
#include "delivery.h"
#include "subscription.h"
#include "terms.h"

/**
 * struct mqtt_traffic - the messages of a session
 * @terms:     the terms with the broker
 * @prefix:    prefix of our topics
 * @subscription: the topics
 * @settled:   when all retained messages have come; 0 until the broker has answered the
 *             subscription
 * @under_way: messages of QoS 1 or 2 that the broker has not acknowledged, on this
 *             connection or an earlier one
 * @ration:    of messages about failed publications
 */
struct mqtt_traffic {
	struct mqtt_terms *terms;
	char prefix[MQTT_NAME_MAX];
	struct mqtt_subscription subscription;
	u64 settled;
	unsigned int under_way;
	struct log_ration ration;
};

/* Are so few messages pending that one published now is not stale when it arrives? */
bool mqtt_traffic_has_room(const struct mqtt_traffic *traffic);

void mqtt_traffic_subscribe(struct mqtt_traffic *traffic, struct mosquitto *mosq,
			    const char *const *topics, int count);

/* The broker has answered a SUBSCRIBE. Return: true if all are answered. */
bool mqtt_traffic_subscribed(struct mqtt_traffic *traffic, int mid, int count,
			     const int *granted);

/* Publish to a whole topic, or below the prefix. */
void mqtt_traffic_publish_to(struct mqtt_traffic *traffic, struct mosquitto *mosq,
			     const char *topic, const void *payload, size_t count, bool retain);
void mqtt_traffic_publish(struct mqtt_traffic *traffic, struct mosquitto *mosq,
			  const char *topic, const void *payload, size_t count, bool retain);

/* The broker has answered a message. Return: true if there is room again. */
bool mqtt_traffic_acknowledged(struct mqtt_traffic *traffic);

/* Was a message with this retain flag published just now, or stored before? */
enum mqtt_delivery mqtt_traffic_delivery(const struct mqtt_traffic *traffic, bool retain);

#endif
