/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unicode on an HD44780: which characters take a cell, what the two standard
 * character ROMs have, and what stands in for what they lack.
 *
 * Wide characters, decided once and here: a cell of the glass is a cell, so
 * every character takes one. Full-width forms are folded to the usual ones and
 * kana to the half-width katakana of ROM A00, wide characters that our font can
 * draw (bell, battery) stay themselves, and every other wide character is
 * stored as '?'. Spaces of whatever width become U+0020.
 */
#ifndef DEVLCD_TEXT_CHARSET_H
#define DEVLCD_TEXT_CHARSET_H

#include "types.h"

/**
 * enum charset_rom - the character generator ROMs of the HD44780U data sheet
 * @CHARSET_A00: Japanese standard font (data sheet table 4, ROM code A00)
 * @CHARSET_A02: European standard font (same table, ROM code A02)
 */
enum charset_rom { CHARSET_A00, CHARSET_A02 };

/**
 * charset_cell() - what a decoded code point puts into a cell
 * @cp: code point
 *
 * Return: the code point to store: @cp itself, or what it is folded to; 0 where
 * it takes no cell: DEL, C0 and C1, zero-width and bidi controls, variation
 * selectors, and non-characters. Combining marks are for charset_combining() to ask first.
 */
u32 charset_cell(u32 cp);

/**
 * charset_combining() - does @cp join the character before it?
 * @cp: code point
 */
bool charset_combining(u32 cp);

/* Private use, in which nobody knows what a font has (Unicode 23.5). */
static inline bool charset_private(u32 cp)
{
	return (cp >= 0xe000 && cp <= 0xf8ff) || cp >= 0xf0000;
}

/**
 * charset_compose() - the precomposed character of a base and a mark
 * @base: what is in the cell
 * @mark: a combining mark
 *
 * Return: the precomposed character, or 0 where Unicode has none that we know.
 */
u32 charset_compose(u32 base, u32 mark);

/**
 * charset_decompose() - the base and the mark that make up @cp
 * @cp:   a character
 * @mark: set to the mark where there is one
 *
 * Return: the base, which may itself have a mark; 0 where @cp is not composed.
 */
u32 charset_decompose(u32 cp, u32 *mark);

/**
 * charset_look_alike() - the character that looks the same on five by eight dots
 * @cp: a character
 *
 * Return: the Latin letter that Greek and Cyrillic have too, the usual form of
 * a sign that Unicode has more than once; @cp itself where there is none.
 */
u32 charset_look_alike(u32 cp);

/**
 * charset_rom_code() - the ROM's own code of a character
 * @rom: which ROM
 * @cp:  cell content; U+F000+n is code n of any ROM
 *
 * Return: 0x10..0xff (0x00..0xff for U+F000+n), or -1 where the ROM has not
 * that character. User glyphs are not in the ROM.
 */
int charset_rom_code(enum charset_rom rom, u32 cp);

/**
 * charset_fallback() - the ROM code to show where nothing better is to be had
 * @rom: which ROM
 * @cp:  cell content
 *
 * The character itself, else its transliteration to one character of the ROM
 * (e-acute to e, a typographic quote to '), else '?'.
 *
 * Return: a ROM code.
 */
u8 charset_fallback(enum charset_rom rom, u32 cp);

#endif
