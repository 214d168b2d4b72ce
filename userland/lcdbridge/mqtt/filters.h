/* SPDX-License-Identifier: GPL-2.0-only */
/* The topics that a session subscribes to. */
#ifndef LCDBRIDGE_MQTT_FILTERS_H
#define LCDBRIDGE_MQTT_FILTERS_H

#include "client.h"
#include "subscription.h"

/**
 * struct filters - the topics; @count is 0 at first
 * @all:   pointers to @names, for the library
 * @names: topics
 * @count: of @names
 */
struct filters {
	const char *all[MQTT_TOPICS_MAX];
	char names[MQTT_TOPICS_MAX][MQTT_TOPIC_MAX];
	int count;
};

/* Add an entry; there must be room. */
static inline char *filters_new(struct filters *filters)
{
	char *name = filters->names[filters->count];

	filters->all[filters->count++] = name;
	return name;
}

#endif
