// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "parse.h"
#include "text/screen.h"

int parse_geometry(const char *text, unsigned int *rows, unsigned int *cols)
{
	const char *by = strchr(text, 'x');
	unsigned int r, c;
	int end = 0;

	/* sscanf() would skip blanks. */
	if (!by || !isdigit(text[0]) || !isdigit(by[1]))
		return -EINVAL;
	if (sscanf(text, "%3ux%3u%n", &c, &r, &end) != 2)
		return -EINVAL;
	if (text[end] && strcmp(text + end, "\n"))
		return -EINVAL;
	if (!r || r > SCREEN_MAX_ROWS || !c || c > SCREEN_MAX_COLS)
		return -EINVAL;
	*rows = r;
	*cols = c;
	return 0;
}

int parse_glyph(const char *text, u8 *rows)
{
	for (int i = 0; i < SCREEN_GLYPH_ROWS; i++) {
		text = skip_spaces(text);
		if (hex2bin(&rows[i], text, 1) || rows[i] > 0x1f)
			return -EINVAL;
		text += 2;
	}
	return *skip_spaces(text) ? -EINVAL : 0;
}
