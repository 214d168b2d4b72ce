// SPDX-License-Identifier: GPL-2.0-only
#include "font.h"
#include "glyphs.h"

#define BLANK 0x20u
#define FULL_BLOCK 0x2588u
#define FULL_ROW HD44780_ROW_PIXELS

#define NO_PICTURE 0xffu
#define NO_SLOT 0xffu

/* Kinds of block elements that can replace each other; the full block is of both. */
#define BAR_HEIGHT 0x01u
#define BAR_WIDTH 0x02u
#define BAR_OTHER 0x04u
#define BAR_ANY (BAR_HEIGHT | BAR_WIDTH | BAR_OTHER)

/* The order in which cells get slots. A cell is needy if it would show as '?'. */
enum claim { CLAIM_USER, CLAIM_NEEDY_HELD, CLAIM_NEEDY, CLAIM_HELD, CLAIM_ANY, CLAIMS };

/* The number of a user glyph, or -1. */
static int user_glyph(u32 cp)
{
	if (cp >= SCREEN_GLYPH_FIRST && cp <= SCREEN_GLYPH_LAST)
		return cp - SCREEN_GLYPH_FIRST;
	if (cp >= SCREEN_ROM_FIRST && cp < SCREEN_ROM_FIRST + 2 * SCREEN_GLYPHS)
		return cp % SCREEN_GLYPHS;
	return -1;
}

static u8 bar_of(u32 cp)
{
	if (cp == FULL_BLOCK)
		return BAR_ANY;
	if (cp >= 0x2581 && cp <= 0x2587)
		return BAR_HEIGHT;
	if (cp >= 0x2589 && cp <= 0x258f)
		return BAR_WIDTH;
	return (cp >= 0x2580 && cp <= 0x259f) || cp == 0x1fb80 ? BAR_OTHER : 0;
}

static bool same_rows(const u8 *a, const u8 *b)
{
	return !memcmp(a, b, HD44780_SLOT_ROWS);
}

/* ---- the cells ---- */

static void look_up_user_glyph(const struct screen *screen, unsigned int n,
			       struct glyphs_cell *cell)
{
	cell->code = HD44780_NO_CODE;
	cell->fallback = '?';
	cell->drawn = true;
	for (unsigned int i = 0; i < HD44780_SLOT_ROWS; i++)
		cell->rows[i] = screen->glyphs[n][i] & HD44780_ROW_PIXELS;
}

static void look_up(enum charset_rom rom, struct glyphs_cell *cell)
{
	int code = charset_rom_code(rom, cell->cp);

	cell->code = code < 0 ? HD44780_NO_CODE : (u8)code;
	cell->fallback = code < 0 ? charset_fallback(rom, cell->cp) : cell->code;
	cell->drawn = code < 0 && font_glyph(cell->cp, cell->rows);
}

static const struct glyphs_cell *find_cell(const struct glyphs *g, u32 cp)
{
	for (unsigned int i = 0; i < g->count; i++)
		if (g->cells[i].cp == cp)
			return &g->cells[i];
	return NULL;
}

static void add_cell(struct glyphs *g, enum charset_rom rom,
		     const struct screen *screen, u32 cp, u8 where)
{
	const struct glyphs_cell *same = find_cell(g, cp);
	struct glyphs_cell *cell = &g->cells[g->count++];
	int user = user_glyph(cp);

	if (same)
		*cell = *same;
	cell->cp = cp;
	cell->where = where;
	if (same)
		return;
	if (user < 0)
		look_up(rom, cell);
	else
		look_up_user_glyph(screen, user, cell);
}

static u32 cell_at(const struct screen *screen, unsigned int row,
		   unsigned int col)
{
	if (row >= screen->rows || col >= screen->cols)
		return BLANK;
	return screen->cells[row][col];
}

static void take_cells(const struct hd44780_module *module, unsigned int unit,
		       enum charset_rom rom, const struct screen *screen,
		       struct glyphs *g)
{
	unsigned int cells = (unsigned int)module->rows * module->cols;

	g->count = 0;
	for (unsigned int i = 0; i < cells && g->count < HD44780_CELLS; i++) {
		unsigned int row = i / module->cols, col = i % module->cols;
		struct hd44780_place place = hd44780_place(module, row, col);

		if (place.unit == unit)
			add_cell(g, rom, screen, cell_at(screen, row, col),
				 place.cell);
	}
}

