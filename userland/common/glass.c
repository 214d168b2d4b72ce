// SPDX-License-Identifier: GPL-2.0-only
/*
 * The step from the codes in DDRAM to dots, which a controller's ROM does. Pure.
 */
#include "glass.h"

#include <string.h>

#include "rom.h"
#include "text/glyphs.h"

#define CGRAM_CODES 0x10u	/* lower codes show CGRAM, each slot twice */
#define CURSOR_ROW (GLASS_CELL_ROWS - 1)

static void paint_cell(struct glass_cell *cell, const struct hd44780_state *unit,
		       enum charset_rom rom, u8 code)
{
	const u8 *slot = unit->cgram[code % HD44780_SLOTS];

	cell->code = code;
	cell->known = true;
	if (code >= CGRAM_CODES)
		cell->known = rom_dots(rom, code, cell->rows);
	else
		for (unsigned int i = 0; i < GLASS_CELL_ROWS; i++)
			cell->rows[i] = slot[i] & HD44780_ROW_PIXELS;
}

void glass_paint(struct glass *glass, const struct picture *picture)
{
	const struct screen *screen = &picture->screen;
	const struct hd44780_module module = {
		.rows = screen->rows,
		.cols = screen->cols,
		.bits = 4,
	};
	struct hd44780_glass nothing_known;
	struct hd44780_plan plan;
	struct glyphs glyphs;

	*glass = (struct glass){
		.rows = screen->rows,
		.cols = screen->cols,
		.row = screen->row,
		.col = screen->col,
		.cursor = screen->cursor,
		.blink = screen->blink,
		.power = screen->power,
		.light = screen->backlight,
	};
	hd44780_init(&module, &nothing_known, &plan);
	glyphs_render(&module, picture->rom, screen, &nothing_known, &glyphs);
	memcpy(glass->units, glyphs.should, sizeof(glass->units));

	for (unsigned int row = 0; row < glass->rows; row++) {
		for (unsigned int col = 0; col < glass->cols; col++) {
			struct hd44780_place place = hd44780_place(&module, row, col);
			const struct hd44780_state *unit = &glass->units[place.unit];

			paint_cell(&glass->cells[row][col], unit, picture->rom,
				   unit->ddram[place.cell]);
		}
	}
}

void glass_dots(const struct glass *glass, unsigned int row, unsigned int col,
		enum glass_blink blink, u8 dots[GLASS_CELL_ROWS])
{
	memset(dots, 0, GLASS_CELL_ROWS);
	if (!glass->power)
		return;
	memcpy(dots, glass->cells[row][col].rows, GLASS_CELL_ROWS);
	if (row != glass->row || col != glass->col)
		return;
	if (glass->cursor)
		dots[CURSOR_ROW] = HD44780_ROW_PIXELS;
	if (glass->blink && blink == GLASS_BLINK_ON)
		memset(dots, HD44780_ROW_PIXELS, GLASS_CELL_ROWS);
}

bool glass_dot(const struct glass *glass, unsigned int x, unsigned int y,
	       enum glass_blink blink)
{
	unsigned int left = x % (GLASS_CELL_COLS + 1);
	unsigned int top = y % (GLASS_CELL_ROWS + 1);
	u8 dots[GLASS_CELL_ROWS];

	if (left == GLASS_CELL_COLS || top == GLASS_CELL_ROWS)
		return false;
	glass_dots(glass, y / (GLASS_CELL_ROWS + 1), x / (GLASS_CELL_COLS + 1), blink, dots);
	return dots[top] >> (GLASS_CELL_COLS - 1 - left) & 1;
}
