// SPDX-License-Identifier: GPL-2.0-only
/*
 * charlcd's own sequences, and streams written for the kernel's /dev/lcd. Each
 * goes to a screen of ours and to the kernel's charlcd and hd44780 drivers,
 * which are built from its source.
 */
#include "kselftest_harness.h"

#include <stdio.h>

#include "charlcd/glass.h"
#include "term.h"

/* term_show() without what is pending, of which the glass knows nothing. */
static const char *show(const struct term *term, char *out)
{
	char *end = out + strlen(term_show(&term->screen, out));

	while (end[-1] == 'w' || end[-1] == 's')
		*--end = '\0';
	return out;
}

/* term_modes() without autowrap and requests. */
static const char *modes(const struct term *term, char *out)
{
	term_modes(&term->screen, out);
	out[4] = '\0';
	return out;
}

FIXTURE(charlcd) {
	struct term term;
	char ours[TERM_SHOW_MAX];
	char theirs[GLASS_SHOW_MAX];
};

FIXTURE_VARIANT(charlcd) {
	const char *bytes;
	size_t count;
	const char *ours;
	const char *theirs;
	const char *modes;
};

FIXTURE_SETUP(charlcd)
{
	term_init(&self->term, 3, 8);
	term_write(&self->term, LCD "-", 4);
	term_write(&self->term, variant->bytes, variant->count);

	glass_open(3, 8);
	glass_write(variant->bytes, variant->count);
}

FIXTURE_TEARDOWN(charlcd)
{
}

TEST_F(charlcd, stream)
{
	if (variant->ours)
		EXPECT_STREQ(variant->ours, show(&self->term, self->ours));
	if (variant->theirs)
		EXPECT_STREQ(variant->theirs, glass_show(self->theirs));
	if (variant->modes) {
		EXPECT_STREQ(variant->modes, modes(&self->term, self->ours));
		EXPECT_STREQ(variant->modes, glass_modes(self->theirs));
	}
}

#define STREAM(name, string, ...) \
	FIXTURE_VARIANT_ADD(charlcd, name) { \
		.bytes = string, .count = sizeof(string) - 1, __VA_ARGS__ \
	}
#define SAME(name, string, shown) STREAM(name, string, .ours = shown, .theirs = shown)
#define SETS(name, string, set) STREAM(name, string, .modes = set)
#define DIFFERS(name, string, charlcd, devlcd) \
	STREAM(name, string, .theirs = charlcd, .ours = devlcd)

/* ---- switches ---- */

SETS(display_on, LCD "d" LCD "D", "Dcb-");
SETS(display_off, LCD "d", "dcb-");
SETS(cursor_on, LCD "C", "DCb-");
SETS(cursor_off, LCD "C" LCD "c", "Dcb-");
SETS(blink_on, LCD "B", "DcB-");
SETS(blink_off, LCD "B" LCD "b", "Dcb-");
SETS(backlight_on, LCD "+", "Dcb+");
SETS(backlight_off, LCD "+" LCD "-", "Dcb-");
SETS(fonts_and_lines_change_no_switch, LCD "f" LCD "F" LCD "n" LCD "N", "Dcb-");
SAME(display_and_cursor_print_nothing, "a" LCD "D" LCD "d" LCD "C" LCD "cb", "ab||@0,2");
SAME(blink_and_backlight_print_nothing, "a" LCD "B" LCD "b" LCD "+" LCD "-b", "ab||@0,2");
SAME(flash_prints_nothing, "a" LCD "*b", "ab||@0,2");
SAME(fonts_and_lines_print_nothing, "a" LCD "f" LCD "F" LCD "n" LCD "N" "b", "ab||@0,2");

/* ---- text ---- */

SAME(text, "abc", "abc||@0,3");
SAME(lines, "ab\ncd\nef", "ab|cd|ef@2,2");
SAME(full_row, "12345678", "12345678||@0,7");
SAME(full_row_and_line_feed, "12345678\nx", "12345678|x|@1,1");
SAME(carriage_return, "ab\rx", "xb||@0,1");
SAME(form_feed, "ab\ncd\fx", "x||@0,1");
SAME(clear, "ab\ncd" CSI "2Jx", "x||@0,1");
SAME(home, "ab\ncd" CSI "Hx", "xb|cd|@0,1");
SAME(glyphs, "\1\2\3\4\5\6", "\ue001\ue002\ue003\ue004\ue005\ue006||@0,6");
SAME(glyphs_0_and_7, "\0\7", "\ue000\ue007||@0,2");