/* ---- which cells get a slot ---- */

static u8 find_slot(const struct hd44780_state *is, const u8 *rows)
{
	for (unsigned int i = 0; i < HD44780_SLOTS; i++)
		if (same_rows(is->cgram[i], rows))
			return i;
	return NO_SLOT;
}

static u8 find_picture(const struct glyphs *g, const u8 *rows)
{
	for (unsigned int i = 0; i < g->picture_count; i++)
		if (same_rows(g->pictures[i].rows, rows))
			return i;
	return NO_PICTURE;
}

static bool is_needy(const struct glyphs_cell *cell)
{
	return user_glyph(cell->cp) < 0 && cell->fallback == '?' && !bar_of(cell->cp);
}

static bool claims(const struct glyphs_cell *cell, enum claim turn,
		   const struct hd44780_state *is)
{
	switch (turn) {
	case CLAIM_USER:
		return user_glyph(cell->cp) >= 0;
	case CLAIM_NEEDY_HELD:
		return is_needy(cell) && find_slot(is, cell->rows) != NO_SLOT;
	case CLAIM_NEEDY:
		return is_needy(cell);
	case CLAIM_HELD:
		return find_slot(is, cell->rows) != NO_SLOT;
	default:
		return true;
	}
}

/* Give the cell's picture a slot, the one that holds it if there is one. */
static void add_picture(struct glyphs *g, const struct glyphs_cell *cell,
			const struct hd44780_state *is)
{
	struct glyphs_picture *picture = &g->pictures[g->picture_count];

	if (find_picture(g, cell->rows) != NO_PICTURE)
		return;
	memcpy(picture->rows, cell->rows, sizeof(picture->rows));
	picture->slot = find_slot(is, cell->rows);
	picture->bars = 0;
	g->picture_count++;
}

static void choose_pictures(struct glyphs *g, const struct hd44780_state *is)
{
	g->picture_count = 0;
	for (enum claim turn = CLAIM_USER; turn < CLAIMS; turn++)
		for (unsigned int i = 0; i < g->count && g->picture_count < HD44780_SLOTS; i++)
			if (g->cells[i].drawn && claims(&g->cells[i], turn, is))
				add_picture(g, &g->cells[i], is);
}

/* Set the picture of each cell, and the kinds of bars of each picture. */
static void link_cells(struct glyphs *g)
{
	for (unsigned int i = 0; i < g->count; i++) {
		struct glyphs_cell *cell = &g->cells[i];

		cell->picture = NO_PICTURE;
		if (cell->drawn)
			cell->picture = find_picture(g, cell->rows);
		if (cell->picture != NO_PICTURE)
			g->pictures[cell->picture].bars |= bar_of(cell->cp);
	}
}

/* ---- which slot ---- */

static bool is_taken(const struct glyphs *g, u8 slot)
{
	for (unsigned int i = 0; i < g->picture_count; i++)
		if (g->pictures[i].slot == slot)
			return true;
	return false;
}

/* The slot for which the fewest bytes change, in CGRAM and in the cells. */
static u8 cheapest_slot(const struct glyphs *g, unsigned int picture,
			const struct hd44780_state *is)
{
	const u8 *rows = g->pictures[picture].rows;
	int right[HD44780_SLOTS] = { 0 };
	int most = -1;
	u8 best = NO_SLOT;

	for (unsigned int i = 0; i < g->count; i++)
		if (g->cells[i].picture == picture &&
		    is->ddram[g->cells[i].where] < HD44780_SLOTS)
			right[is->ddram[g->cells[i].where]]++;
	for (u8 slot = 0; slot < HD44780_SLOTS; slot++) {
		for (unsigned int i = 0; i < HD44780_SLOT_ROWS; i++)
			right[slot] += is->cgram[slot][i] == rows[i];
		if (is_taken(g, slot) || right[slot] <= most)
			continue;
		most = right[slot];
		best = slot;
	}
	return best;
}

/* There are at most as many pictures as slots, so each picture finds one. */
static void choose_slots(struct glyphs *g, const struct hd44780_state *is)
{
	for (unsigned int i = 0; i < g->picture_count; i++)
		if (g->pictures[i].slot == NO_SLOT)
			g->pictures[i].slot = cheapest_slot(g, i, is);
}

/* ---- the replacement of a bar that got no slot ---- */

