// SPDX-License-Identifier: GPL-2.0-only
/* What a full row and a line feed on the last row leave pending, and what ends it. */
#include "kselftest_harness.h"

#include "small_screen.h"

/* ---- pending wrap ---- */

TEST_F(screen, full_row_leaves_a_wrap_pending)
{
	print(&self->screen, "abcd");
	SHOWS("abcd||@0,3w");
}

TEST_F(screen, pending_wrap_comes_with_the_next_character)
{
	print(&self->screen, "abcde");
	SHOWS("abcd|e|@1,1");
}

TEST_F(screen, line_feed_after_a_full_row_is_one_new_line)
{
	print(&self->screen, "abcd\ne");
	SHOWS("abcd|e|@1,1");
}

TEST_F(screen, carriage_return_clears_a_pending_wrap)
{
	print(&self->screen, "abcd");
	screen_carriage_return(&self->screen);
	print(&self->screen, "x");
	SHOWS("xbcd||@0,1");
}

TEST_F(screen, backspace_clears_a_pending_wrap)
{
	print(&self->screen, "abcd");
	screen_backspace(&self->screen);
	SHOWS("abcd||@0,2");
}

TEST_F(screen, tab_keeps_a_pending_wrap)
{
	print(&self->screen, "abcd");
	screen_tab(&self->screen, 1);
	SHOWS("abcd||@0,3w");
}

TEST_F(screen, move_that_the_edge_stops_clears_a_pending_wrap)
{
	print(&self->screen, "abcd");
	screen_move_by(&self->screen, 0, 1);
	SHOWS("abcd||@0,3");
}

TEST_F(screen, move_to_where_the_cursor_is_clears_a_pending_wrap)
{
	print(&self->screen, "abcd");
	screen_move_to(&self->screen, 0, 3);
	SHOWS("abcd||@0,3");
}

TEST_F(screen, restored_cursor_has_the_pending_wrap_that_was_saved)
{
	print(&self->screen, "abcd");
	screen_save_cursor(&self->screen);
	print(&self->screen, "e");
	screen_restore_cursor(&self->screen);
	SHOWS("abcd|e|@0,3w");
}

TEST_F(screen, restored_cursor_without_a_pending_wrap_clears_one)
{
	screen_move_to(&self->screen, 0, 3);
	screen_save_cursor(&self->screen);
	print(&self->screen, "d");
	screen_restore_cursor(&self->screen);
	SHOWS("   d||@0,3");
}

TEST_F(screen, restored_cursor_has_no_pending_wrap_without_autowrap)
{
	print(&self->screen, "abcd");
	screen_save_cursor(&self->screen);
	screen_set_autowrap(&self->screen, false);
	screen_restore_cursor(&self->screen);
	SHOWS("abcd||@0,3");
}

TEST_F(screen, restored_cursor_has_no_pending_wrap_within_a_wider_row)
{
	print(&self->screen, "abcd");
	screen_save_cursor(&self->screen);
	screen_resize(&self->screen, 3, 5);
	screen_restore_cursor(&self->screen);
	SHOWS("abcd||@0,3");
}

TEST_F(screen, saving_the_cursor_scrolls_first)
{
	print(&self->screen, "a\nb\nc\n");
	screen_save_cursor(&self->screen);
	SHOWS("b|c|@2,0");
	print(&self->screen, "10%");
	screen_restore_cursor(&self->screen);
	print(&self->screen, "20%");
	SHOWS("b|c|20%@2,3");
}

TEST_F(screen, erasing_leaves_a_pending_wrap)
{
	print(&self->screen, "abcd");
	screen_erase_line(&self->screen, SCREEN_ERASE_ALL);
	print(&self->screen, "e");
	SHOWS("|e|@1,1");
}

TEST_F(screen, wrap_on_the_last_row_waits)
{
	print(&self->screen, "a\nb\ncdef");
	SHOWS("a|b|cdef@2,3w");
}

TEST_F(screen, wrap_on_the_last_row_scrolls_at_once)
{
	print(&self->screen, "a\nb\ncdefg");
	SHOWS("b|cdef|g@2,1");
}

