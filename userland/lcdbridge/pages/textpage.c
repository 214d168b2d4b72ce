// SPDX-License-Identifier: GPL-2.0-only
#include "textpage.h"

#include <stdlib.h>
#include <string.h>

#include "../../common/sanitize.h"
#include "../base/macros.h"
#include "../base/timer.h"

/**
 * struct textpage - one page or notification
 * @entry:  on one of the lists of @texts
 * @page:   for the scheduler
 * @client: its owner
 * @name:   of a page; empty for a notification
 * @hold:   a notification that stays until it is dismissed
 * @content: what it shows
 * @set:    timer_now() when it got its text
 */
struct textpage {
	LIST_ENTRY(textpage) entry;
	struct page page;
	struct textpages *texts;
	const void *client;
	char name[TEXTPAGE_NAME_MAX + 1];
	bool hold;
	struct content content;
	u64 set;
};

LIST_HEAD(textpage_list, textpage);

/**
 * struct textpages - all text pages and notifications
 * @named:   pages
 * @notices: notifications, shown or waiting
 * @generation: counts named pages that come or go
 */
struct textpages {
	struct pages *pages;
	const struct config *config;
	struct textpage_list named;
	struct textpage_list notices;
	u64 generation;
};

static struct textpage *textpage_of(struct page *page)
{
	return container_of(page, struct textpage, page);
}

static unsigned int textpage_draw(struct page *page, struct screen *screen, u64 age)
{
	const struct textpage *text = textpage_of(page);
	const struct config *config = text->texts->config;
	const struct marquee_pace pace = { config->scroll_rest, config->scroll_step };
	const u64 since = timer_now() - text->set;

	return content_draw(&text->content, screen, &pace, since < age ? since : age);
}

static void textpage_free(struct textpage *text)
{
	LIST_REMOVE(text, entry);
	if (*text->name)
		text->texts->generation++;
	content_free(&text->content);
	free(text);
}

static void textpage_remove(struct textpage *text)
{
	pages_remove(text->texts->pages, &text->page);
	textpage_free(text);
}

static void textpage_expired(struct page *page)
{
	textpage_free(textpage_of(page));
}

/* Start a notification's duration when it is shown; before, only its lifetime ends it. */
static void notice_shown(struct page *page, bool shown)
{
	if (shown)
		page->expires = textpage_of(page)->hold ? 0 : timer_now() + page->duration;
}

static const struct page_ops textpage_ops = {
	.draw = textpage_draw,
	.expired = textpage_expired,
};

static const struct page_ops notice_ops = {
	.draw = textpage_draw,
	.shown = notice_shown,
	.expired = textpage_expired,
};

static bool textpage_fill(struct textpage *text, const struct textpage_spec *spec)
{
	struct content content;

	if (!content_make(&content, &spec->content))
		return false;
	if (!text->set || !content_same_text(&text->content, &content))
		text->set = timer_now();
	content_free(&text->content);
	text->content = content;
	text->page.wakeup = spec->wakeup;
	return true;
}

static struct textpage *textpages_find(struct textpages *texts, const char *name)
{
	struct textpage *text;

	LIST_FOREACH(text, &texts->named, entry)
		if (!strcmp(text->name, name))
			return text;
	return NULL;
}

static unsigned int textpages_count(const struct textpage_list *list, const void *client)
{
	const struct textpage *text;
	unsigned int count = 0;

	LIST_FOREACH(text, list, entry)
		count += !client || text->client == client;
	return count;
}

static struct textpage *textpages_add(struct textpages *texts, struct textpage_list *list,
				      const struct page_ops *ops)
{
	struct textpage *text = calloc(1, sizeof(*text));

	if (!text)
		return NULL;
	text->texts = texts;
	text->page.ops = ops;
	LIST_INSERT_HEAD(list, text, entry);
	pages_add(texts->pages, &text->page);
	return text;
}

/*
 * Names are published and listed, so they are text of one line. U+200D, which has no
 * width, would make two names that look the same.
 */
static bool name_is_text(const char *name)
{
	char text[SANITIZE_ROOM(TEXTPAGE_NAME_MAX)];
	struct sanitize sanitize = { 0 };
	size_t count = strlen(name);

	return sanitize_text(&sanitize, (const u8 *)name, count, text) == count &&
	       !memcmp(text, name, count) && !name[strcspn(name, "\n\t\f")] &&
	       !strstr(name, "\u200d");
}

