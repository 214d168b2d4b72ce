// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which codes and which pictures make a screen visible on a module.
 */
#include "font.h"
#include "glyphs.h"

#define BLANK 0x20u
#define FULL_BLOCK 0x2588u
#define FULL_ROW HD44780_ROW_PIXELS

#define NO_PICTURE 0xffu
#define NO_SLOT 0xffu

/* Block elements that stand in for each other; the full block does for all. */
#define BAR_HEIGHT 0x01u
#define BAR_WIDTH 0x02u
#define BAR_OTHER 0x04u
#define BAR_ANY (BAR_HEIGHT | BAR_WIDTH | BAR_OTHER)

/* Who gets a slot, in this order. */
enum claim { CLAIM_USER, CLAIM_HELD, CLAIM_ANY, CLAIMS };

/**
 * struct picture - what some cells show, drawn in CGRAM
 * @rows: what it looks like
 * @bar:  BAR_ bits; 0 if it is no block element
 * @slot: its slot, or NO_SLOT as yet
 */
struct picture {
	u8 rows[HD44780_SLOT_ROWS];
	u8 bar;
	u8 slot;
};

/**
 * struct glyphs - the cells and the slots of one controller
 * @screen:   what to show
 * @is:       what the controller holds
 * @rom:      its ROM
 * @count:    cells of the module, in reading order
 * @cells:    what they show
 * @where:    where they are in DDRAM
 * @shows:    which of the pictures they show, or NO_PICTURE
 * @pictures: what gets a slot
 * @drawn:    how many those are
 */
struct glyphs {
	const struct screen *screen;
	const struct hd44780_state *is;
	enum charset_rom rom;
	unsigned int count;
	u32 cells[HD44780_CELLS];
	u8 where[HD44780_CELLS];
	u8 shows[HD44780_CELLS];
	struct picture pictures[HD44780_SLOTS];
	unsigned int drawn;
};

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
	return cp >= 0x2580 && cp <= 0x259f ? BAR_OTHER : 0;
}

/* Does @cp have to be drawn, and can it be? Sets @rows. */
static bool has_picture(const struct glyphs *g, u32 cp, u8 *rows)
{
	int user = user_glyph(cp);

	if (user < 0)
		return charset_rom_code(g->rom, cp) < 0 && font_glyph(cp, rows);
	for (unsigned int i = 0; i < HD44780_SLOT_ROWS; i++)
		rows[i] = g->screen->glyphs[user][i] & HD44780_ROW_PIXELS;
	return true;
}

static u8 find_picture(const struct glyphs *g, const u8 *rows)
{
	for (unsigned int i = 0; i < g->drawn; i++)
		if (!memcmp(g->pictures[i].rows, rows, HD44780_SLOT_ROWS))
			return i;
	return NO_PICTURE;
}

static u8 find_slot(const struct hd44780_state *is, const u8 *rows)
{
	for (unsigned int i = 0; i < HD44780_SLOTS; i++)
		if (!memcmp(is->cgram[i], rows, HD44780_SLOT_ROWS))
			return i;
	return NO_SLOT;
}

static bool claims(const struct glyphs *g, enum claim turn, u32 cp,
		   const u8 *rows)
{
	switch (turn) {
	case CLAIM_USER:
		return user_glyph(cp) >= 0;
	case CLAIM_HELD:
		return find_slot(g->is, rows) != NO_SLOT;
	default:
		return true;
	}
}

static void draw(struct glyphs *g, u32 cp, const u8 *rows)
{
	struct picture *picture = &g->pictures[g->drawn];

	if (g->drawn == HD44780_SLOTS || find_picture(g, rows) != NO_PICTURE)
		return;
	memcpy(picture->rows, rows, HD44780_SLOT_ROWS);
	picture->bar = bar_of(cp);
	picture->slot = find_slot(g->is, rows);
	g->drawn++;
}

static void choose_pictures(struct glyphs *g)
{
	u8 rows[HD44780_SLOT_ROWS];

	g->drawn = 0;
	for (enum claim turn = CLAIM_USER; turn < CLAIMS; turn++)
		for (unsigned int i = 0; i < g->count; i++)
			if (has_picture(g, g->cells[i], rows) &&
			    claims(g, turn, g->cells[i], rows))
				draw(g, g->cells[i], rows);
	for (unsigned int i = 0; i < g->count; i++)
		g->shows[i] = has_picture(g, g->cells[i], rows) ?
			      find_picture(g, rows) : NO_PICTURE;
}

static bool is_taken(const struct glyphs *g, u8 slot)
{
	for (unsigned int i = 0; i < g->drawn; i++)
		if (g->pictures[i].slot == slot)
			return true;
	return false;
}