TEST_F(screen, without_autowrap_the_last_column_is_overwritten)
{
	screen_set_autowrap(&self->screen, false);
	print(&self->screen, "abcdef");
	SHOWS("abcf||@0,3");
}

TEST_F(screen, autowrap_switched_off_clears_a_pending_wrap)
{
	print(&self->screen, "abcd");
	screen_set_autowrap(&self->screen, false);
	screen_set_autowrap(&self->screen, true);
	print(&self->screen, "x");
	SHOWS("abcx||@0,3w");
}

TEST_F(screen, autowrap_switched_on_again_leaves_a_pending_wrap)
{
	print(&self->screen, "abcd");
	screen_set_autowrap(&self->screen, true);
	SHOWS("abcd||@0,3w");
}

/* ---- pending scroll ---- */

TEST_F(screen, line_feed_goes_to_the_first_column_of_the_next_row)
{
	print(&self->screen, "ab\n");
	SHOWS("ab||@1,0");
}

TEST_F(screen, line_feed_on_the_last_row_leaves_a_scroll_pending)
{
	print(&self->screen, "a\nb\nc\n");
	SHOWS("a|b|c@2,0s");
}

TEST_F(screen, pending_scroll_comes_with_the_next_character)
{
	print(&self->screen, "a\nb\nc\nd");
	SHOWS("b|c|d@2,1");
}

TEST_F(screen, line_feed_performs_a_pending_scroll_and_leaves_another)
{
	print(&self->screen, "a\nb\nc\n\n");
	SHOWS("b|c|@2,0s");
}

TEST_F(screen, carriage_return_performs_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_carriage_return(&self->screen);
	SHOWS("b|c|@2,0");
}

TEST_F(screen, backspace_performs_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_backspace(&self->screen);
	SHOWS("b|c|@2,0");
}

TEST_F(screen, tab_performs_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_tab(&self->screen, 1);
	SHOWS("b|c|@2,3");
}

TEST_F(screen, relative_move_performs_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_move_by(&self->screen, -1, 0);
	SHOWS("b|c|@1,0");
}

TEST_F(screen, erasing_a_line_performs_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_erase_line(&self->screen, SCREEN_ERASE_ALL);
	SHOWS("b|c|@2,0");
}

TEST_F(screen, erasing_to_the_end_performs_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_erase_display(&self->screen, SCREEN_ERASE_TO_END);
	SHOWS("b|c|@2,0");
}

TEST_F(screen, absolute_position_cancels_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_move_to(&self->screen, 2, 1);
	print(&self->screen, "x");
	SHOWS("a|b|cx@2,2");
}

TEST_F(screen, restoring_the_cursor_cancels_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_restore_cursor(&self->screen);
	print(&self->screen, "x");
	SHOWS("x|b|c@0,1");
}

TEST_F(screen, clear_cancels_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_clear(&self->screen);
	SHOWS("||@0,0");
}

TEST_F(screen, erasing_the_display_cancels_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_erase_display(&self->screen, SCREEN_ERASE_ALL);
	SHOWS("||@0,0");
}

TEST_F(screen, autowrap_leaves_a_pending_scroll)
{
	print(&self->screen, "a\nb\nc\n");
	screen_set_autowrap(&self->screen, false);
	SHOWS("a|b|c@2,0s");
}

TEST_F(screen, full_last_row_and_line_feed_scroll_once)
{
	print(&self->screen, "a\nb\ncdef\ng");
	SHOWS("b|cdef|g@2,1");
}

TEST_F(screen, of_one_row_scrolls)
{
	screen_init(&self->screen, 1, 4);
	print(&self->screen, "abcd\ne");
	SHOWS("e@0,1");
}

TEST_F(screen, of_one_cell_shows_the_last_character)
{
	screen_init(&self->screen, 1, 1);
	print(&self->screen, "ab\nc\n");
	SHOWS("c@0,0s");
}

TEST_HARNESS_MAIN
