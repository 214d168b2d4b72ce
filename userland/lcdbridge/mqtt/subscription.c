// SPDX-License-Identifier: GPL-2.0-only
#include "subscription.h"

#include <stdlib.h>
#include <string.h>

#include "../base/log.h"

#define REFUSED 0x80
#define QOS_MAX 2
#define PACKET_HEAD 8		/* type, length, message identifier, no properties */
#define TOPIC_HEAD 3		/* its length and options */

/* How many topics from @first fit in a packet; at least one, which the library may refuse. */
static int subscription_fits(const struct mqtt_subscription *subscription, int first,
			     size_t limit)
{
	size_t bytes = PACKET_HEAD;
	int n;

	for (n = first; n < subscription->count; n++) {
		bytes += TOPIC_HEAD + strlen(subscription->topics[n]);
		if (limit && bytes > limit && n > first)
			break;
	}
	return n - first;
}

void mqtt_subscription_ask(struct mqtt_subscription *subscription, struct mosquitto *mosq,
			   const char *const *topics, int count, int qos, int options,
			   size_t limit)
{
	int mid, n, result;

	mqtt_subscription_drop(subscription);
	for (int i = 0; i < count && i < MQTT_TOPICS_MAX; i++)
		subscription->topics[subscription->count++] = strdup(topics[i]);
	for (int first = 0; first < subscription->count; first += n) {
		n = subscription_fits(subscription, first, limit);
		result = mosquitto_subscribe_multiple(mosq, &mid, n, subscription->topics + first,
						      qos, options, NULL);
		for (int i = first; i < first + n; i++)
			subscription->mids[i] = result ? 0 : mid;
		subscription->waits += !result;
		if (result)
			log_warnx("mqtt: subscribe %s: %s", subscription->topics[first],
				  mosquitto_strerror(result));
	}
}

unsigned int mqtt_subscription_answered(struct mqtt_subscription *subscription, int mid,
					int count, const int *granted)
{
	unsigned int least = QOS_MAX;
	int first = 0;

	while (first < subscription->count && subscription->mids[first] != mid)
		first++;
	for (int i = 0; i < count && first + i < subscription->count; i++) {
		if (granted[i] >= REFUSED)
			log_warnx("mqtt: %s: the broker refuses the subscription",
				  subscription->topics[first + i]);
		else if ((unsigned int)granted[i] < least)
			least = granted[i];
	}
	if (subscription->waits)
		subscription->waits--;
	return least;
}

bool mqtt_subscription_waits(const struct mqtt_subscription *subscription)
{
	return subscription->waits;
}

void mqtt_subscription_drop(struct mqtt_subscription *subscription)
{
	while (subscription->count)
		free(subscription->topics[--subscription->count]);
	subscription->waits = 0;
}
