/* SPDX-License-Identifier: GPL-2.0-only */
/* The content of a text page: made once from a source's message, and drawn often. */
#ifndef LCDBRIDGE_CONTENT_H
#define LCDBRIDGE_CONTENT_H

#include "bands.h"
#include "icons.h"

#define ROW_ICONS_MAX 8

/**
 * struct row_spec - a source's specification of one band
 * @band:       the band without its text
 * @text:       untrusted, one line; NULL for none
 * @icons:      in front of the text
 * @icon_count: of them
 */
struct row_spec {
	struct band band;
	const char *text;
	const struct icon *icons[ROW_ICONS_MAX];
	unsigned int icon_count;
};

/* Initialise: text on the left, without icons. */
void row_spec_init(struct row_spec *row);

/**
 * struct pictures - user glyphs of one page
 * @rows:  dots of each number
 * @given: bit n is set if the page has a glyph n of its own
 */
struct pictures {
	u8 rows[SCREEN_GLYPHS][SCREEN_GLYPH_ROWS];
	u8 given;
};

/**
 * struct content_spec - a source's specification of a page
 * @text:  untrusted; @count bytes, one line for each row
 * @title: the first line, or NULL
 * @lines: the style of @title and @text; its icons stand before the first line
 * @rows:  rows below the lines
 * @row_count: of @rows
 * @pictures: user glyphs of the page's own
 */
struct content_spec {
	const char *text;
	size_t count;
	const char *title;
	struct row_spec lines;
	struct row_spec rows[BANDS_MAX];
	unsigned int row_count;
	struct pictures pictures;
};

/**
 * struct content - the content of a page
 * @bands: @count bands; the content owns their text
 */
struct content {
	struct band bands[BANDS_MAX];
	unsigned int count;
	struct pictures pictures;
};

/* Return: false, with an empty content, without memory. */
bool content_make(struct content *content, const struct content_spec *spec);
void content_free(struct content *content);

/* Is the text the same, so that scrolling continues? */
bool content_same_text(const struct content *a, const struct content *b);

/* Does it show nothing? */
bool content_is_blank(const struct content *content);

/* See bands_draw(). */
unsigned int content_draw(const struct content *content, struct screen *screen,
			  const struct marquee_pace *pace, u64 age);

#endif
