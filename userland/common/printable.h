/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A terminal's character for an untrusted character.
 */
#ifndef DEVLCD_COMMON_PRINTABLE_H
#define DEVLCD_COMMON_PRINTABLE_H

#include "text/charset.h"

/**
 * printable_locale() - adopt the user's locale
 *
 * Return: true if the terminal understands UTF-8; else printable() returns ASCII only.
 */
bool printable_locale(void);

/**
 * printable() - a character that shows @cp in one column
 * @cp:   code point, not trusted
 * @utf8: what printable_locale() returned
 * @rom:  the ROM of the codes U+F000+n
 *
 * A user glyph becomes its number, a code of the ROM the character that the ROM has
 * there, a wide picture a similar narrow one. Other characters that cannot be shown,
 * and all controls, become U+FFFD, or '?' in ASCII.
 *
 * Return: a code point that takes one column and is not a control.
 */
u32 printable(u32 cp, bool utf8, enum charset_rom rom);

#endif
