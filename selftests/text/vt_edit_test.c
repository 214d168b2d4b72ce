// SPDX-License-Identifier: GPL-2.0-only
/* Rows and characters inserted, deleted, repeated and scrolled; margins; resets. */
#include "kselftest_harness.h"

#include "stream.h"

#define AT CSI "2;4H"
#define ALL "abcdefgh\nijklmnop\nqrstuvwx" AT
#define FULL "12345678"
#define BOTTOM "a\nb\nc\n"
#define ROWS "a\nb\nc"

/* ---- characters of a row ---- */

SHOWS(ich, ALL CSI "@", "abcdefgh|ijk lmno|qrstuvwx@1,3");
SHOWS(ich_of_two, ALL CSI "2@", "abcdefgh|ijk  lmn|qrstuvwx@1,3");
SHOWS(ich_of_zero_is_one, ALL CSI "0@", "abcdefgh|ijk lmno|qrstuvwx@1,3");
SHOWS(ich_of_the_rest, ALL CSI "5@", "abcdefgh|ijk|qrstuvwx@1,3");
SHOWS(ich_is_clamped, ALL CSI "9999@", "abcdefgh|ijk|qrstuvwx@1,3");
SHOWS(ich_in_the_last_column, ALL CSI "2;8H" CSI "@", "abcdefgh|ijklmno|qrstuvwx@1,7");
SHOWS(ich_outside_the_margins, ALL CSI "2;3r" CSI "@", " abcdefg|ijklmnop|qrstuvwx@0,0");
SHOWS(dch, ALL CSI "P", "abcdefgh|ijkmnop|qrstuvwx@1,3");
SHOWS(dch_of_two, ALL CSI "2P", "abcdefgh|ijknop|qrstuvwx@1,3");
SHOWS(dch_of_the_rest, ALL CSI "5P", "abcdefgh|ijk|qrstuvwx@1,3");
SHOWS(dch_is_clamped, ALL CSI "9999P", "abcdefgh|ijk|qrstuvwx@1,3");
SHOWS(dch_of_all_but_one, ALL "\r" CSI "7P", "abcdefgh|p|qrstuvwx@1,0");
SHOWS(ech, ALL CSI "X", "abcdefgh|ijk mnop|qrstuvwx@1,3");
SHOWS(ech_of_two, ALL CSI "2X", "abcdefgh|ijk  nop|qrstuvwx@1,3");
SHOWS(ech_is_clamped, ALL CSI "9999X", "abcdefgh|ijk|qrstuvwx@1,3");
SHOWS(ich_after_a_full_row_moves_nothing, FULL CSI "@x", FULL "|x|@1,1");
SHOWS(dch_after_a_full_row_deletes_nothing, FULL CSI "Px", FULL "|x|@1,1");
SHOWS(ech_after_a_full_row_erases_nothing, FULL CSI "Xx", FULL "|x|@1,1");
SHOWS(ich_performs_a_pending_scroll, BOTTOM CSI "@x", "b|c|x@2,1");
SHOWS(dch_performs_a_pending_scroll, BOTTOM CSI "Px", "b|c|x@2,1");
SHOWS(ech_performs_a_pending_scroll, BOTTOM CSI "Xx", "b|c|x@2,1");
SHOWS(mark_after_an_insertion_is_dropped, "e" CSI "@\u0301", "e||@0,1");

/* ---- a character repeated ---- */

