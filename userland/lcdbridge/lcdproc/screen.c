// SPDX-License-Identifier: GPL-2.0-only
#include "screen.h"

#include <stdlib.h>
#include <string.h>

#include "../base/macros.h"
#include "../base/timer.h"
#include "draw.h"
#include "light.h"

#define SCREEN_ID_MAX 64
#define FOREGROUND_TO 64	/* numeric priorities, as LCDproc's protocol defines them */
#define INFO_TO 192
#define BEAT_MS 1000
#define LISTEN_MS 125		/* an eighth of a second, LCDd's unit of time */
#define HEART_OPEN 0x2661u
#define HEART_FILLED 0x2665u
#define EIGHTHS_MAX (8 * 86400)
#define SCREEN_SET_USAGE "Usage: screen_set <id> [-name <name>] [-wid <width>] [-hgt <height>]" \
	" [-priority <prio>] [-duration <int>] [-timeout <int>] [-heartbeat <type>]" \
	" [-backlight <type>] [-cursor <type>] [-cursor_x <xpos>] [-cursor_y <ypos>]"

/**
 * struct lcdproc_screen - a screen
 * @page:     its page
 * @id:       the client's name for it
 * @light:    its backlight, see light.h
 * @beats:    a heart beats in its upper right corner
 * @cursor:   the cursor is shown
 * @cursor_x: column of the cursor, from 1
 * @cursor_y: row of the cursor, from 1
 * @wid:      width; limits @cursor_x
 * @hgt:      height; limits @cursor_y. A screen higher than the display scrolls.
 * @timeout:  ms that it may be shown, as of when it was put on the display; 0 for no limit
 * @up:       it is shown
 * @listen:   timer: send "listen" to the client
 * @widgets:  its widgets, @widgets_count of them
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
	int wid;
	int hgt;
	unsigned int timeout;
	bool up;
	struct event *listen;
	struct widget_list widgets;
	unsigned int widgets_count;
};

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

/* A screen higher than the display scrolls to its end during the page's turn. */
static unsigned int screen_draw(struct page *page, struct screen *out, u64 age)
{
	const struct lcdproc_screen *screen = container_of(page, struct lcdproc_screen, page);
	const int strokes = page->duration / STROKE_MS / screen->hgt;
	unsigned int change = widgets_draw(&screen->widgets, out, screen->hgt,
					   strokes ? strokes : 1, age);

	change = sooner(change, draw_heart(screen, out, age));
	draw_cursor(screen, out);
	/* As in LCDd, the client's backlight overrides its screen's. */
	return sooner(change, light_draw(screen->client->backlight ?: screen->light, out, age));
}

/* Delayed: some clients miss it if it arrives together with the answer to screen_add. */
static void screen_on_listen(evutil_socket_t fd, short what, void *arg)
{
	const struct lcdproc_screen *screen = arg;

	client_say(screen->client, "listen %s", screen->id);
}

static void screen_taken_down(struct lcdproc_screen *screen)
{
	if (!screen->up)
		return;
	screen->up = false;
	if (evtimer_pending(screen->listen, NULL)) {
		event_del(screen->listen);
		client_say(screen->client, "listen %s", screen->id);
	}
	client_say(screen->client, "ignore %s", screen->id);
}

/* The timeout runs only while the screen is shown. */
static void screen_shown(struct page *page, bool shown)
{
	struct lcdproc_screen *screen = container_of(page, struct lcdproc_screen, page);
	u64 now = timer_now();

	if (shown) {
		screen->up = true;
		page->expires = screen->timeout ? now + screen->timeout : 0;
		timer_arm(screen->listen, LISTEN_MS);
		return;
	}
	if (page->expires)
		screen->timeout = page->expires > now ? page->expires - now : 1;
	page->expires = 0;
	screen_taken_down(screen);
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
	event_free(screen->listen);
	free(screen);
}

static void screen_expired(struct page *page)
{
	struct lcdproc_screen *screen = container_of(page, struct lcdproc_screen, page);

	screen_taken_down(screen);
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

	if (strlen(id) > SCREEN_ID_MAX)
		return "A screen id has 64 characters at most";
	if (client->screens_count >= PAGES_MAX_CLIENT || pages_full(client_pages(client))) {
		stats_drop(client->env->stats, DROP_PAGES);
		return "Too many screens";
	}
	screen = calloc(1, sizeof(*screen));
	if (!screen)
		return "Out of memory";
	screen->listen = evtimer_new(client->env->base, screen_on_listen, screen);
	if (!screen->listen) {
		free(screen);
		return "Out of memory";
	}
	screen->client = client;
	strcpy(screen->id, id);
	screen->wid = pages_cols(client_pages(client));
	screen->hgt = pages_rows(client_pages(client));
	screen->beats = true;
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
		screen_taken_down(screen);
		screen_forget(screen);
		client_success(client);
	}
}

static const char *set_priority(struct lcdproc_screen *screen, const char *value)
{
	int number = number_read(value);

	if (page_priority_parse(value, &screen->page.priority))
		return NULL;
	if (number < 1)
		return "invalid argument at -priority";
	screen->page.priority = number <= FOREGROUND_TO ? PAGE_FOREGROUND :
				number <= INFO_TO ? PAGE_INFO : PAGE_BACKGROUND;
	return NULL;
}

