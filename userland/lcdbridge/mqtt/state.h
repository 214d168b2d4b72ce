/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Publishes what the display shows to retained topics: at most ten times a second, and
 * always the last state.
 */
#ifndef LCDBRIDGE_MQTT_STATE_H
#define LCDBRIDGE_MQTT_STATE_H

#include "../net/source.h"
#include "session.h"

struct mqtt_state;

/* The retained topics, with the session's "status"; ended by NULL. */
extern const char *const mqtt_state_topics[];

struct mqtt_state *mqtt_state_new(const struct source_env *env, struct mqtt_session *session);
void mqtt_state_free(struct mqtt_state *state);

/* The display has changed, come or gone, or the session has room again. */
void mqtt_state_shown(struct mqtt_state *state);

/* The session ends, and waits for the broker: publish what waits for its turn. */
void mqtt_state_finish(struct mqtt_state *state);

/* A new connection: the broker may hold an older state, so publish all. */
void mqtt_state_online(struct mqtt_state *state);

#endif
