// SPDX-License-Identifier: GPL-2.0-only
/* Text, controls, and where a sequence ends. */
#include "kselftest_harness.h"

#include "stream.h"

/* ---- text ---- */

SHOWS(ascii, "abc ~", "abc ~||@0,5");
SHOWS(latin, "crème 20°C", "crème 20|°C|@1,2");
SHOWS(ill_formed_bytes, "a\xff\xc0z", "a\ufffd\ufffdz||@0,4");
SHOWS(sequence_broken_by_text, "a\xe2\x82z", "a\ufffdz||@0,3");
SHOWS(sequence_broken_by_a_control, "a\xe2\x82\nz", "a\ufffd|z|@1,1");
SHOWS(sequence_broken_by_an_escape, "a\xe2\x82" CSI "3Gz", "a\ufffdz||@0,3");
SHOWS(sequence_broken_by_a_glyph, "\xc3\1", "\ufffd\ue001||@0,2");
SHOWS(unfinished_sequence, "a\xe2\x82", "a||@0,1");
SHOWS(composed_from_a_mark, "e\u0301x", "éx||@0,2");
SHOWS(leading_mark, "\u0301x", "x||@0,1");
SHOWS(mark_after_a_sequence_that_does_nothing, "e" CSI "1m\u0301", "é||@0,1");
SHOWS(mark_that_composes_with_nothing, "x\u20dd", "x||@0,1");
SHOWS(flag_takes_a_cell, "a\U0001f1eb\U0001f1f7b", "a?b||@0,3");
SHOWS(half_a_flag_joins_no_user_glyph, "\U0001f1eb\1\U0001f1f7", "?\ue001?||@0,3");
SHOWS(half_a_flag_joins_nothing_across_a_move, "\U0001f1eb" CSI "C\U0001f1f7", "? ?||@0,3");
SHOWS(joined_emoji_take_a_cell, "\U0001f468\u200d\U0001f469b", "?b||@0,2");
SHOWS(joined_emoji_in_the_last_column, "1234567\u2665\u200d\U0001f525", "1234567♥||@0,7w");
SHOWS(jamo_take_a_cell, "\u1112\u1161\u11ab\u1100\u1173", "??||@0,2");
SHOWS(zero_width_characters, "a\u200b\ufeff\u200ez", "az||@0,2");
SHOWS(wide_character, "\u6f22x", "?x||@0,2");
SHOWS(full_width_form, "\uff21x", "Ax||@0,2");
SHOWS(glyph_as_private_character, "\ue000\ue007", "\ue000\ue007||@0,2");
SHOWS(rom_code_as_private_character, "\uf000\uf0ff", "\uf000\uf0ff||@0,2");
SHOWS(replacement_character, "\ufffd", "\ufffd||@0,1");

/* ---- controls ---- */

SHOWS(glyph_0, "\0", "\ue000||@0,1");
SHOWS(glyph_1, "\1", "\ue001||@0,1");
SHOWS(glyph_6, "\6", "\ue006||@0,1");
SHOWS(glyph_7, "\7", "\ue007||@0,1");
SHOWS(backspace, "abc\bx", "abx||@0,3");
SHOWS(tab, "a\tb", "a      b||@0,7w");
SHOWS(line_feed, "ab\nc", "ab|c|@1,1");
SHOWS(form_feed, "ab\nc\fd", "d||@0,1");
SHOWS(carriage_return, "abc\rx", "xbc||@0,1");
SHOWS(carriage_return_and_line_feed, "ab\r\nc", "ab|c|@1,1");
SHOWS(other_c0, "a\v\016\017\020\021\022\023\024\025\026\027\031\034\035\036\037b", "ab||@0,2");
SHOWS(cancel_and_substitute, "a\030\032b", "ab||@0,2");
SHOWS(delete, "a\177b", "ab||@0,2");
SHOWS(c1, "a\xc2\x80\xc2\x85\xc2\x8d\xc2\x9b\xc2\x9f" "b", "ab||@0,2");
SHOWS(c1_begins_no_sequence, "\xc2\x9b" "2J", "2J||@0,2");
SHOWS(echo_on_the_last_row, "a\nb\nc\n", "a|b|c@2,0s");
SHOWS(full_rows, "abcdefg1\nabcdefg2\nabcdefg3\n", "abcdefg1|abcdefg2|abcdefg3@2,0s");

