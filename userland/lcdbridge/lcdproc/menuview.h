/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shows the menus of a client. Up and down choose an item, enter selects it, escape goes
 * back. Left and right change the value of a ring or slider.
 */
#ifndef LCDBRIDGE_LCDPROC_MENUVIEW_H
#define LCDBRIDGE_LCDPROC_MENUVIEW_H

#include "../net/listener.h"
#include "edit.h"

/* Offer a key to the menus. Return: true if they have taken it. */
bool menuview_offer(struct listeners *listeners, const struct key *key);

/* An item of the client has changed, or is about to be freed. */
void menuview_changed(struct client *client);
void menuview_lost(struct client *client, const struct lcdproc_item *item);

/* The client is being closed. */
void menuview_free(struct client *client);

#endif
