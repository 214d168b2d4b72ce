// SPDX-License-Identifier: GPL-2.0-only
/* From a screen to the glass: who owns the eight CGRAM slots. */
#include "kselftest_harness.h"

#include "charset.h"
#include "font.h"
#include "glyphs.h"
#include "term.h"
#include "wire.h"

static const struct hd44780_costs pcf8574 = { 4, 4, 1 };

/* A display with its panel. */
struct lcd {
	struct term term;
	struct wire wire;
	struct glyphs glyphs;
	enum charset_rom rom;
};

static void lcd_init(struct lcd *lcd, const char *name, enum charset_rom rom)
{
	lcd->rom = rom;
	wire_power_on(&lcd->wire, name, 4, 1);
	wire_init(&lcd->wire);
	term_init(&lcd->term, lcd->wire.glass->rows, lcd->wire.glass->cols);
}

/* Bring the screen to the glass; return what that cost. */
static unsigned int lcd_flush(struct lcd *lcd)
{
	glyphs_render(&lcd->wire.module, lcd->rom, &lcd->term.screen,
		      &lcd->wire.known, &lcd->glyphs);
	memcpy(lcd->wire.should, lcd->glyphs.should, sizeof(lcd->wire.should));
	return wire_flush(&lcd->wire, &pcf8574);
}

/* Write @bytes to the blank screen, and bring it to the glass. */
static unsigned int lcd_show(struct lcd *lcd, const char *bytes)
{
	term_write(&lcd->term, "\f", 1);
	term_write(&lcd->term, bytes, strlen(bytes));
	return lcd_flush(lcd);
}

/* What a character of the basic plane is to look like, asked for once. */
struct look {
	bool known;
	bool drawn;
	int code;
	u8 rows[HD44780_SLOT_ROWS];
};

static const struct look *look_of(enum charset_rom rom, u32 cp)
{
	static struct look looks[2][0x10000];
	struct look *look = &looks[rom][cp & 0xffff];

	if (look->known)
		return look;
	look->known = true;
	look->code = charset_rom_code(rom, cp);
	look->drawn = look->code < 0 && font_glyph(cp, look->rows);
	return look;
}

static bool is_user_glyph(u32 cp)
{
	return cp >= SCREEN_GLYPH_FIRST && cp <= SCREEN_GLYPH_LAST;
}

/* What a cell is to look like if it is drawn; NULL where the ROM has it. */
static const u8 *picture_of(const struct lcd *lcd, u32 cp)
{
	const struct look *look = look_of(lcd->rom, cp);

	if (is_user_glyph(cp))
		return lcd->term.screen.glyphs[cp - SCREEN_GLYPH_FIRST];
	return look->drawn ? look->rows : NULL;
}

/* Does a place of the glass look exactly as its cell says? */
static bool is_exact(const struct lcd *lcd, unsigned int row, unsigned int col)
{
	u32 cp = lcd->term.screen.cells[row][col];
	u8 code = wire_code(&lcd->wire, row, col);
	const u8 *rows = picture_of(lcd, cp);

	if (!rows)
		return code == look_of(lcd->rom, cp)->code;
	return code < HD44780_SLOTS &&
	       !memcmp(rows, wire_picture(&lcd->wire, row, code),
		       HD44780_SLOT_ROWS);
}

/*
 * The glass in a line a row, blanks at the end cut: '=' for what is exact, else
 * the code, or '#' for a picture.
 */
static const char *looks(const struct lcd *lcd)
{
	static char text[SCREEN_TEXT_MAX];
	char *end = text, *last = text;

	for (unsigned int row = 0; row < lcd->term.screen.rows; row++) {
		for (unsigned int col = 0; col < lcd->term.screen.cols; col++) {
			u8 code = wire_code(&lcd->wire, row, col);

			if (is_exact(lcd, row, col))
				code = lcd->term.screen.cells[row][col] == ' ' ?
				       ' ' : '=';
			*end++ = code < HD44780_SLOTS ? '#' : code;
			last = code == ' ' ? last : end;
		}
		end = last;
		*end++ = '|';
		last = end;
	}
	*end = '\0';
	return text;
}

