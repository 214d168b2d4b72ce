/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file that is the display: /dev/LCD, or any regular file, FIFO or terminal. If the
 * file is missing, the bridge waits for it; it never creates it.
 */
#ifndef LCDBRIDGE_DISPLAY_H
#define LCDBRIDGE_DISPLAY_H

#include <event2/event.h>

#include "../base/cursor.h"
#include "../config/config.h"
#include "text/charset.h"
#include "text/screen.h"

struct display;

/**
 * struct display_ops - callbacks of the display
 * @opened:  it was opened, or its size or the levels of its light have changed: repaint
 * @wrote:   another program wrote to it; it shows @text now. @cursor is NULL if the
 *           file has none
 * @lit:     another program set the backlight or switched the power. @light is the
 *           level of the backlight, 0 for off
 * @turned:  it works again, or no longer
 * @pending: is there newer text to show in this turn? Then @wrote is not called
 */
struct display_ops {
	void (*opened)(void *arg, const struct geometry *size, unsigned int light_max);
	void (*wrote)(void *arg, const char *text, size_t count,
		      const struct cursor *cursor);
	void (*lit)(void *arg, u8 light, bool power);
	void (*turned)(void *arg);
	bool (*pending)(void *arg);
};

/**
 * display_new() - open the display, or wait for it
 * @base:   event loop
 * @config: its path, and its size if the file has none
 * @ops:    called later, never from inside this function
 * @arg:    their argument
 *
 * Return: the display, open or not; NULL without memory or inotify.
 */
struct display *display_new(struct event_base *base, const struct config *config,
			    const struct display_ops *ops, void *arg);
void display_free(struct display *display);

/* Show @screen, in one write. A closed or blocking file gets the newest screen later. */
void display_show(struct display *display, const struct screen *screen);

/* The ROM of its panel; A00 if that is not known. */
enum charset_rom display_rom(const struct display *display);

/* NULL while it works, else the reason: "/dev/LCD: No such device". */
const char *display_problem(const struct display *display);

#endif
