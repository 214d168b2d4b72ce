// SPDX-License-Identifier: GPL-2.0-only
#include "lcdproc-screen.h"

#include <stdlib.h>
#include <string.h>

#include "lcdproc-draw.h"
#include "macros.h"
#include "timer.h"

#define SCREEN_ID_MAX 64
#define FOREGROUND_TO 64	/* priorities as numbers, from the language's table */
#define INFO_TO 192
#define BLINK_MS 1000
#define FLASH_MS 250
#define BEAT_MS 1000
#define HEART_OPEN 0x2661u
#define HEART_FILLED 0x2665u

/**
 * struct lcdproc_screen - a screen
 * @page:     as the scheduler sees it
 * @id:       its client's name for it
 * @light:    see enum light
 * @beats:    does a heart beat in its corner?
 * @cursor:   is the cursor shown?
 * @cursor_x: where, from 1
 * @cursor_y: likewise
 * @timeout:  ms that it may still be up in all; 0 for no end
 * @since:    up since then; 0 while it is not
 * @widgets:  @widgets_count of them
 */
struct lcdproc_screen {
	LIST_ENTRY(lcdproc_screen) entry;
	struct client *client;
	struct page page;
	char id[SCREEN_ID_MAX + 1];
	unsigned int light;
	bool beats;
	bool cursor;
	int cursor_x;
	int cursor_y;
	unsigned int timeout;
	u64 since;
	struct widget_list widgets;
	unsigned int widgets_count;
};

bool light_parse(const char *word, unsigned int *light)
{
	static const char *const names[] = {
		[LIGHT_OPEN] = "open",
		[LIGHT_ON] = "on",
		[LIGHT_OFF] = "off",
		[LIGHT_TOGGLE] = "toggle",
		[LIGHT_BLINK] = "blink",
		[LIGHT_FLASH] = "flash",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(word, names[i]))
			continue;
		if (i == LIGHT_TOGGLE)
			*light = *light == LIGHT_OFF ? LIGHT_ON : LIGHT_OFF;
		else
			*light = i;
		return true;
	}
	return false;
}

static unsigned int draw_light(const struct lcdproc_screen *screen, struct screen *out, u64 age)
{
	unsigned int light = screen->light ? screen->light : screen->client->backlight;
	unsigned int period = light == LIGHT_BLINK ? BLINK_MS : FLASH_MS;

	if (light == LIGHT_ON || light == LIGHT_OFF)
		out->backlight = light == LIGHT_ON;
	if (light != LIGHT_BLINK && light != LIGHT_FLASH)
		return 0;
	out->backlight = !(age / period % 2);
	return period - age % period;
}

static unsigned int draw_heart(const struct lcdproc_screen *screen, struct screen *out, u64 age)
{
	if (!screen->beats)
		return 0;
	out->cells[0][out->cols - 1] = age / BEAT_MS % 2 ? HEART_OPEN : HEART_FILLED;
	return BEAT_MS - age % BEAT_MS;
}

static void draw_cursor(const struct lcdproc_screen *screen, struct screen *out)
{
	if (!screen->cursor)
		return;
	out->cursor = true;
	screen_move_to(out, screen->cursor_y > 0 ? screen->cursor_y - 1 : 0,
		       screen->cursor_x > 0 ? screen->cursor_x - 1 : 0);
}

static unsigned int screen_draw(struct page *page, struct screen *out, u64 age)
{
	const struct lcdproc_screen *screen = container_of(page, struct lcdproc_screen, page);
	unsigned int change = widgets_draw(&screen->widgets, out, age);

	change = sooner(change, draw_heart(screen, out, age));
	draw_cursor(screen, out);
	return sooner(change, draw_light(screen, out, age));
}

/* Its time runs only while it is up. */
static void screen_shown(struct page *page, bool shown)
{
	struct lcdproc_screen *screen = container_of(page, struct lcdproc_screen, page);
	u64 now = timer_now();

	client_say(screen->client, "%s %s", shown ? "listen" : "ignore", screen->id);
	if (shown) {
		screen->since = now;
		page->expires = screen->timeout ? now + screen->timeout : 0;
		return;
	}
	if (screen->timeout)
		screen->timeout -= now - screen->since < screen->timeout ?
				   now - screen->since : screen->timeout - 1;
	screen->since = 0;
	page->expires = 0;
}

