// SPDX-License-Identifier: GPL-2.0-only
/* From a screen to the glass: one random screen after another, on every module and ROM. */
#include "kselftest_harness.h"

#include "lcd.h"

static unsigned int seed;

static unsigned int below(unsigned int limit)
{
	return rand_r(&seed) % limit;
}

static u32 random_cell(void)
{
	switch (below(8)) {
	case 0:
		return 0x2580 + below(0x20);
	case 1:
		return SCREEN_GLYPH_FIRST + below(SCREEN_GLYPHS);
	case 2:
		return 0xc0 + below(0xc0);
	case 3:
		return SCREEN_ROM_FIRST + 0x10 + below(0xf0);
	case 4:
		return below(64) ? 0xe0 + below(16) : below(0x10000);
	default:
		return ' ' + below(0x5f);
	}
}

static void change_cells(struct screen *screen)
{
	unsigned int cells = screen->rows * screen->cols;
	unsigned int first = below(cells), most = below(8) ? 6 : cells;

	for (unsigned int i = below(most + 1); i > 0; i--) {
		unsigned int cell = (first + below(most)) % cells;

		screen->cells[cell / screen->cols][cell % screen->cols] =
			random_cell();
	}
}

static void change_screen(struct screen *screen)
{
	change_cells(screen);
	screen->row = below(screen->rows);
	screen->col = below(screen->cols);
	if (!below(8))
		screen->glyphs[below(SCREEN_GLYPHS)][below(SCREEN_GLYPH_ROWS)] ^=
			1 << below(5);
	if (!below(16))
		screen->cursor = !below(8);
	if (!below(16))
		screen->blink = !below(8);
	if (!below(16))
		screen->power = below(8);
}

/* How many slots the controller of a row shows. */
static unsigned int slots_shown(const struct lcd *lcd, unsigned int row)
{
	const struct glass *glass = lcd->wire.glass;
	unsigned int rows = glass->controllers == 2 ? 2 : glass->rows;
	unsigned int shown = 0;

	row -= row % rows;
	for (unsigned int i = 0; i < rows * glass->cols; i++) {
		u8 code = wire_code(&lcd->wire, row + i / glass->cols,
				    i % glass->cols);

		if (code < HD44780_SLOTS)
			shown |= 1 << code;
	}
	return __builtin_popcount(shown);
}

/* Is what is not exact as good as it can be? */
static bool is_excused(const struct lcd *lcd, unsigned int row, unsigned int col)
{
	u32 cp = lcd->term.screen.cells[row][col];
	u8 code = wire_code(&lcd->wire, row, col);
	bool bar = cp >= 0x2580 && cp <= 0x259f;

	if (!lcd_picture(lcd, cp))
		return code == charset_fallback(lcd->rom, cp);
	if (lcd_is_user_glyph(cp) || slots_shown(lcd, row) < HD44780_SLOTS)
		return false;
	if (bar)
		return code < HD44780_SLOTS || code == ' ' ||
		       code == charset_rom_code(lcd->rom, 0x2588);
	return code == charset_fallback(lcd->rom, cp);
}

/* Is the glass as the screen says? */
static bool glass_is_right(const struct lcd *lcd)
{
	const struct screen *screen = &lcd->term.screen;

	for (unsigned int row = 0; row < screen->rows; row++)
		for (unsigned int col = 0; col < screen->cols; col++)
			if (!lcd_is_exact(lcd, row, col) &&
			    !is_excused(lcd, row, col))
				return false;
	return true;
}

/* Are the lights and the cursor as the screen says? */
static bool cursor_is_right(const struct lcd *lcd)
{
	const struct screen *screen = &lcd->term.screen;
	struct hd44780_place place =
		hd44780_place(&lcd->wire.module, screen->row, screen->col);
	const struct controller *c = &lcd->wire.unit[place.unit].controller;

	if (c->on != screen->power)
		return false;
	if (!screen->power)
		return true;
	if (c->cursor != screen->cursor || c->blink != screen->blink)
		return false;
	return !(c->cursor || c->blink) ||
	       (c->ac | 0x80) == hd44780_address(&lcd->wire.module, place.cell);
}

#define SCREENS 10000		/* on a module of up to 16 cells, with each ROM, */
#define CELLS 160000		/* and less on a larger one: 100,000 in all */

FIXTURE(module) {
	struct lcd lcd;
};

FIXTURE_VARIANT(module) {
	const char *name;
};

FIXTURE_SETUP(module)
{
	seed = 1;
}

FIXTURE_TEARDOWN(module)
{
	EXPECT_STREQ("none", wire_breach(&self->lcd.wire));
}

/* Now and then the panel loses its power, and all that it holds. */
static void lose_power(struct lcd *lcd, const char *name)
{
	wire_power_on(&lcd->wire, name, NULL, 4, 1 + below(1000));
	wire_init(&lcd->wire);
}

static const char *show_screens(struct lcd *lcd, const char *name,
				enum charset_rom rom)
{
	unsigned int screens;

	lcd_init(lcd, name, rom);
	screens = CELLS / (lcd->term.screen.rows * lcd->term.screen.cols);
	for (unsigned int n = 0; n < screens && n < SCREENS; n++) {
		change_screen(&lcd->term.screen);
		if (!below(500))
			lose_power(lcd, name);
		lcd_flush(lcd);
		if (!cursor_is_right(lcd))
			return lcd_lights(lcd);
		if (lcd->term.screen.power && !glass_is_right(lcd))
			return lcd_looks(lcd);
		if (!below(16) && lcd_flush(lcd))
			return "not at rest";
	}
	return "";
}

TEST_F_TIMEOUT(module, shows_random_screens_by_rom_a00, 120)
{
	EXPECT_STREQ("", show_screens(&self->lcd, variant->name, CHARSET_A00));
}

TEST_F_TIMEOUT(module, shows_random_screens_by_rom_a02, 120)
{
	EXPECT_STREQ("", show_screens(&self->lcd, variant->name, CHARSET_A02));
}

/* Of those, none has the full block, and one has no vertical bar. */
TEST_F_TIMEOUT(module, shows_random_screens_by_the_other_roms, 240)
{
	for (enum charset_rom rom = CHARSET_A02 + 1; charset_rom_names[rom]; rom++)
		EXPECT_STREQ("", show_screens(&self->lcd, variant->name, rom));
}

FIXTURE_VARIANT_ADD(module, 8x1) { .name = "8x1" };

FIXTURE_VARIANT_ADD(module, 16x1) { .name = "16x1" };

FIXTURE_VARIANT_ADD(module, 16x1_in_halves) { .name = "16x1s" };

FIXTURE_VARIANT_ADD(module, 8x2) { .name = "8x2" };

FIXTURE_VARIANT_ADD(module, 16x2) { .name = "16x2" };

FIXTURE_VARIANT_ADD(module, 20x2) { .name = "20x2" };

FIXTURE_VARIANT_ADD(module, 40x2) { .name = "40x2" };

FIXTURE_VARIANT_ADD(module, 16x4) { .name = "16x4" };

FIXTURE_VARIANT_ADD(module, 20x4) { .name = "20x4" };

FIXTURE_VARIANT_ADD(module, 40x4) { .name = "40x4" };

TEST_HARNESS_MAIN
