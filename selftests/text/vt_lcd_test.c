// SPDX-License-Identifier: GPL-2.0-only
/* charlcd's sequences, ESC [ L, where the kernel's driver is no model. */
#include "kselftest_harness.h"

#include "stream.h"

/* ---- requests, which the display takes ---- */

SETS(flash, LCD "*", "Dcb+W*");
SETS(reinit, LCD "I", "Dcb+WI");
SETS(flash_and_reinit, LCD "*" LCD "I", "Dcb+W*I");
SETS(flash_leaves_the_backlight, LCD "-" LCD "*", "Dcb-W*");
SETS(reinit_leaves_the_switches, LCD "d" LCD "C" LCD "-" LCD "I", "dCb-WI");

/* ---- sequences that are not heeded ---- */

SHOWS(small_font, "a" LCD "fb", "ab||@0,2");
SHOWS(large_font, "a" LCD "Fb", "ab||@0,2");
SHOWS(one_line, "a" LCD "nb", "ab||@0,2");
SHOWS(two_lines, "a" LCD "Nb", "ab||@0,2");
SHOWS(display_left, "a" LCD "Lb", "ab||@0,2");
SHOWS(display_right, "a" LCD "Rb", "ab||@0,2");
SHOWS(unknown_letters, "a" LCD "zb" LCD "@c" LCD "~d", "abcd||@0,4");
SHOWS(unknown_with_parameters_ends_at_its_final_byte, "a" LCD "12;3;mb", "ab||@0,2");
SHOWS(unknown_with_blanks_ends_at_its_final_byte, "a" LCD " pb", "ab||@0,2");
SHOWS(prefix_alone, "a" LCD, "a||@0,1");

/* ---- what is pending ---- */

#define FULL "12345678"
#define BOTTOM "a\nb\nc\n"

SHOWS(left_clears_a_pending_wrap, FULL LCD "lx", "123456x8||@0,7");
SHOWS(right_clears_a_pending_wrap, FULL LCD "rx", "1234567x||@0,7w");
SHOWS(goto_clears_a_pending_wrap, FULL LCD "x7y0;x", "1234567x||@0,7w");
SHOWS(goto_that_fails_leaves_a_pending_wrap, FULL LCD "x;x", FULL "|x|@1,1");
SHOWS(kill_leaves_a_pending_wrap, FULL LCD "kx", FULL "|x|@1,1");
SHOWS(glyph_leaves_a_pending_wrap, FULL LCD "G01f;x", FULL "|x|@1,1");
SHOWS(left_performs_a_pending_scroll, BOTTOM LCD "l", "b|c|@2,0");
SHOWS(right_performs_a_pending_scroll, BOTTOM LCD "r", "b|c|@2,1");
SHOWS(kill_performs_a_pending_scroll, BOTTOM LCD "k", "b|c|@2,0");
SHOWS(goto_cancels_a_pending_scroll, BOTTOM LCD "x1y2;x", "a|b|cx@2,2");
SHOWS(goto_row_cancels_a_pending_scroll, BOTTOM LCD "y2;x", "a|b|x@2,1");
SHOWS(goto_column_performs_a_pending_scroll, BOTTOM LCD "x2;x", "b|c|  x@2,3");
SHOWS(goto_that_fails_leaves_a_pending_scroll, BOTTOM LCD "x2y;", "a|b|c@2,0s");
SHOWS(glyph_leaves_a_pending_scroll, BOTTOM LCD "G01f;", "a|b|c@2,0s");
SHOWS(switch_leaves_a_pending_scroll, BOTTOM LCD "C", "a|b|c@2,0s");

/* ---- positions ---- */

SHOWS(goto_the_last_cell, LCD "x7y2;x", "||       x@2,7w");
SHOWS(goto_is_clamped, LCD "x8y3;x", "||       x@2,7w");
SHOWS(goto_beyond_16_bits, LCD "x65537y65537;x", "||       x@2,7w");
SHOWS(goto_beyond_32_bits, LCD "x4294967297;x", "       x||@0,7w");
SHOWS(mark_after_a_glyph_definition, "e" LCD "G01f;\u0301", "é||@0,1");

/* ---- levels of the light ---- */

/* 0 while it is off. */
static unsigned int light_after(const char *bytes)
{
	static struct term term;

	term_init(&term, 3, 8);
	term_write(&term, bytes, strlen(bytes));
	return screen_light(&term.screen);
}

TEST(light_has_a_level)
{
	EXPECT_EQ(SCREEN_LIGHT_FULL, light_after(""));
	EXPECT_EQ(100, light_after(LCD "v100;"));
	EXPECT_EQ(100, light_after(LCD "-" LCD "v100;"));
	EXPECT_EQ(0, light_after(LCD "v0;"));
	EXPECT_EQ(SCREEN_LIGHT_FULL, light_after(LCD "v256;"));
	EXPECT_EQ(SCREEN_LIGHT_FULL, light_after(LCD "v4294967297;"));
}

TEST(light_is_switched_on_at_its_level)
{
	EXPECT_EQ(100, light_after(LCD "v100;" LCD "-" LCD "+"));
	EXPECT_EQ(100, light_after(LCD "v100;" LCD "v0;" LCD "+"));
	EXPECT_EQ(100, light_after(LCD "v100;\033c"));
}

TEST(light_stays_if_its_level_is_ill_formed)
{
	EXPECT_EQ(100, light_after(LCD "v100;" LCD "v;" LCD "vx;" LCD "v1x;" LCD "v-1;"));
}

SHOWS(level_is_not_shown, "a" LCD "v100;b", "ab||@0,2");

/* ---- definitions of glyphs ---- */

static const u8 *glyph_of(const char *bytes)
{
	static struct term term;

	term_init(&term, 3, 8);
	term_write(&term, bytes, strlen(bytes));
	return term.screen.glyphs[0];
}

TEST(glyph_definition_ends_where_it_is_ill_formed)
{
	const u8 *rows = glyph_of(LCD "G0010203xx0506;");

	EXPECT_EQ(3, rows[2]);
	EXPECT_EQ(0, rows[3]);
	EXPECT_EQ(0, rows[4]);
}

TEST(glyph_definition_knows_hexadecimal_digits_from_their_neighbours)
{
	EXPECT_EQ(0, *glyph_of(LCD "G0/1;"));
	EXPECT_EQ(0, *glyph_of(LCD "G0:1;"));
	EXPECT_EQ(0, *glyph_of(LCD "G0@1;"));
	EXPECT_EQ(0, *glyph_of(LCD "G01G;"));
	EXPECT_EQ(0, *glyph_of(LCD "G01`;"));
	EXPECT_EQ(0, *glyph_of(LCD "G01g;"));
}

TEST(glyph_definition_without_semicolon_ends_after_24_bytes)
{
	const char *bytes = LCD "G01f1f1f1f1f1f1f1f1f1fb";
	char out[TERM_SHOW_MAX];
	struct term term;

	term_init(&term, 3, 8);
	term_write(&term, bytes, strlen(bytes));
	EXPECT_STREQ("b||@0,1", term_show(&term.screen, out));
	EXPECT_EQ(0, term.screen.glyphs[0][0]);
}

TEST_HARNESS_MAIN
