// SPDX-License-Identifier: GPL-2.0-only
/* From a screen to the dots of a glass; ../panel/picture_test.c compares with panels. */
#include "kselftest_harness.h"

#include <string.h>

#include "../../userland/common/glass.h"
#include "text/font.h"
#include "text/vt.h"

FIXTURE(glass) {
	struct picture picture;
	struct glass glass;
	u8 dots[GLASS_CELL_ROWS];
};

FIXTURE_SETUP(glass)
{
	self->picture.rom = CHARSET_A00;
	screen_init(&self->picture.screen, 2, 16);
}

FIXTURE_TEARDOWN(glass)
{
	(void)self;
}

static void show(struct picture *picture, struct glass *glass, const char *text)
{
	struct vt vt = { 0 };

	vt_init(&vt);
	vt_write(&vt, &picture->screen, (const u8 *)text, strlen(text));
	glass_paint(glass, picture);
}

#define SHOW(text) show(&self->picture, &self->glass, text)
#define DOTS(row, col, blink) \
	(glass_dots(&self->glass, row, col, blink, self->dots), self->dots)

static bool all_are(const u8 *dots, u8 row)
{
	for (int i = 0; i < GLASS_CELL_ROWS; i++)
		if (dots[i] != row)
			return false;
	return true;
}

static bool is_from_font(const u8 *dots, u32 cp)
{
	u8 rows[FONT_ROWS];

	return font_glyph(cp, rows) && !memcmp(rows, dots, sizeof(rows));
}

TEST_F(glass, is_blank_at_first)
{
	SHOW("");
	EXPECT_EQ(2, self->glass.rows);
	EXPECT_EQ(16, self->glass.cols);
	for (int col = 0; col < 16; col++)
		EXPECT_TRUE(all_are(DOTS(1, col, GLASS_BLINK_ON), 0));
}

TEST_F(glass, draws_what_the_rom_lacks)
{
	SHOW("\u00e9");
	EXPECT_EQ(0, self->glass.cells[0][0].code);
	EXPECT_TRUE(is_from_font(DOTS(0, 0, GLASS_BLINK_OFF), 0xe9));
}

TEST_F(glass, shows_what_the_rom_has_by_the_rom)
{
	self->picture.rom = CHARSET_A02;
	SHOW("\u00e9");
	EXPECT_EQ(0xe9, self->glass.cells[0][0].code);
	EXPECT_FALSE(is_from_font(DOTS(0, 0, GLASS_BLINK_OFF), 0xe9));
}

TEST_F(glass, shows_the_ninth_accent_without_it)
{
	SHOW("\u00e9\u00e8\u00ea\u00eb\u00e0\u00e2\u00e7\u00f9\u00c9");
	for (int col = 0; col < 8; col++)
		EXPECT_EQ(col, self->glass.cells[0][col].code);
	EXPECT_EQ('E', self->glass.cells[0][8].code);
}

TEST_F(glass, shows_a_question_mark_for_what_it_cannot)
{
	SHOW("\u0e01");
	EXPECT_EQ('?', self->glass.cells[0][0].code);
}

/* Eight for the upper two rows, eight for the lower two. */
TEST_F(glass, has_eight_pictures_for_each_of_two_controllers)
{
	screen_init(&self->picture.screen, 4, 40);
	SHOW("\u00e9\u00e8\u00ea\u00eb\u00e0\u00e2\u00e7\u00f9\u00c9\033[3;1H"
	     "\u00c9\u00c8\u00ca\u00cb\u00c0\u00c2\u00c7\u00d9");
	EXPECT_EQ('E', self->glass.cells[0][8].code);
	for (int col = 0; col < 8; col++)
		EXPECT_EQ(col, self->glass.cells[2][col].code);
	EXPECT_TRUE(is_from_font(DOTS(2, 0, GLASS_BLINK_OFF), 0xc9));
}

TEST_F(glass, shows_user_glyphs)
{
	SHOW("\033[LG5150a150a150a150a;\005");
	EXPECT_EQ(0x15, DOTS(0, 0, GLASS_BLINK_OFF)[0]);
	EXPECT_EQ(0x0a, DOTS(0, 0, GLASS_BLINK_OFF)[7]);
}

TEST_F(glass, shows_a_cursor_as_a_line_below_the_character)
{
	SHOW("\033[?25hA\b");
	EXPECT_EQ(0x0e, DOTS(0, 0, GLASS_BLINK_ON)[0]);
	EXPECT_EQ(0x1f, DOTS(0, 0, GLASS_BLINK_ON)[7]);
	EXPECT_EQ(0x00, DOTS(0, 1, GLASS_BLINK_ON)[7]);
}

TEST_F(glass, shows_the_blinking_cell_as_a_block_half_of_the_time)
{
	SHOW("\033[LBA\b");
	EXPECT_TRUE(all_are(DOTS(0, 0, GLASS_BLINK_ON), 0x1f));
	EXPECT_EQ(0x0e, DOTS(0, 0, GLASS_BLINK_OFF)[0]);
	EXPECT_EQ(0x00, DOTS(0, 0, GLASS_BLINK_OFF)[7]);
}

TEST_F(glass, shows_nothing_without_power)
{
	SHOW("\033[?25h\033[LBA\b\033[Ld");
	EXPECT_TRUE(all_are(DOTS(0, 0, GLASS_BLINK_ON), 0));
}

TEST_F(glass, knows_whether_the_light_is_on)
{
	SHOW("A");
	EXPECT_TRUE(self->glass.light);
	SHOW("\033[L-");
	EXPECT_FALSE(self->glass.light);
	EXPECT_EQ(0x0e, DOTS(0, 0, GLASS_BLINK_OFF)[0]);
}

TEST_F(glass, has_a_dot_at_each_place_that_its_cells_have)
{
	SHOW("\u00e9A\033[?25h\033[LB");
	for (unsigned int y = 0; y < GLASS_HEIGHT(2); y++) {
		for (unsigned int x = 0; x < GLASS_WIDTH(16); x++) {
			bool between = x % 6 == 5 || y % 9 == 8;
			bool on = !between && DOTS(y / 9, x / 6, GLASS_BLINK_ON)[y % 9] >>
				  (4 - x % 6) & 1;

			EXPECT_EQ(on, glass_dot(&self->glass, x, y, GLASS_BLINK_ON));
		}
	}
}

TEST_HARNESS_MAIN
