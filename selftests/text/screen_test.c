// SPDX-License-Identifier: GPL-2.0-only
/* The operations of a screen, one by one. */
#include "kselftest_harness.h"

#include <limits.h>

#include "small_screen.h"

/* ---- beginning, reset, size ---- */

TEST_F(screen, begins_blank_and_home)
{
	SHOWS("||@0,0");
}

TEST_F(screen, begins_lit_with_the_cursor_hidden)
{
	EXPECT_STREQ("Dcb+W", term_modes(&self->screen, self->out));
}

TEST_F(screen, begins_with_blank_glyphs)
{
	static const u8 blank[SCREEN_GLYPHS][SCREEN_GLYPH_ROWS];

	EXPECT_EQ(0, memcmp(blank, self->screen.glyphs, sizeof(blank)));
}

TEST_F(screen, is_at_least_one_cell)
{
	screen_init(&self->screen, 0, 0);
	EXPECT_EQ(1, self->screen.rows);
	EXPECT_EQ(1, self->screen.cols);
}

TEST_F(screen, is_no_larger_than_it_has_cells)
{
	screen_init(&self->screen, UINT_MAX, UINT_MAX);
	EXPECT_EQ(SCREEN_MAX_ROWS, self->screen.rows);
	EXPECT_EQ(SCREEN_MAX_COLS, self->screen.cols);
}

TEST_F(screen, reset_blanks_and_homes)
{
	print(&self->screen, "ab\ncd");
	screen_reset(&self->screen);
	SHOWS("||@0,0");
}

TEST_F(screen, reset_sets_text_modes_to_their_defaults)
{
	self->screen.cursor = true;
	self->screen.blink = true;
	screen_set_autowrap(&self->screen, false);
	screen_reset(&self->screen);
	EXPECT_STREQ("Dcb+W", term_modes(&self->screen, self->out));
}

TEST_F(screen, reset_forgets_the_saved_cursor)
{
	screen_move_to(&self->screen, 1, 2);
	screen_save_cursor(&self->screen);
	screen_reset(&self->screen);
	screen_restore_cursor(&self->screen);
	SHOWS("||@0,0");
}

TEST_F(screen, reset_leaves_power_and_backlight)
{
	self->screen.power = false;
	self->screen.backlight = false;
	screen_reset(&self->screen);
	EXPECT_STREQ("dcb-W", term_modes(&self->screen, self->out));
}

TEST_F(screen, reset_leaves_the_glyphs)
{
	self->screen.glyphs[7][7] = 0x15;
	screen_reset(&self->screen);
	EXPECT_EQ(0x15, self->screen.glyphs[7][7]);
}

TEST_F(screen, reset_cancels_a_pending_scroll)
{
	print(&self->screen, "\n\na\n");
	screen_reset(&self->screen);
	SHOWS("||@0,0");
}

TEST_F(screen, resize_keeps_the_top_left)
{
	print(&self->screen, "abcd\nefgh\nijkl");
	screen_resize(&self->screen, 2, 3);
	EXPECT_STREQ("abc|efg@1,2w", term_show(&self->screen, self->out));
}

TEST_F(screen, resize_forgets_what_it_cut_off)
{
	print(&self->screen, "abcd\nefgh\nijkl");
	screen_resize(&self->screen, 1, 1);
	screen_resize(&self->screen, 3, 4);
	screen_move_to(&self->screen, 0, 0);
	SHOWS("a||@0,0");
}

TEST_F(screen, resize_clamps_its_geometry)
{
	screen_resize(&self->screen, 0, UINT_MAX);
	EXPECT_EQ(1, self->screen.rows);
	EXPECT_EQ(SCREEN_MAX_COLS, self->screen.cols);
}

TEST_F(screen, resize_clamps_the_cursor)
{
	screen_move_to(&self->screen, 2, 2);
	screen_resize(&self->screen, 2, 2);
	SHOWS("|@1,1");
}

TEST_F(screen, resize_keeps_the_cursor_where_it_fits)
{
	screen_move_to(&self->screen, 1, 3);
	screen_resize(&self->screen, 4, 8);
	SHOWS("|||@1,3");
}

TEST_F(screen, resize_wider_needs_no_wrap)
{
	print(&self->screen, "abcd");
	screen_resize(&self->screen, 3, 5);
	SHOWS("abcd||@0,4");
}

TEST_F(screen, resize_narrower_still_wraps)
{
	print(&self->screen, "abcd");
	screen_resize(&self->screen, 3, 2);
	SHOWS("ab||@0,1w");
}

TEST_F(screen, resize_taller_needs_no_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_resize(&self->screen, 4, 4);
	SHOWS("a|b|c|@3,0");
}

TEST_F(screen, resize_lower_still_scrolls)
{
	print(&self->screen, "a\nb\nc\n");
	screen_resize(&self->screen, 2, 4);
	SHOWS("a|b@1,0s");
}

