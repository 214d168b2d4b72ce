/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a terminal may be given for a character of a display or of a stranger.
 */
#ifndef DEVLCD_COMMON_PRINTABLE_H
#define DEVLCD_COMMON_PRINTABLE_H

#include "text/charset.h"

/**
 * printable_locale() - adopt the user's locale
 *
 * Return: true if the terminal understands UTF-8; without it printable() gives
 * ASCII alone.
 */
bool printable_locale(void);

/**
 * printable() - the character that shows @cp in one column
 * @cp:   code point, perhaps from a stranger
 * @utf8: what printable_locale() returned
 * @rom:  the ROM whose codes U+F000+n mean
 *
 * User glyphs are shown by their number, codes of the ROM by the character that
 * the ROM has there, wide pictures by a narrow relative. What cannot be shown,
 * controls among it, becomes U+FFFD, or '?' in ASCII.
 *
 * Return: a code point that takes one column and commands nothing.
 */
u32 printable(u32 cp, bool utf8, enum charset_rom rom);

#endif