/* Parse a time in eighths of a second. Return: ms; 0 if it is invalid. */
static unsigned int eighths(const char *value)
{
	int number = number_read(value);

	return number > 0 ? (number < EIGHTHS_MAX ? number : EIGHTHS_MAX) * STROKE_MS : 0;
}

static const char *set_duration(struct lcdproc_screen *screen, const char *value)
{
	unsigned int ms = eighths(value);

	if (ms)
		screen->page.duration = ms;
	return NULL;
}

static const char *set_timeout(struct lcdproc_screen *screen, const char *value)
{
	unsigned int ms = eighths(value);

	if (ms)
		screen->timeout = ms;
	if (ms && screen->up)
		screen->page.expires = timer_now() + ms;
	return NULL;
}

static const char *set_light(struct lcdproc_screen *screen, const char *value)
{
	if (strcmp(value, "open"))
		return light_parse(value, &screen->light) ? NULL : "unknown backlight mode";
	screen->light = LIGHT_OPEN;
	return NULL;
}

static const char *set_heartbeat(struct lcdproc_screen *screen, const char *value)
{
	if (!strcmp(value, "on") || !strcmp(value, "open"))
		screen->beats = true;
	else if (!strcmp(value, "off"))
		screen->beats = false;
	return NULL;
}

static const char *set_cursor(struct lcdproc_screen *screen, const char *value)
{
	if (!strcmp(value, "on") || !strcmp(value, "under") || !strcmp(value, "block"))
		screen->cursor = true;
	else if (!strcmp(value, "off"))
		screen->cursor = false;
	return NULL;
}

static const char *set_place(int *place, int size, const char *value)
{
	int number = number_read(value);

	if (number < 1 || number > size)
		return "Cursor position outside screen";
	*place = number;
	return NULL;
}

static const char *set_cursor_x(struct lcdproc_screen *screen, const char *value)
{
	return set_place(&screen->cursor_x, screen->wid, value);
}

static const char *set_cursor_y(struct lcdproc_screen *screen, const char *value)
{
	return set_place(&screen->cursor_y, screen->hgt, value);
}

/* Ignore 0: some clients send it for the size of the display. */
static const char *set_size(int *size, const char *value)
{
	int number = number_read(value);

	if (number > 0)
		*size = number;
	return NULL;
}

static const char *set_wid(struct lcdproc_screen *screen, const char *value)
{
	return set_size(&screen->wid, value);
}

static const char *set_hgt(struct lcdproc_screen *screen, const char *value)
{
	return set_size(&screen->hgt, value);
}

/* Ignored: LCDd shows the names in its own menu, which the bridge does not have. */
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
	{ "wid", set_wid },
	{ "hgt", set_hgt },
};

/* Answer each option by itself. Return: the number of words used, from @i on. */
static int screen_set_option(struct client *client, struct lcdproc_screen *screen,
			     const struct words *words, int i)
{
	const char *name = option_name(words->word[i]);

	for (size_t n = 0; n < ARRAY_SIZE(screen_options); n++) {
		if (strcmp(name, screen_options[n].name))
			continue;
		if (i + 1 < words->count)
			client_answer(client, screen_options[n].set(screen, words->word[i + 1]));
		else
			client_say(client, "huh? -%s requires a parameter", name);
		return 2;
	}
	client_huh(client, "invalid parameter");
	return 1;
}

void do_screen_set(struct client *client, const struct words *words)
{
	struct lcdproc_screen *screen = screen_find(client, words_at(words, 1));

	if (words->count < 2)
		client_huh(client, SCREEN_SET_USAGE);
	else if (words->count == 2)
		client_huh(client, "What do you want to set?");
	else if (!screen)
		client_huh(client, "Unknown screen id");
	if (words->count < 3 || !screen)
		return;
	for (int i = 2; i < words->count;)
		i += screen_set_option(client, screen, words, i);
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
			next = TAILQ_FIRST(&screen->widgets);	/* @next may be freed */
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
	if (strcmp(option_name(words_at(words, 4)), "in"))
		return NULL;
	if (words->count < 6)
		return "Specify a frame to place widget in";
	*frame = widget_find(screen, words->word[5]);
	return *frame && (*frame)->type == WIDGET_FRAME ? NULL : "Error finding frame";
}

static bool widget_is_within(const struct widget *widget, const struct widget *frame)
{
	while (widget && widget != frame)
		widget = widget->frame;
	return widget;
}

/* As in LCDd, a new widget replaces an old one with the same id. */
static const char *widget_make(struct lcdproc_screen *screen, const struct words *words)
{
	const char *id = words->word[2], *wrong;
	struct widget *widget, *old = widget_find(screen, id), *frame;
	enum widget_type type;

	if (!widget_type_parse(words->word[3], &type))
		return "Invalid widget type";
	if (strlen(id) > WIDGET_ID_MAX)
		return "A widget id has 48 characters at most";
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

	if (words->count < 4 || words->count > 6)
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
		client_huh(client, "Invalid widget id");
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

bool screens_are_up(const struct client *client)
{
	const struct lcdproc_screen *screen;

	LIST_FOREACH(screen, &client->screens, entry)
		if (screen->up)
			return true;
	return false;
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
