/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own /dev/lcd, its charlcd and hd44780 drivers, on the model of
 * an HD44780 that keeps what its pins would be told.
 */
#ifndef DEVLCD_CHARLCD_GLASS_H
#define DEVLCD_CHARLCD_GLASS_H

#include <stddef.h>

#define GLASS_SHOW_MAX 1024

/**
 * glass_open() - make the one display, as if just loaded and opened
 * @rows: 1..4
 * @cols: 1..40
 */
void glass_open(unsigned int rows, unsigned int cols);

/**
 * glass_write() - write to /dev/lcd
 * @bytes: any bytes
 * @count: how many
 */
void glass_write(const char *bytes, size_t count);

/**
 * glass_show() - what is on the glass, in the words of term_show()
 * @out: room for GLASS_SHOW_MAX bytes
 *
 * The user glyphs are U+E000..U+E007, other codes of the ROM that are not
 * ASCII are U+F000 + code. "@-" is a cursor that cannot be seen.
 *
 * Return: @out
 */
const char *glass_show(char *out);

/**
 * glass_modes() - display, cursor, blink and backlight: "Dcb+"
 * @out: room for 5 bytes
 *
 * Return: @out
 */
const char *glass_modes(char *out);

/**
 * glass_glyph_row() - one row of pixels of a user glyph
 * @glyph: 0..7
 * @row:   0..7
 */
unsigned char glass_glyph_row(unsigned int glyph, unsigned int row);

#endif