/* ---- ROM A00, 20x4 ---- */

FIXTURE(glyphs) {
	struct lcd lcd;
};

FIXTURE_SETUP(glyphs)
{
	lcd_init(&self->lcd, "20x4", CHARSET_A00);
	lcd_flush(&self->lcd);
}

FIXTURE_TEARDOWN(glyphs)
{
	EXPECT_STREQ("none", wire_breach(&self->lcd.wire));
}

#define SHOW(bytes) lcd_show(&self->lcd, bytes)
#define LOOKS() looks(&self->lcd)

/* The slot that a place shows, or the code of the ROM. */
#define CODE(row, col) wire_code(&self->lcd.wire, row, col)

/* How many bytes of data the last flush sent to CGRAM. */
static unsigned int drawn(const struct hd44780_plan *plan)
{
	unsigned int count = 0;
	bool cgram = false;

	for (unsigned int i = 0; i < plan->count; i++) {
		bool data = plan->ops[i].flags & HD44780_DATA;

		if (!data && plan->ops[i].byte >= 0x40)
			cgram = plan->ops[i].byte < 0x80;
		count += data && cgram;
	}
	return count;
}

#define DRAWN() drawn(&self->lcd.wire.plan)

TEST_F(glyphs, ascii_takes_no_slot)
{
	SHOW("Hello, world");
	EXPECT_STREQ("====== =====||||", LOOKS());
	EXPECT_EQ(0, DRAWN());
}

/* Letters that ROM A00 lacks. */
#define EIGHT "àâçéèêîô"
#define OTHERS "ùûëïÀÇÉÈ"

/* User glyph n is \uE00n; this draws it. */
#define DRAW(n, rows) LCD "G" #n rows ";"
#define STRIPES "1500150015001500"

TEST_F(glyphs, eight_accented_letters_show_exactly)
{
	SHOW(EIGHT " été à fête");
	EXPECT_STREQ("======== === = ====||||", LOOKS());
}

TEST_F(glyphs, ninth_is_transliterated)
{
	SHOW(EIGHT "ù");
	EXPECT_STREQ("========u||||", LOOKS());
}

TEST_F(glyphs, ninth_shows_as_soon_as_another_has_left)
{
	SHOW(EIGHT "ù");
	SHOW("aâçéèêîôù");
	EXPECT_STREQ("=========||||", LOOKS());
}

TEST_F(glyphs, letters_of_the_glass_keep_their_slots_before_new_ones)
{
	SHOW(EIGHT);
	SHOW("ù" EIGHT);
	EXPECT_STREQ("u========||||", LOOKS());
}

TEST_F(glyphs, user_glyph_comes_first)
{
	SHOW(EIGHT);
	SHOW(DRAW(3, STRIPES) EIGHT "\uE003");
	EXPECT_STREQ("=======o=||||", LOOKS());
}

TEST_F(glyphs, slot_is_not_the_number_of_a_user_glyph)
{
	u8 slot;

	SHOW("é");
	slot = CODE(0, 0);
	SHOW(DRAW(0, STRIPES) "\uE000" "é");
	EXPECT_STREQ("==||||", LOOKS());
	EXPECT_EQ(slot, CODE(0, 1));
}

TEST_F(glyphs, what_looks_alike_shares_a_slot)
{
	SHOW(DRAW(0, STRIPES) DRAW(5, STRIPES) "\uE000\uE005" "▋▌");
	EXPECT_STREQ("====||||", LOOKS());
	EXPECT_EQ(CODE(0, 0), CODE(0, 1));
	EXPECT_EQ(CODE(0, 2), CODE(0, 3));
}

TEST_F(glyphs, picture_keeps_its_slot_while_on_the_glass)
{
	u8 slot;

	SHOW("é");
	slot = CODE(0, 0);
	SHOW(DRAW(0, STRIPES) "\uE000" "àâç é");
	EXPECT_EQ(slot, CODE(0, 5));
	EXPECT_EQ(4 * HD44780_SLOT_ROWS, DRAWN());
}

TEST_F(glyphs, picture_that_comes_back_is_not_drawn_again)
{
	SHOW("é");
	SHOW("e");
	SHOW("é");
	EXPECT_STREQ("=||||", LOOKS());
	EXPECT_EQ(0, DRAWN());
}

