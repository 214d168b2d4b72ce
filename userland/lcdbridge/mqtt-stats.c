// SPDX-License-Identifier: GPL-2.0-only
#include "mqtt-stats.h"

#include <stdio.h>
#include <stdlib.h>

/**
 * struct mqtt_stats - what was published when
 * @pause: pending while nothing may be published
 * @moved: a counter has moved since
 */
struct mqtt_stats {
	const struct source_env *env;
	struct mqtt_session *session;
	struct event *pause;
	bool moved;
};

static void publish(struct mqtt_stats *stats)
{
	const struct stats *now = stats->env->stats;
	unsigned int ms = stats->env->config->mqtt_stats;
	const struct timeval pause = { ms / 1000, ms % 1000 * 1000 };
	char text[256];
	int n = snprintf(text, sizeof(text),
			 "{\"messages\":%llu,\"clients\":%llu,\"dropped\":%llu,\"repaints\":%llu,\"uptime\":%llu}",
			 (unsigned long long)now->messages, (unsigned long long)now->clients,
			 (unsigned long long)now->dropped, (unsigned long long)now->repaints,
			 (unsigned long long)(pages_now() - now->started) / 1000);

	mqtt_session_publish(stats->session, "stats", text, n, false);
	stats->moved = false;
	event_add(stats->pause, &pause);
}

static void on_changed(void *arg)
{
	struct mqtt_stats *stats = arg;

	stats->moved = true;
	if (mqtt_session_is_online(stats->session) && !evtimer_pending(stats->pause, NULL))
		publish(stats);
}

static void on_pause_over(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt_stats *stats = arg;

	if (stats->moved && mqtt_session_is_online(stats->session))
		publish(stats);
}

void mqtt_stats_online(struct mqtt_stats *stats)
{
	publish(stats);
}

struct mqtt_stats *mqtt_stats_new(const struct source_env *env, struct mqtt_session *session)
{
	struct mqtt_stats *stats = calloc(1, sizeof(*stats));

	if (!stats)
		return NULL;
	stats->env = env;
	stats->session = session;
	stats->pause = evtimer_new(env->base, on_pause_over, stats);
	if (!stats->pause) {
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
	event_free(stats->pause);
	free(stats);
}
