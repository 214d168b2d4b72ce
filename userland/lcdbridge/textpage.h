/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages of text: named ones, which take turns, and notifications. */
#ifndef LCDBRIDGE_TEXTPAGE_H
#define LCDBRIDGE_TEXTPAGE_H

#include "config.h"
#include "pages.h"

#define TEXTPAGE_NAME_MAX 64
#define TEXTPAGE_NOTICES_MAX 16

struct textpages;

struct textpages *textpages_new(struct pages *pages, const struct config *config);
void textpages_free(struct textpages *texts);

/**
 * struct textpage_spec - what a page or notification is to be
 * @text:     untrusted; lines longer than the display scroll sideways
 * @count:    bytes
 * @title:    a first line of its own, or NULL
 * @priority: of a page
 * @duration: ms a page is shown in its turn, or a notification at all; 0: as
 *            configured
 * @lifetime: ms until a page goes; 0: never
 * @hold:     a notification stays until it is dismissed
 * @replace:  a notification takes the place of those that are shown or wait
 * @wakeup:   the backlight is on meanwhile
 */
struct textpage_spec {
	const char *text;
	size_t count;
	const char *title;
	enum page_priority priority;
	unsigned int duration;
	unsigned int lifetime;
	bool hold;
	bool replace;
	bool wakeup;
};

/* Both return NULL, or why it was refused. */
const char *textpages_set(struct textpages *texts, const void *client, const char *name,
			  const struct textpage_spec *spec);
const char *textpages_notify(struct textpages *texts, const struct textpage_spec *spec);

void textpages_delete(struct textpages *texts, const char *name);

/* End the notification that is shown. */
void textpages_dismiss(struct textpages *texts);

#endif
