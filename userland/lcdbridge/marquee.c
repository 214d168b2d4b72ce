// SPDX-License-Identifier: GPL-2.0-only
#include "marquee.h"

#include "text/charset.h"

#define MARQUEE_CELLS 1024	/* of a line; what is longer is cut */
#define MARQUEE_GAP 3		/* blanks between its end and its start */
#define TAB 8

/**
 * struct marquee_line - a line of text as cells
 * @cells: @count of them
 */
struct marquee_line {
	u32 cells[MARQUEE_CELLS];
	unsigned int count;
};

static void line_put(struct marquee_line *line, u32 cp)
{
	u32 composed, *last = line->count ? &line->cells[line->count - 1] : NULL;

	if (charset_combining(cp)) {
		composed = last ? charset_compose(*last, cp) : 0;
		if (composed)
			*last = composed;
		return;
	}
	cp = charset_cell(cp);
	if (cp && line->count < MARQUEE_CELLS)
		line->cells[line->count++] = cp;
}

static void line_decode(struct marquee_line *line, const char *text, size_t count)
{
	struct utf8 utf8 = { 0 };
	u32 cp;

	line->count = 0;
	for (size_t i = 0; i < count && text[i] != '\n' && text[i] != '\f'; i++) {
		if (utf8_step(&utf8, (u8)text[i], &cp) != UTF8_DONE)
			continue;
		if (cp != '\t')
			line_put(line, cp);
		else
			for (line_put(line, ' '); line->count % TAB; )
				line_put(line, ' ');
	}
}

/* The column of the line that is leftmost, and how long it stays there. */
static unsigned int marquee_offset(const struct marquee_line *line,
				   const struct marquee_pace *pace, u64 age,
				   unsigned int *change)
{
	unsigned int period = line->count + MARQUEE_GAP;
	u64 round = pace->rest + (u64)(period - 1) * pace->step;
	unsigned int at = age % round;

	if (at < pace->rest) {
		*change = pace->rest - at;
		return 0;
	}
	at -= pace->rest;
	*change = pace->step - at % pace->step;
	return 1 + at / pace->step;
}

unsigned int marquee_draw(struct screen *screen, unsigned int row, const char *text,
			  size_t count, const struct marquee_pace *pace, u64 age)
{
	struct marquee_line line;
	unsigned int change = 0, offset = 0, at;

	line_decode(&line, text, count);
	if (line.count > screen->cols && pace->step)
		offset = marquee_offset(&line, pace, age, &change);
	for (unsigned int col = 0; col < screen->cols; col++) {
		at = offset + col;
		if (change)
			at %= line.count + MARQUEE_GAP;
		screen->cells[row][col] = at < line.count ? line.cells[at] : ' ';
	}
	return change;
}
