// SPDX-License-Identifier: GPL-2.0-only
/*
 * The drawn display. Pure: a picture in, text out. All that is not drawn here
 * goes through printable(), so that each cell takes one column.
 */
#include "frame.h"

#include <string.h>

#include "picture.h"
#include "../common/printable.h"

#define SGR_NORMAL "\033[0m"
#define SGR_FAINT "\033[0;2m"
#define SGR_UNDERLINED "\033[4m"
#define SGR_BLINKING "\033[5;7m"

struct box {
	const char *top_left, *top_right, *bottom_left, *bottom_right;
	const char *across, *down;
	const char *mark_row, *mark_col;
};

static const struct box box_utf8 = {
	"\u250c", "\u2510", "\u2514", "\u2518", "\u2500", "\u2502", "\u25b8", "\u25be",
};

static const struct box box_ascii = { "+", "+", "+", "+", "-", "|", ">", "v" };

/**
 * struct drawing - a frame being drawn
 * @out:     where to
 * @picture: what
 * @style:   how
 * @box:     the border of that style
 * @cursor:  is the cursor seen at all?
 */
struct drawing {
	FILE *out;
	const struct picture *picture;
	const struct frame_style *style;
	const struct box *box;
	bool cursor;
};

static void draw_top(const struct drawing *d)
{
	const struct screen *screen = &d->picture->screen;
	bool mark = d->cursor && !d->style->escapes;

	fputs(d->box->top_left, d->out);
	for (unsigned int col = 0; col < screen->cols; col++)
		fputs(mark && col == screen->col ? d->box->mark_col : d->box->across, d->out);
	fputs(d->box->top_right, d->out);
}

/* The border says what a dark display cannot, where there is room for it. */
static void draw_bottom(const struct drawing *d)
{
	const struct screen *screen = &d->picture->screen;
	const char *note = !screen->power ? " power off " :
			   !screen->backlight ? " backlight off " : "";
	unsigned int length = strlen(note);
	unsigned int col = 0;

	fputs(d->box->bottom_left, d->out);
	if (length && length < screen->cols) {
		fprintf(d->out, "%s%s", d->box->across, note);
		col = length + 1;
	}
	for (; col < screen->cols; col++)
		fputs(d->box->across, d->out);
	fputs(d->box->bottom_right, d->out);
}

static void set_rendition(const struct drawing *d, bool lit, bool at_cursor)
{
	const struct screen *screen = &d->picture->screen;

	if (!d->style->escapes)
		return;
	fputs(lit ? SGR_NORMAL : SGR_FAINT, d->out);
	if (at_cursor && screen->cursor)
		fputs(SGR_UNDERLINED, d->out);
	if (at_cursor && screen->blink)
		fputs(SGR_BLINKING, d->out);
}

static void draw_cell(const struct drawing *d, u32 cp)
{
	char text[UTF8_MAX];
	size_t length;

	length = utf8_encode(printable(cp, d->style->utf8, d->picture->rom), text);
	fwrite(text, 1, length, d->out);
}

static void draw_row(const struct drawing *d, unsigned int row)
{
	const struct screen *screen = &d->picture->screen;
	bool lit = screen->backlight && screen->power;
	bool marked = d->cursor && row == screen->row;

	fputs(marked && !d->style->escapes ? d->box->mark_row : d->box->down, d->out);
	set_rendition(d, lit, false);
	for (unsigned int col = 0; col < screen->cols; col++) {
		bool at_cursor = marked && col == screen->col;

		if (at_cursor)
			set_rendition(d, lit, true);
		draw_cell(d, screen->power ? screen->cells[row][col] : ' ');
		if (at_cursor)
			set_rendition(d, lit, false);
	}
	set_rendition(d, true, false);
	fputs(d->box->down, d->out);
}

void frame_draw(FILE *out, const struct picture *picture,
		const struct frame_style *style, const char *end)
{
	const struct screen *screen = &picture->screen;
	const struct drawing d = {
		.out = out,
		.picture = picture,
		.style = style,
		.box = style->utf8 ? &box_utf8 : &box_ascii,
		.cursor = screen->power && (screen->cursor || screen->blink),
	};

	draw_top(&d);
	fputs(end, out);
	for (unsigned int row = 0; row < screen->rows; row++) {
		draw_row(&d, row);
		fputs(end, out);
	}
	draw_bottom(&d);
	fputs(end, out);
}