/* ---- escape ---- */

SHOWS(unknown_escape, "a" ESC "Zb", "ab||@0,2");
SHOWS(unknown_escape_of_each_end, ESC "0a" ESC "~b" ESC "=c" ESC ">d", "abcd||@0,4");
SHOWS(escape_with_intermediates, "a" ESC "(Bb" ESC "%Gc" ESC " #0d", "abcd||@0,4");
SHOWS(escape_with_intermediates_is_another, "ab" ESC "#8c" ESC "(cd", "abcd||@0,4");
SHOWS(escape_starts_anew_after_escape, "a" ESC ESC "[2Cb", "a  b||@0,4");
SHOWS(escape_starts_anew_after_intermediates, "a" ESC "(" CSI "2Cb", "a  b||@0,4");
SHOWS(escape_starts_anew_in_csi, "a" CSI "5" CSI "2Cb", "a  b||@0,4");
SHOWS(escape_starts_anew_in_an_unknown_csi, "a" CSI "5$" CSI "2Cb", "a  b||@0,4");
SHOWS(escape_starts_anew_in_charlcds, "a" LCD "x7" LCD "x3;b", "a  b||@0,4");
SHOWS(escape_starts_anew_in_a_string, "a" ESC "]0;t" CSI "2Cb", "a  b||@0,4");
SHOWS(csi_begins_without_old_parameters, CSI "5;5" CSI "Ha", "a||@0,1");
SHOWS(csi_begins_without_old_marker, "a" CSI "?2" CSI "2Cb", "a  b||@0,4");

/* ---- what aborts a sequence ---- */

