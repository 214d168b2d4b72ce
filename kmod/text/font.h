/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A font of 5 x 8 dots for what the ROMs lack: accented Latin letters, Greek
 * and Cyrillic, block elements, boxes, arrows, signs and a few emoji.
 *
 * Letters stand on row 6 like those of ROM A00; row 7 is for descenders.
 */
#ifndef DEVLCD_TEXT_FONT_H
#define DEVLCD_TEXT_FONT_H

#include "types.h"

#define FONT_ROWS 8

/**
 * font_glyph() - the picture of a character
 * @cp:   cell content
 * @rows: set, top row first, bit 4 the left pixel; untouched if there is none
 *
 * Return: true if the font has the character.
 */
bool font_glyph(u32 cp, u8 rows[FONT_ROWS]);

#endif
