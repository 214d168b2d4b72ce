/* SPDX-License-Identifier: GPL-2.0-only */
/* Publishes the counters after they have changed, at most once in an interval. */
#ifndef LCDBRIDGE_MQTT_STATS_H
#define LCDBRIDGE_MQTT_STATS_H

#include "../net/source.h"
#include "session.h"

struct mqtt_stats;

struct mqtt_stats *mqtt_stats_new(const struct source_env *env, struct mqtt_session *session);
void mqtt_stats_free(struct mqtt_stats *stats);

/* Publish them now, without a pause since the last time. */
void mqtt_stats_publish(struct mqtt_stats *stats);

void mqtt_stats_room(struct mqtt_stats *stats);

#endif
