// SPDX-License-Identifier: GPL-2.0-only
#include "pages.h"

#include <stdlib.h>
#include <string.h>

#include "../base/macros.h"
#include "../base/timer.h"

TAILQ_HEAD(page_list, page);

bool page_priority_parse(const char *word, enum page_priority *priority)
{
	static const char *const names[] = {
		[PAGE_HIDDEN] = "hidden",
		[PAGE_BACKGROUND] = "background",
		[PAGE_INFO] = "info",
		[PAGE_FOREGROUND] = "foreground",
		[PAGE_ALERT] = "alert",
		[PAGE_INPUT] = "input",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (names[i] && !strcmp(word, names[i])) {
			*priority = i;
			return true;
		}
	}
	return false;
}

/**
 * struct pages - all pages
 * @list:      every page; pages of one priority take turns in this order
 * @count:     number of pages
 * @current:   the page that is shown
 * @since:     when @current was put up
 * @until:     when its turn ends
 * @resume:    the page that was interrupted; NULL if it is gone
 * @screen:    the screen that is shown
 * @rows:      of the display
 * @cols:      of the display
 * @backlight: as switched by users; a page may have it on nevertheless
 * @level:     of the backlight while it is on
 * @light_max: the highest level that the display has
 * @power:     as switched by users
 * @glyphs:    user glyphs for pages without their own
 * @reinit:    initialise the panel at the next repaint
 * @stale:     something has changed since @screen was drawn
 * @turn:      counts turns of the loop that repaint
 * @lit_in:    the turn in which a source last switched the light or the power
 * @turn_end:  active while a repaint is due; libevent runs an event that is activated
 *             during a turn after all that were ready in that turn
 * @timer:     fires when a page changes by itself
 * @repaint:   called with the new screen
 * @arg:       for @repaint
 */
struct pages {
	struct page_list list;
	unsigned int count;
	struct page *current;
	u64 since;
	u64 until;
	struct page *resume;
	struct screen screen;
	unsigned int rows;
	unsigned int cols;
	bool backlight;
	u8 level;
	unsigned int light_max;
	bool power;
	u8 glyphs[SCREEN_GLYPHS][SCREEN_GLYPH_ROWS];
	bool reinit;
	bool stale;
	u64 turn;
	u64 lit_in;
	struct event *turn_end;
	struct event *timer;
	pages_repaint_fn repaint;
	void *arg;
};

static enum page_priority page_rank(const struct page *page, u64 now)
{
	if (now < page->fresh_until && page->priority != PAGE_HIDDEN &&
	    page->priority < PAGE_FRESH)
		return PAGE_FRESH;
	return page->priority;
}

static bool page_takes_turns(enum page_priority rank)
{
	return rank != PAGE_NOTICE && rank != PAGE_INPUT;
}

static void pages_expire(struct pages *pages, u64 now)
{
	struct page *page, *next;

	for (page = TAILQ_FIRST(&pages->list); page; page = next) {
		next = TAILQ_NEXT(page, entry);
		if (!page->expires || now < page->expires)
			continue;
		pages_remove(pages, page);
		page->ops->expired(page);
	}
}

static enum page_priority pages_top_rank(const struct pages *pages, u64 now)
{
	enum page_priority top = PAGE_HIDDEN;
	const struct page *page;

	TAILQ_FOREACH(page, &pages->list, entry)
		if (page_rank(page, now) > top)
			top = page_rank(page, now);
	return top;
}

/* The next page of a priority after @page; after the end of the list comes its start. */
static struct page *pages_after(struct pages *pages, struct page *page, enum page_priority rank,
				u64 now)
{
	struct page *next = page;

	do {
		next = next ? TAILQ_NEXT(next, entry) : NULL;
		if (!next)
			next = TAILQ_FIRST(&pages->list);
	} while (page_rank(next, now) != rank);
	return next;
}

/* The page whose turn it is; if there is no other, page main. */
static struct page *pages_choose(struct pages *pages, u64 now)
{
	enum page_priority top = pages_top_rank(pages, now);
	struct page *current = pages->current, *resume = pages->resume;

	if (top == PAGE_HIDDEN)
		return TAILQ_FIRST(&pages->list);
	if (current && page_rank(current, now) == top)
		return page_takes_turns(top) && now >= pages->until ?
			pages_after(pages, current, top, now) : current;
	if (resume && page_rank(resume, now) == top)
		return resume;
	return pages_after(pages, page_takes_turns(top) ? current : NULL, top, now);
}

