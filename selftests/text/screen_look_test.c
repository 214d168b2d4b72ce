// SPDX-License-Identifier: GPL-2.0-only
/* What a screen shows: composed characters, its text, and when two look alike. */
#include "kselftest_harness.h"

#include "screen.h"
#include "term.h"

#define ACUTE 0x301u
#define CIRCUMFLEX 0x302u
#define ENCLOSING_CIRCLE 0x20ddu	/* Unicode composes it with nothing */

/* Two rows of four. */
FIXTURE(look) {
	struct screen screen;
	char out[TERM_SHOW_MAX];
};

FIXTURE_SETUP(look)
{
	screen_init(&self->screen, 2, 4);
}

FIXTURE_TEARDOWN(look)
{
}

static void print(struct screen *screen, const char *text)
{
	for (; *text; text++)
		screen_print(screen, *text);
}

#define SHOWS(want) EXPECT_STREQ(want, term_show(&self->screen, self->out))

/* ---- combining marks ---- */

TEST_F(look, mark_joins_the_character_before_it)
{
	print(&self->screen, "e");
	screen_combine(&self->screen, ACUTE);
	SHOWS("é|@0,1");
}

TEST_F(look, mark_joins_the_character_in_the_last_column)
{
	print(&self->screen, "abce");
	screen_combine(&self->screen, ACUTE);
	SHOWS("abcé|@0,3w");
}

TEST_F(look, mark_joins_the_character_that_wrapped)
{
	print(&self->screen, "abcde");
	screen_combine(&self->screen, ACUTE);
	SHOWS("abcd|é@1,1");
}

TEST_F(look, mark_joins_an_overwritten_last_column)
{
	screen_set_autowrap(&self->screen, false);
	print(&self->screen, "abcde");
	screen_combine(&self->screen, ACUTE);
	SHOWS("abcé|@0,3");
}

TEST_F(look, two_marks_join_one_character)
{
	print(&self->screen, "e");
	screen_combine(&self->screen, CIRCUMFLEX);
	screen_combine(&self->screen, ACUTE);
	SHOWS("ế|@0,1");
}

TEST_F(look, mark_that_composes_with_nothing_is_dropped)
{
	print(&self->screen, "e");
	screen_combine(&self->screen, ENCLOSING_CIRCLE);
	SHOWS("e|@0,1");
}

TEST_F(look, mark_after_a_dropped_one_still_joins)
{
	print(&self->screen, "e");
	screen_combine(&self->screen, ENCLOSING_CIRCLE);
	screen_combine(&self->screen, ACUTE);
	SHOWS("é|@0,1");
}

TEST_F(look, mark_at_the_beginning_is_dropped)
{
	self->screen.cells[0][0] = 'e';
	screen_combine(&self->screen, ACUTE);
	SHOWS("e|@0,0");
}

/* What an operation leaves for a mark that comes after it: nothing. */
FIXTURE(after) {
	struct screen screen;
	char out[TERM_SHOW_MAX];
};

FIXTURE_VARIANT(after) {
	void (*operation)(struct screen *screen);
	const char *want;
};

FIXTURE_SETUP(after)
{
	screen_init(&self->screen, 2, 4);
	print(&self->screen, "ee");
	variant->operation(&self->screen);
}

FIXTURE_TEARDOWN(after)
{
}

TEST_F(after, mark_is_dropped)
{
	screen_combine(&self->screen, ACUTE);
	SHOWS(variant->want);
}

