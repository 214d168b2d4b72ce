/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * UTF-8 to code points and back.
 *
 * Ill-formed input follows the Unicode Standard, section 3.9, "U+FFFD
 * Substitution of Maximal Subparts": one U+FFFD for each longest prefix of a
 * well-formed sequence; the byte that ended the prefix is decoded again.
 */
#ifndef DEVLCD_TEXT_UTF8_H
#define DEVLCD_TEXT_UTF8_H

#include "types.h"

#define UTF8_MAX 4		/* bytes of the longest sequence */
#define UTF8_REPLACEMENT 0xfffdu

/* A decoder between two bytes. All zero is the initial state. */
struct utf8 {
	u32 cp;
	u8 left;	/* continuation bytes still to come */
	u8 lower;	/* of the next continuation byte */
	u8 upper;	/* likewise */
};

/* What one byte did to the decoder. */
enum utf8_step {
	UTF8_MORE,	/* the character is not complete */
	UTF8_DONE,
	UTF8_BAD,	/* ill-formed by itself */
	UTF8_BROKEN,	/* NOT accepted: show U+FFFD, and pass the same byte again */
};

/* Decode one byte. @cp is set on UTF8_DONE; to U+FFFD on UTF8_BAD and UTF8_BROKEN. */
enum utf8_step utf8_step(struct utf8 *utf8, u8 byte, u32 *cp);

/**
 * utf8_encode() - the bytes of one code point
 * @cp:  a Unicode scalar value; anything else is written as U+FFFD
 * @out: room for UTF8_MAX bytes; no NUL is added
 *
 * Return: the number of bytes written, 1 to 4.
 */
size_t utf8_encode(u32 cp, char *out);

#endif
