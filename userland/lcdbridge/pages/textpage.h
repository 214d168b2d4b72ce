/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages of text: named ones, which take turns, and notifications. */
#ifndef LCDBRIDGE_TEXTPAGE_H
#define LCDBRIDGE_TEXTPAGE_H

#include "../config/config.h"
#include "content.h"
#include "pages.h"

#define TEXTPAGE_NAME_MAX 64
#define TEXTPAGE_NOTICES_MAX 16

struct textpages;

struct textpages *textpages_new(struct pages *pages, const struct config *config);
void textpages_free(struct textpages *texts);

/**
 * struct textpage_spec - the specification of a page or notification
 * @content:  what it shows
 * @priority: of a page
 * @duration: ms of each turn of a page, or of a notification; 0 for the configured one
 * @lifetime: ms until a page is deleted, or a notification that was not shown; 0 for
 *            never
 * @hold:     a notification stays until it is dismissed
 * @replace:  a notification replaces all others, shown or waiting
 * @wakeup:   the backlight is on while it is shown
 */
struct textpage_spec {
	struct content_spec content;
	enum page_priority priority;
	unsigned int duration;
	unsigned int lifetime;
	bool hold;
	bool replace;
	bool wakeup;
};

/* Both return NULL, or the reason for a refusal. */
const char *textpages_set(struct textpages *texts, const void *client, const char *name,
			  const struct textpage_spec *spec);
const char *textpages_notify(struct textpages *texts, const struct textpage_spec *spec);

/* Show a page at once, for its duration. Return: false if no page has that name. */
bool textpages_show(struct textpages *texts, const char *name);

/* The name of the page that is shown; NULL if it has no name. */
const char *textpages_current(const struct textpages *texts);

/* The names of all pages, valid until one comes or goes. Return: their number. */
unsigned int textpages_names(const struct textpages *texts, const char *names[PAGES_MAX]);

/* Changes when the set of names changes. */
u64 textpages_generation(const struct textpages *texts);

void textpages_delete(struct textpages *texts, const char *name);

/* End the notification that is shown. Return: whether there was one. */
bool textpages_dismiss(struct textpages *texts);

#endif
