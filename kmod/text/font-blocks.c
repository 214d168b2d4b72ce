// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draws characters that Unicode defines by their geometry: block elements, boxes and
 * braille dots. The left half of five columns is three, the right half two, so that two
 * halves make a whole. Eighths of a width are rounded likewise.
 */
#include "font-rows.h"

#define FULL XXXXX
#define LEFT_HALF XXX__
#define RIGHT_HALF ___XX
#define HALF_ROWS (FONT_ROWS / 2)
#define BOTH_EIGHTHS 0x1fb80u	/* upper and lower eighth */

/* The columns for @eighths of the width, from the left. */
static u8 left_columns(unsigned int eighths)
{
	unsigned int columns = (eighths * 5 + 4) / 8;

	return FULL & ~(FULL >> columns);
}

static void fill(u8 rows[FONT_ROWS], unsigned int first, unsigned int last,
		 u8 dots)
{
	for (; first <= last; first++)
		rows[first] |= dots;
}

static void fill_edges(u8 rows[FONT_ROWS])
{
	rows[0] = FULL;
	rows[FONT_ROWS - 1] = FULL;
}

/* Light, medium and dark shade: about @quarters / 4 of the dots, spread evenly. */
static void shade(u8 rows[FONT_ROWS], unsigned int quarters)
{
	static const u8 patterns[][2] = {
		{ X___X, __X__ }, { X_X_X, _X_X_ }, { _XXX_, XX_XX },
	};
	unsigned int row;

	for (row = 0; row < FONT_ROWS; row++)
		rows[row] = patterns[quarters - 1][row % 2];
}

/* U+2596 to U+259F: which of upper left, upper right, lower left, lower right. */
static void quadrants(u8 rows[FONT_ROWS], u32 cp)
{
	enum { UL = 1, UR = 2, LL = 4, LR = 8 };
	static const u8 filled[] = {
		LL, LR, UL, UL | LL | LR, UL | LR,
		UL | UR | LL, UL | UR | LR, UR, UR | LL, UR | LL | LR,
	};
	u8 which = filled[cp - 0x2596];

	fill(rows, 0, HALF_ROWS - 1, (which & UL ? LEFT_HALF : 0) |
				     (which & UR ? RIGHT_HALF : 0));
	fill(rows, HALF_ROWS, FONT_ROWS - 1, (which & LL ? LEFT_HALF : 0) |
					     (which & LR ? RIGHT_HALF : 0));
}

/* U+2580 to U+259F and BOTH_EIGHTHS. */
static void block(u8 rows[FONT_ROWS], u32 cp)
{
	if (cp == 0x2580)
		fill(rows, 0, HALF_ROWS - 1, FULL);
	else if (cp <= 0x2588)
		fill(rows, FONT_ROWS - (cp - 0x2580), FONT_ROWS - 1, FULL);
	else if (cp <= 0x258f)
		fill(rows, 0, FONT_ROWS - 1, left_columns(0x2590 - cp));
	else if (cp == 0x2590)
		fill(rows, 0, FONT_ROWS - 1, RIGHT_HALF);
	else if (cp <= 0x2593)
		shade(rows, cp - 0x2590);
	else if (cp == 0x2594)
		rows[0] = FULL;
	else if (cp == 0x2595)
		fill(rows, 0, FONT_ROWS - 1, ____X);
	else if (cp == BOTH_EIGHTHS)
		fill_edges(rows);
	else
		quadrants(rows, cp);
}

/* ---- boxes ---- */

#define MID_ROW 3

enum stroke { NONE, LIGHT, HEAVY, DOUBLE };

/* The strokes from the middle of a cell to its four sides. */
struct arms {
	enum stroke up;
	enum stroke right;
	enum stroke down;
	enum stroke left;
};

/* U+2500 to U+257F: a digit for the stroke of each arm: up, right, down, left. */
static const u16 boxes[128] = {
	0x0101, 0x0202, 0x1010, 0x2020, 0x0101, 0x0202, 0x1010, 0x2020, /* ─ to ┇ */
	0x0101, 0x0202, 0x1010, 0x2020, 0x0110, 0x0210, 0x0120, 0x0220, /* ┈ to ┏ */
	0x0011, 0x0012, 0x0021, 0x0022, 0x1100, 0x1200, 0x2100, 0x2200, /* ┐ to ┗ */
	0x1001, 0x1002, 0x2001, 0x2002, 0x1110, 0x1210, 0x2110, 0x1120, /* ┘ to ┟ */
	0x2120, 0x2210, 0x1220, 0x2220, 0x1011, 0x1012, 0x2011, 0x1021, /* ┠ to ┧ */
	0x2021, 0x2012, 0x1022, 0x2022, 0x0111, 0x0112, 0x0211, 0x0212, /* ┨ to ┯ */
	0x0121, 0x0122, 0x0221, 0x0222, 0x1101, 0x1102, 0x1201, 0x1202, /* ┰ to ┷ */
	0x2101, 0x2102, 0x2201, 0x2202, 0x1111, 0x1112, 0x1211, 0x1212, /* ┸ to ┿ */
	0x2111, 0x1121, 0x2121, 0x2112, 0x2211, 0x1122, 0x1221, 0x2212, /* ╀ to ╇ */
	0x1222, 0x2122, 0x2221, 0x2222, 0x0101, 0x0202, 0x1010, 0x2020, /* ╈ to ╏ */
	0x0303, 0x3030, 0x0310, 0x0130, 0x0330, 0x0013, 0x0031, 0x0033, /* ═ to ╗ */
	0x1300, 0x3100, 0x3300, 0x1003, 0x3001, 0x3003, 0x1310, 0x3130, /* ╘ to ╟ */
	0x3330, 0x1013, 0x3031, 0x3033, 0x0313, 0x0131, 0x0333, 0x1303, /* ╠ to ╧ */
	0x3101, 0x3303, 0x1313, 0x3131, 0x3333, 0x0110, 0x0011, 0x1001, /* ╨ to ╯ */
	0x1100, 0x0000, 0x0000, 0x0000, 0x0001, 0x1000, 0x0100, 0x0010, /* ╰ to ╷ */
	0x0002, 0x2000, 0x0200, 0x0020, 0x0201, 0x1020, 0x0102, 0x2010, /* ╸ to ╿ */
};