static void screen_forget(struct lcdproc_screen *screen)
{
	struct widget *widget;

	while ((widget = TAILQ_FIRST(&screen->widgets))) {
		TAILQ_REMOVE(&screen->widgets, widget, entry);
		widget_free(widget);
	}
	LIST_REMOVE(screen, entry);
	screen->client->screens_count--;
	free(screen);
}

static void screen_expired(struct page *page)
{
	struct lcdproc_screen *screen = container_of(page, struct lcdproc_screen, page);

	client_say(screen->client, "ignore %s", screen->id);
	screen_forget(screen);
}

static const struct page_ops screen_ops = {
	.draw = screen_draw,
	.shown = screen_shown,
	.expired = screen_expired,
};

static struct pages *client_pages(const struct client *client)
{
	return client->env->pages;
}

static struct lcdproc_screen *screen_find(struct client *client, const char *id)
{
	struct lcdproc_screen *screen;

	LIST_FOREACH(screen, &client->screens, entry)
		if (!strcmp(screen->id, id))
			return screen;
	return NULL;
}

static const char *screen_make(struct client *client, const char *id)
{
	struct lcdproc_screen *screen;

	if (!*id || strlen(id) > SCREEN_ID_MAX)
		return "A screen id has 1 to 64 characters";
	if (client->screens_count >= PAGES_MAX_CLIENT || pages_full(client_pages(client))) {
		stats_drop(client->env->stats, DROP_PAGES);
		return "Too many screens";
	}
	screen = calloc(1, sizeof(*screen));
	if (!screen)
		return "Out of memory";
	screen->client = client;
	strcpy(screen->id, id);
	TAILQ_INIT(&screen->widgets);
	screen->page = (struct page){ .ops = &screen_ops, .priority = PAGE_INFO,
				      .duration = client->env->config->page_duration };
	LIST_INSERT_HEAD(&client->screens, screen, entry);
	client->screens_count++;
	pages_add(client_pages(client), &screen->page);
	return NULL;
}

void do_screen_add(struct client *client, const struct words *words)
{
	const char *id = words_at(words, 1);

	if (words->count != 2)
		client_huh(client, "Usage: screen_add <screenid>");
	else if (screen_find(client, id))
		client_huh(client, "Screen already exists");
	else
		client_answer(client, screen_make(client, id));
}

void do_screen_del(struct client *client, const struct words *words)
{
	struct lcdproc_screen *screen = screen_find(client, words_at(words, 1));

	if (words->count != 2) {
		client_huh(client, "Usage: screen_del <screenid>");
	} else if (!screen) {
		client_huh(client, "Unknown screen id");
	} else {
		pages_remove(client_pages(client), &screen->page);
		screen_forget(screen);
		client_success(client);
	}
}

static const char *set_priority(struct lcdproc_screen *screen, const char *value)
{
	static const struct {
		const char *name;
		enum page_priority priority;
	} names[] = {
		{ "hidden", PAGE_HIDDEN },
		{ "background", PAGE_BACKGROUND },
		{ "info", PAGE_INFO },
		{ "foreground", PAGE_FOREGROUND },
		{ "alert", PAGE_ALERT },
		{ "input", PAGE_INPUT },
	};
	int number;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (!strcmp(value, names[i].name)) {
			screen->page.priority = names[i].priority;
			return NULL;
		}
	}
	if (!number_parse(value, &number) || number < 1)
		return "invalid argument at -priority";
	screen->page.priority = number <= FOREGROUND_TO ? PAGE_FOREGROUND :
				number <= INFO_TO ? PAGE_INFO : PAGE_BACKGROUND;
	return NULL;
}

static const char *set_eighths(unsigned int *ms, const char *value)
{
	int number;

	if (!number_parse(value, &number))
		return "invalid argument: not a number";
	*ms = number > 0 ? (number < 86400 * 8 ? number : 86400 * 8) * STROKE_MS : 0;
	return NULL;
}