SHOWS(rep, "a" CSI "b", "aa||@0,2");
SHOWS(rep_of_three, "a" CSI "3b", "aaaa||@0,4");
SHOWS(rep_fills_the_row_and_no_more, "a" CSI "9999bb", "aaaaaaaa|b|@1,1");
SHOWS(rep_of_the_rest_leaves_a_pending_wrap, "a" CSI "7b", "aaaaaaaa||@0,7w");
SHOWS(rep_after_a_full_row_prints_nothing, FULL CSI "2bx", FULL "|x|@1,1");
SHOWS(rep_of_a_composed_character, "e\u0301" CSI "b", "éé||@0,2");
SHOWS(rep_of_a_user_glyph, "\1" CSI "b", "\ue001\ue001||@0,2");
SHOWS(rep_after_sgr, "a" CSI "1m" CSI "2b", "aaa||@0,3");
SHOWS(rep_again, "a" CSI "b" CSI "b", "aaa||@0,3");
SHOWS(rep_of_the_first_after_a_wrap, FULL "a" CSI "b", FULL "|aa|@1,2");
SHOWS(rep_without_a_character, CSI "3bx", "x||@0,1");
SHOWS(rep_after_a_move_prints_nothing, "a" CSI "C" CSI "3bx", "a x||@0,3");
SHOWS(rep_after_a_line_feed_prints_nothing, "a\n" CSI "3bx", "a|x|@1,1");
SHOWS(rep_without_autowrap, CSI "?7l" "a" CSI "9bb", "aaaaaaab||@0,7");
SHOWS(rep_then_a_mark, "e" CSI "b\u0301", "eé||@0,2");

/* ---- rows ---- */

SHOWS(il, ALL CSI "1L", "abcdefgh||ijklmnop@1,3");
SHOWS(il_of_two, ALL CSI "2L", "abcdefgh||@1,3");
SHOWS(il_of_zero_is_one, ALL CSI "0L", "abcdefgh||ijklmnop@1,3");
SHOWS(il_with_an_empty_parameter, ALL CSI ";L", "abcdefgh||ijklmnop@1,3");
SHOWS(il_is_clamped, ALL CSI "9999L", "abcdefgh||@1,3");
SHOWS(il_at_the_top, ROWS CSI "H" CSI "1L", "|a|b@0,0");
SHOWS(il_leaves_a_pending_wrap, FULL CSI "1Lx", "|x2345678|@1,1");
SHOWS(bare_il_is_the_prefix_of_charlcd, ALL CSI "Lk", "abcdefgh|ijk|qrstuvwx@1,3");
SHOWS(il_with_a_marker_is_unknown, ALL CSI "?1L", "abcdefgh|ijklmnop|qrstuvwx@1,3");
SHOWS(dl, ALL CSI "M", "abcdefgh|qrstuvwx|@1,3");
SHOWS(dl_of_two, ALL CSI "2M", "abcdefgh||@1,3");
SHOWS(dl_is_clamped, ALL CSI "9999M", "abcdefgh||@1,3");
SHOWS(dl_at_the_top, ROWS CSI "H" CSI "2M", "c||@0,0");
SHOWS(il_performs_a_pending_scroll, BOTTOM CSI "1L", "b|c|@2,0");
SHOWS(dl_performs_a_pending_scroll, BOTTOM CSI "Mx", "b|c|x@2,1");
SHOWS(su, ALL CSI "S", "ijklmnop|qrstuvwx|@1,3");
SHOWS(su_of_two, ALL CSI "2S", "qrstuvwx||@1,3");
SHOWS(su_is_clamped, ALL CSI "9999S", "||@1,3");
SHOWS(sd, ALL CSI "T", "|abcdefgh|ijklmnop@1,3");
SHOWS(sd_of_two, ALL CSI "2T", "||abcdefgh@1,3");
SHOWS(sd_is_clamped, ALL CSI "9999T", "||@1,3");
SHOWS(tracking_of_the_mouse_is_no_sd, ALL CSI "1;2;3;4;5T", "abcdefgh|ijklmnop|qrstuvwx@1,3");
SHOWS(su_performs_a_pending_scroll, BOTTOM CSI "S", "c||@2,0");
SHOWS(sd_performs_a_pending_scroll, BOTTOM CSI "T", "|b|c@2,0");

/* ---- index ---- */