/* Return: NULL, or why a new page is refused. */
static const char *textpages_refuse(struct textpages *texts, const void *client, const char *name)
{
	if (!*name || strlen(name) > TEXTPAGE_NAME_MAX)
		return "a page's name has 1 to 64 bytes";
	if (!name_is_text(name))
		return "a page's name is text without control, private or zero-width characters";
	if (pages_full(texts->pages))
		return "there are too many pages";
	if (textpages_count(&texts->named, client) >= PAGES_MAX_CLIENT)
		return "there are too many pages of one client";
	return NULL;
}

const char *textpages_set(struct textpages *texts, const void *client, const char *name,
			  const struct textpage_spec *spec)
{
	struct textpage *text = textpages_find(texts, name);
	const char *refusal = text ? NULL : textpages_refuse(texts, client, name);

	if (refusal)
		return refusal;
	if (!text) {
		text = textpages_add(texts, &texts->named, &textpage_ops);
		if (!text)
			return "out of memory";
		strcpy(text->name, name);
		texts->generation++;
		text->client = client;
	}
	text->page.priority = spec->priority;
	text->page.duration = spec->duration ? spec->duration : texts->config->page_duration;
	text->page.expires = spec->lifetime ? timer_now() + spec->lifetime : 0;
	if (!textpage_fill(text, spec)) {
		textpage_remove(text);
		return "out of memory";
	}
	pages_changed(texts->pages, &text->page);
	return NULL;
}

void textpages_delete(struct textpages *texts, const char *name)
{
	struct textpage *text = textpages_find(texts, name);

	if (text)
		textpage_remove(text);
}

static void textpages_drop_notices(struct textpages *texts)
{
	struct textpage *text;

	while ((text = LIST_FIRST(&texts->notices)))
		textpage_remove(text);
}

const char *textpages_notify(struct textpages *texts, const struct textpage_spec *spec)
{
	struct textpage *text;

	if (spec->replace)
		textpages_drop_notices(texts);
	if (pages_full(texts->pages) ||
	    textpages_count(&texts->notices, NULL) >= TEXTPAGE_NOTICES_MAX)
		return "too many notifications are waiting";
	text = textpages_add(texts, &texts->notices, &notice_ops);
	if (!text)
		return "out of memory";
	text->hold = spec->hold;
	text->page.priority = PAGE_NOTICE;
	text->page.expires = spec->lifetime ? timer_now() + spec->lifetime : 0;
	text->page.duration = spec->duration ? spec->duration : texts->config->notice_duration;
	if (!textpage_fill(text, spec)) {
		textpage_remove(text);
		return "out of memory";
	}
	if (content_is_blank(&text->content)) {
		textpage_remove(text);	/* nothing to show */
		return NULL;
	}
	pages_changed(texts->pages, &text->page);
	return NULL;
}

bool textpages_show(struct textpages *texts, const char *name)
{
	struct textpage *text = textpages_find(texts, name);

	if (text)
		pages_show(texts->pages, &text->page);
	return text;
}

const char *textpages_current(const struct textpages *texts)
{
	const struct page *current = pages_current(texts->pages);
	const struct textpage *text;

	LIST_FOREACH(text, &texts->named, entry)
		if (&text->page == current)
			return text->name;
	return NULL;
}

unsigned int textpages_names(const struct textpages *texts, const char *names[PAGES_MAX])
{
	const struct textpage *text;
	unsigned int count = 0;

	LIST_FOREACH(text, &texts->named, entry)
		names[count++] = text->name;
	return count;
}

u64 textpages_generation(const struct textpages *texts)
{
	return texts->generation;
}

/* The notification that is shown is the oldest, the last on the list. */
bool textpages_dismiss(struct textpages *texts)
{
	struct textpage *text, *oldest = NULL;

	LIST_FOREACH(text, &texts->notices, entry)
		oldest = text;
	if (oldest)
		textpage_remove(oldest);
	return oldest;
}

struct textpages *textpages_new(struct pages *pages, const struct config *config)
{
	struct textpages *texts = calloc(1, sizeof(*texts));

	if (!texts)
		return NULL;
	texts->pages = pages;
	texts->config = config;
	return texts;
}

void textpages_free(struct textpages *texts)
{
	textpages_drop_notices(texts);
	while (LIST_FIRST(&texts->named))
		textpage_remove(LIST_FIRST(&texts->named));
	free(texts);
}