TEST_F(glyphs, letter_is_redrawn_in_place)
{
	SHOW("é");
	SHOW("è");
	EXPECT_STREQ("=||||", LOOKS());
	for (unsigned int i = 0; i < self->lcd.wire.plan.count; i++)
		EXPECT_LT(self->lcd.wire.plan.ops[i].byte, 0x80);
}

TEST_F(glyphs, eight_letters_are_exchanged_in_one_write)
{
	SHOW(EIGHT);
	SHOW(OTHERS);
	EXPECT_STREQ("========||||", LOOKS());
}

TEST_F(glyphs, eight_letters_all_over_the_glass_are_exchanged)
{
	SHOW(EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT);
	SHOW("è" OTHERS OTHERS OTHERS OTHERS OTHERS OTHERS OTHERS OTHERS "é");
	SHOW("ù" OTHERS OTHERS OTHERS OTHERS OTHERS OTHERS OTHERS OTHERS "ù");
	EXPECT_STREQ("====================|====================|"
		     "====================|======|", LOOKS());
}

TEST_F(glyphs, user_glyph_that_is_redrawn_changes_where_it_is_shown)
{
	SHOW(DRAW(2, STRIPES) "\uE002" "   " "\uE002");
	SHOW(DRAW(2, "150015001500151f") "\uE002" "   " "\uE002");
	EXPECT_STREQ("=   =||||", LOOKS());
	EXPECT_EQ(1, DRAWN());
}

TEST_F(glyphs, eight_user_glyphs_leave_no_slot)
{
	for (unsigned int i = 0; i < SCREEN_GLYPHS; i++)
		memset(self->lcd.term.screen.glyphs[i], i, SCREEN_GLYPH_ROWS);
	SHOW("\uE000\uE001\uE002\uE003\uE004\uE005\uE006\uE007" "é");
	EXPECT_STREQ("========e||||", LOOKS());
}

TEST_F(glyphs, codes_of_the_rom_are_shown_as_they_are)
{
	SHOW("\uF0B0\uF0FF");
	EXPECT_EQ(0xb0, CODE(0, 0));
	EXPECT_EQ(0xff, CODE(0, 1));
}

TEST_F(glyphs, codes_of_no_rom_are_user_glyphs)
{
	SHOW(DRAW(3, STRIPES) "é" "\uE003\uF003\uF00B");
	EXPECT_EQ(CODE(0, 1), CODE(0, 2));
	EXPECT_EQ(CODE(0, 1), CODE(0, 3));
}

/* ---- bars ---- */

#define HEIGHTS "▁▂▃▄▅▆▇"
#define WIDTHS "▉▊▋▌▍▎▏"

TEST_F(glyphs, all_heights_are_exact)
{
	SHOW(HEIGHTS "█");
	EXPECT_STREQ("========||||", LOOKS());
}

TEST_F(glyphs, all_widths_are_exact)
{
	SHOW(WIDTHS "█");
	EXPECT_STREQ("========||||", LOOKS());
}

TEST_F(glyphs, bars_without_a_slot_show_the_nearest_of_their_kind)
{
	SHOW(HEIGHTS "█" WIDTHS);
	EXPECT_STREQ("==========###||||", LOOKS());
}

TEST_F(glyphs, bars_without_any_slot_are_blank_or_full)
{
	SHOW(EIGHT "|" HEIGHTS "|" WIDTHS);
	EXPECT_STREQ("=========    \xff\xff\xff=\xff\xff\xff|\xff|||", LOOKS());
}

FIXTURE(european) {
	struct lcd lcd;
};

FIXTURE_SETUP(european)
{
	lcd_init(&self->lcd, "20x4", CHARSET_A02);
	lcd_flush(&self->lcd);
}

FIXTURE_TEARDOWN(european)
{
}

TEST_F(european, accented_letters_take_no_slot)
{
	SHOW(EIGHT OTHERS);
	EXPECT_STREQ("================||||", LOOKS());
	EXPECT_EQ(0, DRAWN());
}