#define AFTER(name, call, shown)					\
	static void do_##name(struct screen *screen) { call; }		\
	FIXTURE_VARIANT_ADD(after, name) { .operation = do_##name, .want = shown }

AFTER(line_feed, screen_line_feed(screen), "ee|@1,0");
AFTER(carriage_return, screen_carriage_return(screen), "ee|@0,0");
AFTER(backspace, screen_backspace(screen), "ee|@0,1");
AFTER(tab, screen_tab(screen, 1), "ee|@0,3");
AFTER(move_to, screen_move_to(screen, 0, 2), "ee|@0,2");
AFTER(move_by, screen_move_by(screen, 0, 0), "ee|@0,2");
AFTER(erase_line, screen_erase_line(screen, SCREEN_ERASE_TO_END), "ee|@0,2");
AFTER(erase_display, screen_erase_display(screen, SCREEN_ERASE_TO_END), "ee|@0,2");
AFTER(clear, screen_clear(screen), "|@0,0");
AFTER(restore_cursor, screen_restore_cursor(screen), "ee|@0,0");
AFTER(reset, screen_reset(screen), "|@0,0");
AFTER(resize, screen_resize(screen, 2, 4), "ee|@0,2");

/* ---- text ---- */

static const char *text(struct screen *screen, char *out)
{
	out[screen_text(screen, out)] = '\0';
	return out;
}

TEST_F(look, text_of_a_blank_screen_is_its_rows)
{
	EXPECT_STREQ("\n\n", text(&self->screen, self->out));
}

TEST_F(look, text_has_no_trailing_blanks)
{
	print(&self->screen, "a b   c");
	screen_backspace(&self->screen);
	print(&self->screen, " ");
	EXPECT_STREQ("a b\n\n", text(&self->screen, self->out));
}

TEST_F(look, text_has_leading_blanks)
{
	print(&self->screen, "  a");
	EXPECT_STREQ("  a\n\n", text(&self->screen, self->out));
}

TEST_F(look, text_of_a_full_screen_is_all_of_it)
{
	print(&self->screen, "abcdefgh");
	EXPECT_STREQ("abcd\nefgh\n", text(&self->screen, self->out));
}

TEST_F(look, text_gives_user_glyphs_as_private_characters)
{
	screen_print(&self->screen, SCREEN_GLYPH_FIRST);
	screen_print(&self->screen, SCREEN_GLYPH_LAST);
	EXPECT_STREQ("\xee\x80\x80\xee\x80\x87\n\n", text(&self->screen, self->out));
}

TEST_F(look, text_gives_rom_codes_as_private_characters)
{
	screen_print(&self->screen, SCREEN_ROM_FIRST);
	screen_print(&self->screen, SCREEN_ROM_LAST);
	EXPECT_STREQ("\xef\x80\x80\xef\x83\xbf\n\n", text(&self->screen, self->out));
}

TEST_F(look, text_is_at_most_so_long)
{
	screen_init(&self->screen, SCREEN_MAX_ROWS, SCREEN_MAX_COLS);
	for (int i = 0; i < SCREEN_MAX_ROWS * SCREEN_MAX_COLS; i++)
		screen_print(&self->screen, 0x1f514);
	EXPECT_EQ(SCREEN_TEXT_MAX, screen_text(&self->screen, self->out));
}

/* ---- same ---- */

FIXTURE(same) {
	struct screen screen;
	struct screen other;
};

FIXTURE_VARIANT(same) {
	void (*change)(struct screen *screen);
	bool same;
};

FIXTURE_SETUP(same)
{
	screen_init(&self->screen, 2, 4);
	print(&self->screen, "abcd");
	self->other = self->screen;
	variant->change(&self->other);
}

FIXTURE_TEARDOWN(same)
{
}

TEST_F(same, says)
{
	EXPECT_EQ(variant->same, screen_same(&self->screen, &self->other));
	EXPECT_EQ(variant->same, screen_same(&self->other, &self->screen));
}

#define SAME(name, call, says)						\
	static void change_##name(struct screen *screen) { call; }	\
	FIXTURE_VARIANT_ADD(same, name) { .change = change_##name, .same = says }

SAME(first_cell, screen->cells[0][0] = 'x', false);
SAME(last_cell, screen->cells[1][3] = 'x', false);
SAME(rows, screen_resize(screen, 1, 4), false);
SAME(cols, screen->cols--, false);
SAME(cursor_row, screen->row = 1, false);
SAME(cursor_col, screen->col = 1, false);
SAME(cursor_shown, screen->cursor = true, false);
SAME(cursor_blinks, screen->blink = true, false);
SAME(power, screen->power = false, false);
SAME(backlight, screen->backlight = false, false);
SAME(light_level, screen->level = 1, false);
SAME(glyph, screen->glyphs[7][7] = 1, false);

SAME(nothing, (void)screen, true);
SAME(pending_wrap, screen->wrap_pending = false, true);
SAME(pending_scroll, screen->scroll_pending = true, true);
SAME(saved_cursor, screen_save_cursor(screen), true);
SAME(autowrap, screen->autowrap = false, true);
SAME(requests, screen->requests = SCREEN_FLASH, true);
SAME(cell_outside, screen->cells[2][0] = screen->cells[0][4] = 'x', true);

TEST_HARNESS_MAIN
