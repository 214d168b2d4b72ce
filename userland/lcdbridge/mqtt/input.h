/* SPDX-License-Identifier: GPL-2.0-only */
/* The topics that a display accepts, and what their messages do. */
#ifndef LCDBRIDGE_MQTT_INPUT_H
#define LCDBRIDGE_MQTT_INPUT_H

#include "../net/source.h"
#include "delivery.h"
#include "filters.h"
#include "lights.h"
#include "news.h"
#include "ranks.h"

/**
 * struct mqtt_input - what is known of earlier messages
 * @news:   the last message of each topic
 * @lights: the ranks of messages that switched the light
 * @ranks:  likewise of messages that set text or a glyph
 */
struct mqtt_input {
	const struct source_env *env;
	struct news news;
	struct lights lights;
	struct ranks ranks;
};

/* @input is all zero. */
void mqtt_input_init(struct mqtt_input *input, const struct source_env *env);

/* A new connection: retained messages come again. */
void mqtt_input_connected(struct mqtt_input *input);

/* Add the filters of all topics, of the display and of its groups. */
void mqtt_input_filters(const struct mqtt_input *input, const char *prefix,
			struct filters *filters);

/**
 * mqtt_input_message() - do what a message says
 * @input:   the earlier messages
 * @prefix:  of the display's topics
 * @topic:   whole
 * @payload: not NUL-terminated, untrusted
 * @count:   bytes of @payload
 * @how:     it came
 * @expiry:  seconds until it is stale; 0 for never
 *
 * Return: false if it is not a topic of the display or of a group.
 */
bool mqtt_input_message(struct mqtt_input *input, const char *prefix, const char *topic,
			const void *payload, size_t count, enum mqtt_delivery how,
			unsigned int expiry);

#endif