#define ABORTED_BY(name, byte, shown)					\
	SHOWS(escape_aborted_by_##name, "a" ESC byte "2C", shown);	\
	SHOWS(intermediates_aborted_by_##name, "a" ESC "(" byte "2C", shown); \
	SHOWS(csi_aborted_by_##name, "a" CSI "2" byte "2C", shown);	\
	SHOWS(unknown_csi_aborted_by_##name, "a" CSI "2$" byte "2C", shown); \
	SHOWS(charlcds_aborted_by_##name, "a" LCD byte "2C", shown);	\
	SHOWS(charlcds_argument_aborted_by_##name, "a" LCD "x2" byte "2C", shown); \
	SHOWS(string_aborted_by_##name, "a" ESC "]2" byte "2C", shown)

ABORTED_BY(line_feed, "\n", "a|2C|@1,2");
ABORTED_BY(cancel, "\030", "a2C||@0,3");
ABORTED_BY(substitute, "\032", "a2C||@0,3");

SHOWS(escape_aborted_by_utf8, "a" ESC "é2C", "aé2C||@0,4");
SHOWS(intermediates_aborted_by_utf8, "a" ESC "(é2C", "aé2C||@0,4");
SHOWS(csi_aborted_by_utf8, "a" CSI "2é2C", "aé2C||@0,4");
SHOWS(unknown_csi_aborted_by_utf8, "a" CSI "2$é2C", "aé2C||@0,4");
SHOWS(charlcds_argument_aborted_by_utf8, "a" LCD "x2é2C", "aé2C||@0,4");

/* ---- what does not ---- */

SHOWS(controls_act_inside_an_escape, "ab" ESC "\b\x07[2Cc", "ab c||@0,4");
SHOWS(controls_act_inside_intermediates, "ab" ESC "(\rBc", "cb||@0,1");
SHOWS(controls_act_inside_csi, "ab" CSI "\r2\t\bCc", "ab     c||@0,7w");
SHOWS(controls_act_inside_an_unknown_csi, "ab" CSI "1$\rCc", "cb||@0,1");
SHOWS(controls_act_inside_charlcds, "ab" CSI "\rL\fx5\t;c", "     c||@0,6");
SHOWS(glyph_bytes_inside_csi_are_ignored, "a" CSI "\0\1\7" "2\6C" "b", "a  b||@0,4");
SHOWS(delete_inside_csi_is_ignored, "a" CSI "\177" "2\177C" "b", "a  b||@0,4");
SHOWS(delete_inside_an_escape_is_ignored, "a" ESC "\177" "[2Cb", "a  b||@0,4");

/* ---- strings ---- */

SHOWS(osc_ends_at_bel, "a" ESC "]0;title\7b", "ab||@0,2");
SHOWS(osc_ends_at_st, "a" ESC "]0;title" ESC "\\b", "ab||@0,2");
SHOWS(dcs_ends_at_st, "a" ESC "P1$r0m" ESC "\\b", "ab||@0,2");
SHOWS(dcs_ends_at_bel, "a" ESC "P1$r0m\7b", "ab||@0,2");
SHOWS(sos_ends_at_st, "a" ESC "Xtext" ESC "\\b", "ab||@0,2");
SHOWS(pm_ends_at_st, "a" ESC "^text" ESC "\\b", "ab||@0,2");
SHOWS(apc_ends_at_st, "a" ESC "_text" ESC "\\b", "ab||@0,2");
SHOWS(string_swallows_controls, "ab" ESC "]\1\r\f\t\b\177\7c", "abc||@0,3");
SHOWS(string_swallows_utf8, "a" ESC "]été \xe2\x82\xff\7b", "ab||@0,2");
SHOWS(string_without_end, "a" ESC "]0;bcdefghijklmnopqrstuvwxyz", "a||@0,1");

/* ---- sequences of two bytes ---- */

SHOWS(decsc_and_decrc, "ab" ESC "7cd" ESC "8x", "abxd||@0,3");
SHOWS(decrc_without_decsc, "ab" ESC "8x", "xb||@0,1");
SHOWS(ris_clears, "ab\ncd" ESC "c", "||@0,0");
SETS(ris_resets_text_modes, CSI "?7l" CSI "?25h" LCD "B" ESC "c", "Dcb+W");
SETS(ris_switches_power_and_backlight_on, LCD "d" LCD "-" ESC "c", "Dcb+W");

TEST(vt_init_forgets_a_sequence)
{
	char out[TERM_SHOW_MAX];
	struct term term;

	term_init(&term, 3, 8);
	term_write(&term, CSI "2", 3);
	vt_init(&term.vt);
	term_write(&term, "C", 1);
	EXPECT_STREQ("C||@0,1", term_show(&term.screen, out));
}

TEST(vt_init_forgets_half_a_character)
{
	char out[TERM_SHOW_MAX];
	struct term term;

	term_init(&term, 3, 8);
	term_write(&term, "\xc3", 1);
	vt_init(&term.vt);
	term_write(&term, "C", 1);
	EXPECT_STREQ("C||@0,1", term_show(&term.screen, out));
}

TEST(parsers_of_one_screen_keep_their_own_sequences)
{
	char out[TERM_SHOW_MAX];
	struct vt other = { 0 };
	struct term term;

	term_init(&term, 3, 8);
	term_write(&term, CSI "2", 3);
	vt_write(&other, &term.screen, (const u8 *)"a\xc3", 2);
	term_write(&term, "Cb", 2);
	vt_write(&other, &term.screen, (const u8 *)"\xa9", 1);
	EXPECT_STREQ("a  bé||@0,5", term_show(&term.screen, out));
}

TEST_HARNESS_MAIN
