// SPDX-License-Identifier: GPL-2.0-only
/*
 * The picture of a display is what its glass shows once it is painted from
 * nothing: the same codes, the same pictures, the same cursor, and so the same
 * dots. Before each comparison the panel loses its power, and what it holds then
 * is chance; "reinit" paints it. The variable SCREENS is how many random screens
 * each panel gets, SEED repeats a run.
 *
 * The emulated controller knows no ROM: of a character of the ROM its code is
 * compared, and ../tools/rom_test.c looks at the patterns.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "../../userland/common/glass.h"
#include "../../userland/common/rom.h"
#include "../../userland/common/source.h"
#include "device.h"
#include "emu.h"
#include "panel.h"

#define I2C_40X4 "geometry=40x4 panel_geometry=40x4 pcf8574_pins=" PINS_40X4
#define TEXT_ROOM 4096		/* one atomic write */

/**
 * struct emulated - what the emulated hardware says of itself
 * @codes:   of the glass; blanks where a controller is off
 * @cgram:   of each controller
 * @on:      is each controller's display on?
 * @cursor:  does it show a cursor,
 * @blink:   does that blink,
 * @address: and where is it, in DDRAM
 * @light:   is it on?
 */
struct emulated {
	u8 codes[SCREEN_MAX_ROWS][SCREEN_MAX_COLS];
	u8 cgram[HD44780_UNITS][HD44780_SLOTS][HD44780_SLOT_ROWS];
	bool on[HD44780_UNITS];
	bool cursor[HD44780_UNITS];
	bool blink[HD44780_UNITS];
	unsigned int address[HD44780_UNITS];
	bool light;
};

static struct hd44780_module module_of(const struct glass *glass, bool split)
{
	return (struct hd44780_module){
		.rows = glass->rows, .cols = glass->cols, .split = split, .bits = 4,
	};
}

/* ---- the emulated hardware ---- */

static void read_codes(const struct glass *glass, struct emulated *emulated)
{
	const char *at = emu_show("i2c", "glass");

	for (unsigned int row = 0; row < glass->rows; row++, at++) {
		for (unsigned int col = 0; col < glass->cols; col++) {
			unsigned int code = (u8)*at;

			at += sscanf(at, "\\x%2x", &code) == 1 ? 4 : 1;
			emulated->codes[row][col] = code;
		}
	}
}

static void read_cgram(unsigned int units, struct emulated *emulated)
{
	const char *at = emu_show("i2c", "cgram");
	u8 *rows = &emulated->cgram[0][0][0];
	char *end;

	for (unsigned int i = 0; i < units * sizeof(emulated->cgram[0]); i++, at = end)
		rows[i] = strtoul(at, &end, 16);
}

static bool is_on(unsigned int unit, const char *key)
{
	char name[32];

	snprintf(name, sizeof(name), "%s%s", unit ? "e2-" : "", key);
	return !strcmp(emu_state("i2c", name), "on");
}

static void read_state(unsigned int units, struct emulated *emulated)
{
	for (unsigned int unit = 0; unit < units; unit++) {
		emulated->on[unit] = is_on(unit, "display");
		emulated->cursor[unit] = is_on(unit, "cursor");
		emulated->blink[unit] = is_on(unit, "blink");
		if (sscanf(emu_state("i2c", unit ? "e2-address" : "address"), "ddram %x",
			   &emulated->address[unit]) != 1)
			emulated->address[unit] = HD44780_SET_DDRAM;	/* in CGRAM: nowhere */
	}
	emulated->light = is_on(0, "backlight");
}

/* ---- is it the picture? ---- */

/* Not while the panel is still being painted. */
static bool tell;

static void report(const struct glass *glass, unsigned int row, unsigned int col,
		   const char *what)
{
	if (tell)
		fprintf(stderr, "# row %u, column %u: code %02x: %s differs\n", row, col,
			glass->cells[row][col].code, what);
}

/* The dots of a cell by what the emulated controller holds. */
static void dots_of(const struct emulated *emulated, const struct glass *glass, bool split,
		    enum charset_rom rom, unsigned int row, unsigned int col,
		    enum glass_blink blink, u8 dots[GLASS_CELL_ROWS])
{
	const struct hd44780_module module = module_of(glass, split);
	struct hd44780_place place = hd44780_place(&module, row, col);
	u8 code = emulated->codes[row][col];
	bool here = (emulated->address[place.unit] | HD44780_SET_DDRAM) ==
		    hd44780_address(&module, place.cell);

