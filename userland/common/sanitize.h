/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Filters untrusted text for the display.
 *
 * After UTF-8 decoding, printable characters, \n, \t and \f pass. Every other
 * control (ESC, C1 and \r among them), zero-width and bidi controls and the
 * private use area are dropped; ill-formed bytes become U+FFFD. The only zero-width
 * character that passes is U+200D, which joins two emoji to one picture.
 */
#ifndef DEVLCD_COMMON_SANITIZE_H
#define DEVLCD_COMMON_SANITIZE_H

#include "text/utf8.h"

/* The most output for @n bytes: each may become U+FFFD, and one character may end. */
#define SANITIZE_ROOM(n) (3 * (n) + UTF8_MAX)

/**
 * struct sanitize - the state of a stream between two bytes; initially all zero
 * @utf8: the decoder
 */
struct sanitize {
	struct utf8 utf8;
};

/**
 * sanitize_text() - filter the next bytes of a stream
 * @sanitize: stream
 * @bytes:    any bytes at all
 * @count:    how many
 * @out:      room for SANITIZE_ROOM(@count) bytes; no NUL is added
 *
 * Return: the number of bytes written.
 */
size_t sanitize_text(struct sanitize *sanitize, const u8 *bytes, size_t count, char *out);

#endif
