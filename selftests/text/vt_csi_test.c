// SPDX-License-Identifier: GPL-2.0-only
/* ECMA-48's control sequences: CSI, parameters, a final byte. */
#include "kselftest_harness.h"

#include "stream.h"

/* The cursor in the middle of a screen of 3x8: second row, fourth column. */
#define AT CSI "2;4H"

/* ---- absolute positions ---- */

SHOWS(cup, CSI "2;4Hx", "|   x|@1,4");
SHOWS(cup_defaults_to_home, AT CSI "Hx", "x||@0,1");
SHOWS(cup_of_zeros_is_home, AT CSI "0;0Hx", "x||@0,1");
SHOWS(cup_row_alone, AT CSI "2Hx", "|x|@1,1");
SHOWS(cup_column_alone, AT CSI ";4Hx", "   x||@0,4");
SHOWS(cup_is_clamped, CSI "99;99Hx", "||       x@2,7w");
SHOWS(cup_of_the_last_cell, CSI "3;8Hx", "||       x@2,7w");
SHOWS(hvp, CSI "2;4fx", "|   x|@1,4");
SHOWS(vpa, "ab" CSI "2dx", "ab|  x|@1,3");
SHOWS(vpa_is_clamped, "ab" CSI "9d", "ab||@2,2");
SHOWS(cha, AT CSI "2Gx", "| x|@1,2");
SHOWS(cha_defaults_to_the_first_column, AT CSI "Gx", "|x|@1,1");
SHOWS(cha_is_clamped, AT CSI "99Gx", "|       x|@1,7w");

SHOWS(hpa, AT CSI "2`x", "| x|@1,2");
SHOWS(hpa_defaults_to_the_first_column, AT CSI "`x", "|x|@1,1");

/* ---- relative moves ---- */

SHOWS(cuu, AT CSI "Ax", "   x||@0,4");
SHOWS(cuu_by_two, CSI "3;4H" CSI "2Ax", "   x||@0,4");
SHOWS(cuu_of_zero_is_one, AT CSI "0Ax", "   x||@0,4");
SHOWS(cuu_is_clamped, AT CSI "99Ax", "   x||@0,4");
SHOWS(cud, AT CSI "Bx", "||   x@2,4");
SHOWS(cud_by_two, "abc" CSI "2Bx", "abc||   x@2,4");
SHOWS(cud_is_clamped, AT CSI "99Bx", "||   x@2,4");
SHOWS(cuf, AT CSI "Cx", "|    x|@1,5");
SHOWS(cuf_by_two, AT CSI "2Cx", "|     x|@1,6");
SHOWS(cuf_is_clamped, AT CSI "99Cx", "|       x|@1,7w");
SHOWS(cub, AT CSI "Dx", "|  x|@1,3");
SHOWS(cub_by_two, AT CSI "2Dx", "| x|@1,2");
SHOWS(cub_is_clamped, AT CSI "99Dx", "|x|@1,1");
SHOWS(vpb, CSI "3;4H" CSI "2kx", "   x||@0,4");
SHOWS(vpr, "abc" CSI "2ex", "abc||   x@2,4");
SHOWS(hpr, AT CSI "2ax", "|     x|@1,6");
SHOWS(hpb, AT CSI "2jx", "| x|@1,2");
SHOWS(cht, "a" CSI "Ix", "a      x||@0,7w");
SHOWS(cht_keeps_a_pending_wrap, "12345678" CSI "2Ix", "12345678|x|@1,1");
SHOWS(cbt, "abc" CSI "Zx", "xbc||@0,1");
SHOWS(cbt_clears_a_pending_wrap, "12345678" CSI "Zx", "x2345678||@0,1");
SHOWS(cbt_is_clamped, AT CSI "99Zx", "|x|@1,1");
SHOWS(cnl, AT CSI "Ex", "||x@2,1");
SHOWS(cnl_by_two, "abc" CSI "2Ex", "abc||x@2,1");
SHOWS(cnl_is_clamped, AT CSI "99Ex", "||x@2,1");
SHOWS(cpl, AT CSI "Fx", "x||@0,1");
SHOWS(cpl_by_two, CSI "3;4H" CSI "2Fx", "x||@0,1");
SHOWS(cpl_is_clamped, AT CSI "99Fx", "x||@0,1");
SHOWS(greatest_parameter_up_and_left, AT CSI "9999A" CSI "9999D", "||@0,0");
SHOWS(greatest_parameter_down_and_right, AT CSI "9999B" CSI "9999C", "||@2,7");

