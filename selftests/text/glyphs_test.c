// SPDX-License-Identifier: GPL-2.0-only
/* From a screen to the glass: who owns the eight CGRAM slots. */
#include "kselftest_harness.h"

#include "lcd.h"

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
#define LOOKS() lcd_looks(&self->lcd)

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

TEST_F(glyphs, what_nothing_stands_in_for_comes_before_letters)
{
	SHOW(EIGHT "🔔");
	EXPECT_STREQ("=======o=||||", LOOKS());
	SHOW(EIGHT);
	SHOW(EIGHT "🔔");
	EXPECT_STREQ("=======o=||||", LOOKS());
}

TEST_F(glyphs, what_nothing_stands_in_for_keeps_its_slot)
{
	SHOW("☂☃⚠⚡⛅✈✉🔔");
	SHOW("🔋☂☃⚠⚡⛅✈✉🔔");
	EXPECT_STREQ("?========||||", LOOKS());
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

TEST_F(glyphs, cursor_is_hidden_at_first)
{
	EXPECT_STREQ("Dcb", lcd_lights(&self->lcd));
}

TEST_F(glyphs, cursor_is_where_the_screen_has_it)
{
	SHOW(LCD "C" CSI "3;8H");
	EXPECT_STREQ("DCb1b", lcd_lights(&self->lcd));
}

TEST_F(glyphs, cell_under_the_hidden_cursor_may_blink)
{
	SHOW(LCD "B" "ab");
	EXPECT_STREQ("DcB02", lcd_lights(&self->lcd));
}

TEST_F(glyphs, nothing_is_lit_without_power)
{
	SHOW(LCD "C" LCD "B" LCD "d");
	EXPECT_STREQ("dcb", lcd_lights(&self->lcd));
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
	EXPECT_STREQ("DcbDCB07", lcd_lights(&self->lcd));
	SHOW(CSI "2;8H");
	EXPECT_STREQ("DCB47Dcb", lcd_lights(&self->lcd));
}

TEST_HARNESS_MAIN
