/* SPDX-License-Identifier: GPL-2.0-only */
/* What must hold of a parser and its screen whatever bytes they were given. */
#ifndef DEVLCD_INVARIANT_H
#define DEVLCD_INVARIANT_H

#include "screen.h"
#include "vt.h"

/**
 * invariant_state() - is the state one that the headers allow?
 * @vt:     parser
 * @screen: screen
 *
 * Return: what is wrong with it, or NULL.
 */
const char *invariant_state(const struct vt *vt, const struct screen *screen);

/**
 * invariant_round_trip() - does the text of a screen make the same screen?
 * @screen: screen; its text is written to another, truncated one
 *
 * Return: what is wrong, or NULL.
 */
const char *invariant_round_trip(const struct screen *screen);

/**
 * invariant_cut() - is a stream in pieces the same as in one?
 * @rows:  of the screen
 * @cols:  of the screen
 * @bytes: the stream
 * @count: its length
 * @piece: length of each piece but the last, at least 1
 *
 * Return: what is wrong, or NULL.
 */
const char *invariant_cut(unsigned int rows, unsigned int cols, const u8 *bytes,
			  size_t count, size_t piece);

#endif
