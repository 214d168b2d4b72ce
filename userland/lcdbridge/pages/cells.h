/* SPDX-License-Identifier: GPL-2.0-only */
/* A line of text as cells, independent of its place on a screen. */
#ifndef LCDBRIDGE_CELLS_H
#define LCDBRIDGE_CELLS_H

#include "text/charset.h"

/**
 * cells_add() - add a character, which may join the last cell, as on the display
 * @cells:   room for @room cells
 * @count:   cells so far, the result of the last call; 0 at first
 * @room:    more cells are dropped
 * @cluster: CHARSET_ALONE at first, and after anything but text
 * @cp:      code point
 *
 * Return: the new number of cells.
 */
unsigned int cells_add(u32 *cells, unsigned int count, unsigned int room,
		       enum charset_cluster *cluster, u32 cp);

/**
 * cells_line() - make cells of a line of UTF-8, with tabs as blanks
 * @cells: room for @room cells
 * @room:  more cells are dropped
 * @text:  sanitized; a line feed or form feed in it ends the line
 * @count: bytes
 *
 * Return: the number of cells.
 */
unsigned int cells_line(u32 *cells, unsigned int room, const char *text, size_t count);

#endif
