/* SPDX-License-Identifier: GPL-2.0-only */
/* What a broker was asked for, and what it refuses. */
#ifndef LCDBRIDGE_MQTT_SUBSCRIPTION_H
#define LCDBRIDGE_MQTT_SUBSCRIPTION_H

#include <mosquitto.h>

#define MQTT_TOPICS_MAX 32

/**
 * struct mqtt_subscription - to some topics; all zero before the first
 * @mid:    of the packet, which the answer repeats
 * @count:  of @topics
 * @topics: in the order of the answer
 */
struct mqtt_subscription {
	int mid;
	int count;
	char *topics[MQTT_TOPICS_MAX];
};

/**
 * mqtt_subscription_ask() - subscribe
 * @subscription: forgets what it was
 * @mosq:    connected
 * @topics:  whole ones
 * @count:   of them
 * @qos:     for all
 * @options: of MQTT 5, for all
 */
void mqtt_subscription_ask(struct mqtt_subscription *subscription, struct mosquitto *mosq,
			   const char *const *topics, int count, int qos, int options);

/* The broker has answered: report what it refuses. */
void mqtt_subscription_answered(const struct mqtt_subscription *subscription, int mid,
				int count, const int *granted);

void mqtt_subscription_drop(struct mqtt_subscription *subscription);

#endif
