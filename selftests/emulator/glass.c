// SPDX-License-Identifier: GPL-2.0-only
/*
 * Modules as they are made: the controller drives two lines, and a row beyond
 * the second is the further part of one of them. With N clear only the first
 * line is driven.
 */
#include "glass.h"

static const struct glass modules[] = {
	{ "8x1",	1, 8,	false,	1 },
	{ "16x1",	1, 16,	false,	1 },
	{ "16x1s",	1, 16,	true,	1 },
	{ "8x2",	2, 8,	false,	1 },
	{ "16x2",	2, 16,	false,	1 },
	{ "20x2",	2, 20,	false,	1 },
	{ "40x2",	2, 40,	false,	1 },
	{ "16x3",	3, 16,	false,	1 },
	{ "16x4",	4, 16,	false,	1 },
	{ "20x4",	4, 20,	false,	1 },
	{ "40x4",	4, 40,	false,	2 },
};

const struct glass *glass_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(modules); i++)
		if (!strcmp(modules[i].name, name))
			return &modules[i];
	return NULL;
}

u8 glass_code(const struct glass *g, const struct controller *const c[],
	      unsigned int row, unsigned int col)
{
	const struct controller *driver = c[g->controllers == 2 ? row / 2 : 0];
	unsigned int line = row % 2;
	unsigned int position = col;

	if (controller_has_own_lines(driver)) {
		line = row;
	} else if (g->split && col >= g->cols / 2) {
		line = 1;
		position = col - g->cols / 2;
	} else if (g->controllers == 1 && row >= 2) {
		position = col + g->cols;
	}
	if (!driver->on || driver->dark || (line && !driver->two_line))
		return controller_blank(driver);
	return driver->ddram[controller_cell(driver, line, position)];
}

/* A00 has a yen sign for the backslash and arrows for tilde and DEL. */
static bool ascii(u8 code)
{
	return code >= ' ' && code < '~' && code != '\\';
}

static char *put_code(char *text, u8 code, u8 blank)
{
	static const char hex[] = "0123456789abcdef";
	u8 plain = code - (blank - ' ');

	if (ascii(plain)) {
		*text++ = plain;
		return text;
	}
	*text++ = '\\';
	*text++ = 'x';
	*text++ = hex[code >> 4];
	*text++ = hex[code & 15];
	return text;
}

void glass_text(const struct glass *g, const struct controller *const c[],
		char *text)
{
	for (unsigned int row = 0; row < g->rows; row++) {
		for (unsigned int col = 0; col < g->cols; col++)
			text = put_code(text, glass_code(g, c, row, col),
					controller_blank(c[0]));
		*text++ = '\n';
	}
	*text = '\0';
}
