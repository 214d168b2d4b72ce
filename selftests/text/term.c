// SPDX-License-Identifier: GPL-2.0-only
#include "term.h"

#include <stdio.h>

void term_init(struct term *term, unsigned int rows, unsigned int cols)
{
	vt_init(&term->vt);
	screen_init(&term->screen, rows, cols);
}

void term_write(struct term *term, const char *bytes, size_t count)
{
	vt_write(&term->vt, &term->screen, (const u8 *)bytes, count);
}

const char *term_show(const struct screen *screen, char *out)
{
	size_t len = screen_text(screen, out) - 1;

	for (size_t i = 0; i < len; i++)
		if (out[i] == '\n')
			out[i] = '|';
	sprintf(out + len, "@%u,%u%s%s", screen->row, screen->col,
		screen->wrap_pending ? "w" : "",
		screen->scroll_pending ? "s" : "");
	return out;
}

const char *term_modes(const struct screen *screen, char *out)
{
	sprintf(out, "%c%c%c%c%c%s%s", screen->power ? 'D' : 'd',
		screen->cursor ? 'C' : 'c', screen->blink ? 'B' : 'b',
		screen->backlight ? '+' : '-', screen->autowrap ? 'W' : 'w',
		screen->requests & SCREEN_FLASH ? "*" : "",
		screen->requests & SCREEN_REINIT ? "I" : "");
	return out;
}
