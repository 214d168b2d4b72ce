/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A line of text in a row: as it is where it fits, else scrolling sideways
 * through it, around its end.
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

/**
 * marquee_draw() - draw one line into a row
 * @screen: where to
 * @row:    from 0
 * @text:   UTF-8, sanitized
 * @count:  bytes up to its end; a line feed or form feed in it ends it too
 * @pace:   see there
 * @age:    ms since it began
 *
 * Return: ms until it looks different, 0 where it never will.
 */
unsigned int marquee_draw(struct screen *screen, unsigned int row, const char *text,
			  size_t count, const struct marquee_pace *pace, u64 age);

#endif
