// SPDX-License-Identifier: GPL-2.0-only
#include "numerals.h"

#include <string.h>

#include "../base/macros.h"

#define NUMERALS "0123456789:-"
#define NUMERAL_COUNT (sizeof(NUMERALS) - 1)
#define DIGIT_WIDTH 3

struct numerals {
	const char *rows[NUMERAL_COUNT][NUMERAL_ROWS_MAX];
};

/* Each letter stands for a block element, see numeral_block(). */
static const struct numerals two_rows = { {
	{ "RTL", "RBL" }, { "  L", "  L" }, { " TL", "R= " }, { " TL", " =L" },
	{ "RBL", "  L" }, { "RT ", " =L" }, { "RT ", "R=L" }, { " TL", "  L" },
	{ "RTL", "R=L" }, { "R=L", " BL" }, { "o", "o" }, { " ", "T" },
} };

static const struct numerals three_rows = { {
	{ "R^L", "R L", "R_L" }, { "  L", "  L", "  L" }, { " ^L", "R^ ", "R_ " },
	{ " ^L", " ^L", " _L" }, { "R L", " ^L", "  L" }, { "R^ ", " ^L", " _L" },
	{ "R^ ", "R^L", "R_L" }, { " ^L", "  L", "  L" }, { "R^L", "R^L", "R_L" },
	{ "R^L", " ^L", " _L" }, { "_", " ", "^" }, { " ", "^", " " },
} };

static const struct numerals four_rows = { {
	{ "R^L", "R L", "R L", "'^`" },
	{ "  L", "  L", "  L", "  `" },
	{ "'^L", ",_L", "R  ", "'^`" },
	{ "'^L", " _L", "  L", "'^`" },
	{ "R L", "R_L", "  L", "  `" },
	{ "R^`", "R_.", "  L", "'^`" },
	{ "R^`", "R_.", "R L", "'^`" },
	{ "'^L", "  L", "  L", "  `" },
	{ "R^L", "R_L", "R L", "'^`" },
	{ "R^L", "R_L", "  L", "'^`" },
	{ " ", "_", "_", " " },
	{ " ", "_", " ", " " },
} };

static u32 numeral_block(char letter)
{
	static const struct {
		char letter;
		u32 block;
	} blocks[] = {
		{ 'R', 0x2590 },  { 'L', 0x258c },	/* right and left half */
		{ '^', 0x2580 },  { '_', 0x2584 },	/* upper and lower half */
		{ '\'', 0x259d }, { '`', 0x2598 },	/* upper quadrants */
		{ ',', 0x2597 },  { '.', 0x2596 },	/* lower quadrants */
		{ 'T', 0x2594 },  { 'B', 0x2581 },	/* upper and lower eighth */
		{ '=', 0x1fb80 }, { 'o', 0x00b7 },	/* both eighths; a dot */
	};

	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++)
		if (blocks[i].letter == letter)
			return blocks[i].block;
	return ' ';
}

static const char *const *numeral_find(u32 cp, unsigned int rows)
{
	static const struct numerals *const sets[] = { &two_rows, &three_rows, &four_rows };
	const char *at = cp > ' ' && cp < 0x7f ? strchr(NUMERALS, cp) : NULL;

	return at ? sets[rows - NUMERAL_ROWS_MIN]->rows[at - NUMERALS] : NULL;
}

unsigned int numeral_width(u32 cp)
{
	return cp >= '0' && cp <= '9' ? DIGIT_WIDTH : 1;
}

u32 numeral_cell(u32 cp, unsigned int rows, unsigned int row, unsigned int col)
{
	const char *const *numeral = numeral_find(cp, rows);
	unsigned int place = cp == '.' || cp == ',' ? rows - 1 : 0;

	if (numeral)
		return numeral_block(numeral[row][col]);
	return row == place ? cp : ' ';
}
