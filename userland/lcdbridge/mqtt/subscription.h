/* SPDX-License-Identifier: GPL-2.0-only */
/* Subscribes to topics, and reports refusals. */
#ifndef LCDBRIDGE_MQTT_SUBSCRIPTION_H
#define LCDBRIDGE_MQTT_SUBSCRIPTION_H

#include <mosquitto.h>

#define MQTT_TOPICS_MAX 160

/**
 * struct mqtt_subscription - the subscribed topics; initially all zero
 * @count:  number of topics
 * @topics: whole topics
 * @mids:   message identifier of each topic's packet, which the answer repeats
 * @waits:  packets that are not answered yet
 */
struct mqtt_subscription {
	int count;
	char *topics[MQTT_TOPICS_MAX];
	int mids[MQTT_TOPICS_MAX];
	int waits;
};

/**
 * mqtt_subscription_ask() - subscribe
 * @subscription: forgets its former topics
 * @mosq:    connected
 * @topics:  whole topics
 * @count:   of @topics
 * @qos:     for all
 * @options: of MQTT 5, for all
 * @limit:   bytes of the largest packet; 0 for any
 */
void mqtt_subscription_ask(struct mqtt_subscription *subscription, struct mosquitto *mosq,
			   const char *const *topics, int count, int qos, int options,
			   size_t limit);

/*
 * The broker has answered: log refused topics. Return: the lowest quality of service
 * that it granted.
 */
unsigned int mqtt_subscription_answered(struct mqtt_subscription *subscription, int mid,
					int count, const int *granted);

bool mqtt_subscription_waits(const struct mqtt_subscription *subscription);

void mqtt_subscription_drop(struct mqtt_subscription *subscription);

#endif