static const char *set_duration(struct lcdproc_screen *screen, const char *value)
{
	unsigned int ms;
	const char *wrong = set_eighths(&ms, value);

	if (!wrong && ms)
		screen->page.duration = ms;
	return wrong;
}

static const char *set_timeout(struct lcdproc_screen *screen, const char *value)
{
	const char *wrong = set_eighths(&screen->timeout, value);

	if (!wrong && screen->since)
		screen->page.expires = screen->timeout ? timer_now() + screen->timeout : 0;
	return wrong;
}

static const char *set_light(struct lcdproc_screen *screen, const char *value)
{
	return light_parse(value, &screen->light) ? NULL : "unknown backlight mode";
}

static const char *set_heartbeat(struct lcdproc_screen *screen, const char *value)
{
	screen->beats = !strcmp(value, "on");
	return screen->beats || !strcmp(value, "off") || !strcmp(value, "open") ? NULL :
	       "unknown heartbeat mode";
}

static const char *set_cursor(struct lcdproc_screen *screen, const char *value)
{
	screen->cursor = strcmp(value, "off");
	return NULL;
}

static const char *set_cursor_x(struct lcdproc_screen *screen, const char *value)
{
	return number_parse(value, &screen->cursor_x) ? NULL : "Cursor position outside screen";
}

static const char *set_cursor_y(struct lcdproc_screen *screen, const char *value)
{
	return number_parse(value, &screen->cursor_y) ? NULL : "Cursor position outside screen";
}

static const char *set_size(struct lcdproc_screen *screen, const char *value)
{
	int number;

	return number_parse(value, &number) && number > 0 ? NULL : "invalid argument: size";
}

/* The name is for menus of screens, which a display without keys has not. */
static const char *set_name(struct lcdproc_screen *screen, const char *value)
{
	return NULL;
}

static const struct {
	const char *name;
	const char *(*set)(struct lcdproc_screen *screen, const char *value);
} screen_options[] = {
	{ "name", set_name },
	{ "priority", set_priority },
	{ "duration", set_duration },
	{ "timeout", set_timeout },
	{ "heartbeat", set_heartbeat },
	{ "backlight", set_light },
	{ "cursor", set_cursor },
	{ "cursor_x", set_cursor_x },
	{ "cursor_y", set_cursor_y },
	{ "wid", set_size },
	{ "hgt", set_size },
};

/* Each option gets an answer of its own. */
static void screen_set_option(struct client *client, struct lcdproc_screen *screen,
			      const char *name, const char *value)
{
	for (size_t i = 0; i < ARRAY_SIZE(screen_options); i++) {
		if (strcmp(name, screen_options[i].name))
			continue;
		client_answer(client, value ? screen_options[i].set(screen, value) :
					      "this option requires a parameter");
		return;
	}
	client_huh(client, "invalid parameter");
}

void do_screen_set(struct client *client, const struct words *words)
{
	struct lcdproc_screen *screen = screen_find(client, words_at(words, 1));

	if (words->count < 2)
		client_huh(client, "Usage: screen_set <id> [-<option> <value>]...");
	else if (words->count == 2)
		client_huh(client, "What do you want to set?");
	else if (!screen)
		client_huh(client, "Unknown screen id");
	if (words->count < 3 || !screen)
		return;
	for (int i = 2; i < words->count; i += 2)
		screen_set_option(client, screen, option_name(words->word[i]),
				  i + 1 < words->count ? words->word[i + 1] : NULL);
	pages_changed(client_pages(client), &screen->page);
}

static struct widget *widget_find(struct lcdproc_screen *screen, const char *id)
{
	struct widget *widget;

	TAILQ_FOREACH(widget, &screen->widgets, entry)
		if (!strcmp(widget->id, id))
			return widget;
	return NULL;
}

static void widget_remove(struct lcdproc_screen *screen, struct widget *widget)
{
	struct widget *other, *next;

	for (other = TAILQ_FIRST(&screen->widgets); other; other = next) {
		next = TAILQ_NEXT(other, entry);
		if (other->frame == widget) {
			widget_remove(screen, other);
			next = TAILQ_FIRST(&screen->widgets);	/* more may have gone */
		}
	}
	TAILQ_REMOVE(&screen->widgets, widget, entry);
	screen->widgets_count--;
	widget_free(widget);
}

