/* SPDX-License-Identifier: GPL-2.0-only */
/* LCDproc's screens, which are pages, and the widgets on them. */
#ifndef LCDBRIDGE_LCDPROC_SCREEN_H
#define LCDBRIDGE_LCDPROC_SCREEN_H

#include "client.h"

/* Commands. */
void do_screen_add(struct client *client, const struct words *words);
void do_screen_del(struct client *client, const struct words *words);
void do_screen_set(struct client *client, const struct words *words);
void do_widget_add(struct client *client, const struct words *words);
void do_widget_del(struct client *client, const struct words *words);
void do_widget_set(struct client *client, const struct words *words);

/* Is one of the client's screens shown? */
bool screens_are_up(const struct client *client);

/* The client's backlight has changed: draw its screens again. */
void screens_changed(struct client *client);

/* The client is being closed. */
void screens_free(struct client *client);

#endif
