/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * LCDproc's menus: kept and checked, and every command answered as LCDd does.
 * A display has no keys, so nobody walks through them.
 */
#ifndef LCDBRIDGE_LCDPROC_MENU_H
#define LCDBRIDGE_LCDPROC_MENU_H

#include "lcdproc.h"

void do_menu_add_item(struct client *client, const struct words *words);
void do_menu_del_item(struct client *client, const struct words *words);
void do_menu_set_item(struct client *client, const struct words *words);
void do_menu_goto(struct client *client, const struct words *words);
void do_menu_set_main(struct client *client, const struct words *words);

/* The client is going. */
void menus_free(struct client *client);

#endif
