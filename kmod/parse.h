/* SPDX-License-Identifier: GPL-2.0-only */
/* Parse text that users write into attributes and parameters. */
#ifndef DEVLCD_PARSE_H
#define DEVLCD_PARSE_H

#include <linux/types.h>

/**
 * parse_geometry() - read "20x4"
 * @text: columns, an x, rows; a trailing line feed is ignored
 * @rows: set on success
 * @cols: set on success
 *
 * Return: 0, or -EINVAL for anything else or out of range.
 */
int parse_geometry(const char *text, unsigned int *rows, unsigned int *cols);

/**
 * parse_glyph() - read the rows of a user glyph
 * @text: two hex digits a row, the top one first, blanks between them or not
 * @rows: SCREEN_GLYPH_ROWS of them
 *
 * Return: 0, or -EINVAL for anything else.
 */
int parse_glyph(const char *text, u8 *rows);

#endif