/* ---- what is pending ---- */

#define FULL "12345678"
#define BOTTOM "a\nb\nc\n"

SHOWS(cursor_movement_clears_a_pending_wrap, FULL CSI "Cx", "1234567x||@0,7w");
SHOWS(cha_clears_a_pending_wrap, FULL CSI "99Gx", "1234567x||@0,7w");
SHOWS(sgr_leaves_a_pending_wrap, FULL CSI "1mx", FULL "|x|@1,1");
SHOWS(cup_cancels_a_pending_scroll, BOTTOM CSI "3;2Hx", "a|b|cx@2,2");
SHOWS(home_cancels_a_pending_scroll, BOTTOM CSI "Hx", "x|b|c@0,1");
SHOWS(vpa_cancels_a_pending_scroll, BOTTOM CSI "3dx", "a|b|x@2,1");
SHOWS(rcp_cancels_a_pending_scroll, BOTTOM CSI "ux", "x|b|c@0,1");
SHOWS(ed_2_cancels_a_pending_scroll, BOTTOM CSI "2Jx", "x||@0,1");
SHOWS(ris_cancels_a_pending_scroll, BOTTOM ESC "cx", "x||@0,1");
SHOWS(cuu_performs_a_pending_scroll, BOTTOM CSI "Ax", "b|x|@1,1");
SHOWS(cud_performs_a_pending_scroll, BOTTOM CSI "B", "b|c|@2,0");
SHOWS(cuf_performs_a_pending_scroll, BOTTOM CSI "Cx", "b|c| x@2,2");
SHOWS(cub_performs_a_pending_scroll, BOTTOM CSI "D", "b|c|@2,0");
SHOWS(cnl_performs_a_pending_scroll, BOTTOM CSI "E", "b|c|@2,0");
SHOWS(cpl_performs_a_pending_scroll, BOTTOM CSI "F", "b|c|@1,0");
SHOWS(cha_performs_a_pending_scroll_like_a_carriage_return, BOTTOM CSI "3Gx", "b|c|  x@2,3");
SHOWS(el_performs_a_pending_scroll, BOTTOM CSI "K", "b|c|@2,0");
SHOWS(ed_performs_a_pending_scroll, BOTTOM CSI "J", "b|c|@2,0");
SHOWS(ed_1_performs_a_pending_scroll, BOTTOM CSI "1J", "||@2,0");
SHOWS(sgr_leaves_a_pending_scroll, BOTTOM CSI "0m", "a|b|c@2,0s");
SHOWS(decsc_scrolls_first, BOTTOM ESC "7", "b|c|@2,0");
SHOWS(dectcem_leaves_a_pending_scroll, BOTTOM CSI "?25h", "a|b|c@2,0s");

/* ---- erasing ---- */

#define ALL "abcdefgh\nijklmnop\nqrstuvwx" AT

SHOWS(ed_defaults_to_the_end, ALL CSI "J", "abcdefgh|ijk|@1,3");
SHOWS(ed_0, ALL CSI "0J", "abcdefgh|ijk|@1,3");
SHOWS(ed_1, ALL CSI "1J", "|    mnop|qrstuvwx@1,3");
SHOWS(ed_2_clears_and_homes, ALL CSI "2J", "||@0,0");
SHOWS(ed_3_is_unknown, ALL CSI "3J", "abcdefgh|ijklmnop|qrstuvwx@1,3");
SHOWS(selective_ed_is_unknown, ALL CSI "?2J", "abcdefgh|ijklmnop|qrstuvwx@1,3");
SHOWS(el_defaults_to_the_end, ALL CSI "K", "abcdefgh|ijk|qrstuvwx@1,3");
SHOWS(el_0, ALL CSI "0K", "abcdefgh|ijk|qrstuvwx@1,3");
SHOWS(el_1, ALL CSI "1K", "abcdefgh|    mnop|qrstuvwx@1,3");
SHOWS(el_2, ALL CSI "2K", "abcdefgh||qrstuvwx@1,3");
SHOWS(el_3_is_unknown, ALL CSI "3K", "abcdefgh|ijklmnop|qrstuvwx@1,3");
SHOWS(el_after_a_full_row_erases_nothing, FULL CSI "K\nx", FULL "|x|@1,1");