static void page_tell(struct page *page, bool shown)
{
	if (page && page->ops->shown)
		page->ops->shown(page, shown);
}

static void pages_switch(struct pages *pages, struct page *page, u64 now)
{
	struct page *old = pages->current;

	if (old && page_rank(page, now) > page_rank(old, now) && page_takes_turns(old->priority))
		pages->resume = old;
	else if (page == pages->resume)
		pages->resume = NULL;
	pages->current = page;
	pages->since = now;
	page_tell(old, false);
	page_tell(page, true);
}

static bool pages_has_rival(const struct pages *pages, enum page_priority rank, u64 now)
{
	const struct page *page;

	TAILQ_FOREACH(page, &pages->list, entry)
		if (page != pages->current && page_rank(page, now) == rank)
			return true;
	return false;
}

static u64 earlier(u64 a, u64 b)
{
	return !a || (b && b < a) ? b : a;
}

/* When a page will next change by itself; 0 for never. */
static u64 pages_next_change(const struct pages *pages, u64 now, unsigned int redraw)
{
	const struct page *page, *current = pages->current;
	enum page_priority rank = page_rank(current, now);
	u64 when = redraw ? now + redraw : 0;

	if (page_takes_turns(rank) && pages_has_rival(pages, rank, now))
		when = earlier(when, pages->until);
	if (rank == PAGE_FRESH && pages->count > 1)
		when = earlier(when, current->fresh_until);
	TAILQ_FOREACH(page, &pages->list, entry)
		when = earlier(when, page->expires);
	return when;
}

static void pages_arm(struct pages *pages, u64 now, u64 when)
{
	if (when)
		timer_arm(pages->timer, when > now ? when - now : 1);
	else
		event_del(pages->timer);
}

static unsigned int pages_draw(struct pages *pages, struct screen *screen, u64 now)
{
	struct page *page = pages->current;

	screen_init(screen, pages->rows, pages->cols);
	screen->backlight = pages->backlight || page->wakeup;
	screen->level = pages->level;
	screen->power = pages->power;
	pages_get_glyphs(pages, screen);
	return page->ops->draw(page, screen, now - pages->since);
}

/* Draw @screen again, and set the timer. */
static void pages_update(struct pages *pages)
{
	u64 now = timer_now();
	struct page *page;
	unsigned int redraw;

	pages_expire(pages, now);
	page = pages_choose(pages, now);
	if (page != pages->current || now >= pages->until) {
		pages->until = now + page->duration;
		if (page != pages->current)
			pages_switch(pages, page, now);
	}
	redraw = pages_draw(pages, &pages->screen, now);
	pages->stale = false;
	pages_arm(pages, now, pages_next_change(pages, now, redraw));
}

static void pages_on_turn_end(evutil_socket_t fd, short what, void *arg)
{
	struct pages *pages = arg;

	pages_update(pages);
	pages->screen.requests = pages->reinit ? SCREEN_REINIT : 0;
	pages->reinit = false;
	pages->turn++;
	pages->repaint(pages->arg, &pages->screen);
}

static void pages_touch(struct pages *pages)
{
	pages->stale = true;
	event_active(pages->turn_end, 0, 0);
}

static void pages_on_timer(evutil_socket_t fd, short what, void *arg)
{
	pages_touch(arg);
}

struct pages *pages_new(struct event_base *base, unsigned int rows, unsigned int cols,
			pages_repaint_fn repaint, void *arg)
{
	struct pages *pages = calloc(1, sizeof(*pages));

	if (!pages)
		return NULL;
	TAILQ_INIT(&pages->list);
	pages->rows = rows;
	pages->cols = cols;
	pages->backlight = true;
	pages->level = SCREEN_LIGHT_FULL;
	pages->light_max = 1;
	pages->power = true;
	pages->turn = 1;
	pages->repaint = repaint;
	pages->arg = arg;
	screen_init(&pages->screen, rows, cols);
	pages->turn_end = event_new(base, -1, 0, pages_on_turn_end, pages);
	pages->timer = evtimer_new(base, pages_on_timer, pages);
	if (pages->turn_end && pages->timer)
		return pages;
	pages_free(pages);
	return NULL;
}

void pages_free(struct pages *pages)
{
	if (pages->turn_end)
		event_free(pages->turn_end);
	if (pages->timer)
		event_free(pages->timer);
	free(pages);
}

void pages_resize(struct pages *pages, unsigned int rows, unsigned int cols)
{
	pages->rows = rows;
	pages->cols = cols;
	pages_touch(pages);
}

const struct screen *pages_screen(struct pages *pages)
{
	if (pages->stale)
		pages_update(pages);
	return &pages->screen;
}

