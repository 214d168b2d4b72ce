// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draws the display. Pure: a picture in, text out. All characters of the display go
 * through printable(), so that each cell takes one column.
 */
#include "frame.h"

#include <string.h>

#include "../common/glass.h"
#include "../common/picture.h"
#include "../common/printable.h"
#include "text/utf8.h"

#define TITLE_MAX 64		/* a longer title is left out */

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
 * @out:     stream
 * @picture: picture
 * @style:   how to draw it
 * @box:     the characters of the border
 * @width:   columns inside the border
 * @cursor:  the cursor is visible
 */
struct drawing {
	FILE *out;
	const struct picture *picture;
	const struct frame_style *style;
	const struct box *box;
	unsigned int width;
	bool cursor;
};

static unsigned int inner_lines(const struct picture *picture, const struct frame_style *style)
{
	return style->dots ? dots_lines(style->kind, picture->screen.rows) : picture->screen.rows;
}

static unsigned int inner_columns(const struct picture *picture, const struct frame_style *style)
{
	return style->dots ? dots_columns(style->kind, picture->screen.cols) :
	       picture->screen.cols;
}

unsigned int frame_lines(const struct picture *picture, const struct frame_style *style)
{
	return inner_lines(picture, style) + 2;
}

unsigned int frame_columns(const struct picture *picture, const struct frame_style *style)
{
	return inner_columns(picture, style) + 2;
}

/* Do marks in the border show the cursor's place? */
static bool has_marks(const struct drawing *d)
{
	return d->cursor && !d->style->escapes && !d->style->dots;
}

/* Draw " TITLE COLSxROWS " after a first piece of border. Return: its columns. */
static unsigned int draw_title(const struct drawing *d)
{
	const struct screen *screen = &d->picture->screen;
	char size[16];
	u32 title[TITLE_MAX];
	struct utf8 step = { 0 };
	unsigned int count = 0;
	int length;

	if (!d->style->title)
		return 0;
	for (const char *next = d->style->title; *next && count < TITLE_MAX;) {
		enum utf8_step got = utf8_step(&step, *next, &title[count]);

		count += got != UTF8_MORE;
		next += got != UTF8_BROKEN;	/* else the byte comes again */
	}
	length = snprintf(size, sizeof(size), " %ux%u ", screen->cols, screen->rows);
	if (count == TITLE_MAX || step.left || 1 + 1 + count + length >= d->width)
		return 0;

	fprintf(d->out, "%s ", d->box->across);
	for (unsigned int i = 0; i < count; i++) {
		char text[UTF8_MAX];
		u32 shown = printable(title[i], d->style->utf8, d->picture->rom);

		fwrite(text, 1, utf8_encode(shown, text), d->out);
	}
	fputs(size, d->out);
	return 1 + 1 + count + length;
}

static void draw_top(const struct drawing *d)
{
	fputs(d->box->top_left, d->out);
	for (unsigned int col = draw_title(d); col < d->width; col++)
		fputs(has_marks(d) && col == d->picture->screen.col ? d->box->mark_col :
		      d->box->across, d->out);
	fputs(d->box->top_right, d->out);
}

/* Draw the lower edge, which says if light or power is off, if there is room. */
static void draw_bottom(const struct drawing *d)
{
	const struct screen *screen = &d->picture->screen;
	const char *note = !screen->power ? " power off " :
			   !screen->backlight ? " backlight off " : "";
	unsigned int length = strlen(note);
	unsigned int col = 0;

	fputs(d->box->bottom_left, d->out);
	if (length && length < d->width) {
		fprintf(d->out, "%s%s", d->box->across, note);
		col = length + 1;
	}
	for (; col < d->width; col++)
		fputs(d->box->across, d->out);
	fputs(d->box->bottom_right, d->out);
}

static bool is_coloured(const struct frame_style *style)
{
	return style->colours && style->depth != COLOUR_NONE;
}

/* With colours, unlit ones show a dark display; without colours, make it faint. */
static void set_rendition(const struct drawing *d, bool lit, bool at_cursor)
{
	const struct frame_style *style = d->style;
	const struct screen *screen = &d->picture->screen;

	if (is_coloured(style)) {
		const struct glass_colours *colours =
			glass_colours(style->colours, screen->backlight);

		fputs(SGR_NORMAL, d->out);
		colour_put(d->out, style->depth, colours->on, colours->ground);
	} else if (style->escapes) {
		fputs(lit ? SGR_NORMAL : SGR_FAINT, d->out);
	}
	if (!style->escapes)
		return;
	if (at_cursor && screen->cursor)
		fputs(SGR_UNDERLINED, d->out);
	if (at_cursor && screen->blink)
		fputs(SGR_BLINKING, d->out);
}

static void end_rendition(const struct drawing *d)
{
	if (d->style->escapes || is_coloured(d->style))
		fputs(SGR_NORMAL, d->out);
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

	fputs(marked && has_marks(d) ? d->box->mark_row : d->box->down, d->out);
	set_rendition(d, lit, false);
	for (unsigned int col = 0; col < screen->cols; col++) {
		bool at_cursor = marked && col == screen->col;

		if (at_cursor)
			set_rendition(d, lit, true);
		draw_cell(d, screen->power ? screen->cells[row][col] : ' ');
		if (at_cursor)
			set_rendition(d, lit, false);
	}
	end_rendition(d);
	fputs(d->box->down, d->out);
}

static void draw_rows(const struct drawing *d, const char *end)
{
	for (unsigned int row = 0; row < d->picture->screen.rows; row++) {
		draw_row(d, row);
		fputs(end, d->out);
	}
}

static void draw_dots(const struct drawing *d, const char *end)
{
	const struct dots_style how = {
		.kind = d->style->kind,
		.escapes = d->style->escapes,
		.depth = d->style->colours ? d->style->depth : COLOUR_NONE,
		.style = d->style->colours ? d->style->colours : glass_style(NULL),
	};
	bool faint = d->style->escapes && !is_coloured(d->style) && !d->picture->screen.backlight;
	struct glass glass;

	glass_paint(&glass, d->picture);
	for (unsigned int line = 0; line < inner_lines(d->picture, d->style); line++) {
		fprintf(d->out, "%s%s", d->box->down, faint ? SGR_FAINT : "");
		dots_draw(d->out, &glass, &how, line);
		end_rendition(d);
		fprintf(d->out, "%s%s", d->box->down, end);
	}
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
		.width = inner_columns(picture, style),
		.cursor = screen->power && (screen->cursor || screen->blink),
	};

	draw_top(&d);
	fputs(end, out);
	if (style->dots)
		draw_dots(&d, end);
	else
		draw_rows(&d, end);
	draw_bottom(&d);
	fputs(end, out);
}
