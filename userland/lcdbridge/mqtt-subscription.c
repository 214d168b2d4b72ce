// SPDX-License-Identifier: GPL-2.0-only
#include "mqtt-subscription.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"

#define REFUSED 0x80

void mqtt_subscription_ask(struct mqtt_subscription *subscription, struct mosquitto *mosq,
			   const char *const *topics, int count, int qos, int options)
{
	int result;

	mqtt_subscription_drop(subscription);
	for (int i = 0; i < count && i < MQTT_TOPICS_MAX; i++)
		subscription->topics[subscription->count++] = strdup(topics[i]);
	result = mosquitto_subscribe_multiple(mosq, &subscription->mid, subscription->count,
					      subscription->topics, qos, options, NULL);
	if (result)
		log_warnx("mqtt: subscribe: %s", mosquitto_strerror(result));
}

void mqtt_subscription_answered(const struct mqtt_subscription *subscription, int mid,
				int count, const int *granted)
{
	if (mid != subscription->mid)
		return;
	for (int i = 0; i < count && i < subscription->count; i++)
		if (granted[i] >= REFUSED)
			log_warnx("mqtt: %s: the broker refuses the subscription",
				  subscription->topics[i]);
}

void mqtt_subscription_drop(struct mqtt_subscription *subscription)
{
	while (subscription->count)
		free(subscription->topics[--subscription->count]);
}
