/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the display shows, to retained topics: at most ten times a second, the
 * last one always.
 */
#ifndef LCDBRIDGE_MQTT_STATE_H
#define LCDBRIDGE_MQTT_STATE_H

#include "mqtt-session.h"
#include "source.h"

struct mqtt_state;

struct mqtt_state *mqtt_state_new(const struct source_env *env, struct mqtt_session *session);
void mqtt_state_free(struct mqtt_state *state);

/* The display shows something else now, or there is room in the session. */
void mqtt_state_shown(struct mqtt_state *state);

/* A new connection: the broker may hold what another one said. */
void mqtt_state_online(struct mqtt_state *state);

#endif