static struct arms box_arms(u32 cp)
{
	u16 box = boxes[cp - 0x2500];

	return (struct arms){ .up = box >> 12, .right = box >> 8 & 3,
			      .down = box >> 4 & 3, .left = box & 3 };
}

static enum stroke widest(enum stroke a, enum stroke b)
{
	return a > b ? a : b;
}

static u8 upright(enum stroke stroke)
{
	static const u8 dots[] = {
		[LIGHT] = __X__, [HEAVY] = __XX_, [DOUBLE] = _XXX_,
	};

	return dots[stroke];
}

/* A horizontal stroke covers MID_ROW, and so many rows above and below it. */
static unsigned int rows_above(enum stroke stroke)
{
	return stroke == DOUBLE ? 1 : 0;
}

static unsigned int rows_below(enum stroke stroke)
{
	return stroke > LIGHT ? 1 : 0;
}

/* Light strokes are one dot wide, heavy two, and double three. */
static void draw_arms(u8 rows[FONT_ROWS], const struct arms *arms)
{
	enum stroke level = widest(arms->left, arms->right);
	enum stroke middle = widest(arms->up, arms->down);
	u8 right = middle == DOUBLE ? _XXXX : __XXX;
	u8 left = middle > LIGHT ? XXXX_ : XXX__;

	if (arms->up)
		fill(rows, 0, MID_ROW + rows_below(level), upright(arms->up));
	if (arms->down)
		fill(rows, MID_ROW - rows_above(level), FONT_ROWS - 1,
		     upright(arms->down));
	if (arms->right)
		fill(rows, MID_ROW - rows_above(arms->right),
		     MID_ROW + rows_below(arms->right), right);
	if (arms->left)
		fill(rows, MID_ROW - rows_above(arms->left),
		     MID_ROW + rows_below(arms->left), left);
}

/* Is the middle of a box between the lines of a double stroke? */
static bool is_hollow(const struct arms *arms)
{
	bool upright = arms->up == DOUBLE || arms->down == DOUBLE;
	bool level = arms->left == DOUBLE || arms->right == DOUBLE;
	int light_upright = (arms->up == LIGHT) + (arms->down == LIGHT);
	int light_level = (arms->left == LIGHT) + (arms->right == LIGHT);

	if (upright && level)
		return true;
	/* A light stroke ends at a double stroke that passes it, or crosses it. */
	if (upright)
		return arms->up == arms->down && light_level < 2;
	return level && arms->left == arms->right && light_upright < 2;
}

/* A double stroke has no middle. */
static void hollow_arms(u8 rows[FONT_ROWS], const struct arms *arms)
{
	unsigned int row;

	for (row = 0; row < FONT_ROWS; row++) {
		enum stroke stroke = row < MID_ROW ? arms->up : arms->down;

		if (stroke == DOUBLE && row != MID_ROW)
			rows[row] &= ~__X__;
	}
	if (arms->left == DOUBLE)
		rows[MID_ROW] &= ~XX___;
	if (arms->right == DOUBLE)
		rows[MID_ROW] &= ~___XX;
	if (is_hollow(arms))
		rows[MID_ROW] &= ~__X__;
}

static bool is_dashed(u32 cp)
{
	return (cp >= 0x2504 && cp <= 0x250b) || (cp >= 0x254c && cp <= 0x254f);
}

static bool is_arc(u32 cp)
{
	return cp >= 0x256d && cp <= 0x2570;
}

static void box(u8 rows[FONT_ROWS], u32 cp)
{
	struct arms arms = box_arms(cp);
	unsigned int row;

	draw_arms(rows, &arms);
	hollow_arms(rows, &arms);
	if (is_arc(cp))
		rows[MID_ROW] &= ~__X__;
	if (!is_dashed(cp))
		return;
	for (row = 0; row < FONT_ROWS; row++)
		rows[row] &= arms.left ? X_X_X : row % 3 < 2 ? FULL : 0;
}

/* ---- braille ---- */

/* U+2800 to U+28FF: bits 0-2 are the left dots, 3-5 the right, 6-7 below both. */
static void braille(u8 rows[FONT_ROWS], u32 cp)
{
	static const u8 dots[8][2] = {
		{ 0, _X___ }, { 2, _X___ }, { 4, _X___ },
		{ 0, ___X_ }, { 2, ___X_ }, { 4, ___X_ },
		{ 6, _X___ }, { 6, ___X_ },
	};
	unsigned int bit;

	for (bit = 0; bit < 8; bit++)
		if (cp >> bit & 1)
			rows[dots[bit][0]] |= dots[bit][1];
}

bool font_block(u32 cp, u8 rows[FONT_ROWS])
{
	void (*draw)(u8 rows[FONT_ROWS], u32 cp);

	if (cp >= 0x2500 && cp <= 0x257f && boxes[cp - 0x2500])
		draw = box;
	else if ((cp >= 0x2580 && cp <= 0x259f) || cp == BOTH_EIGHTHS)
		draw = block;
	else if (cp >= 0x2800 && cp <= 0x28ff)
		draw = braille;
	else
		return false;

	memset(rows, 0, FONT_ROWS);
	draw(rows, cp);
	return true;
}