static const char *widget_find_frame(struct lcdproc_screen *screen, const struct words *words,
				     struct widget **frame)
{
	*frame = NULL;
	if (words->count == 4)
		return NULL;
	if (words->count != 6 || strcmp(option_name(words->word[4]), "in"))
		return "Usage: widget_add <screenid> <widgetid> <widgettype> [-in <id>]";
	*frame = widget_find(screen, words->word[5]);
	return *frame && (*frame)->type == WIDGET_FRAME ? NULL : "Error finding frame";
}

static bool widget_is_within(const struct widget *widget, const struct widget *frame)
{
	while (widget && widget != frame)
		widget = widget->frame;
	return widget;
}

/* One of an id that is there takes its place, as in LCDd. */
static const char *widget_make(struct lcdproc_screen *screen, const struct words *words)
{
	const char *id = words->word[2], *wrong;
	struct widget *widget, *old = widget_find(screen, id), *frame;
	enum widget_type type;

	if (!widget_type_parse(words->word[3], &type))
		return "Invalid widget type";
	if (!*id || strlen(id) > WIDGET_ID_MAX)
		return "A widget id has 1 to 48 characters";
	wrong = widget_find_frame(screen, words, &frame);
	if (wrong)
		return wrong;
	if (old && widget_is_within(frame, old))
		return "A frame cannot be in itself";
	if (!old && screen->widgets_count >= WIDGETS_MAX) {
		stats_drop(screen->client->env->stats, DROP_PAGES);
		return "Too many widgets";
	}
	widget = calloc(1, sizeof(*widget));
	if (!widget)
		return "Out of memory";
	strcpy(widget->id, id);
	widget->type = type;
	widget->frame = frame;
	if (old)
		widget_remove(screen, old);
	TAILQ_INSERT_TAIL(&screen->widgets, widget, entry);
	screen->widgets_count++;
	pages_changed(client_pages(screen->client), &screen->page);
	return NULL;
}

void do_widget_add(struct client *client, const struct words *words)
{
	struct lcdproc_screen *screen = screen_find(client, words_at(words, 1));

	if (words->count < 4)
		client_huh(client,
			   "Usage: widget_add <screenid> <widgetid> <widgettype> [-in <id>]");
	else if (!screen)
		client_huh(client, "Invalid screen id");
	else
		client_answer(client, widget_make(screen, words));
}

void do_widget_del(struct client *client, const struct words *words)
{
	struct lcdproc_screen *screen = screen_find(client, words_at(words, 1));
	struct widget *widget = screen ? widget_find(screen, words_at(words, 2)) : NULL;

	if (words->count != 3) {
		client_huh(client, "Usage: widget_del <screenid> <widgetid>");
	} else if (!screen) {
		client_huh(client, "Invalid screen id");
	} else if (!widget) {
		client_huh(client, "Unknown widget id");
	} else {
		widget_remove(screen, widget);
		pages_changed(client_pages(client), &screen->page);
		client_success(client);
	}
}

void do_widget_set(struct client *client, const struct words *words)
{
	struct lcdproc_screen *screen = screen_find(client, words_at(words, 1));
	struct widget *widget = screen ? widget_find(screen, words_at(words, 2)) : NULL;

	if (words->count < 4) {
		client_huh(client,
			   "Usage: widget_set <screenid> <widgetid> <widget-SPECIFIC-data>");
	} else if (!screen) {
		client_huh(client, "Unknown screen id");
	} else if (!widget) {
		client_huh(client, "Unknown widget id");
	} else {
		client_answer(client, widget_set(widget, words, 3));
		pages_changed(client_pages(client), &screen->page);
	}
}

void screens_changed(struct client *client)
{
	struct lcdproc_screen *screen;

	for (screen = LIST_FIRST(&client->screens); screen; screen = LIST_NEXT(screen, entry))
		pages_changed(client_pages(client), &screen->page);
}

void screens_free(struct client *client)
{
	struct lcdproc_screen *screen;

	while ((screen = LIST_FIRST(&client->screens))) {
		pages_remove(client_pages(client), &screen->page);
		screen_forget(screen);
	}
}
