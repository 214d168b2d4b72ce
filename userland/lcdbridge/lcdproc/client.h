/* SPDX-License-Identifier: GPL-2.0-only */
/* A connected LCDproc client, and the answers to it. */
#ifndef LCDBRIDGE_LCDPROC_CLIENT_H
#define LCDBRIDGE_LCDPROC_CLIENT_H

#include <sys/queue.h>

#include "../net/conn.h"
#include "parse.h"

struct lcdproc_screen;
struct lcdproc_item;
struct menuview;

#define CLIENT_KEYS_MAX 32
#define CLIENT_KEY_SIZE 32
#define CLIENT_NAME_SIZE 64

LIST_HEAD(lcdproc_screens, lcdproc_screen);
TAILQ_HEAD(lcdproc_items, lcdproc_item);

/**
 * struct client_key - a key that a client has reserved
 * @name:      the client's name for it
 * @exclusive: no other client may reserve it, and the client always gets it
 */
struct client_key {
	char name[CLIENT_KEY_SIZE];
	bool exclusive;
};

/**
 * struct client - an LCDproc client
 * @conn:       its connection
 * @env:        environment of the source
 * @greeted:    it has said hello
 * @line_max:   length of the longest accepted line in bytes
 * @skipping:   ignore input up to the end of a line that is too long
 * @backlight:  overrides that of its screens unless it is open; see light.h
 * @screens:    its screens, @screens_count of them
 * @items:      its menu items, @items_count of them, oldest first
 * @entered:    the menu item of the last "menuevent enter"; NULL for none
 * @view:       its menus, while the display shows them; else NULL
 * @named:      it has set its name
 * @name:       its name, in UTF-8
 * @keys:       its reserved keys, @keys_count of them
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
	struct lcdproc_item *entered;
	struct menuview *view;
	bool named;
	char name[CLIENT_NAME_SIZE];
	struct client_key keys[CLIENT_KEYS_MAX];
	unsigned int keys_count;
};

/* Send a line. A client that does not read its answers is disconnected. */
void client_say(struct client *client, const char *format, ...) __printf(2, 3);
void client_success(struct client *client);
void client_huh(struct client *client, const char *why);

/* Answer "success" if @why is NULL, else "huh?" and @why. */
void client_answer(struct client *client, const char *why);

/* The handler of a command. @words begins with the command's name. */
typedef void (*lcdproc_command)(struct client *client, const struct words *words);

#endif