	memset(dots, 0, GLASS_CELL_ROWS);
	if (!emulated->on[place.unit])
		return;
	if (code < 0x10)
		memcpy(dots, emulated->cgram[place.unit][code % 8], GLASS_CELL_ROWS);
	else
		rom_dots(rom, code, dots);
	for (unsigned int i = 0; i < GLASS_CELL_ROWS; i++)
		dots[i] &= 0x1f;
	if (here && emulated->cursor[place.unit])
		dots[GLASS_CELL_ROWS - 1] = 0x1f;
	if (here && emulated->blink[place.unit] && blink == GLASS_BLINK_ON)
		memset(dots, 0x1f, GLASS_CELL_ROWS);
}

static bool cell_is_so(const struct emulated *emulated, const struct glass *glass, bool split,
		       enum charset_rom rom, unsigned int row, unsigned int col)
{
	u8 seen[GLASS_CELL_ROWS], painted[GLASS_CELL_ROWS];

	if (glass->power && emulated->codes[row][col] != glass->cells[row][col].code) {
		report(glass, row, col, "the code");
		return false;
	}
	for (enum glass_blink blink = GLASS_BLINK_OFF; blink <= GLASS_BLINK_ON; blink++) {
		dots_of(emulated, glass, split, rom, row, col, blink, seen);
		glass_dots(glass, row, col, blink, painted);
		if (memcmp(seen, painted, sizeof(seen))) {
			report(glass, row, col, "a dot");
			return false;
		}
	}
	return true;
}

static bool panel_is_so(const struct picture *picture, bool split)
{
	struct emulated emulated = { 0 };
	struct hd44780_module module;
	struct glass glass;

	glass_paint(&glass, picture);
	module = module_of(&glass, split);
	read_codes(&glass, &emulated);
	read_cgram(hd44780_units(&module), &emulated);
	read_state(hd44780_units(&module), &emulated);
	for (unsigned int row = 0; row < glass.rows; row++)
		for (unsigned int col = 0; col < glass.cols; col++)
			if (!cell_is_so(&emulated, &glass, split, picture->rom, row, col))
				return false;
	return emulated.light == glass.light;
}

/* Read the display, take the panel's power away, have it painted, and compare. */
static bool picture_is_glass(bool split)
{
	static unsigned int chance = 1;
	struct source source = { .path = LCD, .rows = 4, .cols = 20, .fd = -1 };
	double deadline = seconds_now() + 30 * patience();
	struct picture picture;
	char words[32];

	if (!source_read(&source, &picture)) {
		fprintf(stderr, "# %s: %s\n", LCD, source.why);
		return false;
	}
	source_close(&source);
	snprintf(words, sizeof(words), "%u", chance++);
	emu_control("i2c", "power_cycle", words);
	if (attr_store("LCD", "reinit", "1"))
		return false;

	/* It is painted once a second at most, by a worker. */
	tell = false;
	while (seconds_now() < deadline) {
		if (panel_is_so(&picture, split))
			return true;
		usleep(20 * 1000);
	}
	tell = true;
	return panel_is_so(&picture, split);
}

/* ---- every character ---- */

FIXTURE(rom) {
};

FIXTURE_VARIANT(rom) {
	enum charset_rom rom;
	const char *name;
};

FIXTURE_VARIANT_ADD(rom, a00) { .rom = CHARSET_A00, .name = "A00" };
FIXTURE_VARIANT_ADD(rom, a02) { .rom = CHARSET_A02, .name = "A02" };

FIXTURE_SETUP(rom)
{
	panel_start("i2c", "", "");
	ASSERT_EQ(0, attr_store("LCD", "charset", variant->name));
	ASSERT_EQ(0, lcd_sync());
}

FIXTURE_TEARDOWN(rom)
{
}

static size_t put(char *text, size_t length, u32 cp)
{
	return length + utf8_encode(cp, text + length);
}

static unsigned int cells_of_panel(void)
{
	return atoi(attr_show("LCD", "rows")) * atoi(attr_show("LCD", "cols"));
}

TEST_F_TIMEOUT(rom, shows_every_code, 120)
{
	char text[TEXT_ROOM];

	for (u32 code = 0x10; code <= 0xff;) {
		size_t length = 0;

		for (unsigned int i = 0; i < cells_of_panel() && code <= 0xff; i++)
			length = put(text, length, SCREEN_ROM_FIRST + code++);
		text[length] = '\0';
		lcd_show(text);
		ASSERT_TRUE(picture_is_glass(false));
	}
}

