// SPDX-License-Identifier: GPL-2.0-only
#include "content.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../common/sanitize.h"

#define BLANKS " \t\n\f"
#define ICONS_ROOM ((ROW_ICONS_MAX + 1) * UTF8_MAX)	/* and a blank */

void row_spec_init(struct row_spec *row)
{
	*row = (struct row_spec){ .band = { .min = NAN, .max = NAN } };
}

/* ---- icons ---- */

/* The user glyphs that rows of the page show by number, as bits. */
static u8 numbers_used(const struct row_spec *row)
{
	u8 used = 0;

	for (unsigned int i = 0; i < row->icon_count; i++)
		if (icon_is_user(row->icons[i]))
			used |= 1 << (row->icons[i]->cp - SCREEN_GLYPH_FIRST);
	return used;
}

/* The user glyph for a picture, assigned if it has none yet; -1 if none is left. */
static int picture_number(struct pictures *pictures, u8 used, const u8 *rows)
{
	int number;

	for (number = 0; number < SCREEN_GLYPHS; number++)
		if (pictures->given >> number & 1 &&
		    !memcmp(pictures->rows[number], rows, SCREEN_GLYPH_ROWS))
			return number;
	for (number = SCREEN_GLYPHS - 1; number >= 0; number--)
		if (!((pictures->given | used) >> number & 1))
			break;
	if (number < 0)
		return -1;
	memcpy(pictures->rows[number], rows, SCREEN_GLYPH_ROWS);
	pictures->given |= 1 << number;
	return number;
}

static u32 icon_character(const struct icon *icon, struct pictures *pictures, u8 used)
{
	int number = icon->drawn ? picture_number(pictures, used, icon->rows) : -1;

	return number < 0 ? icon->cp : SCREEN_GLYPH_FIRST + number;
}

/* ---- making ---- */

/* Make the text of a row: its icons, a blank, and its text up to the first line feed. */
static char *row_text(const struct row_spec *row, const char *text, size_t count,
		      struct pictures *pictures, u8 used)
{
	char *line = malloc(ICONS_ROOM + SANITIZE_ROOM(count) + 1);
	struct sanitize sanitize = { 0 };
	size_t n = 0;

	if (!line)
		return NULL;
	for (unsigned int i = 0; i < row->icon_count; i++)
		n += utf8_encode(icon_character(row->icons[i], pictures, used), line + n);
	if (n && count)
		line[n++] = ' ';
	n += sanitize_text(&sanitize, (const u8 *)text, count, line + n);
	line[n] = '\0';
	return line;
}

/* Rows beyond the largest display are dropped. Return: false without memory. */
static bool content_add(struct content *content, const struct row_spec *row, const char *text,
			size_t count, u8 used)
{
	struct band *band = &content->bands[content->count];

	if (content->count == BANDS_MAX)
		return true;
	*band = row->band;
	band->text = row_text(row, text, count, &content->pictures, used);
	if (band->text)
		content->count++;
	return band->text;
}

/* The icons of @row stand before the first line. */
static bool content_add_lines(struct content *content, struct row_spec *row, const char *text,
			      size_t count, u8 used)
{
	const char *feed;
	size_t length;

	for (; count; text += length, count -= length) {
		feed = memchr(text, '\n', count);
		length = feed ? (size_t)(feed - text) : count;
		if (!content_add(content, row, text, length, used))
			return false;
		row->icon_count = 0;
		length += feed ? 1 : 0;
	}
	return true;
}

static bool content_add_text(struct content *content, const struct content_spec *spec, u8 used)
{
	struct row_spec row = spec->lines;
	const char *title = spec->title ? spec->title : "";

	if (!content_add_lines(content, &row, title, strlen(title), used) ||
	    !content_add_lines(content, &row, spec->text, spec->count, used))
		return false;
	return !row.icon_count || content_add(content, &row, "", 0, used);
}

bool content_make(struct content *content, const struct content_spec *spec)
{
	u8 used = numbers_used(&spec->lines);
	bool made;

	for (unsigned int i = 0; i < spec->row_count; i++)
		used |= numbers_used(&spec->rows[i]);
	*content = (struct content){ .pictures = spec->pictures };
	made = content_add_text(content, spec, used);
	for (unsigned int i = 0; made && i < spec->row_count; i++) {
		const char *text = spec->rows[i].text ? spec->rows[i].text : "";

		made = content_add(content, &spec->rows[i], text, strcspn(text, "\n"), used);
	}
	if (!made)
		content_free(content);
	return made;
}

void content_free(struct content *content)
{
	while (content->count)
		free(content->bands[--content->count].text);
}

/* ---- made ---- */

bool content_same_text(const struct content *a, const struct content *b)
{
	if (a->count != b->count)
		return false;
	for (unsigned int i = 0; i < a->count; i++)
		if (strcmp(a->bands[i].text, b->bands[i].text))
			return false;
	return true;
}

bool content_is_blank(const struct content *content)
{
	const struct band *band = content->bands;

	for (; band < content->bands + content->count; band++)
		if (band->count || band->text[strspn(band->text, BLANKS)])
			return false;
	return true;
}

unsigned int content_draw(const struct content *content, struct screen *screen,
			  const struct marquee_pace *pace, u64 age)
{
	for (unsigned int n = 0; n < SCREEN_GLYPHS; n++)
		if (content->pictures.given >> n & 1)
			memcpy(screen->glyphs[n], content->pictures.rows[n], SCREEN_GLYPH_ROWS);
	return bands_draw(content->bands, content->count, screen, pace, age);
}
