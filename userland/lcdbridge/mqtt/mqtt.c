// SPDX-License-Identifier: GPL-2.0-only
/*
 * MQTT as a source: input.c takes what arrives, announcer.c tells Home Assistant, and
 * state.c publishes what the display shows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/log.h"
#include "../config/options.h"
#include "../net/source.h"
#include "announcer.h"
#include "client.h"
#include "filters.h"
#include "groups.h"
#include "hass.h"
#include "input.h"
#include "keytopic.h"
#include "session.h"
#include "state.h"
#include "stats.h"

#define LAST_PATIENCE_MS 1000	/* at the end, when no loop can finish the work later */

/**
 * struct mqtt - the source
 * @session: NULL, like @state and @stats, if no broker is configured
 * @input:   takes the messages
 * @announcer: announces the display
 * @secrets: mqtt_client_secrets() when they were read; 0 if that failed
 * @next:    the session for a reload, and @next_secrets with it
 * @changes: the reload changes the session
 */
struct mqtt {
	const struct source_env *env;
	struct mqtt_session *session;
	struct mqtt_state *state;
	struct mqtt_stats *stats;
	struct mqtt_input input;
	struct mqtt_announcer announcer;
	u64 secrets;
	struct mqtt_session *next;
	u64 next_secrets;
	bool changes;
};

static void mqtt_message(void *arg, const char *topic, const void *payload, size_t count,
			 enum mqtt_delivery how, unsigned int expiry)
{
	struct mqtt *mqtt = arg;
	char status[HASS_TOPIC_MAX];

	if (mqtt_input_message(&mqtt->input, mqtt_session_prefix(mqtt->session), topic, payload,
			       count, how, expiry))
		return;
	hass_status_topic(mqtt->env->config, status);
	if (!strcmp(topic, status))
		mqtt_announcer_asked(&mqtt->announcer, payload, count);
}

static void mqtt_subscribe(struct mqtt *mqtt)
{
	const struct config *config = mqtt->env->config;
	struct filters filters = { .count = 0 };

	mqtt_input_filters(&mqtt->input, mqtt_session_prefix(mqtt->session), &filters);
	if (config->hass_discovery)
		hass_status_topic(config, filters_new(&filters));
	mqtt_session_subscribe(mqtt->session, filters.all, filters.count);
}

static void mqtt_online(void *arg)
{
	struct mqtt *mqtt = arg;

	mqtt_input_connected(&mqtt->input);
	/* First: the answer to the subscription says that the broker has read this, too. */
	mqtt_announcer_tidy(&mqtt->announcer);
	mqtt_subscribe(mqtt);
	mqtt_announcer_online(&mqtt->announcer);
	mqtt_state_online(mqtt->state);
	status_touch(mqtt->env->status);
}

static void mqtt_subscribed(void *arg)
{
	struct mqtt *mqtt = arg;

	mqtt_announcer_tidied(&mqtt->announcer);
}

static void mqtt_lost(void *arg)
{
	const struct mqtt *mqtt = arg;

	status_touch(mqtt->env->status);
}

static void mqtt_status(const void *source, char *text, size_t size)
{
	const struct mqtt *mqtt = source;

	if (mqtt->session)
		snprintf(text, size, "broker %s%s", mqtt_session_host(mqtt->session),
			 mqtt_session_is_online(mqtt->session) ? "" : " away");
	else
		snprintf(text, size, "no broker");
}

static void mqtt_room(void *arg)
{
	struct mqtt *mqtt = arg;

	mqtt_announcer_room(&mqtt->announcer);
	mqtt_state_shown(mqtt->state);
	mqtt_stats_room(mqtt->stats);
}

static const struct mqtt_session_ops mqtt_session_ops = {
	.online = mqtt_online,
	.subscribed = mqtt_subscribed,
	.lost = mqtt_lost,
	.room = mqtt_room,
	.message = mqtt_message,
};

static void mqtt_shown(void *source)
{
	struct mqtt *mqtt = source;

	if (!mqtt->state)
		return;
	mqtt_state_shown(mqtt->state);
	mqtt_announcer_shown(&mqtt->announcer);
}

static bool mqtt_key(void *source, const struct key *key)
{
	struct mqtt *mqtt = source;

	if (mqtt->session)
		keytopic_publish(mqtt->session, key);
	return false;
}

static void mqtt_keypad(void *source, unsigned int keys)
{
	struct mqtt *mqtt = source;

	mqtt_announcer_keypad(&mqtt->announcer, keys);
	mqtt_shown(mqtt);
}

