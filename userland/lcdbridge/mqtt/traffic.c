// SPDX-License-Identifier: GPL-2.0-only
#include "traffic.h"

#include <mqtt_protocol.h>
#include <stdio.h>

#include "../base/timer.h"

#define SUFFIX_MAX 120			/* of a topic, after the prefix */
#define ROOM 8				/* pending messages: about one state of a display */
#define UNDER_WAY_MAX 100		/* more are dropped */
#define STORED_MS 2000			/* time for retained messages to come */

bool mqtt_traffic_has_room(const struct mqtt_traffic *traffic)
{
	return traffic->under_way < ROOM;
}

void mqtt_traffic_subscribe(struct mqtt_traffic *traffic, struct mosquitto *mosq,
			    const char *const *topics, int count)
{
	const struct mqtt_terms *terms = traffic->terms;
	bool keeps_flag = terms->asked.version == MQTT_PROTOCOL_V5;

	traffic->settled = 0;
	mqtt_subscription_ask(&traffic->subscription, mosq, topics, count, terms->asked.qos,
			      keeps_flag ? MQTT_SUB_OPT_RETAIN_AS_PUBLISHED : 0, terms->packet);
}

bool mqtt_traffic_subscribed(struct mqtt_traffic *traffic, int mid, int count,
			     const int *granted)
{
	unsigned int least = mqtt_subscription_answered(&traffic->subscription, mid, count,
							granted);

	mqtt_terms_granted(traffic->terms, least);
	if (mqtt_subscription_waits(&traffic->subscription))
		return false;
	traffic->settled = timer_now() + STORED_MS;
	return true;
}

void mqtt_traffic_publish_to(struct mqtt_traffic *traffic, struct mosquitto *mosq,
			     const char *topic, const void *payload, size_t count, bool retain)
{
	struct mqtt_terms *terms = traffic->terms;
	int result;

	if (traffic->under_way >= UNDER_WAY_MAX)
		return;
	if (retain && !count && !terms->asked.retain)
		return;		/* there is nothing to delete */
	result = mosquitto_publish(mosq, NULL, topic, count, payload, terms->asked.qos,
				   retain && terms->asked.retain);
	if (terms->largest < count)
		terms->largest = count;
	if (!result && terms->asked.qos)
		traffic->under_way++;
	if (result && log_allowed(&traffic->ration))
		log_warnx("mqtt: %s: %s", topic, mosquitto_strerror(result));
}

void mqtt_traffic_publish(struct mqtt_traffic *traffic, struct mosquitto *mosq,
			  const char *topic, const void *payload, size_t count, bool retain)
{
	char full[MQTT_TOPIC_MAX];

	snprintf(full, sizeof(full), "%s/%.*s", traffic->prefix, SUFFIX_MAX, topic);
	mqtt_traffic_publish_to(traffic, mosq, full, payload, count, retain);
}

bool mqtt_traffic_acknowledged(struct mqtt_traffic *traffic)
{
	traffic->terms->acknowledged = true;
	return traffic->under_way && traffic->under_way-- == ROOM;
}

/* With MQTT 5 we subscribe with "retain as published", so new messages keep their flag. */
enum mqtt_delivery mqtt_traffic_delivery(const struct mqtt_traffic *traffic, bool retain)
{
	bool keeps_flag = traffic->terms->asked.version == MQTT_PROTOCOL_V5;

	if (!retain)
		return keeps_flag ? MQTT_LIVE : MQTT_KEPT;
	return keeps_flag && traffic->settled && timer_now() > traffic->settled ?
	       MQTT_KEPT : MQTT_STORED;
}
