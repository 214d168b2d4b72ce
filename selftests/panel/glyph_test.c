// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the ROM lacks is drawn: accented letters, bars, symbols and the user's
 * own glyphs, eight pictures at a time.
 */
#include <fcntl.h>
#include <string.h>

#include "kselftest_harness.h"

#include "charset.h"
#include "device.h"
#include "emu.h"
#include "font.h"
#include "panel.h"
#include "utf8.h"

/* Is the picture in this cell the font's one of @cp, or the ROM's? */
static bool cell_shows(int row, int col, u32 cp)
{
	unsigned char seen[8], wanted[8];
	bool drawn = picture_of("i2c", row, col, seen);
	int code = charset_rom_code(CHARSET_A00, cp);

	if (code >= 0)
		return !drawn && seen[0] == code;
	return drawn && font_glyph(cp, wanted) &&
	       !memcmp(seen, wanted, sizeof(wanted));
}

/* The first cell of a row that does not show its character, or -1. */
static int row_is_wrong_at(int row, const char *text)
{
	struct utf8 utf8 = {};
	int col = 0;
	u32 cp;

	for (; *text; text++) {
		if (utf8_step(&utf8, *text, &cp) != UTF8_DONE)
			continue;
		if (!cell_shows(row, col, cp))
			return col;
		col++;
	}
	return -1;
}

FIXTURE(glass) {
};

FIXTURE_SETUP(glass)
{
	panel_start("i2c", "", "");
	ASSERT_EQ(0, lcd_sync());
}

FIXTURE_TEARDOWN(glass)
{
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(glass, french_with_eight_accented_letters_shows_exactly)
{
	lcd_show("Crème brûlée 20°C\nà côté, ça va\noù? là!\nfête");
	EXPECT_EQ(-1, row_is_wrong_at(0, "Crème brûlée 20°C"));
	EXPECT_EQ(-1, row_is_wrong_at(1, "à côté, ça va"));
	EXPECT_EQ(-1, row_is_wrong_at(2, "où? là!"));
	EXPECT_EQ(-1, row_is_wrong_at(3, "fête"));
}

TEST_F(glass, eight_letters_replaced_by_eight_others_all_show)
{
	static const char *const texts[] = {
		"éèêëàâçù", "ÉÈÊËÀÂÇÙ", "îïôûÿœæÔ", "éèêëàâçù",
	};

	for (int i = 0; i < 4; i++) {
		lcd_show(texts[i]);
		EXPECT_EQ(-1, row_is_wrong_at(0, texts[i]));
	}
}

TEST_F(glass, the_ninth_letter_falls_back_to_its_base)
{
	unsigned char seen[8];

	lcd_show("éèêëàâçùÉ");
	EXPECT_EQ(-1, row_is_wrong_at(0, "éèêëàâçù"));
	EXPECT_FALSE(picture_of("i2c", 0, 8, seen));
	EXPECT_EQ('E', seen[0]);

	/* With a slot free again it is drawn. */
	lcd_show_more("\033[1;1He");
	EXPECT_EQ(-1, row_is_wrong_at(0, "eèêëàâçùÉ"));
}

TEST_F(glass, bars_of_all_heights_and_widths_never_show_a_question_mark)
{
	lcd_show("▁▂▃▄▅▆▇█\n▏▎▍▌▋▊▉█\nx");
	EXPECT_EQ(NULL, strchr(glass_of("i2c"), '?'));
	EXPECT_EQ(-1, row_is_wrong_at(0, "▁▂▃▄▅▆▇█"));
}

TEST_F(glass, user_glyphs_by_escape_sequence_and_attribute_show)
{
	static const unsigned char bell[8] = {
		0x04, 0x0e, 0x0e, 0x0e, 0x1f, 0x00, 0x04, 0x00
	};
	unsigned char seen[8];

	lcd_show("\033[LG5040e0e0e1f000400;a");
	lcd_show_more("\005\356\200\205");
	ASSERT_TRUE(picture_of("i2c", 0, 1, seen));
	EXPECT_EQ(0, memcmp(bell, seen, 8));
	ASSERT_TRUE(picture_of("i2c", 0, 2, seen));
	EXPECT_EQ(0, memcmp(bell, seen, 8));

	EXPECT_EQ(0, attr_store("LCD", "glyph5", "1f 00 1f 00 1f 00 1f 00"));
	ASSERT_EQ(0, lcd_sync());
	ASSERT_TRUE(picture_of("i2c", 0, 1, seen));
	EXPECT_EQ(0x1f, seen[0]);
	EXPECT_EQ(0x00, seen[1]);
}

TEST_F(glass, user_glyphs_come_before_drawn_letters)
{
	unsigned char seen[8];

	for (int i = 0; i < 8; i++) {
		char name[8], rows[32];

		snprintf(name, sizeof(name), "glyph%d", i);
		snprintf(rows, sizeof(rows), "%02x00000000000000", i + 1);
		EXPECT_EQ(0, attr_store("LCD", name, rows));
	}
	lcd_overwrite("éàù");
	lcd_append("");
	int fd = open_or_fail(LCD, O_WRONLY | O_APPEND);

	write_bytes_or_fail(fd, "\0\1\2\3\4\5\6\7", 8);
	close(fd);
	ASSERT_EQ(0, lcd_sync());
	for (int i = 0; i < 8; i++) {
		ASSERT_TRUE(picture_of("i2c", 0, 3 + i, seen));
		EXPECT_EQ(i + 1, seen[0]);
	}
	EXPECT_FALSE(picture_of("i2c", 0, 0, seen));
	EXPECT_EQ('e', seen[0]);
}

TEST_F(glass, the_european_rom_shows_what_it_has)
{
	unsigned char seen[8];

	EXPECT_EQ(0, attr_store("LCD", "charset", "A02"));
	lcd_show("é");
	EXPECT_FALSE(picture_of("i2c", 0, 0, seen));
	EXPECT_EQ(charset_rom_code(CHARSET_A02, 0xe9), seen[0]);
	EXPECT_EQ(0, attr_store("LCD", "charset", "A00"));
	EXPECT_TRUE(eventually(picture_of("i2c", 0, 0, seen)));
}

TEST_F(glass, common_symbols_are_drawn)
{
	lcd_show("€♥✓▶⏸");
	EXPECT_EQ(-1, row_is_wrong_at(0, "€♥✓▶⏸"));
	lcd_show("🔋🔔↑↓─│┌┘");
	EXPECT_EQ(-1, row_is_wrong_at(0, "🔋🔔↑↓─│┌┘"));
}

TEST_HARNESS_MAIN