SHOWS(ind, "ab" ESC "Dx", "ab|  x|@1,3");
SHOWS(ind_on_the_last_row_scrolls_at_once, ROWS ESC "D", "b|c|@2,1");
SHOWS(ind_clears_a_pending_wrap, FULL ESC "Dx", FULL "|       x|@1,7w");
SHOWS(ind_performs_a_pending_scroll, BOTTOM ESC "D", "c||@2,0");
SHOWS(nel, "ab" ESC "Ex", "ab|x|@1,1");
SHOWS(nel_on_the_last_row_scrolls_at_once, ROWS ESC "E", "b|c|@2,0");
SHOWS(ri, "a\nb" ESC "Mx", "ax|b|@0,2");
SHOWS(ri_on_the_first_row_scrolls_down, ROWS CSI "1;2H" ESC "M", "|a|b@0,1");
SHOWS(ri_clears_a_pending_wrap, FULL ESC "Mx", "       x|12345678|@0,7w");
SHOWS(ri_performs_a_pending_scroll, BOTTOM ESC "Mx", "b|x|@1,1");

/* ---- margins ---- */

SHOWS(decstbm_homes, ROWS CSI "2;3rx", "x|b|c@0,1");
SHOWS(decstbm_of_one_row_is_refused, ROWS CSI "2;2rx", "a|b|cx@2,2");
SHOWS(decstbm_upside_down_is_refused, ROWS CSI "3;2rx", "a|b|cx@2,2");
SHOWS(decstbm_beyond_the_screen_is_refused, ROWS CSI "4;9rx", "a|b|cx@2,2");
SHOWS(decstbm_is_clamped, ROWS CSI "2;99r" CSI "3H" ESC "D", "a|c|@2,0");
SHOWS(decstbm_defaults_to_all, ROWS CSI "1;2r" CSI "r" CSI "3H" ESC "D", "b|c|@2,0");
SHOWS(decstbm_of_zeros_is_all, ROWS CSI "1;2r" CSI "0;0r" CSI "3H" ESC "D", "b|c|@2,0");
SHOWS(decstbm_cancels_a_pending_scroll, BOTTOM CSI "rx", "x|b|c@0,1");
SHOWS(private_decstbm_is_unknown, ROWS CSI "?1;2rx", "a|b|cx@2,2");
SHOWS(line_feed_scrolls_between_the_margins, ROWS CSI "1;2r" CSI "2H\nx", "b|x|c@1,1");
SHOWS(line_feed_on_the_bottom_margin_waits, ROWS CSI "1;2r" CSI "2H\n", "a|b|c@1,0s");
SHOWS(line_feed_into_the_margins, ROWS CSI "2;3r" "\nx", "a|x|c@1,1");
SHOWS(line_feed_below_the_margins_scrolls_nothing, ROWS CSI "1;2r" CSI "3H\nx", "a|b|x@2,1");
SHOWS(wrap_scrolls_between_the_margins, ROWS CSI "1;2r" CSI "2H" FULL "x", FULL "|x|c@1,1");
SHOWS(wrap_below_the_margins_scrolls_nothing, ROWS CSI "1;2r" CSI "3H" FULL "x",
	"a|b|x2345678@2,1");
SHOWS(ind_between_the_margins, ROWS CSI "1;2r" CSI "2H" ESC "D", "b||c@1,0");
SHOWS(ind_below_the_margins, ROWS CSI "1;2r" CSI "3H" ESC "Dx", "a|b|x@2,1");
SHOWS(ri_between_the_margins, ROWS CSI "2;3r" CSI "2H" ESC "M", "a||b@1,0");
SHOWS(ri_above_the_margins, ROWS CSI "2;3r" ESC "Mx", "x|b|c@0,1");
SHOWS(su_between_the_margins, ROWS CSI "1;2r" CSI "3H" CSI "S", "b||c@2,0");
SHOWS(sd_between_the_margins, ROWS CSI "2;3r" CSI "T", "a||b@0,0");
SHOWS(il_between_the_margins, ROWS CSI "1;2r" CSI "1L", "|a|c@0,0");
SHOWS(il_above_the_margins, ROWS CSI "2;3r" CSI "1L", "a|b|c@0,0");
SHOWS(il_below_the_margins, ROWS CSI "1;2r" CSI "3H" CSI "1L", "a|b|c@2,0");
SHOWS(dl_between_the_margins, ROWS CSI "1;2r" CSI "M", "b||c@0,0");
SHOWS(dl_above_the_margins, ROWS CSI "2;3r" CSI "M", "a|b|c@0,0");
SHOWS(cuu_stops_at_the_top_margin, ROWS CSI "2;3r" CSI "3H" CSI "9Ax", "a|x|c@1,1");
SHOWS(cuu_above_the_margins, ROWS CSI "2;3r" CSI "9Ax", "x|b|c@0,1");
SHOWS(cud_stops_at_the_bottom_margin, ROWS CSI "1;2r" CSI "9Bx", "a|x|c@1,1");
SHOWS(cud_below_the_margins, ROWS CSI "1;2r" CSI "3H" CSI "9Bx", "a|b|x@2,1");
SHOWS(cup_knows_no_margins, ROWS CSI "1;2r" CSI "3Hx", "a|b|x@2,1");
SHOWS(ed_knows_no_margins, ROWS CSI "1;2r" CSI "J", "||@0,0");
SHOWS(clear_leaves_the_margins, CSI "1;2r" CSI "2J" "a\nb\nc", "b|c|@1,1");

