// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a stream written to /dev/LCD shows: every control and every escape
 * sequence once, on 8x3. The text core has its own, deeper tests.
 */
#include <fcntl.h>

#include "kselftest_harness.h"

#include "device.h"

#define ESC "\x1b"

FIXTURE(stream) {
	int fd;
};

/*
 * @bytes:    written in one piece
 * @screen:   what it shows
 * @position: row and column of the cursor, from 1
 */
FIXTURE_VARIANT(stream) {
	const char *bytes;
	const char *screen;
	const char *position;
};

#define SHOWS(name, stream_bytes, text, where)				\
	FIXTURE_VARIANT_ADD(stream, name) {				\
		.bytes = stream_bytes, .screen = text, .position = where, \
	}

/* Controls */
SHOWS(text, "abc", "abc|||", "1 4");
SHOWS(line_feed, "ab\nc", "ab|c||", "2 2");
SHOWS(line_feed_keeps_the_rest_of_a_row, "ab\rc\nd", "cb|d||", "2 2");
SHOWS(line_feed_on_the_last_row_waits, "a\nb\nc\n", "a|b|c|", "3 1");
SHOWS(pending_scroll_by_text, "a\nb\nc\nd", "b|c|d|", "3 2");
SHOWS(pending_scroll_by_line_feed, "a\nb\nc\n\n", "b|c||", "3 1");
SHOWS(pending_scroll_by_return, "a\nb\nc\n\r", "b|c||", "3 1");
SHOWS(pending_scroll_by_tab, "a\nb\nc\n\t", "b|c||", "3 8");
SHOWS(pending_scroll_by_backspace, "a\nb\nc\n\b", "b|c||", "3 1");
SHOWS(pending_scroll_by_move, "a\nb\nc\n" ESC "[A", "b|c||", "2 1");
SHOWS(pending_scroll_by_erase, "a\nb\nc\n" ESC "[K", "b|c||", "3 1");
SHOWS(pending_scroll_cancelled_by_position, "a\nb\nc\n" ESC "[2;2Hx", "a|bx|c|", "2 3");
SHOWS(pending_scroll_cancelled_by_form_feed, "a\nb\nc\n\fx", "x|||", "1 2");
SHOWS(pending_scroll_cancelled_by_ed_2, "a\nb\nc\n" ESC "[2Jx", "x|||", "1 2");
SHOWS(pending_scroll_cancelled_by_reset, "a\nb\nc\n" ESC "cx", "x|||", "1 2");
SHOWS(wrap_waits, "12345678", "12345678|||", "1 8");
SHOWS(wrap_by_text, "123456789", "12345678|9||", "2 2");
SHOWS(wrap_then_line_feed_is_one_line, "12345678\n9", "12345678|9||", "2 2");
SHOWS(wrap_cleared_by_movement, "12345678\rx", "x2345678|||", "1 2");
SHOWS(wrap_kept_by_a_tab, "12345678\t9", "12345678|9||", "2 2");
SHOWS(wrap_on_the_last_row_scrolls, "a\nb\n12345678x", "b|12345678|x|", "3 2");
SHOWS(carriage_return, "abc\rx", "xbc|||", "1 2");
SHOWS(backspace_does_not_blank, "abc\b", "abc|||", "1 3");
SHOWS(backspace_stops_at_the_edge, "a\b\b\bx", "x|||", "1 2");
SHOWS(tab_stops_in_the_last_column, "a\tx", "a      x|||", "1 8");
SHOWS(form_feed, "abc\fx", "x|||", "1 2");
SHOWS(glyph_bytes, "a\1\7", "a\ue001\ue007|||", "1 4");
SHOWS(other_controls_show_nothing, "a\x0b\x0e\x1f\x7f\xc2\x85z", "az|||", "1 3");

