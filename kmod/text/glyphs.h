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
 * glyphs_render() - what the controllers should hold to show a screen
 * @module: module
 * @rom:    its character generator ROM
 * @screen: what to show; what the module has more is blank
 * @glass:  what is known of the controllers
 * @should: set, for each controller of the module
 *
 * U+F000..U+F00F, codes of no ROM but of CGRAM, mean the user glyphs 0..7.
 */
void glyphs_render(const struct hd44780_module *module, enum charset_rom rom,
		   const struct screen *screen,
		   const struct hd44780_glass *glass,
		   struct hd44780_state should[HD44780_UNITS]);

#endif
