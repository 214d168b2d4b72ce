// SPDX-License-Identifier: GPL-2.0-only
/*
 * A half block shows two dots in two colours. So with colours a dot that is off differs
 * from the ground, as on a real glass. Braille is half as wide, and has the same colour
 * for the ground and for dots that are off.
 */
#include "dots.h"

#include "text/utf8.h"

#define MARGIN 1		/* of half blocks, in dots */
#define BRAILLE_BLANK 0x2800u

#define BLINK_BEGIN "\033[5m"
#define BLINK_END "\033[25m"

static const unsigned int dots_across[] = {
	[DOTS_HALVES] = 1, [DOTS_BRAILLE] = 2, [DOTS_ASCII] = 1,
};

static const unsigned int dots_down[] = {
	[DOTS_HALVES] = 2, [DOTS_BRAILLE] = 4, [DOTS_ASCII] = 1,
};

static unsigned int margin_of(enum dots_kind kind)
{
	return kind == DOTS_HALVES ? MARGIN : 0;
}

static unsigned int divide_up(unsigned int dots, unsigned int by)
{
	return (dots + by - 1) / by;
}

unsigned int dots_columns(enum dots_kind kind, unsigned int cols)
{
	return divide_up(GLASS_WIDTH(cols) + 2 * margin_of(kind), dots_across[kind]);
}

unsigned int dots_lines(enum dots_kind kind, unsigned int rows)
{
	return divide_up(GLASS_HEIGHT(rows) + 2 * margin_of(kind), dots_down[kind]);
}

/* The shade of a place: between the dots, or of a dot. */
enum shade { SHADE_GROUND, SHADE_OFF, SHADE_ON, SHADES };

static enum shade shade_at(const struct glass *glass, const struct dots_style *how,
			   unsigned int x, unsigned int y)
{
	unsigned int margin = margin_of(how->kind);
	enum glass_blink blink = how->escapes ? GLASS_BLINK_OFF : GLASS_BLINK_ON;

	if (x < margin || y < margin || x - margin >= GLASS_WIDTH(glass->cols) ||
	    y - margin >= GLASS_HEIGHT(glass->rows))
		return SHADE_GROUND;
	x -= margin;
	y -= margin;
	if (glass_dot(glass, x, y, blink))
		return SHADE_ON;
	return x % (GLASS_CELL_COLS + 1) < GLASS_CELL_COLS &&
	       y % (GLASS_CELL_ROWS + 1) < GLASS_CELL_ROWS ? SHADE_OFF : SHADE_GROUND;
}

static u32 braille(const struct glass *glass, const struct dots_style *how,
		   unsigned int x, unsigned int y)
{
	/* Unicode numbers the dots down the columns; the fourth row was added later. */
	static const u8 bits[4][2] = { { 0, 3 }, { 1, 4 }, { 2, 5 }, { 6, 7 } };
	u32 cp = BRAILLE_BLANK;

	for (unsigned int down = 0; down < 4; down++)
		for (unsigned int right = 0; right < 2; right++)
			if (shade_at(glass, how, x + right, y + down) == SHADE_ON)
				cp |= 1u << bits[down][right];
	return cp;
}

/* Upper half, lower half, both, or a blank. */
static u32 half_block(enum shade upper, enum shade lower)
{
	if (upper == SHADE_ON)
		return lower == SHADE_ON ? 0x2588 : 0x2580;
	return lower == SHADE_ON ? 0x2584 : ' ';
}

static void put(FILE *out, u32 cp)
{
	char text[UTF8_MAX];

	fwrite(text, 1, utf8_encode(cp, text), out);
}

/**
 * struct pair - the shades of two dots, one above the other
 * @upper: an enum shade
 * @lower: likewise
 */
struct pair {
	enum shade upper;
	enum shade lower;
};

/* With colours, the ink always draws the upper half. @last are the colours set last. */
static void draw_halves(FILE *out, const struct dots_style *how,
			const struct glass_colours *colours, struct pair pair,
			struct pair *last)
{
	const u32 shades[SHADES] = {
		[SHADE_GROUND] = colours->ground,
		[SHADE_OFF] = colours->off,
		[SHADE_ON] = colours->on,
	};

	if (how->depth == COLOUR_NONE) {
		put(out, half_block(pair.upper, pair.lower));
		return;
	}
	if (pair.upper != last->upper || pair.lower != last->lower)
		colour_put(out, how->depth, shades[pair.upper], shades[pair.lower]);
	*last = pair;
	put(out, 0x2580);
}

static bool blinks(const struct glass *glass, const struct dots_style *how,
		   unsigned int x, unsigned int y)
{
	unsigned int margin = margin_of(how->kind);

	return how->escapes && glass->power && glass->blink && x >= margin &&
	       (x - margin) / (GLASS_CELL_COLS + 1) == glass->col &&
	       y / (GLASS_CELL_ROWS + 1) == glass->row;
}

void dots_draw(FILE *out, const struct glass *glass, const struct dots_style *how,
	       unsigned int line)
{
	const struct glass_colours *colours = glass_colours(how->style, glass->light);
	unsigned int y = line * dots_down[how->kind];
	struct pair last = { SHADES, SHADES };
	bool blinking = false;

	if (how->kind != DOTS_HALVES)
		colour_put(out, how->depth, colours->on, colours->ground);
	for (unsigned int col = 0; col < dots_columns(how->kind, glass->cols); col++) {
		unsigned int x = col * dots_across[how->kind];
		struct pair pair = { shade_at(glass, how, x, y), shade_at(glass, how, x, y + 1) };

		if (blinks(glass, how, x, y) != blinking) {
			blinking = !blinking;
			fputs(blinking ? BLINK_BEGIN : BLINK_END, out);
		}
		if (how->kind == DOTS_HALVES)
			draw_halves(out, how, colours, pair, &last);
		else if (how->kind == DOTS_BRAILLE)
			put(out, braille(glass, how, x, y));
		else
			fputc(pair.upper == SHADE_ON ? '#' : ' ', out);
	}
	if (blinking)
		fputs(BLINK_END, out);
}
