// SPDX-License-Identifier: GPL-2.0-only
#include "textpage.h"

#include <stdlib.h>
#include <string.h>

#include "macros.h"
#include "marquee.h"
#include "sanitize.h"
#include "timer.h"

/**
 * struct textpage - one page or notification
 * @entry:  on one of the lists of @texts
 * @page:   as the scheduler sees it
 * @client: whose it is
 * @name:   of a page; empty for a notification
 * @hold:   a notification without an end
 * @text:   sanitized, with the title as its first line
 */
struct textpage {
	LIST_ENTRY(textpage) entry;
	struct page page;
	struct textpages *texts;
	const void *client;
	char name[TEXTPAGE_NAME_MAX + 1];
	bool hold;
	char *text;
};

LIST_HEAD(textpage_list, textpage);

/**
 * struct textpages - all of them
 * @named:   pages
 * @notices: notifications, shown or waiting
 */
struct textpages {
	struct pages *pages;
	const struct config *config;
	struct textpage_list named;
	struct textpage_list notices;
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
	const char *line = text->text;
	unsigned int change, soonest = 0;

	for (unsigned int row = 0; row < screen->rows && line; row++) {
		change = marquee_draw(screen, row, line, strlen(line), &pace, age);
		if (change && (!soonest || change < soonest))
			soonest = change;
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return soonest;
}

static void textpage_free(struct textpage *text)
{
	LIST_REMOVE(text, entry);
	free(text->text);
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

/* A notification's time begins when it is seen. */
static void notice_shown(struct page *page, bool shown)
{
	if (shown && !textpage_of(page)->hold)
		page->expires = timer_now() + page->duration;
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

static size_t textpage_clean(char *out, const char *text, size_t count)
{
	struct sanitize sanitize = { 0 };

	return sanitize_text(&sanitize, (const u8 *)text, count, out);
}

/* The title, as a line, and the text; NULL where memory fails. */
static char *textpage_content(const struct textpage_spec *spec)
{
	size_t title = spec->title ? strlen(spec->title) : 0, n = 0;
	char *text = malloc(SANITIZE_ROOM(title) + 1 + SANITIZE_ROOM(spec->count) + 1);

	if (!text)
		return NULL;
	if (title) {
		n = textpage_clean(text, spec->title, title);
		text[n++] = '\n';
	}
	n += textpage_clean(text + n, spec->text, spec->count);
	text[n] = '\0';
	return text;
}

static bool textpage_fill(struct textpage *text, const struct textpage_spec *spec)
{
	char *content = textpage_content(spec);

	if (!content)
		return false;
	free(text->text);
	text->text = content;
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

/* NULL, or why there can be no new page. */
static const char *textpages_refuse(struct textpages *texts, const void *client, const char *name)
{
	if (!*name || strlen(name) > TEXTPAGE_NAME_MAX)
		return "a page's name has 1 to 64 bytes";
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
	text->page.duration = spec->duration ? spec->duration : texts->config->notice_duration;
	if (!textpage_fill(text, spec)) {
		textpage_remove(text);
		return "out of memory";
	}
	pages_changed(texts->pages, &text->page);
	return NULL;
}

/* The oldest, which is last on the list, is the one that is shown. */
void textpages_dismiss(struct textpages *texts)
{
	struct textpage *text, *oldest = NULL;

	LIST_FOREACH(text, &texts->notices, entry)
		oldest = text;
	if (oldest)
		textpage_remove(oldest);
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
