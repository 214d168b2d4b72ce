/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Announces the display to Home Assistant: when the bridge comes online, when Home
 * Assistant asks, and when the display, its pages or its keys have changed.
 */
#ifndef LCDBRIDGE_MQTT_ANNOUNCER_H
#define LCDBRIDGE_MQTT_ANNOUNCER_H

#include "../base/pace.h"
#include "../net/source.h"
#include "session.h"
#include "stats.h"

/**
 * struct mqtt_announcer - the last announcement, and what the next one needs
 * @session: NULL, like @stats, if no broker is configured
 * @announced: size of the display in the last announcement; zero for none
 * @announced_light_max: highest level of the light in the last announcement
 * @announced_pages: textpages_generation() in the last announcement
 * @announced_keys: the keys in the last announcement
 * @announced_keys_known: likewise
 * @keys:    a bit for each of keypad_names[] that can be pressed
 * @keys_known: the input device was opened, or there is none; else @keys are those of
 *              the last announcement before the start
 * @pace:    of announcing
 * @waits:   announce as soon as the session has room
 * @counters: publish the counters with the next announcement
 */
struct mqtt_announcer {
	const struct source_env *env;
	struct mqtt_session *session;
	struct mqtt_stats *stats;
	struct geometry announced;
	unsigned int announced_light_max, announced_keys, keys;
	bool announced_keys_known, keys_known;
	u64 announced_pages;
	struct pace pace;
	bool waits;
	bool counters;
};

/* Return: false without memory. mqtt_announcer_free() is then allowed, too. */
bool mqtt_announcer_init(struct mqtt_announcer *announcer, const struct source_env *env);
void mqtt_announcer_free(struct mqtt_announcer *announcer);

/* Use another session; both arguments are NULL for none. */
void mqtt_announcer_connect(struct mqtt_announcer *announcer, struct mqtt_session *session,
			    struct mqtt_stats *stats);

/* The session is online: delete topics of earlier configurations. */
void mqtt_announcer_tidy(struct mqtt_announcer *announcer);

/* The session is online: announce. */
void mqtt_announcer_online(struct mqtt_announcer *announcer);

/* The broker has answered what was sent after mqtt_announcer_tidy(). */
void mqtt_announcer_tidied(struct mqtt_announcer *announcer);

/* The session has room again. */
void mqtt_announcer_room(struct mqtt_announcer *announcer);

/* Home Assistant's status has come. */
void mqtt_announcer_asked(struct mqtt_announcer *announcer, const void *payload, size_t count);

/* The display or its pages may have changed. */
void mqtt_announcer_shown(struct mqtt_announcer *announcer);

/* @keys can be pressed: a bit for each of keypad_names[]. */
void mqtt_announcer_keypad(struct mqtt_announcer *announcer, unsigned int keys);

#endif
