/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of characters are string literals in UTF-8: what they say is seen at
 * a glance, which no column of code points offers. They are ours and well
 * formed; text from elsewhere is for the decoder of utf8.h.
 */
#ifndef DEVLCD_TEXT_LITERAL_H
#define DEVLCD_TEXT_LITERAL_H

#include "types.h"

/**
 * literal_next() - the next character of a string literal
 * @text: moved past it
 *
 * Return: the character; 0 at the end, past which nobody must read on.
 */
static inline u32 literal_next(const char **text)
{
	u32 cp = (u8)*(*text)++;
	int more = (cp >= 0xc0) + (cp >= 0xe0) + (cp >= 0xf0);

	if (more)
		cp &= 0x3f >> more;
	while (more--)
		cp = cp << 6 | (*(*text)++ & 0x3f);
	return cp;
}

#endif
