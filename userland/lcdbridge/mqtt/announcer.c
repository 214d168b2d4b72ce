// SPDX-License-Identifier: GPL-2.0-only
#include "announcer.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "hass.h"
#include "kept.h"

#define ANNOUNCE_MS 1000

static void announcer_publish(struct mqtt_announcer *announcer)
{
	const struct config *config = announcer->env->config;
	const struct pages *pages = announcer->env->pages;
	struct hass_display display = {
		.size = { pages_rows(pages), pages_cols(pages) },
		.light_max = pages_light_max(pages), .keys = announcer->keys,
		.keys_known = announcer->keys_known,
	};
	char topic[HASS_TOPIC_MAX], *text;

	display.page_count = textpages_names(announcer->env->texts, display.pages);
	announcer->announced = display.size;
	announcer->announced_light_max = display.light_max;
	announcer->announced_keys = announcer->keys;
	announcer->announced_keys_known = announcer->keys_known;
	announcer->announced_pages = textpages_generation(announcer->env->texts);
	text = hass_announcement(config, mqtt_session_prefix(announcer->session), &display);
	hass_config_topic(config, topic);
	if (text)
		mqtt_session_publish_to(announcer->session, topic, text, strlen(text), true);
	cJSON_free(text);
}

/*
 * The announcement has up to 12 KiB, and its subscriber may be slow: publish it at most
 * once a second.
 */
static void announcer_announce(struct mqtt_announcer *announcer)
{
	announcer->waits = !mqtt_session_has_room(announcer->session);
	if (announcer->waits || !pace_allows(&announcer->pace))
		return;
	if (announcer->env->config->hass_discovery)
		announcer_publish(announcer);
	if (announcer->counters)
		mqtt_stats_publish(announcer->stats);
	announcer->counters = false;
	pace_rest(&announcer->pace, ANNOUNCE_MS);
}

/* The counters are not retained: a new subscriber has none. */
static void announcer_introduce(struct mqtt_announcer *announcer)
{
	announcer->counters = true;
	announcer_announce(announcer);
}

static void announcer_on_later(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt_announcer *announcer = arg;

	if (announcer->session)
		announcer_announce(announcer);
}

bool mqtt_announcer_init(struct mqtt_announcer *announcer, const struct source_env *env)
{
	announcer->env = env;
	return pace_init(&announcer->pace, env->base, announcer_on_later, announcer);
}

void mqtt_announcer_free(struct mqtt_announcer *announcer)
{
	pace_free(&announcer->pace);
}

void mqtt_announcer_connect(struct mqtt_announcer *announcer, struct mqtt_session *session,
			    struct mqtt_stats *stats)
{
	announcer->session = session;
	announcer->stats = stats;
	announcer->announced = (struct geometry){ 0 };
}

void mqtt_announcer_tidy(struct mqtt_announcer *announcer)
{
	mqtt_kept_tidy(announcer->session, announcer->env->config);
}

void mqtt_announcer_online(struct mqtt_announcer *announcer)
{
	if (!announcer->keys_known)
		announcer->keys = mqtt_kept_keys(announcer->session, announcer->env->config);
	announcer_introduce(announcer);
}

void mqtt_announcer_tidied(struct mqtt_announcer *announcer)
{
	mqtt_kept_remember(announcer->session, announcer->env->config, announcer->keys);
}

void mqtt_announcer_room(struct mqtt_announcer *announcer)
{
	if (announcer->waits)
		announcer_announce(announcer);
}

void mqtt_announcer_asked(struct mqtt_announcer *announcer, const void *payload, size_t count)
{
	if (count == 6 && !memcmp(payload, "online", 6))
		announcer_introduce(announcer);
}

static bool announcer_is_outdated(const struct mqtt_announcer *announcer)
{
	const struct pages *pages = announcer->env->pages;

	return announcer->announced.rows != pages_rows(pages) ||
	       announcer->announced.cols != pages_cols(pages) ||
	       announcer->announced_light_max != pages_light_max(pages) ||
	       announcer->announced_pages != textpages_generation(announcer->env->texts) ||
	       announcer->announced_keys != announcer->keys ||
	       announcer->announced_keys_known != announcer->keys_known;
}

void mqtt_announcer_shown(struct mqtt_announcer *announcer)
{
	if (announcer->announced.rows && announcer_is_outdated(announcer))
		announcer_announce(announcer);
}

void mqtt_announcer_keypad(struct mqtt_announcer *announcer, unsigned int keys)
{
	announcer->keys = keys;
	announcer->keys_known = true;
	if (announcer->session && mqtt_session_is_subscribed(announcer->session))
		mqtt_announcer_tidied(announcer);
}