/* Text */
SHOWS(utf8, "é°€", "é°€|||", "1 4");
SHOWS(ill_formed_utf8, "a\xffz", "a\ufffdz|||", "1 4");
SHOWS(combining_mark_is_composed, "e\u0301x", "éx|||", "1 3");
SHOWS(combining_mark_without_letter_is_dropped, "q\u0301x", "qx|||", "1 3");
SHOWS(zero_width_and_bidi_are_dropped, "a\u200b\u202ez", "az|||", "1 3");
SHOWS(rom_code, "\uf0fe", "\uf0fe|||", "1 2");

/* ECMA-48 */
SHOWS(cup, ESC "[2;3Hx", "|  x||", "2 4");
SHOWS(cup_without_parameters, "abc" ESC "[Hx", "xbc|||", "1 2");
SHOWS(cup_of_zero_is_one, "abc" ESC "[0;0Hx", "xbc|||", "1 2");
SHOWS(cup_is_clamped, ESC "[99;99Hx", "||       x|", "3 8");
SHOWS(hvp, ESC "[2;3fx", "|  x||", "2 4");
SHOWS(cuu, ESC "[3;3H" ESC "[Ax", "|  x||", "2 4");
SHOWS(cuu_is_clamped, ESC "[3;3H" ESC "[99Ax", "  x|||", "1 4");
SHOWS(cud, ESC "[2Bx", "||x|", "3 2");
SHOWS(cuf, ESC "[3Cx", "   x|||", "1 5");
SHOWS(cub, "abc" ESC "[2Dx", "axc|||", "1 3");
SHOWS(cnl, "abc" ESC "[Ex", "abc|x||", "2 2");
SHOWS(cpl, "a\nbcd" ESC "[Fx", "x|bcd||", "1 2");
SHOWS(cha, "abc" ESC "[2Gx", "axc|||", "1 3");
SHOWS(hpa, "abc" ESC "[2`x", "axc|||", "1 3");
SHOWS(vpa, "abc" ESC "[2dx", "abc|   x||", "2 5");
SHOWS(hpr_hpb, "abc" ESC "[2j" ESC "[ax", "abx|||", "1 4");
SHOWS(vpr_vpb, "abc" ESC "[2e" ESC "[kx", "abc|   x||", "2 5");
SHOWS(cht_cbt, "abc" ESC "[I" ESC "[Zx", "xbc|||", "1 2");
SHOWS(ind, "ab" ESC "Dx", "ab|  x||", "2 4");
SHOWS(ind_scrolls_at_once, "a\nb\nc" ESC "D", "b|c||", "3 2");
SHOWS(nel, "ab" ESC "Ex", "ab|x||", "2 2");
SHOWS(ri, "a\nb" ESC "Mx", "ax|b||", "1 3");
SHOWS(ri_scrolls_down, "a\nb\nc" ESC "[H" ESC "M", "|a|b|", "1 1");
SHOWS(ed_0, "abc\ndef" ESC "[1;2H" ESC "[J", "a|||", "1 2");
SHOWS(ed_1, "abc\ndef\ng" ESC "[2;2H" ESC "[1J", "|  f|g|", "2 2");
SHOWS(ed_2_homes, "abc\ndef" ESC "[2J", "|||", "1 1");
SHOWS(el_0, "abc" ESC "[2G" ESC "[K", "a|||", "1 2");
SHOWS(el_1, "abc" ESC "[2G" ESC "[1K", "  c|||", "1 2");
SHOWS(el_2, "abc\nd" ESC "[1;2H" ESC "[2K", "|d||", "1 2");
SHOWS(ech, "abcd" ESC "[2G" ESC "[2X", "a  d|||", "1 2");
SHOWS(ich, "abcd" ESC "[2G" ESC "[2@x", "ax bcd|||", "1 3");
SHOWS(dch, "abcd" ESC "[2G" ESC "[2P", "ad|||", "1 2");
SHOWS(il, "a\nb\nc" ESC "[2H" ESC "[1L", "a||b|", "2 1");
SHOWS(dl, "a\nb\nc" ESC "[H" ESC "[M", "b|c||", "1 1");
SHOWS(su, "a\nb\nc" ESC "[S", "b|c||", "3 2");
SHOWS(sd, "a\nb\nc" ESC "[T", "|a|b|", "3 2");
SHOWS(rep, "ab" ESC "[3bc", "abbbbc|||", "1 7");
SHOWS(decstbm, "a\nb\nc" ESC "[2;3r" ESC "[3H\nd", "a|c|d|", "3 2");
SHOWS(decstr, ESC "[1;2r" ESC "[!pa\nb\nc", "a|b|c|", "3 2");
SHOWS(scp_rcp, "ab" ESC "[scd" ESC "[ux", "abxd|||", "1 4");
SHOWS(decsc_decrc, "ab" ESC "7cd" ESC "8x", "abxd|||", "1 4");
SHOWS(decsc_decrc_in_a_full_row, "12345678" ESC "7" ESC "8x", "12345678|x||", "2 2");
SHOWS(decawm_off_overwrites, ESC "[?7l123456789", "12345679|||", "1 8");
SHOWS(ris, "abc\ndef" ESC "cx", "x|||", "1 2");
SHOWS(sgr_is_ignored, "a" ESC "[0;1;38;5;196mb", "ab|||", "1 3");