TEST_F(european, full_block_takes_a_slot_and_stands_in_for_all_bars)
{
	SHOW("█" HEIGHTS WIDTHS);
	EXPECT_STREQ("========####||||", LOOKS());
}

/* ---- the rest of what a panel shows ---- */

TEST_F(glyphs, of_a_smaller_screen_leave_the_rest_of_the_glass_blank)
{
	SHOW("01234567890123456789");
	screen_resize(&self->lcd.term.screen, 2, 16);
	lcd_flush(&self->lcd);
	EXPECT_STREQ("================||", LOOKS());
	EXPECT_EQ(' ', CODE(0, 16));
	EXPECT_EQ(' ', CODE(3, 19));
}

/* What the controllers have on: display, cursor, blink; and where the cursor is. */
static const char *lights(const struct lcd *lcd)
{
	static char text[40];
	char *end = text;

	for (unsigned int i = 0; i < lcd->wire.glass->controllers; i++) {
		const struct controller *c = &lcd->wire.unit[i].controller;

		end += sprintf(end, "%c%c%c", c->on ? 'D' : 'd',
			       c->cursor ? 'C' : 'c', c->blink ? 'B' : 'b');
		if (c->cursor || c->blink)
			end += sprintf(end, "%02x", c->ac);
	}
	return text;
}

TEST_F(glyphs, cursor_is_hidden_at_first)
{
	EXPECT_STREQ("Dcb", lights(&self->lcd));
}

TEST_F(glyphs, cursor_is_where_the_screen_has_it)
{
	SHOW(LCD "C" CSI "3;8H");
	EXPECT_STREQ("DCb1b", lights(&self->lcd));
}

TEST_F(glyphs, cell_under_the_hidden_cursor_may_blink)
{
	SHOW(LCD "B" "ab");
	EXPECT_STREQ("DcB02", lights(&self->lcd));
}

TEST_F(glyphs, nothing_is_lit_without_power)
{
	SHOW(LCD "C" LCD "B" LCD "d");
	EXPECT_STREQ("dcb", lights(&self->lcd));
}

FIXTURE(two_controllers) {
	struct lcd lcd;
};

FIXTURE_SETUP(two_controllers)
{
	lcd_init(&self->lcd, "40x4", CHARSET_A00);
	lcd_flush(&self->lcd);
}

FIXTURE_TEARDOWN(two_controllers)
{
}

TEST_F(two_controllers, have_eight_slots_each)
{
	SHOW(EIGHT "\n\n" OTHERS "\ne" EIGHT);
	EXPECT_STREQ("========||========|=aaceeeio|", LOOKS());
}

TEST_F(two_controllers, have_one_cursor)
{
	SHOW(LCD "C" LCD "B" CSI "3;8H");
	EXPECT_STREQ("DcbDCB07", lights(&self->lcd));
	SHOW(CSI "2;8H");
	EXPECT_STREQ("DCB47Dcb", lights(&self->lcd));
}

/* ---- one random screen after another, on every module and ROM ---- */

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
	unsigned int count = 0;

	row -= row % rows;
	for (u8 slot = 0; slot < HD44780_SLOTS; slot++) {
		bool shown = false;

		for (unsigned int i = 0; i < rows * glass->cols; i++)
			shown |= wire_code(&lcd->wire, row + i / glass->cols,
					   i % glass->cols) == slot;
		count += shown;
	}
	return count;
}

/* Is what is not exact as good as it can be? */
static bool is_excused(const struct lcd *lcd, unsigned int row, unsigned int col)
{
	u32 cp = lcd->term.screen.cells[row][col];
	u8 code = wire_code(&lcd->wire, row, col);
	bool bar = cp >= 0x2580 && cp <= 0x259f;

	if (!picture_of(lcd, cp))
		return code == charset_fallback(lcd->rom, cp);
	if (is_user_glyph(cp) || slots_shown(lcd, row) < HD44780_SLOTS)
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
			if (!is_exact(lcd, row, col) &&
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
	wire_power_on(&lcd->wire, name, 4, 1 + below(1000));
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
			return lights(lcd);
		if (lcd->term.screen.power && !glass_is_right(lcd))
			return looks(lcd);
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
