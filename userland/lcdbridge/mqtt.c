// SPDX-License-Identifier: GPL-2.0-only
/*
 * MQTT: what the topics mean. Exact filters are subscribed, below the prefix;
 * what the display shows goes back to retained topics.
 */
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "macros.h"
#include "mqtt-session.h"
#include "mqtt-state.h"
#include "mqtt-stats.h"
#include "news.h"
#include "options.h"
#include "pagejson.h"
#include "source.h"

/**
 * struct mqtt - the source
 * @session: NULL, like @state and @stats, where no broker is configured
 */
struct mqtt {
	const struct source_env *env;
	struct mqtt_session *session;
	struct mqtt_state *state;
	struct mqtt_stats *stats;
	struct news news;
};

/**
 * struct message - one that arrived
 * @topic:   without the prefix
 * @which:   what stands in the place of "+" in its filter; NUL-terminated
 * @payload: not NUL-terminated, untrusted
 */
struct message {
	const char *topic;
	char which[TEXTPAGE_NAME_MAX + 2];
	const char *payload;
	size_t count;
};

static void mqtt_complain(struct mqtt *mqtt, const struct message *message, const char *why)
{
	stats_drop(mqtt->env->stats);
	if (log_allowed(mqtt->env->ration))
		log_warnx("mqtt: %s: %s", message->topic, why);
}

static void mqtt_set(struct mqtt *mqtt, const struct message *message)
{
	mainpage_set(mqtt->env->main, message->payload, message->count);
}

static void mqtt_append(struct mqtt *mqtt, const struct message *message)
{
	mainpage_append(mqtt->env->main, message->payload, message->count);
}

static void mqtt_clear(struct mqtt *mqtt, const struct message *message)
{
	mainpage_clear(mqtt->env->main);
}

static void mqtt_set_line(struct mqtt *mqtt, const struct message *message)
{
	const char *which = message->which;
	unsigned int line = which[0] >= '1' && which[0] <= '9' && !which[1] ? which[0] - '0' : 0;

	if (line && line <= pages_screen(mqtt->env->pages)->rows)
		mainpage_set_line(mqtt->env->main, line, message->payload, message->count);
	else
		mqtt_complain(mqtt, message, "the display has no such line");
}

static void mqtt_set_page(struct mqtt *mqtt, const struct message *message)
{
	struct textpage_spec spec;
	const char *wrong;
	cJSON *object;

	if (!message->count) {
		textpages_delete(mqtt->env->texts, message->which);
		return;
	}
	wrong = pagejson_parse(message->payload, message->count, &spec, &object);
	if (!wrong)
		wrong = textpages_set(mqtt->env->texts, mqtt, message->which, &spec);
	cJSON_Delete(object);
	if (wrong)
		mqtt_complain(mqtt, message, wrong);
}

static void mqtt_notify(struct mqtt *mqtt, const struct message *message)
{
	struct textpage_spec spec;
	const char *wrong;
	cJSON *object;

	wrong = pagejson_parse(message->payload, message->count, &spec, &object);
	if (!wrong)
		wrong = textpages_notify(mqtt->env->texts, &spec);
	cJSON_Delete(object);
	if (wrong)
		mqtt_complain(mqtt, message, wrong);
}

static void mqtt_dismiss(struct mqtt *mqtt, const struct message *message)
{
	textpages_dismiss(mqtt->env->texts);
}

static void mqtt_next(struct mqtt *mqtt, const struct message *message)
{
	pages_next(mqtt->env->pages);
}

static void mqtt_previous(struct mqtt *mqtt, const struct message *message)
{
	pages_previous(mqtt->env->pages);
}

static void mqtt_switch(struct mqtt *mqtt, const struct message *message,
			void (*set)(struct pages *pages, bool on))
{
	bool on = message->count == 2 && !memcmp(message->payload, "ON", 2);

	if (on || (message->count == 3 && !memcmp(message->payload, "OFF", 3)))
		set(mqtt->env->pages, on);
	else
		mqtt_complain(mqtt, message, "must be ON or OFF");
}

static void mqtt_set_backlight(struct mqtt *mqtt, const struct message *message)
{
	mqtt_switch(mqtt, message, pages_set_backlight);
}

static void mqtt_set_power(struct mqtt *mqtt, const struct message *message)
{
	mqtt_switch(mqtt, message, pages_set_power);
}

