// SPDX-License-Identifier: GPL-2.0-only
#include "state.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/pace.h"
#include "image.h"

#define INTERVAL_MS 100
#define NO_PAGE "None"	/* Home Assistant's payload for an unknown state */

/**
 * struct mqtt_state - the published state
 * @pace:      of publishing
 * @published: the screen in the topics
 * @light_max: the highest level of the light, as of @published
 * @present:   the display works
 * @page:      name of the page that is shown
 * @image:     the picture of it
 * @unknown:   nothing was published on this connection: publish all
 */
struct mqtt_state {
	const struct source_env *env;
	struct mqtt_session *session;
	struct pace pace;
	struct screen published;
	unsigned int light_max;
	bool present;
	char page[TEXTPAGE_NAME_MAX + 1];
	struct mqtt_image *image;
	bool unknown;
};

static bool row_same(const struct screen *a, const struct screen *b, unsigned int row)
{
	return !memcmp(a->cells[row], b->cells[row], a->cols * sizeof(a->cells[row][0]));
}

/* Do both have the same size and text? */
static bool text_same(const struct screen *a, const struct screen *b)
{
	if (a->rows != b->rows || a->cols != b->cols)
		return false;
	for (unsigned int row = 0; row < a->rows; row++)
		if (!row_same(a, b, row))
			return false;
	return true;
}

const char *const mqtt_state_topics[] = {
	"status", "state", "line/1/state", "line/2/state", "line/3/state", "line/4/state",
	"backlight/state", "brightness/state", "power/state", "page/state", "display/state",
	"image/url", "image", NULL,
};

static_assert(SCREEN_MAX_ROWS == 4, "a topic for each row");

/* Publish the rows without the last line feed: clients that print add one. */
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

/* Publish one blank for an empty row: an empty payload would delete the retained message. */
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

/* Delete the topics of rows that only a larger display had. */
static void publish_no_lines_below(struct mqtt_state *state, const struct screen *screen)
{
	for (unsigned int row = screen->rows; row < SCREEN_MAX_ROWS; row++)
		publish_row(state, row, NULL, 0);
}

static void publish_switch(struct mqtt_state *state, const char *topic, bool on)
{
	mqtt_session_publish(state->session, topic, on ? "ON" : "OFF", on ? 2 : 3, true);
}

/* 0 while it is off. A light that is only switched has no brightness: delete what was there. */
static bool publish_brightness(struct mqtt_state *state, const struct screen *now)
{
	unsigned int max = pages_light_max(state->env->pages), level = screen_light(now);
	bool other = state->unknown || max != state->light_max;
	char text[16];
	int n = 0;

	if (!other && (max < 2 || level == screen_light(&state->published)))
		return false;
	state->light_max = max;
	if (max > 1)
		n = snprintf(text, sizeof(text), "%u", level < max ? level : max);
	mqtt_session_publish(state->session, "brightness/state", text, n, true);
	return true;
}

/* Notifications and screens of LCDproc clients have no name. */
static const char *page_name(const struct source_env *env)
{
	const char *name = textpages_current(env->texts);

	if (name)
		return name;
	return mainpage_is_up(env->main) ? "main" : NO_PAGE;
}

static bool publish_page(struct mqtt_state *state)
{
	const char *name = page_name(state->env);

	if (!state->unknown && !strcmp(name, state->page))
		return false;
	strcpy(state->page, name);
	mqtt_session_publish(state->session, "page/state", name, strlen(name), true);
	return true;
}

static bool publish_present(struct mqtt_state *state)
{
	bool present = !display_problem(state->env->display);

	if (!state->unknown && present == state->present)
		return false;
	state->present = present;
	publish_switch(state, "display/state", present);
	return true;
}

static bool publish_changes(struct mqtt_state *state, const struct screen *now)
{
	const struct screen *then = &state->published;
	bool all = state->unknown, size = now->rows != then->rows || now->cols != then->cols;
	bool text = all || !text_same(now, then);
	bool light = all || now->backlight != then->backlight;
	bool dimmed = publish_brightness(state, now);
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
	return text || light || dimmed || power;
}

static void publish_shown(struct mqtt_state *state)
{
	const struct screen *screen = pages_screen(state->env->pages);
	bool page = publish_page(state);
	bool present = publish_present(state);
	bool changed = publish_changes(state, screen);
	bool looks = state->unknown || !screen_same(&state->published, screen);

	if (!page && !present && !changed && !looks)
		return;
	state->published = *screen;
	state->unknown = false;
	if (looks)
		mqtt_image_changed(state->image);
	pace_rest(&state->pace, INTERVAL_MS);
}

void mqtt_state_shown(struct mqtt_state *state)
{
	if (mqtt_session_has_room(state->session) && pace_allows(&state->pace))
		publish_shown(state);
	mqtt_image_room(state->image);
}

static void on_later(evutil_socket_t fd, short what, void *arg)
{
	mqtt_state_shown(arg);
}

void mqtt_state_finish(struct mqtt_state *state)
{
	if (!mqtt_session_is_online(state->session))
		return;
	publish_shown(state);
	mqtt_image_finish(state->image);
}

void mqtt_state_online(struct mqtt_state *state)
{
	state->unknown = true;
	mqtt_image_online(state->image);
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
	state->image = mqtt_image_new(env, session);
	if (pace_init(&state->pace, env->base, on_later, state) && state->image)
		return state;
	mqtt_state_free(state);
	return NULL;
}

void mqtt_state_free(struct mqtt_state *state)
{
	pace_free(&state->pace);
	if (state->image)
		mqtt_image_free(state->image);
	free(state);
}