/* Make @next, not connected yet, if @config names a broker. */
static bool mqtt_make_session(struct mqtt *mqtt, const struct config *config)
{
	if (!config->mqtt_host)
		return true;
	mqtt->next_secrets = mqtt_client_secrets(config);
	if (mqtt->next_secrets)
		mqtt->next = mqtt_session_new(mqtt->env->base, config, &mqtt_session_ops, mqtt);
	return mqtt->next;
}

static bool mqtt_connect(struct mqtt *mqtt)
{
	mqtt->session = mqtt->next;
	mqtt->secrets = mqtt->next_secrets;
	mqtt->next = NULL;
	if (!mqtt->session)
		return true;
	mqtt->state = mqtt_state_new(mqtt->env, mqtt->session);
	mqtt->stats = mqtt_stats_new(mqtt->env, mqtt->session);
	if (!mqtt->state || !mqtt->stats)
		return false;
	mqtt_announcer_connect(&mqtt->announcer, mqtt->session, mqtt->stats);
	mqtt_client_warn(mqtt->env->config);
	mqtt_session_connect(mqtt->session, mqtt->env->config);
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
	mqtt_announcer_connect(&mqtt->announcer, NULL, NULL);
}

static void mqtt_stop(void *source)
{
	struct mqtt *mqtt = source;

	if (mqtt->state)
		mqtt_state_finish(mqtt->state);
	mqtt_disconnect(mqtt, LAST_PATIENCE_MS);
	mqtt_announcer_free(&mqtt->announcer);
	free(mqtt);
}

/* A file that is missing now was already reported, and is no longer needed. */
static bool mqtt_is_as_configured(const struct mqtt *mqtt, const struct config *fresh)
{
	const struct config *config = mqtt->env->config;
	u64 secrets;

	if (!options_same(config, fresh, "mqtt") || !options_same(config, fresh, "hass") ||
	    strcmp(config->device, fresh->device))
		return false;
	if (!fresh->mqtt_host || !mqtt->session)
		return !fresh->mqtt_host;
	secrets = mqtt_client_secrets(fresh);
	return !secrets || secrets == mqtt->secrets;
}

static enum prepared mqtt_prepare(void *source, const struct config *fresh, bool last)
{
	struct mqtt *mqtt = source;

	mqtt->changes = !mqtt_is_as_configured(mqtt, fresh);
	if (!mqtt->changes || mqtt->next)
		return PREPARED;
	return mqtt_make_session(mqtt, fresh) ? PREPARED : IMPOSSIBLE;
}

static void mqtt_abandon(void *source)
{
	struct mqtt *mqtt = source;

	if (mqtt->next)
		mqtt_session_free(mqtt->next, 0);
	mqtt->next = NULL;
}

static void mqtt_reload(void *source, const struct config *old)
{
	struct mqtt *mqtt = source;

	if (!mqtt->changes)
		return;
	mqtt_disconnect(mqtt, 0);
	if (mqtt_connect(mqtt))
		return;
	log_errx("mqtt: off until the configuration is reloaded");
	mqtt_disconnect(mqtt, 0);
}

static void *mqtt_start(const struct source_env *env)
{
	struct mqtt *mqtt = calloc(1, sizeof(*mqtt));

	if (!mqtt)
		return NULL;
	mqtt->env = env;
	mqtt_input_init(&mqtt->input, env);
	if (mqtt_announcer_init(&mqtt->announcer, env) &&
	    mqtt_make_session(mqtt, env->config) && mqtt_connect(mqtt))
		return mqtt;
	mqtt_stop(mqtt);
	return NULL;
}

static void mqtt_check(const struct config *config, config_complain *complain, void *arg)
{
	if (!config->mqtt_host)
		return;
	mqtt_client_check(config, complain, arg);
	mqtt_groups_check(config, complain, arg);
}

static bool mqtt_try(const struct config *config)
{
	return !config->mqtt_host || mqtt_client_try(config);
}

const struct source_ops source_mqtt = {
	.name = "mqtt",
	.check = mqtt_check,
	.try = mqtt_try,
	.start = mqtt_start,
	.shown = mqtt_shown,
	.key = mqtt_key,
	.keypad = mqtt_keypad,
	.status = mqtt_status,
	.prepare = mqtt_prepare,
	.abandon = mqtt_abandon,
	.reload = mqtt_reload,
	.turned = mqtt_shown,
	.stop = mqtt_stop,
};
