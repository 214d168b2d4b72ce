/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Draws a picture as lines of text: a box with the cells or their dots in it.
 */
#ifndef DEVLCD_LCDVIEW_FRAME_H
#define DEVLCD_LCDVIEW_FRAME_H

#include <stdbool.h>
#include <stdio.h>

#include "colour.h"
#include "dots.h"

struct picture;

/**
 * struct frame_style - how to draw, by the user's options and the output's abilities
 * @utf8:    draw in UTF-8; else in ASCII only
 * @escapes: the output understands ECMA-48, at least SGR. Then the cursor is
 *           underlined, and a dark display faint; else marks in the border show the
 *           cursor's row and column
 * @depth:   number of colours of the output
 * @colours: the colours of a module; NULL for the terminal's own
 * @dots:    draw each dot of the glass
 * @kind:    the characters to draw dots with
 * @title:   for the upper border, which shows it with the size if there is room
 *           for both; NULL for none
 */
struct frame_style {
	bool utf8;
	bool escapes;
	enum colour_depth depth;
	const struct glass_style *colours;
	bool dots;
	enum dots_kind kind;
	const char *title;
};

/* The lines and columns of a frame with its border. */
unsigned int frame_lines(const struct picture *picture, const struct frame_style *style);
unsigned int frame_columns(const struct picture *picture, const struct frame_style *style);

/**
 * frame_draw() - draw a picture
 * @out:     stream
 * @picture: picture
 * @style:   how to draw it
 * @end:     text at the end of each line
 */
void frame_draw(FILE *out, const struct picture *picture,
		const struct frame_style *style, const char *end);

#endif