/* How many bytes change if @picture is drawn in @slot? */
static unsigned int bytes_to_change(const struct glyphs *g, u8 picture, u8 slot)
{
	const u8 *rows = g->pictures[picture].rows;
	unsigned int bytes = 0;

	for (unsigned int i = 0; i < HD44780_SLOT_ROWS; i++)
		bytes += g->is->cgram[slot][i] != rows[i];
	for (unsigned int i = 0; i < g->count; i++)
		bytes += g->shows[i] == picture && g->is->ddram[g->where[i]] != slot;
	return bytes;
}

static u8 cheapest_slot(const struct glyphs *g, u8 picture)
{
	unsigned int least = ~0u;
	u8 best = NO_SLOT;

	for (u8 slot = 0; slot < HD44780_SLOTS; slot++) {
		unsigned int bytes = bytes_to_change(g, picture, slot);

		if (!is_taken(g, slot) && bytes < least) {
			least = bytes;
			best = slot;
		}
	}
	return best;
}

/* There are as many slots as pictures, so each finds one. */
static void choose_slots(struct glyphs *g)
{
	for (unsigned int i = 0; i < g->drawn; i++)
		if (g->pictures[i].slot == NO_SLOT)
			g->pictures[i].slot = cheapest_slot(g, i);
}

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

/* The code of the bar nearest to @rows, of those that can be shown. */
static u8 nearest_bar(const struct glyphs *g, u8 bar, const u8 *rows)
{
	static const u8 blank[HD44780_SLOT_ROWS];
	u8 full[HD44780_SLOT_ROWS];
	int code = charset_rom_code(g->rom, FULL_BLOCK);
	unsigned int least = pixels_apart(rows, blank);
	u8 best = BLANK;

	memset(full, HD44780_ROW_PIXELS, sizeof(full));
	if (code >= 0 && pixels_apart(rows, full) < least) {
		least = pixels_apart(rows, full);
		best = code;
	}
	for (unsigned int i = 0; i < g->drawn; i++) {
		const struct picture *picture = &g->pictures[i];

		if ((picture->bar & bar) &&
		    pixels_apart(rows, picture->rows) <= least) {
			least = pixels_apart(rows, picture->rows);
			best = picture->slot;
		}
	}
	return best;
}

static u8 code_of(const struct glyphs *g, unsigned int i)
{
	u8 rows[HD44780_SLOT_ROWS];
	u32 cp = g->cells[i];
	int code = charset_rom_code(g->rom, cp);

	if (g->shows[i] != NO_PICTURE)
		return g->pictures[g->shows[i]].slot;
	if (code >= 0)
		return code;
	if (bar_of(cp) && font_glyph(cp, rows))
		return nearest_bar(g, bar_of(cp), rows);
	return charset_fallback(g->rom, cp);
}

static u32 cell_at(const struct screen *screen, unsigned int row,
		   unsigned int col)
{
	if (row >= screen->rows || col >= screen->cols)
		return BLANK;
	return screen->cells[row][col];
}

/* Take the cells of controller @unit. */
static void take_cells(const struct hd44780_module *module, unsigned int unit,
		       struct glyphs *g)
{
	g->count = 0;
	for (unsigned int i = 0; i < (unsigned int)module->rows * module->cols; i++) {
		unsigned int row = i / module->cols, col = i % module->cols;
		struct hd44780_place place = hd44780_place(module, row, col);

		if (place.unit != unit || g->count == HD44780_CELLS)
			continue;
		g->cells[g->count] = cell_at(g->screen, row, col);
		g->where[g->count++] = place.cell;
	}
}

static void set_memory(const struct glyphs *g, struct hd44780_state *should)
{
	memset(should->ddram, HD44780_NO_CODE, sizeof(should->ddram));
	memset(should->cgram, HD44780_NO_ROW, sizeof(should->cgram));
	for (unsigned int i = 0; i < g->count; i++)
		should->ddram[g->where[i]] = code_of(g, i);
	for (unsigned int i = 0; i < g->drawn; i++)
		memcpy(should->cgram[g->pictures[i].slot], g->pictures[i].rows,
		       HD44780_SLOT_ROWS);
}

/* Of two controllers only the one that has the cursor shows it. */
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
	if (place.unit != unit || !(screen->cursor || screen->blink))
		return;
	should->control |= (screen->cursor ? HD44780_CONTROL_CURSOR : 0) |
			   (screen->blink ? HD44780_CONTROL_BLINK : 0);
	should->address = hd44780_address(module, place.cell);
}

void glyphs_render(const struct hd44780_module *module, enum charset_rom rom,
		   const struct screen *screen,
		   const struct hd44780_glass *glass,
		   struct hd44780_state should[HD44780_UNITS])
{
	struct glyphs g = { .screen = screen, .rom = rom };

	for (unsigned int i = 0; i < hd44780_units(module); i++) {
		g.is = &glass->unit[i];
		take_cells(module, i, &g);
		choose_pictures(&g);
		choose_slots(&g);
		set_memory(&g, &should[i]);
		set_cursor(module, screen, i, &should[i]);
	}
}
