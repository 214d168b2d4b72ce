/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * UTF-8 to code points and back.
 *
 * Ill-formed input follows the Unicode Standard, section 3.9, "U+FFFD
 * Substitution of Maximal Subparts": one U+FFFD for each longest prefix of a
 * well-formed sequence, and the byte that broke it is looked at again.
 */
#ifndef DEVLCD_TEXT_UTF8_H
#define DEVLCD_TEXT_UTF8_H

#include "types.h"

#define UTF8_MAX 4		/* bytes of the longest sequence */
#define UTF8_REPLACEMENT 0xfffdu

/**
 * struct utf8 - a decoder between two bytes
 * @cp:    the bits collected so far
 * @left:  continuation bytes still to come; 0 between characters
 * @lower: the least value that the next continuation byte may have
 * @upper: the greatest
 *
 * All zero is the initial state.
 */
struct utf8 {
	u32 cp;
	u8 left;
	u8 lower;
	u8 upper;
};

/**
 * enum utf8_step - what one byte did to the decoder
 * @UTF8_MORE:   the byte was taken, the character is not complete
 * @UTF8_DONE:   the byte was taken and completed a character
 * @UTF8_BAD:    the byte was taken; it is ill-formed by itself
 * @UTF8_BROKEN: the byte was NOT taken: it ended an incomplete sequence; show
 *               U+FFFD for that and offer the same byte again
 */
enum utf8_step { UTF8_MORE, UTF8_DONE, UTF8_BAD, UTF8_BROKEN };

/**
 * utf8_step() - decode one byte
 * @utf8: decoder
 * @byte: the byte
 * @cp:   the code point, set on UTF8_DONE; U+FFFD on UTF8_BAD and UTF8_BROKEN
 *
 * Return: see enum utf8_step.
 */
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