TEST_F(screen, resize_ends_composing)
{
	print(&self->screen, "abce");
	screen_resize(&self->screen, 3, 3);
	screen_combine(&self->screen, 0x301);
	SHOWS("abc||@0,2w");
}

TEST_F(screen, saved_cursor_is_clamped_to_a_new_size)
{
	screen_move_to(&self->screen, 2, 3);
	screen_save_cursor(&self->screen);
	screen_resize(&self->screen, 2, 2);
	screen_restore_cursor(&self->screen);
	SHOWS("|@1,1");
}

/* ---- moves ---- */

TEST_F(screen, move_to_is_clamped)
{
	screen_move_to(&self->screen, UINT_MAX, UINT_MAX);
	SHOWS("||@2,3");
}

TEST_F(screen, move_by_is_clamped_at_the_top_left)
{
	screen_move_to(&self->screen, 1, 1);
	screen_move_by(&self->screen, INT_MIN, INT_MIN);
	SHOWS("||@0,0");
}

TEST_F(screen, move_by_is_clamped_at_the_bottom_right)
{
	screen_move_to(&self->screen, 1, 1);
	screen_move_by(&self->screen, INT_MAX, INT_MAX);
	SHOWS("||@2,3");
}

TEST_F(screen, move_by_reaches_every_edge_exactly)
{
	screen_move_by(&self->screen, 2, 3);
	SHOWS("||@2,3");
	screen_move_by(&self->screen, -2, -3);
	SHOWS("||@0,0");
}

TEST_F(screen, backspace_does_not_blank)
{
	print(&self->screen, "ab");
	screen_backspace(&self->screen);
	SHOWS("ab||@0,1");
}

TEST_F(screen, backspace_stays_in_the_first_column)
{
	screen_line_feed(&self->screen);
	screen_backspace(&self->screen);
	SHOWS("||@1,0");
}

TEST_F(screen, tab_goes_to_the_next_multiple_of_eight)
{
	screen_init(&self->screen, 1, 20);
	screen_tab(&self->screen, 1);
	SHOWS("@0,8");
	screen_move_by(&self->screen, 0, 7);
	screen_tab(&self->screen, 1);
	SHOWS("@0,16");
}

TEST_F(screen, tab_ends_in_the_last_column)
{
	screen_init(&self->screen, 1, 20);
	screen_move_to(&self->screen, 0, 17);
	screen_tab(&self->screen, 1);
	SHOWS("@0,19");
}

/* ---- erasing ---- */

FIXTURE(erase) {
	struct screen screen;
	char out[TERM_SHOW_MAX];
};

/* The cursor stands on f. */
FIXTURE_SETUP(erase)
{
	screen_init(&self->screen, 3, 4);
	print(&self->screen, "abcdefghijkl");
	screen_move_to(&self->screen, 1, 1);
}

FIXTURE_TEARDOWN(erase)
{
}

TEST_F(erase, line_to_end)
{
	screen_erase_line(&self->screen, SCREEN_ERASE_TO_END);
	SHOWS("abcd|e|ijkl@1,1");
}

TEST_F(erase, line_from_start)
{
	screen_erase_line(&self->screen, SCREEN_ERASE_FROM_START);
	SHOWS("abcd|  gh|ijkl@1,1");
}

TEST_F(erase, whole_line)
{
	screen_erase_line(&self->screen, SCREEN_ERASE_ALL);
	SHOWS("abcd||ijkl@1,1");
}

TEST_F(erase, display_to_end)
{
	screen_erase_display(&self->screen, SCREEN_ERASE_TO_END);
	SHOWS("abcd|e|@1,1");
}

TEST_F(erase, display_from_start)
{
	screen_erase_display(&self->screen, SCREEN_ERASE_FROM_START);
	SHOWS("|  gh|ijkl@1,1");
}

TEST_F(erase, whole_display_homes)
{
	screen_erase_display(&self->screen, SCREEN_ERASE_ALL);
	SHOWS("||@0,0");
}

TEST_F(erase, nothing_is_to_the_right_of_a_full_row)
{
	screen_move_to(&self->screen, 0, 0);
	print(&self->screen, "wxyz");
	screen_erase_line(&self->screen, SCREEN_ERASE_TO_END);
	SHOWS("wxyz|efgh|ijkl@0,3w");
}

TEST_F(erase, full_row_is_left_of_its_end)
{
	screen_move_to(&self->screen, 0, 0);
	print(&self->screen, "wxyz");
	screen_erase_line(&self->screen, SCREEN_ERASE_FROM_START);
	SHOWS("|efgh|ijkl@0,3w");
}

TEST_F(erase, last_column_is_erased_from_the_cursor_on)
{
	screen_move_to(&self->screen, 0, 3);
	screen_erase_line(&self->screen, SCREEN_ERASE_TO_END);
	SHOWS("abc|efgh|ijkl@0,3");
}

TEST_HARNESS_MAIN