static unsigned int pixels(u8 row)
{
	unsigned int n = 0;

	for (; row; row &= row - 1)
		n++;
	return n;
}

static unsigned int pixels_apart(const u8 *a, const u8 *b)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < HD44780_SLOT_ROWS; i++)
		n += pixels(a[i] ^ b[i]);
	return n;
}

/*
 * The best replacement of a picture so far. Of equals, the least code: a slot before
 * blank and full, and the same code at every flush.
 */
struct nearest {
	const u8 *rows;
	unsigned int pixels;	/* by how many the replacement differs */
	unsigned int code;
};

static void offer(struct nearest *nearest, const u8 *rows, unsigned int code)
{
	unsigned int pixels = pixels_apart(nearest->rows, rows);

	if (pixels > nearest->pixels ||
	    (pixels == nearest->pixels && code > nearest->code))
		return;
	nearest->pixels = pixels;
	nearest->code = code;
}

static u8 nearest_bar(const struct glyphs *g, enum charset_rom rom,
		      const struct glyphs_cell *cell)
{
	static const u8 blank[HD44780_SLOT_ROWS];
	static const u8 full[HD44780_SLOT_ROWS] = {
		FULL_ROW, FULL_ROW, FULL_ROW, FULL_ROW,
		FULL_ROW, FULL_ROW, FULL_ROW, FULL_ROW,
	};
	struct nearest nearest = { .rows = cell->rows, .pixels = ~0u };
	int code = charset_rom_code(rom, FULL_BLOCK);

	offer(&nearest, blank, BLANK);
	if (code >= 0)
		offer(&nearest, full, code);
	for (unsigned int i = 0; i < g->picture_count; i++)
		if (g->pictures[i].bars & bar_of(cell->cp))
			offer(&nearest, g->pictures[i].rows, g->pictures[i].slot);
	return nearest.code;
}

/* ---- what a controller should hold ---- */

static u8 code_of(const struct glyphs *g, enum charset_rom rom,
		  const struct glyphs_cell *cell)
{
	if (cell->picture != NO_PICTURE)
		return g->pictures[cell->picture].slot;
	if (cell->code != HD44780_NO_CODE)
		return cell->code;
	if (cell->drawn && bar_of(cell->cp))
		return nearest_bar(g, rom, cell);
	return cell->fallback;
}

static void set_memory(const struct glyphs *g, enum charset_rom rom,
		       struct hd44780_state *should)
{
	memset(should->ddram, HD44780_NO_CODE, sizeof(should->ddram));
	memset(should->cgram, HD44780_NO_ROW, sizeof(should->cgram));
	for (unsigned int i = 0; i < g->count; i++)
		should->ddram[g->cells[i].where] = code_of(g, rom, &g->cells[i]);
	for (unsigned int i = 0; i < g->picture_count; i++)
		memcpy(should->cgram[g->pictures[i].slot], g->pictures[i].rows,
		       HD44780_SLOT_ROWS);
}

/* Show the cursor only on the controller whose cells contain it. */
static void set_cursor(const struct hd44780_module *module,
		       const struct screen *screen, unsigned int unit,
		       struct hd44780_state *should)
{
	struct hd44780_place place =
		hd44780_place(module, screen->row, screen->col);

	should->control = HD44780_CONTROL;
	should->address = HD44780_NO_ADDRESS;
	if (!screen->power)
		return;
	should->control |= HD44780_CONTROL_DISPLAY;
	if (screen->row >= module->rows || screen->col >= module->cols)
		return;
	if (place.unit != unit || !(screen->cursor || screen->blink))
		return;
	should->control |= (screen->cursor ? HD44780_CONTROL_CURSOR : 0) |
			   (screen->blink ? HD44780_CONTROL_BLINK : 0);
	should->address = hd44780_address(module, place.cell);
}

void glyphs_render(const struct hd44780_module *module, enum charset_rom rom,
		   const struct screen *screen,
		   const struct hd44780_glass *glass, struct glyphs *glyphs)
{
	for (unsigned int i = 0; i < hd44780_units(module); i++) {
		const struct hd44780_state *is = &glass->unit[i];

		take_cells(module, i, rom, screen, glyphs);
		choose_pictures(glyphs, is);
		link_cells(glyphs);
		choose_slots(glyphs, is);
		set_memory(glyphs, rom, &glyphs->should[i]);
		set_cursor(module, screen, i, &glyphs->should[i]);
	}
}
