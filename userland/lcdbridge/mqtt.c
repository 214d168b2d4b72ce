// SPDX-License-Identifier: GPL-2.0-only
/*
 * MQTT: what the topics mean. Exact filters are subscribed, below the prefix;
 * what the display shows goes back to retained topics.
 */
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mqtt-session.h"
#include "source.h"

#define STATE_INTERVAL_MS 100

/**
 * struct mqtt - the source
 * @state:     what lcd/state holds
 * @published: has it been published on this connection?
 * @pause:     pending while the state may not be published again
 * @last_set:  the last text seen on lcd/set; a retained one like it is old
 */
struct mqtt {
	const struct source_env *env;
	struct mqtt_session *session;
	struct event *pause;
	char state[SCREEN_TEXT_MAX];
	size_t state_len;
	bool published;
	char *last_set;
	size_t last_set_len;
};

/* Rows, without the last one's line feed: clients that print add their own. */
static size_t mqtt_state_text(const struct mqtt *mqtt, char *text)
{
	return screen_text(pages_screen(mqtt->env->pages), text) - 1;
}

static void mqtt_publish_state(struct mqtt *mqtt)
{
	const struct timeval interval = { 0, STATE_INTERVAL_MS * 1000 };
	char text[SCREEN_TEXT_MAX];
	size_t n = mqtt_state_text(mqtt, text);

	if (!mqtt->session || !mqtt_session_is_online(mqtt->session) || evtimer_pending(mqtt->pause, NULL) ||
	    (mqtt->published && n == mqtt->state_len && !memcmp(text, mqtt->state, n)))
		return;
	memcpy(mqtt->state, text, n);
	mqtt->state_len = n;
	mqtt->published = true;
	mqtt_session_publish(mqtt->session, "state", text, n, true);
	event_add(mqtt->pause, &interval);
}

static void mqtt_on_pause_over(evutil_socket_t fd, short what, void *arg)
{
	mqtt_publish_state(arg);
}

static void mqtt_shown(void *source)
{
	mqtt_publish_state(source);
}

/*
 * A broker sends its retained text again after every reconnection; by then it
 * may be older than what the display shows.
 */
static bool mqtt_is_old_news(struct mqtt *mqtt, const void *payload, size_t count, bool retained)
{
	if (retained && mqtt->last_set && count == mqtt->last_set_len &&
	    !memcmp(payload, mqtt->last_set, count))
		return true;
	free(mqtt->last_set);
	mqtt->last_set = malloc(count + 1);
	mqtt->last_set_len = count;
	if (mqtt->last_set && count)
		memcpy(mqtt->last_set, payload, count);
	return false;
}

static void mqtt_set(struct mqtt *mqtt, const void *payload, size_t count, bool retained)
{
	if (!mqtt_is_old_news(mqtt, payload, count, retained))
		pages_set(mqtt->env->pages, payload, count);
}

static void mqtt_append(struct mqtt *mqtt, const void *payload, size_t count, bool retained)
{
	if (!retained)
		pages_append(mqtt->env->pages, payload, count);
}

static void mqtt_clear(struct mqtt *mqtt, const void *payload, size_t count, bool retained)
{
	if (!retained)
		pages_clear(mqtt->env->pages);
}

static const struct mqtt_topic {
	const char *name;
	void (*act)(struct mqtt *mqtt, const void *payload, size_t count, bool retained);
} mqtt_topics[] = {
	{ "set", mqtt_set },
	{ "append", mqtt_append },
	{ "clear", mqtt_clear },
};

#define MQTT_TOPICS (sizeof(mqtt_topics) / sizeof(mqtt_topics[0]))

static void mqtt_message(void *arg, const char *topic, const void *payload, size_t count,
			 bool retained)
{
	struct mqtt *mqtt = arg;

	if (count > mqtt->env->config->payload) {
		log_warnx("mqtt: %s: %zu bytes, more than %u: dropped", topic, count,
			  mqtt->env->config->payload);
		return;
	}
	for (size_t i = 0; i < MQTT_TOPICS; i++)
		if (!strcmp(topic, mqtt_topics[i].name))
			mqtt_topics[i].act(mqtt, payload, count, retained);
}

static void mqtt_online(void *arg)
{
	const char *names[MQTT_TOPICS];
	struct mqtt *mqtt = arg;

	for (size_t i = 0; i < MQTT_TOPICS; i++)
		names[i] = mqtt_topics[i].name;
	mqtt_session_subscribe(mqtt->session, names, MQTT_TOPICS);
	mqtt->published = false;
	mqtt_publish_state(mqtt);
}

static const struct mqtt_session_ops mqtt_session_ops = {
	.online = mqtt_online,
	.message = mqtt_message,
};

static void mqtt_stop(void *source)
{
	struct mqtt *mqtt = source;

	if (mqtt->session)	/* NULL: no broker is configured */
		mqtt_session_free(mqtt->session);
	if (mqtt->pause)
		event_free(mqtt->pause);
	free(mqtt->last_set);
	free(mqtt);
}

static void *mqtt_start(const struct source_env *env)
{
	struct mqtt *mqtt = calloc(1, sizeof(*mqtt));

	if (!mqtt)
		return NULL;
	mqtt->env = env;
	mqtt->pause = evtimer_new(env->base, mqtt_on_pause_over, mqtt);
	if (env->config->mqtt_host)
		mqtt->session = mqtt_session_new(env->base, env->config, &mqtt_session_ops, mqtt);
	if (!mqtt->pause || (env->config->mqtt_host && !mqtt->session)) {
		mqtt_stop(mqtt);
		return NULL;
	}
	return mqtt;
}

const struct source_ops source_mqtt = {
	.name = "mqtt",
	.start = mqtt_start,
	.shown = mqtt_shown,
	.stop = mqtt_stop,
};