/* ---- saved cursor ---- */

SHOWS(scp_and_rcp, "ab" CSI "scd\n" CSI "ux", "abxd||@0,3");
SHOWS(rcp_without_scp, "ab" CSI "ux", "xb||@0,1");
SHOWS(rcp_twice, "ab" CSI "sc" CSI "ux" CSI "uy", "aby||@0,3");
SHOWS(decrc_restores_what_scp_saved, "ab" CSI "scd" ESC "8x", "abxd||@0,3");
SHOWS(decslrm_saves_nothing, "ab" CSI "1;5scd" CSI "ux", "xbcd||@0,1");
SHOWS(rcp_with_parameters_is_unknown, "ab" CSI "1ux", "abx||@0,3");

/* ---- modes ---- */

SETS(dectcem_shows_the_cursor, CSI "?25h", "DCb+W");
SETS(dectcem_hides_the_cursor, CSI "?25h" CSI "?25l", "Dcb+W");
SETS(decawm_off, CSI "?7l", "Dcb+w");
SETS(decawm_on, CSI "?7l" CSI "?7h", "Dcb+W");
SETS(two_modes_at_once, CSI "?25;7l" CSI "?7;25h", "DCb+W");
SETS(private_modes_need_their_marker, CSI "25h" CSI "7l", "Dcb+W");
SETS(private_modes_need_that_marker, CSI ">25h" CSI "=25h" CSI "<25h", "Dcb+W");
SETS(private_modes_need_their_final_byte, CSI "?25h" CSI "?25m" CSI "?25i" CSI "?25r", "DCb+W");
SETS(private_marker_comes_first, CSI "2?5h" CSI "25?h" CSI "??25h", "Dcb+W");
SETS(unknown_modes, CSI "?1h" CSI "?1049h" CSI "?2004l" CSI "4h", "Dcb+W");
SHOWS(decawm_off_overwrites_the_last_column, CSI "?7l" FULL "9", "12345679||@0,7");

/* ---- what is swallowed ---- */

SHOWS(sgr, "a" CSI "m" CSI "0;1;31mb" CSI "38;5;208mc", "abc||@0,3");
SHOWS(sgr_with_colons, "a" CSI "38:2:1:2:3mb", "ab||@0,2");
SHOWS(insert_line_with_a_marker, "a" CSI "?Lb", "ab||@0,2");
SHOWS(device_attributes, "a" CSI "c" CSI "6nb", "ab||@0,2");
SHOWS(final_of_each_end, "a" CSI "1@" CSI "1~b", "ab||@0,2");
SHOWS(intermediate_bytes, "a" CSI "2 q" CSI "!pb" CSI "1$Hc", "abc||@0,3");
SHOWS(intermediate_bytes_of_each_end, "a" CSI "2 Cb" CSI "2/Cc", "abc||@0,3");
SHOWS(parameters_after_intermediates, "a" CSI "2$3Cb", "ab||@0,2");
SHOWS(private_marker_on_a_move, "a" CSI "?2Cb", "ab||@0,2");
SHOWS(private_marker_after_parameters, "a" CSI "2?Cb", "ab||@0,2");

/* ---- parameters ---- */

SHOWS(leading_zeros, "a" CSI "00002Cb", "a  b||@0,4");
SHOWS(further_parameters_are_dropped, CSI "2;4;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9Hx", "|   x|@1,4");
SETS(eighth_parameter_is_read, CSI "?1;1;1;1;1;1;1;25h", "DCb+W");
SETS(ninth_parameter_is_not, CSI "?1;1;1;1;1;1;1;1;25h", "Dcb+W");
SETS(parameter_is_limited_not_cut, CSI "?65561h" CSI "?4294967321h", "Dcb+W");
SHOWS(parameter_is_limited_to_9999, CSI "99999999999999999999;2Hx", "|| x@2,2");
SHOWS(parameter_beyond_16_bits, CSI "65537;65537Hx", "||       x@2,7w");
SHOWS(parameter_beyond_32_bits, CSI "4294967297;4294967297Hx", "||       x@2,7w");

TEST_HARNESS_MAIN
