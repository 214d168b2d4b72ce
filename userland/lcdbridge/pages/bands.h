/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of a text page, from top to bottom: lines, bars, high digits. They are drawn
 * with Unicode characters and user glyphs. The display decides which of these it can show
 * at the same time.
 */
#ifndef LCDBRIDGE_BANDS_H
#define LCDBRIDGE_BANDS_H

#include "marquee.h"
#include "text/screen.h"

#define BANDS_MAX SCREEN_MAX_ROWS
#define BAND_VALUES_MAX SCREEN_MAX_COLS

/**
 * enum band_kind - the kind of a band
 * @BAND_TEXT:     a line of text
 * @BAND_BIG:      text whose digits are several rows high
 * @BAND_PROGRESS: a bar from left to right; its only value is 0 to 100
 * @BAND_LINE:     a row of bars side by side, over the whole width
 * @BAND_BARS:     separate bars, several rows high
 */
enum band_kind { BAND_TEXT, BAND_BIG, BAND_PROGRESS, BAND_LINE, BAND_BARS };

/**
 * struct band - one part of a page
 * @kind:   enum band_kind
 * @align:  of text and of high digits
 * @blink:  it is invisible half of the time
 * @still:  text that is too long is cut, and does not scroll
 * @height: rows of BAND_BIG and BAND_BARS; 0 for all free rows
 * @text:   UTF-8, sanitized; in front of bars if there are any
 * @count:  of @values
 * @values: of bars, the newest last
 * @min:    value of an empty bar; NAN for 0 or, if that is less, the least value, and
 *          of BAND_LINE for the least value
 * @max:    value of a full bar; NAN for the greatest one
 */
struct band {
	enum band_kind kind;
	enum marquee_align align;
	bool blink;
	bool still;
	unsigned int height;
	char *text;
	unsigned int count;
	double values[BAND_VALUES_MAX];
	double min;
	double max;
};

/**
 * bands_draw() - draw bands from the top row on, as many as fit
 * @bands:  bands
 * @count:  of them
 * @screen: blank
 * @pace:   of scrolling
 * @age:    ms since they began to scroll and blink
 *
 * Return: ms until they look different, 0 for never.
 */
unsigned int bands_draw(const struct band *bands, unsigned int count, struct screen *screen,
			const struct marquee_pace *pace, u64 age);

#endif