/* A retained message says what is to be; what is done once is never retained. */
static const struct mqtt_topic {
	const char *filter;
	bool retained;
	void (*act)(struct mqtt *mqtt, const struct message *message);
} mqtt_topics[] = {
	{ "set", true, mqtt_set },
	{ "append", false, mqtt_append },
	{ "clear", false, mqtt_clear },
	{ "line/+/set", true, mqtt_set_line },
	{ "page/+/set", true, mqtt_set_page },
	{ "page/next", false, mqtt_next },
	{ "page/previous", false, mqtt_previous },
	{ "notify", false, mqtt_notify },
	{ "notify/dismiss", false, mqtt_dismiss },
	{ "backlight/set", true, mqtt_set_backlight },
	{ "power/set", true, mqtt_set_power },
};

/* Does a filter match, and what stands in the place of its "+"? */
static bool filter_matches(const char *filter, const char *topic, char *which, size_t size)
{
	const char *plus = strchr(filter, '+'), *at;
	size_t n;

	if (!plus)
		return !strcmp(filter, topic);
	if (strncmp(filter, topic, plus - filter))
		return false;
	at = topic + (plus - filter);
	n = strcspn(at, "/");
	if (strcmp(at + n, plus + 1))
		return false;
	n = n < size ? n : size - 1;	/* its user refuses what is too long */
	memcpy(which, at, n);
	which[n] = '\0';
	return true;
}

static const struct mqtt_topic *mqtt_find(struct message *message)
{
	for (size_t i = 0; i < ARRAY_SIZE(mqtt_topics); i++)
		if (filter_matches(mqtt_topics[i].filter, message->topic, message->which,
				   sizeof(message->which)))
			return &mqtt_topics[i];
	return NULL;
}

static void mqtt_message(void *arg, const char *topic, const void *payload, size_t count,
			 bool retained)
{
	struct message message = { .topic = topic, .payload = payload, .count = count };
	const struct mqtt_topic *found = mqtt_find(&message);
	struct mqtt *mqtt = arg;
	bool news;

	if (!found || (retained && !found->retained))
		return;
	if (count > mqtt->env->config->payload) {
		mqtt_complain(mqtt, &message, "the message is too long");
		return;
	}
	stats_message(mqtt->env->stats);
	news = !found->retained || news_note(&mqtt->news, topic, payload, count);
	if (news || !retained)
		found->act(mqtt, &message);
}

static void mqtt_online(void *arg)
{
	const char *filters[ARRAY_SIZE(mqtt_topics)];
	struct mqtt *mqtt = arg;

	for (size_t i = 0; i < ARRAY_SIZE(mqtt_topics); i++)
		filters[i] = mqtt_topics[i].filter;
	mqtt_session_subscribe(mqtt->session, filters, ARRAY_SIZE(filters));
	mqtt_state_online(mqtt->state);
	mqtt_stats_online(mqtt->stats);
}

static const struct mqtt_session_ops mqtt_session_ops = {
	.online = mqtt_online,
	.message = mqtt_message,
};

static void mqtt_shown(void *source)
{
	struct mqtt *mqtt = source;

	if (mqtt->state)
		mqtt_state_shown(mqtt->state);
}

static bool mqtt_connect(struct mqtt *mqtt)
{
	const struct source_env *env = mqtt->env;

	mqtt->session = mqtt_session_new(env->base, env->config, &mqtt_session_ops, mqtt);
	if (!mqtt->session)
		return false;
	mqtt->state = mqtt_state_new(env, mqtt->session);
	mqtt->stats = mqtt_stats_new(env, mqtt->session);
	return mqtt->state && mqtt->stats;
}

static void mqtt_disconnect(struct mqtt *mqtt)
{
	if (mqtt->state)
		mqtt_state_free(mqtt->state);
	if (mqtt->stats)
		mqtt_stats_free(mqtt->stats);
	if (mqtt->session)
		mqtt_session_free(mqtt->session);
	mqtt->state = NULL;
	mqtt->stats = NULL;
	mqtt->session = NULL;
}

static void mqtt_stop(void *source)
{
	mqtt_disconnect(source);
	free(source);
}

static void mqtt_reload(void *source, const struct config *old)
{
	struct mqtt *mqtt = source;
	const struct config *config = mqtt->env->config;

	if (options_same(config, old, "mqtt") && !strcmp(config->device, old->device))
		return;
	mqtt_disconnect(mqtt);
	if (config->mqtt_host && !mqtt_connect(mqtt))
		mqtt_disconnect(mqtt);
}

static void *mqtt_start(const struct source_env *env)
{
	struct mqtt *mqtt = calloc(1, sizeof(*mqtt));

	if (!mqtt)
		return NULL;
	mqtt->env = env;
	if (!env->config->mqtt_host || mqtt_connect(mqtt))
		return mqtt;
	mqtt_stop(mqtt);
	return NULL;
}

const struct source_ops source_mqtt = {
	.name = "mqtt",
	.start = mqtt_start,
	.shown = mqtt_shown,
	.reload = mqtt_reload,
	.stop = mqtt_stop,
};
