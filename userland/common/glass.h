/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The dots that a freshly painted glass shows: characters, their pictures in CGRAM,
 * the cursor. glyphs_render() of kmod/text, which also drives real panels, decides
 * which characters get one of the eight pictures, and what replaces the others.
 *
 *	source_read(&source, &picture);
 *	glass_paint(&glass, &picture);
 *	glass_dots(&glass, row, col, GLASS_BLINK_ON, dots);
 */
#ifndef DEVLCD_COMMON_GLASS_H
#define DEVLCD_COMMON_GLASS_H

#include <stdbool.h>

#include "picture.h"
#include "text/hd44780.h"
#include "text/screen.h"
#include "text/types.h"

#define GLASS_CELL_ROWS HD44780_SLOT_ROWS	/* dots of a cell, top to bottom */
#define GLASS_CELL_COLS 5			/* and from left to right */

/* The size of the glass in dots; the gap between two cells is one dot. */
#define GLASS_WIDTH(cols) ((cols) * (GLASS_CELL_COLS + 1u) - 1u)
#define GLASS_HEIGHT(rows) ((rows) * (GLASS_CELL_ROWS + 1u) - 1u)

/**
 * enum glass_blink - a blinking cell alternates between these two every 0.4 s
 * @GLASS_BLINK_OFF: it shows its character
 * @GLASS_BLINK_ON:  all its dots are on
 */
enum glass_blink { GLASS_BLINK_OFF, GLASS_BLINK_ON };

/**
 * struct glass_cell - one character of the glass
 * @code:  in DDRAM; below 0x10 the CGRAM slot @code % 8
 * @known: the ROM's pattern of that code is known; else @rows is a cross in a box
 * @rows:  its dots, the top row first, bit 4 the left dot, without the cursor
 */
struct glass_cell {
	u8 code;
	bool known;
	u8 rows[GLASS_CELL_ROWS];
};

/**
 * struct glass - what the glass shows
 * @rows:   of characters
 * @cols:   of characters
 * @row:    of the cursor, from 0
 * @col:    of the cursor, from 0
 * @cursor: the cursor is shown, a line in the lowest row of dots
 * @blink:  the cursor's cell blinks
 * @power:  without power no dot is on
 * @light:  the light is on
 * @units:  what each controller holds; unused CGRAM rows are HD44780_NO_ROW
 * @cells:  the characters
 *
 * Contains no pointer and may be copied by assignment.
 */
struct glass {
	u8 rows;
	u8 cols;
	u8 row;
	u8 col;
	bool cursor;
	bool blink;
	bool power;
	bool light;
	struct hd44780_state units[HD44780_UNITS];
	struct glass_cell cells[SCREEN_MAX_ROWS][SCREEN_MAX_COLS];
};

/**
 * glass_paint() - paint a picture on a glass whose content is unknown
 * @glass:   filled
 * @picture: screen and ROM
 *
 * The result is what a panel of the screen's size shows after "reinit".
 */
void glass_paint(struct glass *glass, const struct picture *picture);

/**
 * glass_dots() - get the dots that are on in a cell, with the cursor
 * @glass: glass
 * @row:   of characters, less than @glass->rows
 * @col:   of characters, less than @glass->cols
 * @blink: what a blinking cell shows now
 * @dots:  set: the top row first, bit 4 the left dot; all off without power
 */
void glass_dots(const struct glass *glass, unsigned int row, unsigned int col,
		enum glass_blink blink, u8 dots[GLASS_CELL_ROWS]);

/**
 * glass_dot() - is the dot at a place of the whole glass on?
 * @glass: glass
 * @x:     from 0 at the left, less than GLASS_WIDTH(@glass->cols)
 * @y:     from 0 at the top, less than GLASS_HEIGHT(@glass->rows)
 * @blink: what a blinking cell shows now
 *
 * Return: true if it is on; false between two cells.
 */
bool glass_dot(const struct glass *glass, unsigned int x, unsigned int y,
	       enum glass_blink blink);

#endif
