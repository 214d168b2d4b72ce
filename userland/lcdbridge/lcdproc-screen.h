/* SPDX-License-Identifier: GPL-2.0-only */
/* LCDproc's screens, which are pages, and the widgets on them. */
#ifndef LCDBRIDGE_LCDPROC_SCREEN_H
#define LCDBRIDGE_LCDPROC_SCREEN_H

#include "lcdproc.h"

/* How a screen, or a client, wants the backlight. */
enum light { LIGHT_OPEN, LIGHT_ON, LIGHT_OFF, LIGHT_TOGGLE, LIGHT_BLINK, LIGHT_FLASH };

bool light_parse(const char *word, unsigned int *light);

/* Commands. */
void do_screen_add(struct client *client, const struct words *words);
void do_screen_del(struct client *client, const struct words *words);
void do_screen_set(struct client *client, const struct words *words);
void do_widget_add(struct client *client, const struct words *words);
void do_widget_del(struct client *client, const struct words *words);
void do_widget_set(struct client *client, const struct words *words);

/* The client's own backlight has changed. */
void screens_changed(struct client *client);

/* The client is going. */
void screens_free(struct client *client);

#endif
