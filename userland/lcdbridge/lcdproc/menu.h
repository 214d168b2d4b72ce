/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands for menus. The answers are those of LCDd. */
#ifndef LCDBRIDGE_LCDPROC_MENU_H
#define LCDBRIDGE_LCDPROC_MENU_H

#include "client.h"

void do_menu_add_item(struct client *client, const struct words *words);
void do_menu_del_item(struct client *client, const struct words *words);
void do_menu_set_item(struct client *client, const struct words *words);
void do_menu_goto(struct client *client, const struct words *words);
void do_menu_set_main(struct client *client, const struct words *words);

/* The client is being closed. */
void menus_free(struct client *client);

#endif
