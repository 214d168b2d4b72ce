// SPDX-License-Identifier: GPL-2.0-only
#include "mqtt-state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pace.h"

#define INTERVAL_MS 100

/**
 * struct mqtt_state - what was published
 * @pace:      of publishing
 * @published: what the topics hold
 * @unknown:   nothing was published on this connection: publish all
 */
struct mqtt_state {
	const struct source_env *env;
	struct mqtt_session *session;
	struct pace pace;
	struct screen published;
	bool unknown;
};

static bool row_same(const struct screen *a, const struct screen *b, unsigned int row)
{
	return !memcmp(a->cells[row], b->cells[row], a->cols * sizeof(a->cells[row][0]));
}

/* The same size, and the same text in it. */
static bool text_same(const struct screen *a, const struct screen *b)
{
	if (a->rows != b->rows || a->cols != b->cols)
		return false;
	for (unsigned int row = 0; row < a->rows; row++)
		if (!row_same(a, b, row))
			return false;
	return true;
}

/* Rows, without the last one's line feed: clients that print add their own. */
static void publish_text(struct mqtt_state *state, const struct screen *screen)
{
	char text[SCREEN_TEXT_MAX];
	size_t n = screen_text(screen, text);

	mqtt_session_publish(state->session, "state", text, n - 1, true);
}

static void publish_row(struct mqtt_state *state, unsigned int row, const char *text, size_t count)
{
	char topic[32];

	snprintf(topic, sizeof(topic), "line/%u/state", row + 1);
	mqtt_session_publish(state->session, topic, text, count, true);
}

/* Nothing would delete the retained message: of an empty row, one blank. */
static void publish_line(struct mqtt_state *state, const struct screen *screen, unsigned int row)
{
	char text[SCREEN_TEXT_MAX], *line = text;
	size_t count;

	text[screen_text(screen, text) - 1] = '\0';
	for (unsigned int above = row; above; above--)
		line = strchr(line, '\n') + 1;
	count = strcspn(line, "\n");
	publish_row(state, row, count ? line : " ", count ? count : 1);
}

/* Delete what a larger display has left. */
static void publish_no_lines_below(struct mqtt_state *state, const struct screen *screen)
{
	for (unsigned int row = screen->rows; row < SCREEN_MAX_ROWS; row++)
		publish_row(state, row, NULL, 0);
}

static void publish_switch(struct mqtt_state *state, const char *topic, bool on)
{
	mqtt_session_publish(state->session, topic, on ? "ON" : "OFF", on ? 2 : 3, true);
}

static bool publish_changes(struct mqtt_state *state, const struct screen *now)
{
	const struct screen *then = &state->published;
	bool all = state->unknown, size = now->rows != then->rows || now->cols != then->cols;
	bool text = all || !text_same(now, then);
	bool light = all || now->backlight != then->backlight;
	bool power = all || now->power != then->power;

	if (text)
		publish_text(state, now);
	for (unsigned int row = 0; text && row < now->rows; row++)
		if (all || size || !row_same(now, then, row))
			publish_line(state, now, row);
	if (all || size)
		publish_no_lines_below(state, now);
	if (light)
		publish_switch(state, "backlight/state", now->backlight);
	if (power)
		publish_switch(state, "power/state", now->power);
	return text || light || power;
}

void mqtt_state_shown(struct mqtt_state *state)
{
	const struct screen *screen = pages_screen(state->env->pages);

	if (!mqtt_session_has_room(state->session) || !pace_allows(&state->pace) ||
	    !publish_changes(state, screen))
		return;
	state->published = *screen;
	state->unknown = false;
	pace_rest(&state->pace, INTERVAL_MS);
}

static void on_later(evutil_socket_t fd, short what, void *arg)
{
	mqtt_state_shown(arg);
}

void mqtt_state_online(struct mqtt_state *state)
{
	state->unknown = true;
	mqtt_state_shown(state);
}

struct mqtt_state *mqtt_state_new(const struct source_env *env, struct mqtt_session *session)
{
	struct mqtt_state *state = calloc(1, sizeof(*state));

	if (!state)
		return NULL;
	state->env = env;
	state->session = session;
	state->unknown = true;
	if (pace_init(&state->pace, env->base, on_later, state))
		return state;
	free(state);
	return NULL;
}

void mqtt_state_free(struct mqtt_state *state)
{
	pace_free(&state->pace);
	free(state);
}
