/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The codes and pictures that show a screen on a module: assigns the eight CGRAM slots.
 *
 * A slot holds a picture, which characters may share; its number is not that of a user
 * glyph. Every flush assigns each controller's slots again, in this order, until all are
 * in use: the user glyphs on the screen; characters that the ROM lacks and our font has,
 * and that have no replacement; all others that the ROM lacks and our font has. In each
 * group, pictures that are already in a slot come first, then the others in reading
 * order: with word lists, this shows more words exactly than an order by how often a
 * character is on the screen.
 *
 * A picture stays in its slot. A new picture replaces one that is no longer on the
 * screen: all cells that showed the old picture change in the same flush, so no slot is
 * kept free. A block element without a slot shows as the nearest bar of its kind, as a
 * blank or as the full block; any other character as charset_fallback().
 */
#ifndef DEVLCD_TEXT_GLYPHS_H
#define DEVLCD_TEXT_GLYPHS_H

#include "charset.h"
#include "hd44780.h"
#include "screen.h"
#include "types.h"

struct glyphs_cell {
	u32 cp;
	u8 where;	/* in DDRAM */
	u8 code;	/* in the ROM, or HD44780_NO_CODE */
	u8 fallback;	/* the code to show if it gets no slot */
	bool drawn;	/* the ROM lacks it, and our font has it */
	u8 rows[HD44780_SLOT_ROWS];
	u8 picture;	/* its index in struct glyphs, if it got a slot */
};

/* A picture that got a slot. */
struct glyphs_picture {
	u8 rows[HD44780_SLOT_ROWS];
	u8 slot;
	u8 bars;	/* the kinds of bars that have this picture */
};

/*
 * What the controllers should hold to show a screen: @should; the rest is internal, for
 * one controller at a time. Two KiB: keep it beside the glass, not on a stack.
 */
struct glyphs {
	struct hd44780_state should[HD44780_UNITS];
	struct glyphs_cell cells[HD44780_CELLS];	/* in reading order */
	unsigned int count;
	struct glyphs_picture pictures[HD44780_SLOTS];	/* in the slots */
	unsigned int picture_count;
};

/**
 * glyphs_render() - set what the controllers should hold to show a screen
 * @module: module
 * @rom:    its character generator ROM
 * @screen: the screen to show; cells of a larger module are blank
 * @glass:  what is known of the controllers
 * @glyphs: @should is set, for each controller of the module
 *
 * U+F000..U+F00F are codes of CGRAM, not of a ROM, and mean the user glyphs 0..7.
 */
void glyphs_render(const struct hd44780_module *module, enum charset_rom rom,
		   const struct screen *screen,
		   const struct hd44780_glass *glass, struct glyphs *glyphs);

#endif
