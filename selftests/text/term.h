/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A parser and its screen, and all that a test wants to know of a screen as
 * one short string.
 */
#ifndef DEVLCD_TERM_H
#define DEVLCD_TERM_H

#include "screen.h"
#include "vt.h"

#define ESC "\033"
#define CSI ESC "["
#define LCD CSI "L"			/* charlcd's own sequences */

#define TERM_SHOW_MAX (SCREEN_TEXT_MAX + 16)

struct term {
	struct vt vt;
	struct screen screen;
};

void term_init(struct term *term, unsigned int rows, unsigned int cols);
void term_write(struct term *term, const char *bytes, size_t count);

/**
 * term_show() - a screen as a string
 * @screen: screen
 * @out:    room for TERM_SHOW_MAX bytes
 *
 * The rows with '|' between them, then '@', the cursor's row and column, and a
 * 'w' or 's' where a wrap or a scroll is pending: "ab|c|@1,1".
 *
 * Return: @out
 */
const char *term_show(const struct screen *screen, char *out);

/**
 * term_modes() - the switches of a screen as a string
 * @screen: screen
 * @out:    room for TERM_SHOW_MAX bytes
 *
 * charlcd's letters for display, cursor, blink and backlight, upper case or
 * '+' where on; 'W' or 'w' for autowrap; then '*' and 'I' where requested.
 *
 * Return: @out
 */
const char *term_modes(const struct screen *screen, char *out);

#endif
