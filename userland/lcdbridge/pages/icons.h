/* SPDX-License-Identifier: GPL-2.0-only */
/* Named pictures of one cell. */
#ifndef LCDBRIDGE_ICONS_H
#define LCDBRIDGE_ICONS_H

#include "text/screen.h"

/**
 * struct icon - a picture
 * @name:  its name in messages; NULL for a user glyph
 * @cp:    the character that shows it
 * @rows:  its dots, if @drawn
 * @drawn: no character looks like it: it takes a user glyph, or is shown as @cp if none
 *         is left
 */
struct icon {
	const char *name;
	u32 cp;
	u8 rows[SCREEN_GLYPH_ROWS];
	bool drawn;
};

/* Find an icon by its name; NULL for an unknown name. */
const struct icon *icon_find(const char *name);

/* The user glyph @number, 0 to 7. */
const struct icon *icon_user(unsigned int number);

static inline bool icon_is_user(const struct icon *icon)
{
	return !icon->name;
}

#endif