/* ---- position ---- */

SAME(goto_x, "ab\n" LCD "x3;x", "ab|   x|@1,4");
SAME(goto_y, "ab" LCD "y1;x", "ab|  x|@1,3");
SAME(goto_x_and_y, LCD "x3y1;x", "|   x|@1,4");
SAME(goto_y_and_x, LCD "y1x3;x", "|   x|@1,4");
SAME(goto_last_of_several, LCD "x1y2x3y1;x", "|   x|@1,4");
SAME(goto_leading_zeros, LCD "x003y0001;x", "|   x|@1,4");
SAME(goto_longest, LCD "x000000000003y000001;x", "|   x|@1,4");
SAME(goto_too_long, "a" LCD "x0000000000003y0000001;x", "a;x||@0,3");
SAME(goto_without_semicolon_ends_after_24_bytes, "a" LCD "x3yyyyyyyyyyyyyyyyyyyyxx", "axx||@0,3");
SAME(goto_without_number, "a" LCD "x;b", "ab||@0,2");
SAME(goto_without_second_number, "a" LCD "x3y;b", "ab||@0,2");
SAME(goto_with_a_letter, "a" LCD "x3zy1;b", "ab||@0,2");
SAME(goto_of_another_axis, "a" LCD "x3z1;b", "ab||@0,2");
SAME(goto_with_a_slash, "a" LCD "x/;b", "ab||@0,2");
SAME(goto_with_a_sign, "a" LCD "x+3;b" LCD "x-3;c", "abc||@0,3");
SAME(goto_with_a_blank, "a" LCD "x 3;b", "ab||@0,2");
SAME(goto_aborted_by_a_line_feed, "a" LCD "x3\nb", "a|b|@1,1");
SAME(left, "abc" LCD "lx", "abx||@0,3");
SAME(left_is_stopped, "a" LCD "l" LCD "l" LCD "lx", "x||@0,1");
SAME(right, "a" LCD "rx", "a x||@0,3");
SAME(kill, "abcdef\r" LCD "r" LCD "kx", "ax||@0,2");
SAME(kill_leaves_the_cursor, "abcdef" LCD "x2;" LCD "k", "ab||@0,2");
SAME(kill_after_a_full_row, "12345678" LCD "k\nx", "12345678|x|@1,1");

/* ---- the differences that users are told ---- */

DIFFERS(rows_wrap, "123456789", "12345678||@0,7", "12345678|9|@1,1");
DIFFERS(line_feed_scrolls, "a\nb\nc\nd", "d|b|c@0,1", "b|c|d@2,1");
DIFFERS(line_feed_blanks_nothing, "abc\rx\n", "x||@1,0", "xbc||@1,0");
DIFFERS(backspace_blanks_nothing, "ab\b", "a||@0,1", "ab||@0,1");
DIFFERS(tab_is_a_tab_stop, "a\tb", "a b||@0,3", "a      b||@0,7");
DIFFERS(high_bytes_are_utf8, "\xdf\xc3\xa9", "\uf0df\uf0c3\uf0a9||@0,3", "\ufffdé||@0,2");

/* ---- differences in what has no meaning, or none without a panel ---- */

DIFFERS(display_is_not_shifted, "abc" LCD "L", "bc||@0,3", "abc||@0,3");
DIFFERS(reinit_blanks_nothing, "a" LCD "Ib", "b||@0,1", "ab||@0,2");
DIFFERS(x_is_clamped, LCD "x99;x", "||@0,7", "       x||@0,7");
DIFFERS(y_is_clamped, LCD "y99;x", "||@-", "||x@2,1");
DIFFERS(other_controls_print_nothing, "\016\177\x80", "\uf00e\uf07f\uf080||@0,3", "\ufffd||@0,1");
DIFFERS(unknown_letter_eats_nothing, "a" LCD "zb", "a||@0,1", "ab||@0,2");
DIFFERS(unknown_sequence_eats_nothing, "a" CSI "0mb", "a||@0,1", "ab||@0,2");
DIFFERS(escape_starts_anew, "a" CSI CSI "2Jb", "a||@0,1", "b||@0,1");
DIFFERS(moved_beyond_the_row, "abcdefg" LCD "rx", "abcdefg||@0,7", "abcdefgx||@0,7");

