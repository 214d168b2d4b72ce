/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which page is shown, and for how long. Sources change pages; once per turn
 * of the event loop in which something changed, the page whose turn it is gets
 * drawn and handed on. A timer runs only while something must change.
 *
 * The highest priority that any page has is shown; pages of the same priority
 * take turns. What interrupts gives way to the page that it interrupted.
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
 * enum page_priority - who is shown before whom
 * @PAGE_HIDDEN:     never
 * @PAGE_BACKGROUND: where there is nothing else
 * @PAGE_INFO:       as a rule; page main is one
 * @PAGE_FOREGROUND: instead of those
 * @PAGE_FRESH:      what pages_present() makes of a page for a while
 * @PAGE_ALERT:      until it is gone
 * @PAGE_INPUT:      somebody is pressing keys
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

/**
 * struct page_ops - what a kind of page can do
 * @draw:    draw it on a blank screen, as it looks @age ms after it was put up;
 *           backlight and power are set there, and it may set them otherwise.
 *           Return: ms until it will look different by itself, 0 for never
 * @shown:   it is put up, or taken down; may be NULL
 * @expired: its time is over and it is off the list; may free it
 */
struct page_ops {
	unsigned int (*draw)(struct page *page, struct screen *screen, u64 age);
	void (*shown)(struct page *page, bool shown);
	void (*expired)(struct page *page);
};

/**
 * struct page - something that could be shown; part of its owner's structure
 * @entry:       private to pages.c
 * @fresh_until: likewise; PAGE_FRESH up to then
 * @ops:         its kind
 * @priority:    see there
 * @duration:    ms that it is shown in its turn
 * @expires:     timer_now() at which it goes; 0 for never
 * @wakeup:      the backlight is on while it is shown
 *
 * The owner may change the others, and calls pages_changed() then.
 */
struct page {
	TAILQ_ENTRY(page) entry;
	u64 fresh_until;
	const struct page_ops *ops;
	enum page_priority priority;
	unsigned int duration;
	u64 expires;
	bool wakeup;
};

/**
 * pages_repaint_fn - the display should show this now
 * @arg:    as given to pages_new()
 * @screen: valid during the call
 */
typedef void (*pages_repaint_fn)(void *arg, const struct screen *screen);

struct pages *pages_new(struct event_base *base, unsigned int rows, unsigned int cols,
			pages_repaint_fn repaint, void *arg);
void pages_free(struct pages *pages);

void pages_resize(struct pages *pages, unsigned int rows, unsigned int cols);

/**
 * pages_screen() - what the display shows
 * @pages: pages
 *
 * What is due at the end of this turn is already in it.
 */
const struct screen *pages_screen(struct pages *pages);

/* Is there a change that the display has not been told of? */
bool pages_pending(const struct pages *pages);

/* The first page that is added is page main, shown when there is no other. */
void pages_add(struct pages *pages, struct page *page);
void pages_remove(struct pages *pages, struct page *page);
bool pages_full(const struct pages *pages);

/* It looks different now, or has other attributes. */
void pages_changed(struct pages *pages, struct page *page);

/* Show it at once, for its duration, before everything but alerts. */
void pages_present(struct pages *pages, struct page *page);

/* Go on to the next page of those that take turns, or back. */
void pages_next(struct pages *pages);
void pages_previous(struct pages *pages);

/* What the display does beside text; every page is shown with them. */
void pages_set_backlight(struct pages *pages, bool on);
void pages_set_power(struct pages *pages, bool on);
bool pages_backlight(const struct pages *pages);
bool pages_power(const struct pages *pages);

#endif
