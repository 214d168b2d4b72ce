/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Decides which page is shown, and for how long. Sources change pages. At the end of a
 * turn of the event loop in which something has changed, the current page is drawn and
 * handed to the display. A timer runs only while a change is due.
 *
 * Pages of the highest priority are shown, and take turns. After an interruption, the
 * interrupted page is shown again.
 */
#ifndef LCDBRIDGE_PAGES_H
#define LCDBRIDGE_PAGES_H

#include <event2/event.h>
#include <sys/queue.h>

#include "text/screen.h"

#define PAGES_MAX 256
#define PAGES_MAX_CLIENT 64

struct page;
struct pages;

/**
 * enum page_priority - pages of a higher priority are shown first
 * @PAGE_HIDDEN:     never shown
 * @PAGE_BACKGROUND: shown if there is no other page
 * @PAGE_INFO:       the usual priority, also of page main
 * @PAGE_FOREGROUND: takes turns with other foreground pages, not with PAGE_INFO
 * @PAGE_FRESH:      for a while after pages_present()
 * @PAGE_ALERT:      shown until it is removed
 * @PAGE_INPUT:      answers a user who presses keys
 * @PAGE_NOTICE:     notifications, one after the other
 */
enum page_priority {
	PAGE_HIDDEN,
	PAGE_BACKGROUND,
	PAGE_INFO,
	PAGE_FOREGROUND,
	PAGE_FRESH,
	PAGE_ALERT,
	PAGE_INPUT,
	PAGE_NOTICE,
};

/* Parse the name of a priority; PAGE_FRESH and PAGE_NOTICE have none. */
bool page_priority_parse(const char *word, enum page_priority *priority);

/**
 * struct page_ops - callbacks of a kind of page
 * @draw:    draw it on a blank screen, as it looks @age ms after it was put up. The
 *           screen's backlight and its level, power and user glyphs are set, and may be
 *           changed. Return: ms until the page changes by itself, 0 for never
 * @shown:   it was put up, or taken down; may be NULL
 * @expired: its time is over and it is off the list; may free it
 */
struct page_ops {
	unsigned int (*draw)(struct page *page, struct screen *screen, u64 age);
	void (*shown)(struct page *page, bool shown);
	void (*expired)(struct page *page);
};

/**
 * struct page - a page; part of its owner's structure
 * @entry:       private to pages.c
 * @fresh_until: likewise; PAGE_FRESH up to then
 * @changed_in: likewise; the turn in which it last changed
 * @ops:         its kind
 * @priority:    enum page_priority
 * @duration:    ms of each turn
 * @expires:     timer_now() when it is removed; 0 for never
 * @wakeup:      the backlight is on while it is shown
 *
 * The owner may change the fields that are not private, and then calls pages_changed().
 */
struct page {
	TAILQ_ENTRY(page) entry;
	u64 fresh_until;
	u64 changed_in;
	const struct page_ops *ops;
	enum page_priority priority;
	unsigned int duration;
	u64 expires;
	bool wakeup;
};

/**
 * pages_repaint_fn - called to show a screen on the display
 * @arg:    as given to pages_new()
 * @screen: valid during the call
 */
typedef void (*pages_repaint_fn)(void *arg, const struct screen *screen);

struct pages *pages_new(struct event_base *base, unsigned int rows, unsigned int cols,
			pages_repaint_fn repaint, void *arg);
void pages_free(struct pages *pages);

void pages_resize(struct pages *pages, unsigned int rows, unsigned int cols);

/**
 * pages_screen() - get what the display shows
 * @pages: pages
 *
 * Includes the changes of this turn, so it may have to draw. If you need only the size,
 * call pages_rows() and pages_cols().
 */
const struct screen *pages_screen(struct pages *pages);
unsigned int pages_rows(const struct pages *pages);
unsigned int pages_cols(const struct pages *pages);

/* Has @page changed in this turn of the loop, so that the display does not show it yet? */
bool pages_pending(const struct pages *pages, const struct page *page);

/* Add a page. The first one must be page main, which is shown if there is no other. */
void pages_add(struct pages *pages, struct page *page);
void pages_remove(struct pages *pages, struct page *page);
bool pages_full(const struct pages *pages);

/* Call it after a change of the page's look or fields. */
void pages_changed(struct pages *pages, struct page *page);

/* Show a page at once for its duration, before all pages except alerts. */
void pages_present(struct pages *pages, struct page *page);

/* As pages_present(), but replaces fresh pages: a user has chosen it. */
void pages_show(struct pages *pages, struct page *page);

/* The page that is shown; NULL at first. */
const struct page *pages_current(const struct pages *pages);

void pages_next(struct pages *pages);
void pages_previous(struct pages *pages);

/* Switches of the display, for all pages. Switched on, the light has its level. */
void pages_set_backlight(struct pages *pages, bool on);
void pages_set_power(struct pages *pages, bool on);

/*
 * User glyphs for all pages without their own: copy all into a screen, take all from a
 * screen, or set one.
 */
void pages_get_glyphs(const struct pages *pages, struct screen *screen);
void pages_set_glyphs(struct pages *pages, const struct screen *screen);
void pages_set_glyph(struct pages *pages, unsigned int number,
		     const u8 rows[SCREEN_GLYPH_ROWS]);

/* Initialise and repaint the panel, as ESC [ L I does. */
void pages_reinit(struct pages *pages);

/* Another program has set these. A source's switch in this turn is newer, and wins. */
void pages_adopt_lights(struct pages *pages, u8 light, bool power);
bool pages_backlight(const struct pages *pages);
bool pages_power(const struct pages *pages);

/* The level of the light while it is on; SCREEN_LIGHT_FULL is any display's highest. */
void pages_set_level(struct pages *pages, u8 level);
u8 pages_level(const struct pages *pages);

/* Switch the light off for 0, else on at this level. */
void pages_set_light(struct pages *pages, u8 light);

/* The highest level that the display has; 1 for a light that is only switched. */
void pages_set_light_max(struct pages *pages, unsigned int max);
unsigned int pages_light_max(const struct pages *pages);

#endif