/* ---- resets ---- */

SHOWS(ris_resets_the_margins, CSI "1;2r" ESC "c" ROWS, "a|b|c@2,1");
SHOWS(decstr_leaves_text_and_cursor, "ab\ncd" CSI "!px", "ab|cdx|@1,3");
SHOWS(decstr_resets_the_margins, CSI "1;2r" CSI "!p" ROWS, "a|b|c@2,1");
SHOWS(decstr_forgets_the_saved_cursor, "ab" ESC "7" CSI "!p" ESC "8x", "xb||@0,1");
SHOWS(decstr_leaves_a_pending_wrap, FULL CSI "!px", FULL "|x|@1,1");
SHOWS(decstr_performs_a_pending_scroll, BOTTOM CSI "!px", "b|c|x@2,1");
SETS(decstr_resets_text_modes, CSI "?7l" CSI "?25h" LCD "B" CSI "!p", "Dcb+W");
SETS(decstr_leaves_power_and_backlight, LCD "d" LCD "-" CSI "!p", "dcb-W");
SETS(decstr_is_not_private, CSI "?25h" CSI "?!p", "DCb+W");
SETS(decstr_has_one_intermediate, CSI "?25h" CSI "!!p" CSI "! p" CSI " !p", "DCb+W");
SETS(decstr_has_that_final_byte, CSI "?25h" CSI "!q" CSI "!h", "DCb+W");
SHOWS(nothing_after_the_intermediate_but_the_final_byte, "a" CSI "!5pb" CSI "!?pc", "abc||@0,3");
SHOWS(tab_in_a_full_row_keeps_the_wrap, FULL "\tx", FULL "|x|@1,1");
SHOWS(decsc_in_a_full_row_keeps_the_wrap, FULL ESC "7" ESC "8x", FULL "|x|@1,1");
SHOWS(scp_in_a_full_row_keeps_the_wrap, FULL CSI "s" CSI "ux", FULL "|x|@1,1");

static void write_text(struct term *term, const char *text)
{
	term_write(term, text, strlen(text));
}

TEST(margins_end_with_a_resize)
{
	char out[TERM_SHOW_MAX];
	struct term term;

	term_init(&term, 3, 8);
	write_text(&term, ROWS CSI "1;2r" CSI "2H\n");
	screen_resize(&term.screen, 3, 8);
	EXPECT_STREQ("b||c@1,0", term_show(&term.screen, out));
	write_text(&term, "x\ny\nz");
	EXPECT_STREQ("x|y|z@2,1", term_show(&term.screen, out));
}

TEST(margins_of_a_display_with_one_row_are_that_row)
{
	char out[TERM_SHOW_MAX];
	struct term term;

	term_init(&term, 1, 8);
	write_text(&term, "ab" CSI "5;9rc");
	EXPECT_STREQ("cb@0,1", term_show(&term.screen, out));
	EXPECT_EQ(0, term.screen.top);
	EXPECT_EQ(0, term.screen.bottom);
}

TEST_HARNESS_MAIN
