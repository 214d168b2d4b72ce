/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Draws the dots of a glass with characters.
 */
#ifndef DEVLCD_LCDVIEW_DOTS_H
#define DEVLCD_LCDVIEW_DOTS_H

#include <stdbool.h>
#include <stdio.h>

#include "colour.h"
#include "../common/glass.h"
#include "../common/glass_style.h"

/**
 * enum dots_kind - how many dots a character shows
 * @DOTS_HALVES:  two, one above the other, with a margin of a dot around them all
 * @DOTS_BRAILLE: eight, two by four
 * @DOTS_ASCII:   one
 */
enum dots_kind { DOTS_HALVES, DOTS_BRAILLE, DOTS_ASCII };

/**
 * struct dots_style - how to draw dots
 * @kind:    the characters
 * @escapes: a blinking cell blinks; else all its dots are on
 * @depth:   colours of the terminal
 * @style:   the colours
 */
struct dots_style {
	enum dots_kind kind;
	bool escapes;
	enum colour_depth depth;
	const struct glass_style *style;
};

/* The columns and lines of a glass of @cols columns and @rows rows. */
unsigned int dots_columns(enum dots_kind kind, unsigned int cols);
unsigned int dots_lines(enum dots_kind kind, unsigned int rows);

/**
 * dots_draw() - draw one line, dots_columns() wide
 * @out:   stream
 * @glass: glass
 * @how:   how to draw it
 * @line:  less than dots_lines()
 *
 * Does not reset the terminal's colours at the end.
 */
void dots_draw(FILE *out, const struct glass *glass, const struct dots_style *how,
	       unsigned int line);

#endif
