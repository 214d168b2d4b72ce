/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unicode on an HD44780: which characters take a cell, which characters the
 * ROMs have, and what replaces the others.
 *
 * Every character takes one cell, wide characters too. Full-width forms become
 * ordinary letters, and kana become the half-width katakana of ROM A00. Wide
 * characters that our font can draw (bell, battery) stay, and all other wide
 * characters are stored as '?'. Spaces of any width become U+0020.
 */
#ifndef DEVLCD_TEXT_CHARSET_H
#define DEVLCD_TEXT_CHARSET_H

#include "types.h"

/*
 * A character generator ROM: its index in charset_rom_names[]. The others need no name
 * here: no code treats them specially.
 */
enum charset_rom {
	CHARSET_A00,	/* the HD44780U's Japanese font, the default */
	CHARSET_A02,	/* its European font */
};

/* The names of the ROMs for users, ended by NULL. */
extern const char *const charset_rom_names[];

/**
 * charset_cell() - the content of a cell for a decoded code point
 * @cp: code point
 *
 * Call charset_joins() first.
 *
 * Return: the code point to store, which is @cp or its folded form; 0 if it takes
 * no cell: DEL, C0 and C1, zero-width and bidi controls, variation selectors, and
 * non-characters.
 */
u32 charset_cell(u32 cp);

/* Is @cp a mark of any script, even one with a width of its own? */
bool charset_combining(u32 cp);

#define CHARSET_JOINER 0x200du		/* between the emoji of one picture */

/* What can join the last character, in addition to marks. */
enum charset_cluster {
	CHARSET_ALONE,
	CHARSET_PICTURE,	/* U+200D, which makes it CHARSET_JOINED */
	CHARSET_JOINED,	/* another emoji */
	CHARSET_FLAG,	/* the other letter of a flag */
	CHARSET_HANGUL,	/* more of the syllable */
};

/**
 * charset_joins() - find out whether a character joins the one before it
 * @cluster: updated by each call; set it to CHARSET_ALONE at first, and after
 *           anything but text
 * @cp:      code point
 *
 * Grapheme clusters (Unicode Annex 29): marks, emoji joined by U+200D, skin
 * tones, the two letters of a flag, Hangul initials. A mark may change the
 * character of the cell, see charset_compose().
 *
 * Return: whether @cp shares the cell of the character before it.
 */
bool charset_joins(enum charset_cluster *cluster, u32 cp);

/* Private use characters: each font has others (Unicode 23.5). */
static inline bool charset_private(u32 cp)
{
	return (cp >= 0xe000 && cp <= 0xf8ff) || cp >= 0xf0000;
}

/* Return: the precomposed character, or 0 if our tables have none. */
u32 charset_compose(u32 base, u32 mark);

/* Return: the base, which may itself have a mark; 0 if @cp is not composed. */
u32 charset_decompose(u32 cp, u32 *mark);

/**
 * charset_look_alike() - the character that looks the same on five by eight dots
 * @cp: a character
 *
 * For example the Latin letter for a Greek or Cyrillic one, or the usual form of
 * a sign that Unicode has more than once.
 *
 * Return: that character, or @cp if there is none.
 */
u32 charset_look_alike(u32 cp);

/**
 * charset_rom_code() - the ROM's own code of a character
 * @rom: which ROM
 * @cp:  cell content; U+F000+n is code n of any ROM
 *
 * Return: 0x10..0xff (0x00..0xff for U+F000+n), or -1 if the ROM lacks the
 * character. User glyphs are not in the ROM.
 */
int charset_rom_code(enum charset_rom rom, u32 cp);

/**
 * charset_fallback() - the ROM code to show if a character cannot be drawn
 * @rom: which ROM
 * @cp:  cell content
 *
 * The code of the character itself, else of one similar character of the ROM (e for
 * e-acute, ' for a typographic quote), else of '?'.
 *
 * Return: a ROM code.
 */
u8 charset_fallback(enum charset_rom rom, u32 cp);

#endif
