// SPDX-License-Identifier: GPL-2.0-only
/*
 * MQTT: what the topics mean. Exact filters are subscribed, below the prefix;
 * what the display shows goes back to retained topics.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hass.h"
#include "log.h"
#include "macros.h"
#include "mqtt-client.h"
#include "mqtt-session.h"
#include "mqtt-state.h"
#include "mqtt-stats.h"
#include "news.h"
#include "options.h"
#include "pace.h"
#include "pagejson.h"
#include "source.h"

#define ANNOUNCE_MS 1000
#define LAST_PATIENCE_MS 1000	/* at the end there is no loop to finish things later */

/**
 * struct mqtt - the source
 * @announced: the display's size that Home Assistant knows; zero for none
 * @pace:    of announcing
 * @waits:   to be announced as soon as the session has room
 * @secrets: mqtt_client_secrets() when they were read; 0 where that failed
 * @session: NULL, like @state and @stats, where no broker is configured
 */
struct mqtt {
	const struct source_env *env;
	struct mqtt_session *session;
	struct mqtt_state *state;
	struct mqtt_stats *stats;
	struct news news;
	struct geometry announced;
	struct pace pace;
	bool waits;
	u64 secrets;
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

static void mqtt_refuse(struct mqtt *mqtt, const struct message *message, enum drop why,
			const char *reason)
{
	stats_drop(mqtt->env->stats, why);
	if (log_allowed(mqtt->env->ration))
		log_warnx("mqtt: %s: %s", message->topic, reason);
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
		mqtt_refuse(mqtt, message, DROP_CONTENT, "the display has no such line");
}

static void mqtt_set_page(struct mqtt *mqtt, const struct message *message)
{
	enum drop why = DROP_CONTENT;
	struct textpage_spec spec;
	const char *wrong;
	cJSON *object;

	if (!message->count) {
		textpages_delete(mqtt->env->texts, message->which);
		return;
	}
	wrong = pagejson_parse(message->payload, message->count, &spec, &object);
	if (!wrong) {
		why = DROP_PAGES;
		wrong = textpages_set(mqtt->env->texts, mqtt, message->which, &spec);
	}
	cJSON_Delete(object);
	if (wrong)
		mqtt_refuse(mqtt, message, why, wrong);
}

static void mqtt_notify(struct mqtt *mqtt, const struct message *message)
{
	enum drop why = DROP_CONTENT;
	struct textpage_spec spec;
	const char *wrong;
	cJSON *object;

	wrong = pagejson_parse(message->payload, message->count, &spec, &object);
	if (!wrong) {
		why = DROP_PAGES;
		wrong = textpages_notify(mqtt->env->texts, &spec);
	}
	cJSON_Delete(object);
	if (wrong)
		mqtt_refuse(mqtt, message, why, wrong);
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
		mqtt_refuse(mqtt, message, DROP_CONTENT, "must be ON or OFF");
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

/* Below the prefix and its slash; NULL for what is not. */
static const char *mqtt_below_prefix(const struct mqtt *mqtt, const char *topic)
{
	const char *prefix = mqtt_session_prefix(mqtt->session);
	size_t n = strlen(prefix);

	return !strncmp(topic, prefix, n) && topic[n] == '/' ? topic + n + 1 : NULL;
}

static void mqtt_publish_announcement(struct mqtt *mqtt)
{
	const struct config *config = mqtt->env->config;
	const struct screen *screen = pages_screen(mqtt->env->pages);
	char topic[HASS_TOPIC_MAX], *text;

	mqtt->announced = (struct geometry){ screen->rows, screen->cols };
	text = hass_announcement(config, mqtt_session_prefix(mqtt->session), screen->rows,
				 screen->cols);
	hass_config_topic(config, topic);
	if (text)
		mqtt_session_publish_to(mqtt->session, topic, text, strlen(text), true);
	cJSON_free(text);
}

/*
 * It is 3 KiB, and who asks for it may not read: so once a second, with the
 * counters, which are not retained.
 */
static void mqtt_announce(struct mqtt *mqtt)
{
	mqtt->waits = !mqtt_session_has_room(mqtt->session);
	if (mqtt->waits || !pace_allows(&mqtt->pace))
		return;
	if (mqtt->env->config->hass_discovery)
		mqtt_publish_announcement(mqtt);
	mqtt_stats_online(mqtt->stats);
	pace_rest(&mqtt->pace, ANNOUNCE_MS);
}

static void mqtt_on_later(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt *mqtt = arg;

	if (mqtt->session)
		mqtt_announce(mqtt);
}

/* Home Assistant has come up, and wants to hear of us again. */
static void mqtt_foreign(struct mqtt *mqtt, const char *topic, const void *payload, size_t count)
{
	char status[HASS_TOPIC_MAX];

	hass_status_topic(mqtt->env->config, status);
	if (strcmp(topic, status) || count != 6 || memcmp(payload, "online", 6))
		return;
	mqtt_announce(mqtt);
}

static void mqtt_act(struct mqtt *mqtt, struct message *message, enum mqtt_delivery how)
{
	const struct mqtt_topic *found = mqtt_find(message);
	bool news = true;

	if (!found || (how == MQTT_STORED && !found->retained))
		return;
	if (message->count > mqtt->env->config->payload) {
		mqtt_refuse(mqtt, message, DROP_PAYLOAD, "the message is too long");
		return;
	}
	stats_message(mqtt->env->stats);
	if (found->retained && how != MQTT_LIVE)
		news = news_note(&mqtt->news, message->topic, message->payload, message->count);
	if (news || how != MQTT_STORED)
		found->act(mqtt, message);
}

static void mqtt_message(void *arg, const char *topic, const void *payload, size_t count,
			 enum mqtt_delivery how)
{
	struct message message = { .payload = payload, .count = count };
	struct mqtt *mqtt = arg;

	message.topic = mqtt_below_prefix(mqtt, topic);
	if (message.topic)
		mqtt_act(mqtt, &message, how);
	else
		mqtt_foreign(mqtt, topic, payload, count);
}

static void mqtt_subscribe(struct mqtt *mqtt)
{
	char names[ARRAY_SIZE(mqtt_topics) + 1][HASS_TOPIC_MAX];
	const char *filters[ARRAY_SIZE(names)];
	const char *prefix = mqtt_session_prefix(mqtt->session);
	int count = 0;

	for (; count < (int)ARRAY_SIZE(mqtt_topics); count++)
		snprintf(names[count], HASS_TOPIC_MAX, "%s/%s", prefix,
			 mqtt_topics[count].filter);
	if (mqtt->env->config->hass_discovery)
		hass_status_topic(mqtt->env->config, names[count++]);
	for (int i = 0; i < count; i++)
		filters[i] = names[i];
	mqtt_session_subscribe(mqtt->session, filters, count);
}

static void mqtt_online(void *arg)
{
	struct mqtt *mqtt = arg;

	mqtt_subscribe(mqtt);
	mqtt_announce(mqtt);
	mqtt_state_online(mqtt->state);
}

static void mqtt_room(void *arg)
{
	struct mqtt *mqtt = arg;

	if (mqtt->waits)
		mqtt_announce(mqtt);
	mqtt_state_shown(mqtt->state);
	mqtt_stats_room(mqtt->stats);
}

static const struct mqtt_session_ops mqtt_session_ops = {
	.online = mqtt_online,
	.room = mqtt_room,
	.message = mqtt_message,
};

static void mqtt_shown(void *source)
{
	struct mqtt *mqtt = source;
	const struct screen *screen = pages_screen(mqtt->env->pages);

	if (!mqtt->state)
		return;
	mqtt_state_shown(mqtt->state);
	if (mqtt->announced.rows &&
	    (mqtt->announced.rows != screen->rows || mqtt->announced.cols != screen->cols))
		mqtt_announce(mqtt);
}

static struct mqtt_session *mqtt_make_session(struct mqtt *mqtt)
{
	const struct source_env *env = mqtt->env;
	u64 secrets = mqtt_client_secrets(env->config);
	struct mqtt_session *session = NULL;

	if (secrets)
		session = mqtt_session_new(env->base, env->config, &mqtt_session_ops, mqtt);
	mqtt->secrets = session ? secrets : 0;
	return session;
}

static bool mqtt_connect(struct mqtt *mqtt, struct mqtt_session *session)
{
	if (!session)
		return false;
	mqtt->session = session;
	mqtt->state = mqtt_state_new(mqtt->env, session);
	mqtt->stats = mqtt_stats_new(mqtt->env, session);
	if (!mqtt->state || !mqtt->stats)
		return false;
	mqtt_session_connect(session);
	return true;
}

static void mqtt_disconnect(struct mqtt *mqtt, unsigned int patience)
{
	if (mqtt->state)
		mqtt_state_free(mqtt->state);
	if (mqtt->stats)
		mqtt_stats_free(mqtt->stats);
	if (mqtt->session)
		mqtt_session_free(mqtt->session, patience);
	mqtt->state = NULL;
	mqtt->stats = NULL;
	mqtt->session = NULL;
}

static void mqtt_stop(void *source)
{
	struct mqtt *mqtt = source;

	mqtt_disconnect(mqtt, LAST_PATIENCE_MS);
	pace_free(&mqtt->pace);
	free(mqtt);
}

/* A file that is missing now has been complained of, and is not needed any more. */
static bool mqtt_is_as_configured(const struct mqtt *mqtt, const struct config *old)
{
	const struct config *config = mqtt->env->config;
	u64 secrets;

	if (!options_same(config, old, "mqtt") || !options_same(config, old, "hass") ||
	    strcmp(config->device, old->device))
		return false;
	if (!config->mqtt_host || !mqtt->session)
		return !config->mqtt_host;
	secrets = mqtt_client_secrets(config);
	return !secrets || secrets == mqtt->secrets;
}

static void mqtt_reload(void *source, const struct config *old)
{
	struct mqtt *mqtt = source;
	const struct config *config = mqtt->env->config;
	struct mqtt_session *session = NULL;

	if (mqtt_is_as_configured(mqtt, old))
		return;
	if (config->mqtt_host) {
		session = mqtt_make_session(mqtt);
		if (!session) {
			log_errx("mqtt: stays as it was until the configuration is read again");
			return;
		}
	}
	mqtt_disconnect(mqtt, 0);
	if (session && !mqtt_connect(mqtt, session)) {
		log_errx("mqtt: off until the configuration is read again");
		mqtt_disconnect(mqtt, 0);
	}
}

static void *mqtt_start(const struct source_env *env)
{
	struct mqtt *mqtt = calloc(1, sizeof(*mqtt));

	if (!mqtt)
		return NULL;
	mqtt->env = env;
	if (pace_init(&mqtt->pace, env->base, mqtt_on_later, mqtt) &&
	    (!env->config->mqtt_host || mqtt_connect(mqtt, mqtt_make_session(mqtt))))
		return mqtt;
	mqtt_stop(mqtt);
	return NULL;
}

static void mqtt_check(const struct config *config, config_complain *complain, void *arg)
{
	if (config->mqtt_host)
		mqtt_client_check(config, complain, arg);
}

const struct source_ops source_mqtt = {
	.name = "mqtt",
	.check = mqtt_check,
	.start = mqtt_start,
	.shown = mqtt_shown,
	.reload = mqtt_reload,
	.stop = mqtt_stop,
};