/* ---- user glyphs: ours and theirs are to have the same pixels ---- */

FIXTURE(glyph) {
	struct term term;
};

FIXTURE_VARIANT(glyph) {
	const char *bytes;
	unsigned int glyph;
	u8 rows[SCREEN_GLYPH_ROWS];
};

FIXTURE_SETUP(glyph)
{
	term_init(&self->term, 3, 8);
	term_write(&self->term, variant->bytes, strlen(variant->bytes));

	glass_open(3, 8);
	glass_write(variant->bytes, strlen(variant->bytes));
}

FIXTURE_TEARDOWN(glyph)
{
}

TEST_F(glyph, has_its_pixels)
{
	for (unsigned int row = 0; row < SCREEN_GLYPH_ROWS; row++)
		EXPECT_EQ(variant->rows[row], self->term.screen.glyphs[variant->glyph][row]);
}

TEST_F(glyph, and_all_others_are_as_charlcd_leaves_them)
{
	for (unsigned int glyph = 0; glyph < SCREEN_GLYPHS; glyph++)
		for (unsigned int row = 0; row < SCREEN_GLYPH_ROWS; row++)
			EXPECT_EQ(glass_glyph_row(glyph, row),
				  self->term.screen.glyphs[glyph][row]);
}

TEST_F(glyph, and_nothing_is_printed)
{
	char out[TERM_SHOW_MAX];

	EXPECT_STREQ("||@0,0", term_show(&self->term.screen, out));
	EXPECT_STREQ("||@0,0", glass_show(out));
}

#define GLYPH(name, string, number, ...) \
	FIXTURE_VARIANT_ADD(glyph, name) { \
		.bytes = string, .glyph = number, .rows = { __VA_ARGS__ } \
	}

GLYPH(first, LCD "G0010203040a0b1f1e;", 0, 1, 2, 3, 4, 10, 11, 31, 30);
GLYPH(last, LCD "G7010203040a0b1f1e;", 7, 1, 2, 3, 4, 10, 11, 31, 30);
GLYPH(upper_case, LCD "G0010203040A0B1F1E;", 0, 1, 2, 3, 4, 10, 11, 31, 30);
GLYPH(redefined, LCD "G11f1f1f1f1f1f1f1f;" LCD "G10000000000000015;", 1, [7] = 21);
GLYPH(five_pixels_wide, LCD "G0ffe0000000000000;", 0, 31);
GLYPH(first_rows_alone, LCD "G01f1f1f1f1f1f1f1f;" LCD "G00102;", 0, 1, 2, 31, 31, 31, 31, 31, 31);
GLYPH(half_a_row_is_none, LCD "G0011;", 0, 1);
GLYPH(no_row, LCD "G0;", 0, 0);
GLYPH(longest, LCD "G00102030405060708123;", 0, 1, 2, 3, 4, 5, 6, 7, 8);
GLYPH(of_no_number, LCD "G;", 0, 0);
GLYPH(of_a_number_too_great, LCD "G8010203040a0b1f1e;", 0, 0);
GLYPH(of_a_letter, LCD "Ga010203040a0b1f1e;", 0, 0);
GLYPH(aborted, LCD "G00102\n" CSI "H", 0, 0);

/* ---- long streams of what both understand alike ---- */

struct walk {
	unsigned int rows;
	unsigned int cols;
	unsigned int x;		/* the cursor; @cols when the row is full */
	unsigned int y;
	unsigned int seed;
	char stream[128];	/* the operation chosen last */
};

static unsigned int walk_random(struct walk *walk, unsigned int below)
{
	walk->seed = walk->seed * 1103515245 + 12345;
	return (walk->seed >> 16) % below;
}

static int walk_text(struct walk *walk)
{
	int count = walk_random(walk, walk->cols - walk->x + 1);

	for (int i = 0; i < count; i++) {
		unsigned int code = walk_random(walk, 0x7f - ' ' + SCREEN_GLYPHS);

		walk->stream[i] = code < SCREEN_GLYPHS ? code : code - SCREEN_GLYPHS + ' ';
	}
	walk->x += count;
	return count;
}

