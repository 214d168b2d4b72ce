/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Draws a line of text into a row. A line that does not fit scrolls sideways, and starts
 * again after its end.
 */
#ifndef LCDBRIDGE_MARQUEE_H
#define LCDBRIDGE_MARQUEE_H

#include "text/screen.h"

/**
 * struct marquee_pace - how a line scrolls
 * @rest: ms for which its start is shown
 * @step: ms for each column
 */
struct marquee_pace {
	unsigned int rest;
	unsigned int step;
};

/* The place of a line that fits in its row. */
enum marquee_align { MARQUEE_LEFT, MARQUEE_CENTER, MARQUEE_RIGHT };

/* The first column of a text that is @width wide, in a row of @cols; @width <= @cols. */
unsigned int marquee_column(enum marquee_align align, unsigned int width, unsigned int cols);

/**
 * marquee_draw() - draw one line into a row
 * @screen: screen
 * @row:    from 0
 * @text:   UTF-8, sanitized
 * @count:  bytes up to its end; a line feed or form feed ends it too
 * @pace:   of scrolling
 * @align:  of a line that fits
 * @age:    ms since the line was set
 *
 * Return: ms until it looks different, 0 for never.
 */
unsigned int marquee_draw(struct screen *screen, unsigned int row, const char *text,
			  size_t count, const struct marquee_pace *pace,
			  enum marquee_align align, u64 age);

#endif
