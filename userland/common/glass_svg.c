// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes SVG without a library. A run of dots is a dashed line as thick as a dot. Each
 * subpath starts its dashes again, so five dots need no more text than one. At the
 * image's own size all edges are on whole pixels.
 */
#include "glass_image.h"

#include "text/utf8.h"

#define BLINK_SECONDS "0.8"	/* on and off, at the controller's usual 270 kHz */

/* A character that XML 1.0 does not permit (2.2) becomes U+FFFD. */
static void put_character(FILE *out, u32 cp)
{
	char text[UTF8_MAX];

	switch (cp) {
	case '<':
		fputs("&lt;", out);
		return;
	case '>':
		fputs("&gt;", out);
		return;
	case '&':
		fputs("&amp;", out);
		return;
	}
	if ((cp < ' ' && cp != '\n' && cp != '\t') || cp == 0xfffe || cp == 0xffff)
		cp = UTF8_REPLACEMENT;
	fwrite(text, 1, utf8_encode(cp, text), out);
}

static void put_title(FILE *out, const char *title)
{
	struct utf8 step = { 0 };
	u32 cp;

	fputs("<title>", out);
	while (*title) {
		enum utf8_step got = utf8_step(&step, *title, &cp);

		if (got != UTF8_MORE)
			put_character(out, cp);
		if (got != UTF8_BROKEN)		/* else the byte comes again */
			title++;
	}
	if (step.left)
		put_character(out, UTF8_REPLACEMENT);
	fputs("</title>\n", out);
}

static unsigned int at(unsigned int dot)
{
	return GLASS_MARGIN + dot * GLASS_DOT_PITCH;
}

/* From the left edge of the first dot of a run to the right edge of its last. */
static void put_run(FILE *out, unsigned int x, unsigned int y, unsigned int dots)
{
	fprintf(out, "M%u %uh%u", at(x), at(y) + GLASS_DOT_SIZE / 2,
		(dots - 1) * GLASS_DOT_PITCH + GLASS_DOT_SIZE);
}

static void begin_path(FILE *out, const char *id, u32 colour, const char *dashes)
{
	fprintf(out, "<path id='%s' stroke='#%06x' stroke-width='%d' ", id, colour,
		GLASS_DOT_SIZE);
	fprintf(out, "stroke-dasharray='%s' d='", dashes);
}

/* All dots: lines across the glass, dashed by cells. */
static void put_all(FILE *out, const struct glass *glass, u32 colour)
{
	unsigned int height = GLASS_HEIGHT(glass->rows);

	begin_path(out, "off", colour, "4 1 4 1 4 1 4 1 4 6");
	for (unsigned int y = 0; y < height; y++)
		if (y % (GLASS_CELL_ROWS + 1) < GLASS_CELL_ROWS)
			put_run(out, 0, y, GLASS_WIDTH(glass->cols));
	fputs("'/>\n", out);
}

static void put_on(FILE *out, const struct glass *glass, u32 colour)
{
	begin_path(out, "on", colour, "4 1");
	for (unsigned int y = 0; y < GLASS_HEIGHT(glass->rows); y++) {
		unsigned int run = 0;

		/* One place beyond the glass ends the run of the last cell. */
		for (unsigned int x = 0; x <= GLASS_WIDTH(glass->cols); x++) {
			if (glass_dot(glass, x, y, GLASS_BLINK_OFF)) {
				run++;
			} else if (run) {
				put_run(out, x - run, y, run);
				run = 0;
			}
		}
	}
	fputs("'/>\n", out);
}

static void put_blink(FILE *out, const struct glass *glass, u32 colour)
{
	begin_path(out, "blink", colour, "4 1");
	for (unsigned int y = 0; y < GLASS_CELL_ROWS; y++)
		put_run(out, glass->col * (GLASS_CELL_COLS + 1),
			glass->row * (GLASS_CELL_ROWS + 1) + y, GLASS_CELL_COLS);
	fputs("'><animate attributeName='visibility' values='visible;hidden' ", out);
	fputs("calcMode='discrete' dur='" BLINK_SECONDS "s' repeatCount='indefinite'/>", out);
	fputs("</path>\n", out);
}

void glass_svg(FILE *out, const struct glass *glass, const struct glass_style *style,
	       const char *title)
{
	const struct glass_colours *colours = glass_colours(style, glass->light);
	unsigned int width = GLASS_PIXELS(GLASS_WIDTH(glass->cols));
	unsigned int height = GLASS_PIXELS(GLASS_HEIGHT(glass->rows));

	fprintf(out, "<svg xmlns='http://www.w3.org/2000/svg' width='%u' height='%u' ",
		width, height);
	fprintf(out, "viewBox='0 0 %u %u' fill='none' shape-rendering='crispEdges'>\n",
		width, height);
	if (title)
		put_title(out, title);
	fprintf(out, "<rect width='%u' height='%u' rx='6' fill='#%06x'/>\n",
		width, height, colours->ground);
	put_all(out, glass, colours->off);
	put_on(out, glass, colours->on);
	if (glass->power && glass->blink)
		put_blink(out, glass, colours->on);
	fputs("</svg>\n", out);
}

void glass_svg_picture(FILE *out, const struct picture *picture, const struct glass_style *style)
{
	char title[SCREEN_TEXT_MAX + 1];
	struct glass glass;

	title[screen_text(&picture->screen, title)] = '\0';
	glass_paint(&glass, picture);
	glass_svg(out, &glass, style, title);
}
