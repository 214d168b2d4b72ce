// SPDX-License-Identifier: GPL-2.0-only
/* The patterns of the ROMs: each character has one, and they are those printed. */
#include "kselftest_harness.h"

#include <ctype.h>
#include <string.h>

#include "../../userland/common/rom.h"

/* The next that kmod/text gets, before anybody draws its patterns. */
#define ROM_UNKNOWN ((enum charset_rom)(CHARSET_A02 + 1))

FIXTURE(rom) {
	u8 dots[0x100][ROM_ROWS];
};

FIXTURE_VARIANT(rom) {
	enum charset_rom rom;
	unsigned int blank_codes;
	unsigned int alike_codes;
};

/* The prolonged sound mark of the katakana looks like the minus sign. */
FIXTURE_VARIANT_ADD(rom, a00) {
	.rom = CHARSET_A00, .blank_codes = 16 + 1 + 33 + 1, .alike_codes = 1 };
FIXTURE_VARIANT_ADD(rom, a02) {
	.rom = CHARSET_A02, .blank_codes = 1, .alike_codes = 0 };

FIXTURE_SETUP(rom)
{
	for (int code = 0x10; code <= 0xff; code++)
		ASSERT_TRUE(rom_dots(variant->rom, code, self->dots[code]));
}

FIXTURE_TEARDOWN(rom)
{
	(void)self;
}

static bool is_blank(const u8 *dots)
{
	static const u8 blank[ROM_ROWS];

	return !memcmp(dots, blank, ROM_ROWS);
}

TEST_F(rom, has_a_pattern_for_each_of_its_characters)
{
	for (u32 cp = '!'; cp < 0xe000; cp++) {
		int code = charset_rom_code(variant->rom, cp);

		EXPECT_TRUE(code < 0 || code == ' ' || !is_blank(self->dots[code])) {
			TH_LOG("U+%04X, code %02x", cp, code);
		}
	}
}

TEST_F(rom, has_as_many_blanks_as_the_data_sheet_shows)
{
	unsigned int blanks = 0;

	for (int code = 0x10; code <= 0xff; code++)
		blanks += is_blank(self->dots[code]);
	EXPECT_EQ(variant->blank_codes, blanks);
}

TEST_F(rom, has_no_pattern_twice)
{
	unsigned int alike = 0;

	for (int code = 0x10; code <= 0xff; code++)
		for (int other = code + 1; other <= 0xff; other++)
			alike += !is_blank(self->dots[code]) &&
				 !memcmp(self->dots[code], self->dots[other], ROM_ROWS);
	EXPECT_EQ(variant->alike_codes, alike);
}

TEST_F(rom, has_five_dots_a_row)
{
	for (int code = 0x10; code <= 0xff; code++)
		for (int row = 0; row < ROM_ROWS; row++)
			EXPECT_EQ(0, self->dots[code][row] & ~0x1f);
}

/* A few as the data sheet prints them, row after row. */

FIXTURE(pattern) {
};

FIXTURE_VARIANT(pattern) {
	enum charset_rom rom;
	u8 code;
	const char *rows[ROM_ROWS];
};

FIXTURE_VARIANT_ADD(pattern, of_a_capital_in_a00_stands_on_the_seventh_row) {
	CHARSET_A00, 'A',
	{ " ### ", "#   #", "#   #", "#   #", "#####", "#   #", "#   #", "     " } };
FIXTURE_VARIANT_ADD(pattern, of_a_capital_in_a02_stands_on_the_eighth_row) {
	CHARSET_A02, 'A',
	{ "     ", "  #  ", " # # ", "#   #", "#   #", "#####", "#   #", "#   #" } };
FIXTURE_VARIANT_ADD(pattern, of_the_yen_sign) {
	CHARSET_A00, 0x5c,
	{ "#   #", " # # ", "#####", "  #  ", "#####", "  #  ", "  #  ", "     " } };
FIXTURE_VARIANT_ADD(pattern, of_katakana_a) {
	CHARSET_A00, 0xb1,
	{ "#####", "    #", "  # #", "  ## ", "  #  ", "  #  ", " #   ", "     " } };
FIXTURE_VARIANT_ADD(pattern, of_ten_rows_in_a00_is_cut_after_eight) {
	CHARSET_A00, 0xf0,
	{ "     ", "     ", "# ## ", "##  #", "#   #", "#   #", "#### ", "#    " } };
FIXTURE_VARIANT_ADD(pattern, of_the_full_block) {
	CHARSET_A00, 0xff,
	{ "#####", "#####", "#####", "#####", "#####", "#####", "#####", "#####" } };
FIXTURE_VARIANT_ADD(pattern, of_e_acute) {
	CHARSET_A02, 0xe9,
	{ "   # ", "  #  ", "     ", " ### ", "#   #", "#####", "#    ", " ### " } };
FIXTURE_VARIANT_ADD(pattern, of_the_bell) {
	CHARSET_A02, 0x98,
	{ "     ", "  #  ", " ### ", " ### ", " ### ", "#####", "  #  ", "     " } };

FIXTURE_SETUP(pattern)
{
	(void)self;
	(void)variant;
}

FIXTURE_TEARDOWN(pattern)
{
	(void)self;
}

static void draw_row(u8 dots, char row[6])
{
	for (int i = 0; i < 5; i++)
		row[i] = dots & 0x10 >> i ? '#' : ' ';
	row[5] = '\0';
}

TEST_F(pattern, is_exact)
{
	u8 dots[ROM_ROWS];
	char row[6];

	EXPECT_TRUE(rom_dots(variant->rom, variant->code, dots));
	for (int i = 0; i < ROM_ROWS; i++) {
		draw_row(dots[i], row);
		EXPECT_STREQ(variant->rows[i], row);
	}
}

/* A ROM that has codes and no patterns */

TEST(an_unknown_rom_shows_letters_and_digits_as_all_of_them_do)
{
	u8 dots[ROM_ROWS], usual[ROM_ROWS];

	for (u8 code = ' '; code < '~'; code++) {
		if (!isalnum(code))
			continue;
		EXPECT_TRUE(rom_dots(ROM_UNKNOWN, code, dots));
		rom_dots(CHARSET_A00, code, usual);
		EXPECT_EQ(0, memcmp(usual, dots, ROM_ROWS));
	}
}

TEST(an_unknown_rom_shows_the_rest_by_one_mark)
{
	u8 dots[ROM_ROWS], mark[ROM_ROWS];

	EXPECT_FALSE(rom_dots(ROM_UNKNOWN, 0xff, mark));
	EXPECT_FALSE(is_blank(mark));
	for (int code = 0x80; code <= 0xff; code++) {
		EXPECT_FALSE(rom_dots(ROM_UNKNOWN, code, dots));
		EXPECT_EQ(0, memcmp(mark, dots, ROM_ROWS));
	}
}

TEST_HARNESS_MAIN
