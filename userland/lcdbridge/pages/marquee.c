// SPDX-License-Identifier: GPL-2.0-only
#include "marquee.h"

#include "cells.h"

#define MARQUEE_CELLS 1024	/* a longer line is cut */
#define MARQUEE_GAP 3		/* blanks between a line's end and its start */

/* The leftmost visible column of the line, and how long it stays there. */
static unsigned int marquee_offset(unsigned int count, const struct marquee_pace *pace, u64 age,
				   unsigned int *change)
{
	unsigned int period = count + MARQUEE_GAP;
	u64 round = pace->rest + (u64)(period - 1) * pace->step;
	unsigned int at = age % round;

	if (at < pace->rest) {
		*change = pace->rest - at;
		return 0;
	}
	at -= pace->rest;
	*change = pace->step - at % pace->step;
	return 1 + at / pace->step;
}

unsigned int marquee_column(enum marquee_align align, unsigned int width, unsigned int cols)
{
	switch (align) {
	case MARQUEE_LEFT:
		return 0;
	case MARQUEE_CENTER:
		return (cols - width) / 2;
	case MARQUEE_RIGHT:
		return cols - width;
	}
	return 0;
}

unsigned int marquee_draw(struct screen *screen, unsigned int row, const char *text,
			  size_t count, const struct marquee_pace *pace,
			  enum marquee_align align, u64 age)
{
	u32 cells[MARQUEE_CELLS];
	unsigned int length = cells_line(cells, MARQUEE_CELLS, text, count);
	unsigned int change = 0, offset = 0, first = 0, at;

	if (length > screen->cols && pace->step)
		offset = marquee_offset(length, pace, age, &change);
	if (length < screen->cols)
		first = marquee_column(align, length, screen->cols);
	for (unsigned int col = 0; col < screen->cols; col++) {
		at = offset + col - first;	/* huge if col < first */
		if (change)
			at %= length + MARQUEE_GAP;
		screen->cells[row][col] = at < length ? cells[at] : ' ';
	}
	return change;
}