/* charlcd's own */
SHOWS(lcd_left, "abc" ESC "[Llx", "abx|||", "1 4");
SHOWS(lcd_right, "a" ESC "[Lrx", "a x|||", "1 4");
SHOWS(lcd_kill, "abc\r" ESC "[Lk", "|||", "1 1");
SHOWS(lcd_goto_x, "abc\nabc" ESC "[Lx1;X", "abc|aXc||", "2 3");
SHOWS(lcd_goto_y, "abc" ESC "[Ly1;X", "abc|   X||", "2 5");
SHOWS(lcd_goto_both, ESC "[Lx2y1;X", "|  X||", "2 4");
SHOWS(lcd_goto_is_clamped, ESC "[Lx99y99;X", "||       X|", "3 8");
SHOWS(lcd_goto_malformed_moves_nothing, "ab" ESC "[Lx1y;c", "abc|||", "1 4");
SHOWS(lcd_fonts_are_ignored, "a" ESC "[Lf" ESC "[LFb", "ab|||", "1 3");
SHOWS(lcd_line_counts_are_ignored, "a" ESC "[Ln" ESC "[LNb", "ab|||", "1 3");
SHOWS(lcd_shifts_are_ignored, "a" ESC "[LL" ESC "[LRb", "ab|||", "1 3");
SHOWS(lcd_reinit_keeps_the_text, "ab" ESC "[LIc", "abc|||", "1 4");

/* What ends a sequence */
SHOWS(line_feed_aborts, "a" ESC "[2\nJ", "a|J||", "2 2");
SHOWS(can_aborts, "a" ESC "[2\x18J", "aJ|||", "1 3");
SHOWS(sub_aborts, "a" ESC "[2\x1aJ", "aJ|||", "1 3");
SHOWS(escape_begins_anew, "a" ESC "[2" ESC "[2Jb", "b|||", "1 2");
SHOWS(unknown_csi_is_swallowed, "a" ESC "[1;2;3 qb", "ab|||", "1 3");
SHOWS(unknown_private_csi_is_swallowed, "a" ESC "[>4;2mb", "ab|||", "1 3");
SHOWS(unknown_escape_is_swallowed, "a" ESC "(Bb", "ab|||", "1 3");
SHOWS(osc_ends_at_bel, "a" ESC "]0;title\ab", "ab|||", "1 3");
SHOWS(osc_ends_at_st, "a" ESC "]0;title" ESC "\\b", "ab|||", "1 3");
SHOWS(osc_ends_at_line_feed, "a" ESC "]0;title\nb", "a|b||", "2 2");
SHOWS(dcs_is_swallowed, "a" ESC "P1$qm" ESC "\\b", "ab|||", "1 3");
SHOWS(many_parameters_are_survived, "a" ESC "[1;2;3;4;5;6;7;8;9;10;11;12mb", "ab|||", "1 3");
SHOWS(huge_parameters_are_survived, "ab" ESC "[99999999999999999999Dx", "xb|||", "1 2");

