/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The form of glyphs in tables: a line of eight rows, the top one first, five dots each.
 */
#ifndef DEVLCD_TEXT_FONT_ROWS_H
#define DEVLCD_TEXT_FONT_ROWS_H

#include "font.h"
#include "types.h"

/* Bit 4 is the left dot. In the order of their values, 0 to 31. */
enum font_row {
	_____, ____X, ___X_, ___XX, __X__, __X_X, __XX_, __XXX,
	_X___, _X__X, _X_X_, _X_XX, _XX__, _XX_X, _XXX_, _XXXX,
	X____, X___X, X__X_, X__XX, X_X__, X_X_X, X_XX_, X_XXX,
	XX___, XX__X, XX_X_, XX_XX, XXX__, XXX_X, XXXX_, XXXXX,
};

struct font_glyph {
	u32 cp;
	u8 rows[FONT_ROWS];
};

/* Return: the rows of @cp in a table sorted by code point, or NULL. */
const u8 *font_find(const struct font_glyph *glyphs, size_t count, u32 cp);

/* The parts of font_glyph(), with the same arguments and result. */
bool font_block(u32 cp, u8 rows[FONT_ROWS]);
bool font_letter(u32 cp, u8 rows[FONT_ROWS]);
bool font_symbol(u32 cp, u8 rows[FONT_ROWS]);

#endif
