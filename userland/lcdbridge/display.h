/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file that is the display: /dev/LCD, or any regular file, FIFO or
 * terminal. It is opened when it is there and waited for when it is not; it is
 * never created.
 */
#ifndef LCDBRIDGE_DISPLAY_H
#define LCDBRIDGE_DISPLAY_H

#include <event2/event.h>

#include "config.h"
#include "text/screen.h"

struct display;

/**
 * struct display_cursor - where the cursor of the display is, from 0
 * @row: row
 * @col: column
 */
struct display_cursor {
	unsigned int row;
	unsigned int col;
};

/**
 * struct display_ops - what the display tells and asks
 * @opened:  it is open, or has another size: repaint
 * @wrote:   somebody else wrote to it; it shows @text now. @cursor is NULL
 *           where the file cannot tell
 * @lit:     somebody else switched the backlight or the display
 * @pending: is there something newer, about to be shown? Then what somebody
 *           wrote has lost already
 */
struct display_ops {
	void (*opened)(void *arg, unsigned int rows, unsigned int cols);
	void (*wrote)(void *arg, const char *text, size_t count,
		      const struct display_cursor *cursor);
	void (*lit)(void *arg, bool backlight, bool power);
	bool (*pending)(void *arg);
};

/**
 * display_new() - open the display, or wait for it
 * @base:   event loop
 * @config: which, and its size where it cannot tell
 * @ops:    told from now on, never from inside this call
 * @arg:    their argument
 *
 * Return: the display, whether open or not; NULL where memory or inotify fail.
 */
struct display *display_new(struct event_base *base, const struct config *config,
			    const struct display_ops *ops, void *arg);
void display_free(struct display *display);

/* Show @screen, in one write; what is not open or blocks gets the newest later. */
void display_show(struct display *display, const struct screen *screen);

/* NULL while it takes what it is shown, else why not: "/dev/LCD: No such device". */
const char *display_problem(const struct display *display);

#endif