FIXTURE_SETUP(stream)
{
	displays_reset("8x3");
	self->fd = open_or_fail(LCD, O_WRONLY);
}

FIXTURE_TEARDOWN(stream)
{
	close(self->fd);
}

TEST_F(stream, shows)
{
	write_or_fail(self->fd, variant->bytes);
	EXPECT_STREQ(variant->screen, lcd_screen());
	EXPECT_STREQ(variant->position, attr_show("LCD", "position"));
}

TEST_F(stream, shows_the_same_byte_by_byte)
{
	for (const char *byte = variant->bytes; *byte; byte++)
		write_bytes_or_fail(self->fd, byte, 1);
	EXPECT_STREQ(variant->screen, lcd_screen());
	EXPECT_STREQ(variant->position, attr_show("LCD", "position"));
}

/* What is not text: seen in the attributes */

FIXTURE(sequence) {
	int fd;
};

FIXTURE_VARIANT(sequence) {
	const char *on;
	const char *off;
	const char *attribute;
};

#define SWITCHES(name, sequence_on, sequence_off)			\
	FIXTURE_VARIANT_ADD(sequence, name) {				\
		.on = sequence_on, .off = sequence_off, .attribute = #name, \
	}

SWITCHES(power, ESC "[LD", ESC "[Ld");
SWITCHES(cursor, ESC "[LC", ESC "[Lc");
SWITCHES(blink, ESC "[LB", ESC "[Lb");
SWITCHES(backlight, ESC "[L+", ESC "[L-");

FIXTURE_VARIANT_ADD(sequence, dectcem) {
	.on = ESC "[?25h", .off = ESC "[?25l", .attribute = "cursor",
};

FIXTURE_VARIANT_ADD(sequence, among_other_modes) {
	.on = ESC "[?1;25;1000h", .off = ESC "[?1;25;1000l", .attribute = "cursor",
};

FIXTURE_SETUP(sequence)
{
	displays_reset("8x3");
	lcd_append("abc");
}

FIXTURE_TEARDOWN(sequence)
{
}

TEST_F(sequence, switches)
{
	for (int i = 0; i < 2; i++) {
		lcd_append(variant->off);
		EXPECT_STREQ("0", attr_show("LCD", variant->attribute));
		lcd_append(variant->on);
		EXPECT_STREQ("1", attr_show("LCD", variant->attribute));
	}
	EXPECT_STREQ("abc|||", lcd_screen());
}

TEST_F(sequence, counts_only_when_it_changes_something)
{
	unsigned long long before;

	lcd_append(variant->off);
	before = lcd_generation();
	lcd_append(variant->off);
	EXPECT_EQ(before, lcd_generation());
	lcd_append(variant->on);
	EXPECT_EQ(before + 1, lcd_generation());
	lcd_append(variant->on);
	EXPECT_EQ(before + 1, lcd_generation());
}

TEST(full_reset_switches_power_and_light_on)
{
	displays_reset("8x3");
	lcd_append("abc" ESC "[Ld" ESC "[L-" ESC "[LB");
	lcd_append(ESC "c");
	EXPECT_STREQ("1", attr_show("LCD", "power"));
	EXPECT_STREQ("1", attr_show("LCD", "backlight"));
	EXPECT_STREQ("0", attr_show("LCD", "blink"));
	EXPECT_STREQ("|||", lcd_screen());
}

/* The text after an inserted row is text, not a command of charlcd. */
TEST(inserted_row_leaves_the_power_on)
{
	displays_reset("8x3");
	lcd_append("old" ESC "[H" ESC "[1Ldoor");
	EXPECT_STREQ("1", attr_show("LCD", "power"));
	EXPECT_STREQ("door|old||", lcd_screen());
}

TEST_HARNESS_MAIN