unsigned int pages_rows(const struct pages *pages)
{
	return pages->rows;
}

unsigned int pages_cols(const struct pages *pages)
{
	return pages->cols;
}

bool pages_pending(const struct pages *pages, const struct page *page)
{
	return page->changed_in == pages->turn;
}

void pages_add(struct pages *pages, struct page *page)
{
	TAILQ_INSERT_TAIL(&pages->list, page, entry);
	pages->count++;
	if (page->priority != PAGE_HIDDEN)
		pages_touch(pages);
}

void pages_remove(struct pages *pages, struct page *page)
{
	TAILQ_REMOVE(&pages->list, page, entry);
	pages->count--;
	if (pages->current == page)
		pages->current = NULL;
	if (pages->resume == page)
		pages->resume = NULL;
	pages_touch(pages);
}

bool pages_full(const struct pages *pages)
{
	return pages->count >= PAGES_MAX;
}

void pages_changed(struct pages *pages, struct page *page)
{
	page->changed_in = pages->turn;
	pages_touch(pages);
}

void pages_present(struct pages *pages, struct page *page)
{
	page->fresh_until = timer_now() + page->duration;
	pages_changed(pages, page);
}

void pages_show(struct pages *pages, struct page *page)
{
	struct page *other;

	TAILQ_FOREACH(other, &pages->list, entry) {
		other->fresh_until = 0;
	}
	pages_present(pages, page);
}

const struct page *pages_current(const struct pages *pages)
{
	return pages->current;
}

/* Turning the pages means that the user has seen the fresh page. */
static void pages_read(struct pages *pages)
{
	if (pages->current)
		pages->current->fresh_until = 0;
}

void pages_next(struct pages *pages)
{
	pages_read(pages);
	pages->until = 0;
	pages_touch(pages);
}

void pages_previous(struct pages *pages)
{
	u64 now = timer_now();
	struct page *current = pages->current, *page, *found = NULL;

	if (!current)
		return;
	pages_read(pages);
	for (page = pages_after(pages, current, page_rank(current, now), now);
	     page != current;
	     page = pages_after(pages, page, page_rank(current, now), now))
		found = page;
	if (!found || !page_takes_turns(page_rank(current, now)))
		return;
	pages_switch(pages, found, now);
	pages->until = now + found->duration;
	pages_touch(pages);
}

static void pages_set_switch(struct pages *pages, bool *which, bool on)
{
	if (*which != on)
		pages->lit_in = pages->turn;
	*which = on;
	pages_touch(pages);
}

void pages_set_backlight(struct pages *pages, bool on)
{
	pages_set_switch(pages, &pages->backlight, on);
}

void pages_set_power(struct pages *pages, bool on)
{
	pages_set_switch(pages, &pages->power, on);
}

void pages_get_glyphs(const struct pages *pages, struct screen *screen)
{
	memcpy(screen->glyphs, pages->glyphs, sizeof(screen->glyphs));
}

void pages_set_glyphs(struct pages *pages, const struct screen *screen)
{
	memcpy(pages->glyphs, screen->glyphs, sizeof(pages->glyphs));
	pages_touch(pages);
}

void pages_set_glyph(struct pages *pages, unsigned int number, const u8 rows[SCREEN_GLYPH_ROWS])
{
	memcpy(pages->glyphs[number], rows, SCREEN_GLYPH_ROWS);
	pages_touch(pages);
}

void pages_reinit(struct pages *pages)
{
	pages->reinit = true;
	pages_touch(pages);
}

void pages_set_level(struct pages *pages, u8 level)
{
	if (pages->level != level)
		pages->lit_in = pages->turn;
	pages->level = level;
	pages_touch(pages);
}

u8 pages_level(const struct pages *pages)
{
	return pages->level;
}

void pages_set_light(struct pages *pages, u8 light)
{
	if (light)
		pages_set_level(pages, light);
	pages_set_backlight(pages, light);
}

void pages_set_light_max(struct pages *pages, unsigned int max)
{
	pages->light_max = max;
	pages_touch(pages);
}

unsigned int pages_light_max(const struct pages *pages)
{
	return pages->light_max;
}

void pages_adopt_lights(struct pages *pages, u8 light, bool power)
{
	if (pages->lit_in == pages->turn)
		return;
	pages_set_light(pages, light);
	pages_set_power(pages, power);
}

bool pages_backlight(const struct pages *pages)
{
	return pages->backlight;
}

bool pages_power(const struct pages *pages)
{
	return pages->power;
}
