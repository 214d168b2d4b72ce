// SPDX-License-Identifier: GPL-2.0-only
#include "stats.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "../base/pace.h"

/**
 * struct mqtt_stats - publishes the counters
 * @pace:  of publishing
 * @waits: the counters have changed, but the session had no room
 */
struct mqtt_stats {
	const struct source_env *env;
	struct mqtt_session *session;
	struct pace pace;
	bool waits;
};

static cJSON *stats_object(const struct stats *stats)
{
	cJSON *object = cJSON_CreateObject(), *drops = cJSON_CreateObject();

	for (int why = 0; why < DROPS; why++)
		cJSON_AddNumberToObject(drops, stats_drop_name(why), stats->dropped[why]);
	cJSON_AddNumberToObject(object, "messages", stats->messages);
	cJSON_AddNumberToObject(object, "clients", stats->clients);
	cJSON_AddNumberToObject(object, "dropped", stats_dropped(stats));
	cJSON_AddItemToObject(object, "dropped_for", drops);
	cJSON_AddNumberToObject(object, "slowed", stats->slowed);
	cJSON_AddNumberToObject(object, "repaints", stats->repaints);
	cJSON_AddNumberToObject(object, "uptime", stats_uptime(stats));
	return object;
}

void mqtt_stats_publish(struct mqtt_stats *stats)
{
	cJSON *object = stats_object(stats->env->stats);
	char *text = cJSON_PrintUnformatted(object);

	if (text)
		mqtt_session_publish(stats->session, "stats", text, strlen(text), false);
	cJSON_free(text);
	cJSON_Delete(object);
	pace_rest(&stats->pace, stats->env->config->mqtt_stats);
}

static void on_changed(void *arg)
{
	struct mqtt_stats *stats = arg;

	stats->waits = !mqtt_session_has_room(stats->session);
	if (!stats->waits && pace_allows(&stats->pace))
		mqtt_stats_publish(stats);
}

static void on_later(evutil_socket_t fd, short what, void *arg)
{
	on_changed(arg);
}

void mqtt_stats_room(struct mqtt_stats *stats)
{
	if (stats->waits)
		on_changed(stats);
}

struct mqtt_stats *mqtt_stats_new(const struct source_env *env, struct mqtt_session *session)
{
	struct mqtt_stats *stats = calloc(1, sizeof(*stats));

	if (!stats)
		return NULL;
	stats->env = env;
	stats->session = session;
	if (!pace_init(&stats->pace, env->base, on_later, stats)) {
		free(stats);
		return NULL;
	}
	env->stats->changed = on_changed;
	env->stats->arg = stats;
	return stats;
}

void mqtt_stats_free(struct mqtt_stats *stats)
{
	stats->env->stats->changed = NULL;
	pace_free(&stats->pace);
	free(stats);
}