TEST_F_TIMEOUT(rom, shows_every_character_that_it_has, 240)
{
	char text[TEXT_ROOM];
	unsigned int seen = 0;

	for (u32 cp = ' '; cp <= 0x1f514;) {
		unsigned int cells = 0;
		size_t length = 0;

		for (; cells < cells_of_panel() && cp <= 0x1f514; cp++) {
			if (charset_rom_code(variant->rom, cp) < 0 || charset_cell(cp) != cp)
				continue;
			length = put(text, length, cp);
			cells++;
		}
		text[length] = '\0';
		seen += cells;
		lcd_show(text);
		ASSERT_TRUE(picture_is_glass(false));
	}
	EXPECT_LT(190, seen);
}

/* ---- the panels ---- */

FIXTURE(panel) {
};

FIXTURE_VARIANT(panel) {
	const char *emulator;
	const char *module;
	const char *rom;
	bool split;
};

#define PANEL(name, _emulator, _module, _rom, _split)			\
	FIXTURE_VARIANT_ADD(panel, name) {				\
		.emulator = _emulator,					\
		.module = _module,					\
		.rom = _rom,						\
		.split = _split,					\
	}

PANEL(of_20x4_with_a00, "", "", "A00", false);
PANEL(of_20x4_with_a02, "", "", "A02", false);
PANEL(of_16x2_with_a00, "geometry=16x2", "panel_geometry=16x2", "A00", false);
PANEL(of_two_halves, "geometry=16x1s", "panel_geometry=16x1 layout=split", "A02", true);
PANEL(of_two_controllers, EMULATED_40X4, I2C_40X4, "A00", false);

FIXTURE_SETUP(panel)
{
	panel_start("i2c", variant->emulator, variant->module);
	ASSERT_EQ(0, attr_store("LCD", "charset", variant->rom));
	ASSERT_EQ(0, lcd_sync());
}

FIXTURE_TEARDOWN(panel)
{
}

/* ---- what gets no picture of its own ---- */

TEST_F(panel, shows_what_stands_in_for_the_ninth_picture)
{
	lcd_show("éèêëàâçùÉïôû▁▂▅☃");
	EXPECT_TRUE(picture_is_glass(variant->split));
	lcd_show("日本☃€☂✓⌛⏰☕☠☢🔋⚠☹");
	EXPECT_TRUE(picture_is_glass(variant->split));
	EXPECT_EQ('?', emu_show("i2c", "glass")[0]);
}

/* ---- random screens ---- */

static unsigned int seed;

static unsigned int below(unsigned int limit)
{
	return rand_r(&seed) % limit;
}

static unsigned long number(const char *variable, unsigned long otherwise)
{
	const char *text = getenv(variable);

	return text ? strtoul(text, NULL, 0) : otherwise;
}

static u32 random_character(void)
{
	switch (below(8)) {
	case 0:
		return 0x2580 + below(0x20);
	case 1:
		return SCREEN_GLYPH_FIRST + below(SCREEN_GLYPHS);
	case 2:
		return 0xc0 + below(0xc0);
	case 3:
		return SCREEN_ROM_FIRST + below(0x100);
	case 4:
		return 0x2190 + below(0x600);
	default:
		return ' ' + below(0x5f);
	}
}

static void show_random_screen(void)
{
	static const char * const modes[] = {
		"", "", "", "\033[LC", "\033[LB", "\033[LC\033[LB", "\033[L-", "\033[Ld",
	};
	char text[TEXT_ROOM];
	size_t length = sprintf(text, "\033[LD\033[L+\033[LG%x", below(8));

	for (int i = 0; i < 8; i++)
		length += sprintf(text + length, "%02x", below(32));
	text[length++] = ';';
	for (unsigned int i = below(cells_of_panel() + 1); i; i--)
		length = put(text, length, random_character());
	length += sprintf(text + length, "\033[%u;%uH%s", 1 + below(4), 1 + below(40),
			  modes[below(sizeof(modes) / sizeof(modes[0]))]);
	lcd_show(text);
}

TEST_F_TIMEOUT(panel, shows_random_screens, 600)
{
	seed = number("SEED", time(NULL));
	printf("# SEED=%u\n", seed);
	for (unsigned long i = number("SCREENS", 10); i; i--) {
		show_random_screen();
		ASSERT_TRUE(picture_is_glass(variant->split));
	}
}

TEST_HARNESS_MAIN
