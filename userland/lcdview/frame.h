/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A picture as lines of text: a box, and in it the cells.
 */
#ifndef DEVLCD_LCDVIEW_FRAME_H
#define DEVLCD_LCDVIEW_FRAME_H

#include <stdbool.h>
#include <stdio.h>

struct picture;

/**
 * struct frame_style - what the reader of the frame understands
 * @utf8:    UTF-8; else the frame is ASCII alone
 * @escapes: ECMA-48, SGR at least. Then the cursor is underlined, and a dark
 *           display faint; else marks in the border show row and column.
 */
struct frame_style {
	bool utf8;
	bool escapes;
};

/**
 * frame_draw() - draw a picture, picture->screen.rows + 2 lines
 * @out:     where to
 * @picture: what
 * @style:   how
 * @end:     ends each line
 */
void frame_draw(FILE *out, const struct picture *picture,
		const struct frame_style *style, const char *end);

#endif
