/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which codes and which pictures make a screen visible on a module: who owns
 * the eight CGRAM slots.
 *
 * A slot holds a picture, and whatever looks like it shares it; a slot is not
 * a user glyph's number. Each controller's slots are given anew at every flush,
 * in this order, until there are none:
 *
 * 1. the user glyphs on the screen (eight at most, so all of them);
 * 2. characters that the ROM lacks, our font has and a slot already holds;
 * 3. other such characters, in reading order.
 *
 * A picture stays in the slot that holds it. A new one is drawn over a picture
 * that is not on the screen any more; so, of all the cells that showed it, each
 * changes in the same flush, and no slot ever has to be kept free.
 *
 * What gets no slot shows as the nearest bar of its kind that has one, as blank
 * or as the full block, if it is a block element; else as charset_fallback().
 */
#ifndef DEVLCD_TEXT_GLYPHS_H
#define DEVLCD_TEXT_GLYPHS_H

#include "charset.h"
#include "hd44780.h"
#include "screen.h"
#include "types.h"

/**
 * struct glyphs_cell - a cell of the module
 * @cp:      what it is to show
 * @where:   its place in DDRAM
 * @code:    its code in the ROM, or HD44780_NO_CODE
 * @drawn:   the ROM has it not, but it can be drawn
 * @rows:    like this
 * @picture: which of the pictures that is, if it got a slot
 */
struct glyphs_cell {
	u32 cp;
	u8 where;
	u8 code;
	bool drawn;
	u8 rows[HD44780_SLOT_ROWS];
	u8 picture;
};

/**
 * struct glyphs_picture - what got a slot
 * @rows: what it looks like
 * @slot: its slot
 * @bars: the kinds of bars that look like it
 */
struct glyphs_picture {
	u8 rows[HD44780_SLOT_ROWS];
	u8 slot;
	u8 bars;
};

/**
 * struct glyphs - what the controllers should hold to show a screen
 * @should:        that, for each controller
 * @cells:         the cells of the controller at hand, in reading order; only for
 *                 use inside, as is the rest
 * @count:         how many
 * @pictures:      what got its slots
 * @picture_count: how many
 *
 * Two KiB: keep it beside the glass, not on a stack.
 */
struct glyphs {
	struct hd44780_state should[HD44780_UNITS];
	struct glyphs_cell cells[HD44780_CELLS];
	unsigned int count;
	struct glyphs_picture pictures[HD44780_SLOTS];
	unsigned int picture_count;
};

/**
 * glyphs_render() - what the controllers should hold to show a screen
 * @module: module
 * @rom:    its character generator ROM
 * @screen: what to show; what the module has more is blank
 * @glass:  what is known of the controllers
 * @glyphs: @should is set, for each controller of the module
 *
 * U+F000..U+F00F, codes of no ROM but of CGRAM, mean the user glyphs 0..7.
 */
void glyphs_render(const struct hd44780_module *module, enum charset_rom rom,
		   const struct screen *screen,
		   const struct hd44780_glass *glass, struct glyphs *glyphs);

#endif
