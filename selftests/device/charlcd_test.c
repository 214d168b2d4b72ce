// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs written for the kernel's /dev/lcd (drivers/auxdisplay/charlcd.c):
 * what they write shows the same text here. The expected screens of 16x2 are
 * worked out from that source; the text core is held against the driver itself
 * in the tests of selftests/text.
 */
#include <fcntl.h>

#include "kselftest_harness.h"

#include "device.h"

#define LCD_ESC "\x1b[L"

FIXTURE(program) {
};

FIXTURE_VARIANT(program) {
	const char *bytes;
	const char *screen;
};

#define PROGRAM(name, stream, shows)				\
	FIXTURE_VARIANT_ADD(program, name) { .bytes = stream, .screen = shows }

PROGRAM(clears_and_greets, "\x1b[2JHello\nworld", "Hello|world|");
PROGRAM(clears_by_form_feed, "old\fHello\nworld", "Hello|world|");
PROGRAM(like_the_boot_message, LCD_ESC "c" LCD_ESC "b" LCD_ESC "-Linux-6.1.0\n", "Linux-6.1.0||");
PROGRAM(like_the_reboot_message, "\x0cReloading\nSystem..." LCD_ESC "c" LCD_ESC "b" LCD_ESC "+",
	"Reloading|System...|");
PROGRAM(like_the_power_off_message, "\x0cPower off." LCD_ESC "c" LCD_ESC "b" LCD_ESC "+",
	"Power off.||");
PROGRAM(draws_at_positions, "\x1b[2J" LCD_ESC "x4y0;mid" LCD_ESC "x0y1;left" LCD_ESC "x11y1;right",
	"    mid|left       right|");
PROGRAM(updates_a_value_in_place, "Temp: 20 C" LCD_ESC "x6y0;21", "Temp: 21 C||");
PROGRAM(goes_home_and_overwrites, "12:34:56\x1b[H12:35", "12:35:56||");
PROGRAM(returns_and_overwrites, "12:34:56\r12:35", "12:35:56||");
PROGRAM(kills_the_rest_of_a_line, "long title\rHi" LCD_ESC "k", "Hi||");
PROGRAM(moves_without_drawing, "a" LCD_ESC "r" LCD_ESC "rb" LCD_ESC "l" LCD_ESC "lc", "a cb||");
PROGRAM(defines_and_shows_a_glyph, LCD_ESC "G1040E1F0000000000;\fup \1", "up \ue001||");
PROGRAM(numbers_its_columns_from_0, LCD_ESC "x15y1;!", "|               !|");
PROGRAM(gives_only_a_column, "\nabc" LCD_ESC "x0;X", "|Xbc|");
PROGRAM(gives_only_a_row, "abc" LCD_ESC "y1;X", "abc|   X|");
PROGRAM(sends_what_charlcd_ignores, LCD_ESC "x;" LCD_ESC "xy12;a", "a||");
PROGRAM(aborts_by_line_feed, "a" LCD_ESC "x1\nb", "a|b|");

FIXTURE_SETUP(program)
{
	displays_reset("16x2");
}

FIXTURE_TEARDOWN(program)
{
}

TEST_F(program, shows_what_charlcd_shows)
{
	lcd_append(variant->bytes);
	EXPECT_STREQ(variant->screen, lcd_screen());
}

/* The differences that the ABI lists; in comments what charlcd shows */

FIXTURE(difference) {
};

FIXTURE_VARIANT(difference) {
	const char *bytes;
	const char *screen;
};

#define DIFFERENCE(name, stream, shows)				\
	FIXTURE_VARIANT_ADD(difference, name) { .bytes = stream, .screen = shows }

DIFFERENCE(rows_wrap, "0123456789abcdefgh", "0123456789abcdef|gh|");	/* "0123456789abcdef||" */
DIFFERENCE(line_feed_scrolls, "a\nb\nc", "b|c|");	/* "c|b|" */
DIFFERENCE(line_feed_does_not_blank, "abc\rd\n", "dbc||");	/* "d||" */
DIFFERENCE(backspace_does_not_blank, "abc\b", "abc||");	/* "ab||" */
DIFFERENCE(tab_is_a_stop, "a\tb", "a       b||");	/* "a b||" */
DIFFERENCE(bytes_are_utf8, "\xc3\xa9", "é||");	/* "\xc3\xa9||" */

FIXTURE_SETUP(difference)
{
	displays_reset("16x2");
}

FIXTURE_TEARDOWN(difference)
{
}

TEST_F(difference, is_as_listed)
{
	lcd_append(variant->bytes);
	EXPECT_STREQ(variant->screen, lcd_screen());
}

TEST_HARNESS_MAIN
