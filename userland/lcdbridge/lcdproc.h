/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rooms of the LCDproc server share: a client. */
#ifndef LCDBRIDGE_LCDPROC_H
#define LCDBRIDGE_LCDPROC_H

#include <sys/queue.h>

#include "lcdproc-parse.h"
#include "listener.h"

struct lcdproc_screen;
struct lcdproc_item;

LIST_HEAD(lcdproc_screens, lcdproc_screen);
TAILQ_HEAD(lcdproc_items, lcdproc_item);

/**
 * struct client - a connection of LCDproc's
 * @conn:       connection
 * @env:        environment of the source
 * @greeted:    it has said hello
 * @line_max:   bytes of a line that are taken
 * @skipping:   it is inside a line that is too long
 * @backlight:  what it wants for screens that leave it open; see enum light
 * @screens:    @screens_count of them
 * @items:      @items_count of its menus, in the order in which they came
 */
struct client {
	struct conn *conn;
	const struct source_env *env;
	size_t line_max;
	bool greeted;
	bool skipping;
	unsigned int backlight;
	struct lcdproc_screens screens;
	unsigned int screens_count;
	struct lcdproc_items items;
	unsigned int items_count;
};

/* An answer that is a line; lines that the peer does not read end it. */
void client_say(struct client *client, const char *format, ...) __printf(2, 3);
void client_success(struct client *client);
void client_huh(struct client *client, const char *why);

/* Success, or, where @why is not NULL, huh. */
void client_answer(struct client *client, const char *why);

/* A command: the words of its line, its own name first. */
typedef void (*lcdproc_command)(struct client *client, const struct words *words);

#endif