static int walk_goto(struct walk *walk)
{
	static const char *const forms[] = {
		LCD "x%uy%u;", LCD "x99x%1$uy%2$u;", LCD "y%2$ux%1$u;", LCD "y%2$ux0y%2$ux%1$u;",
	};

	walk->x = walk_random(walk, walk->cols);
	walk->y = walk_random(walk, walk->rows);
	return sprintf(walk->stream, forms[walk_random(walk, 4)], walk->x, walk->y);
}

static int walk_home(struct walk *walk)
{
	static const char *const forms[] = { "\f", CSI "2J", CSI "H" };

	if (walk_random(walk, 8))	/* else the screen would stay empty */
		return 0;
	walk->x = 0;
	walk->y = 0;
	return sprintf(walk->stream, "%s", forms[walk_random(walk, 3)]);
}

static int walk_glyph(struct walk *walk)
{
	return sprintf(walk->stream, LCD "G%u%.*x;", walk_random(walk, SCREEN_GLYPHS),
		       walk_random(walk, 18), walk_random(walk, 0x8000) * 0x10001);
}

static int walk_move(struct walk *walk)
{
	switch (walk_random(walk, 4)) {
	case 0:
		if (walk->y + 1 == walk->rows)
			return 0;
		walk->x = 0;
		walk->y++;
		return sprintf(walk->stream, LCD "k\n");
	case 1:
		walk->x = 0;
		return sprintf(walk->stream, "\r");
	case 2:
		walk->x -= walk->x > 0;
		return sprintf(walk->stream, LCD "l");
	default:
		if (walk->x + 1 == walk->cols)
			return 0;
		walk->x++;
		return sprintf(walk->stream, LCD "r");
	}
}

/* Not "k" on a full row: the drivers then lose sight of the cursor. */
static int walk_switch(struct walk *walk)
{
	bool full = walk->x == walk->cols;

	return sprintf(walk->stream, LCD "%c",
		       "DdCcBb+-fFnNk"[walk_random(walk, full ? 12 : 13)]);
}

static int walk_on(struct walk *walk)
{
	bool full = walk->x == walk->cols;

	switch (walk_random(walk, full ? 3 : 12)) {
	case 0:
		return walk_goto(walk);
	case 1:
		return walk_switch(walk);
	case 2:
		return walk_home(walk);
	case 3:
		return walk_glyph(walk);
	case 4 ... 6:
		return walk_move(walk);
	default:
		return walk_text(walk);
	}
}

FIXTURE(walk) {
	struct walk walk;
	struct term term;
	char ours[TERM_SHOW_MAX];
	char theirs[GLASS_SHOW_MAX];
};

FIXTURE_VARIANT(walk) {
	unsigned int rows;
	unsigned int cols;
};

FIXTURE_VARIANT_ADD(walk, 1x16) { 1, 16 };
FIXTURE_VARIANT_ADD(walk, 2x16) { 2, 16 };
FIXTURE_VARIANT_ADD(walk, 2x40) { 2, 40 };
FIXTURE_VARIANT_ADD(walk, 4x20) { 4, 20 };

FIXTURE_SETUP(walk)
{
	self->walk = (struct walk){ .rows = variant->rows, .cols = variant->cols };
	term_init(&self->term, variant->rows, variant->cols);
	term_write(&self->term, LCD "-", 4);
	glass_open(variant->rows, variant->cols);
}

FIXTURE_TEARDOWN(walk)
{
}

TEST_F(walk, is_shown_alike)
{
	for (int i = 0; i < 20000; i++) {
		int count = walk_on(&self->walk);

		term_write(&self->term, self->walk.stream, count);
		glass_write(self->walk.stream, count);
		ASSERT_STREQ(glass_show(self->theirs), show(&self->term, self->ours)) {
			TH_LOG("after operation %d, %.*s", i, count, self->walk.stream);
		}
		ASSERT_STREQ(glass_modes(self->theirs), modes(&self->term, self->ours));
		for (int row = 0; row < SCREEN_GLYPHS * SCREEN_GLYPH_ROWS; row++)
			ASSERT_EQ(glass_glyph_row(row / 8, row % 8),
				  self->term.screen.glyphs[row / 8][row % 8]);
	}
}

TEST_HARNESS_MAIN
