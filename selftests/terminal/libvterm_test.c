// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text core beside libvterm, which is the terminal in several editors: long
 * random streams of what both understand have to look alike after each step.
 *
 * Where they differ on purpose, a line in a table here says so, with its reason:
 * both are tried, and a difference that is gone is a failure. The random streams go
 * around those differences, see "struct step".
 */
#include "kselftest_harness.h"

#include <stdio.h>
#include <vterm.h>

#include "term.h"

struct both {
	struct term ours;
	VTerm *vterm;
	VTermState *state;
	VTermScreen *theirs;
};

static void both_open(struct both *both, unsigned int rows, unsigned int cols)
{
	term_init(&both->ours, rows, cols);
	both->vterm = vterm_new(rows, cols);
	vterm_set_utf8(both->vterm, 1);
	both->state = vterm_obtain_state(both->vterm);
	both->theirs = vterm_obtain_screen(both->vterm);
	vterm_screen_reset(both->theirs, 1);
}

static void both_close(struct both *both)
{
	vterm_free(both->vterm);
}

/* What is shown once everything pending is done, without the 'w' of a wrap. */
static const char *ours_show(const struct both *both, char *out)
{
	struct screen settled = both->ours.screen;

	screen_move_by(&settled, 0, 0);
	return term_show(&settled, out);
}

static u32 theirs_cell(const struct both *both, unsigned int row, unsigned int col)
{
	VTermPos at = { .row = row, .col = col };
	VTermScreenCell cell;

	vterm_screen_get_cell(both->theirs, at, &cell);
	if (!cell.chars[0] || cell.chars[0] == (u32)-1)	/* erased, or the right half of one */
		return ' ';
	return cell.chars[0];
}

/* In the words of term_show(). */
static const char *theirs_show(const struct both *both, char *out)
{
	struct screen screen = both->ours.screen;
	VTermPos at;

	for (unsigned int row = 0; row < screen.rows; row++)
		for (unsigned int col = 0; col < screen.cols; col++)
			screen.cells[row][col] = theirs_cell(both, row, col);
	vterm_state_get_cursorpos(both->state, &at);
	screen_move_to(&screen, at.row, at.col);
	return term_show(&screen, out);
}

/* ---- the differences ---- */

FIXTURE(differs) {
	struct both both;
	char ours[TERM_SHOW_MAX];
	char theirs[TERM_SHOW_MAX];
};

FIXTURE_VARIANT(differs) {
	const char *bytes;
	const char *theirs;
	const char *ours;
};

FIXTURE_SETUP(differs)
{
	both_open(&self->both, 3, 8);
	term_write(&self->both.ours, variant->bytes, strlen(variant->bytes));
	vterm_input_write(self->both.vterm, variant->bytes, strlen(variant->bytes));
}

FIXTURE_TEARDOWN(differs)
{
	both_close(&self->both);
}

TEST_F(differs, as_listed)
{
	EXPECT_STREQ(variant->theirs, theirs_show(&self->both, self->theirs));
	EXPECT_STREQ(variant->ours, ours_show(&self->both, self->ours));
}

#define DIFFERS(name, stream, libvterm, devlcd)				\
	FIXTURE_VARIANT_ADD(differs, name) {				\
		.bytes = stream, .theirs = libvterm, .ours = devlcd,	\
	}

#define FULL "12345678"
#define ROWS "a\r\nb\r\nc"

/* "echo" sends no carriage return: a file has no terminal that adds one. */
DIFFERS(line_feed_goes_to_the_first_column, "ab\nc", "ab|  c|@1,3", "ab|c|@1,1");
/* Text that ends with a line feed stays where it is on the last row. */
DIFFERS(pending_scroll_is_cancelled, ROWS "\r\n" CSI "H", "b|c|@0,0", "a|b|c@0,0");
/* charlcd's clear homes. */
DIFFERS(ed_2_homes, "ab" CSI "2J", "||@0,2", "||@0,0");
/* Without a parameter, DECSLRM would set no margins. */
DIFFERS(scp_and_rcp_are_not_decslrm, "ab" CSI "s\r" CSI "ux", "xb||@0,1", "abx||@0,3");
DIFFERS(bare_il_is_a_prefix, ROWS CSI "H" CSI "Lx", "x|a|b@0,1", "a|b|c@0,0");
/* What is printed up to the edge and then erased to the end has lost nothing. */
DIFFERS(el_after_a_full_row, FULL CSI "K", "1234567||@0,7", FULL "||@0,7");
DIFFERS(ed_after_a_full_row, FULL CSI "J", "1234567||@0,7", FULL "||@0,7");
DIFFERS(ech_after_a_full_row, FULL CSI "X", "1234567||@0,7", FULL "||@0,7");
DIFFERS(ich_after_a_full_row, FULL CSI "@", "1234567||@0,7", FULL "||@0,7");
DIFFERS(dch_after_a_full_row, FULL CSI "P", "1234567||@0,7", FULL "||@0,7");
/* Without autowrap nothing wraps, not even what is pending. */
DIFFERS(decawm_off_after_a_full_row, FULL CSI "?7lx", FULL "|x|@1,1", "1234567x||@0,7");
/* Saving and restoring changes nothing, wherever the cursor has been meanwhile. */
DIFFERS(saved_after_a_full_row, FULL ESC "7\r" ESC "8x", "1234567x||@0,7", FULL "|x|@1,1");
DIFFERS(saved_before_a_full_row, CSI "8G" ESC "7z" ESC "8x", "       z|x|@1,1", "       x||@0,7");
/* A cursor that moves, be it not far, prints where it is. */
DIFFERS(ri_at_the_margin_after_a_full_row, FULL ESC "Mx",
	"|x2345678|@1,1", "       x|" FULL "|@0,7");
/* xterm and tmux: the margins stop what is between them. */
DIFFERS(cuu_stops_at_the_margin, CSI "2;3r" CSI "3H" CSI "9Ax", "x||@0,1", "|x|@1,1");
DIFFERS(cud_stops_at_the_margin, CSI "1;2r" CSI "9Bx", "||x@2,1", "|x|@1,1");
/* xterm and tmux: a character is inserted in any row. */
DIFFERS(ich_outside_the_margins, "ab" CSI "2;3r" CSI "@", "ab||@0,0", " ab||@0,0");
DIFFERS(dch_outside_the_margins, "ab" CSI "2;3r" CSI "P", "ab||@0,0", "b||@0,0");
/* xterm and tmux: margins that are none change nothing. */
DIFFERS(margins_of_one_row, ROWS CSI "2;2rx", "x|b|c@0,1", "a|b|cx@2,2");
/* After a reset nothing is left of what was before. */
DIFFERS(ris_forgets_the_saved_cursor, "ab" ESC "7" ESC "c" ESC "8x", "  x||@0,3", "x||@0,1");
/* ECMA-48 leaves it open, and a display forgets what the cursor has left. */
DIFFERS(rep_after_a_move, "a" CSI "C" CSI "bx", "a ax||@0,4", "a x||@0,3");
/* libvterm takes a row for full that has one free cell left, or leaves it. */
DIFFERS(rep_up_to_the_last_cell_but_one, "a" CSI "6bb", "aaaaaaa|b|@1,1", "aaaaaaab||@0,7");
/* A display has narrow characters only, a mark is part of its letter. */
DIFFERS(wide_character, "\uff10x", "\uff10 x||@0,3", "0x||@0,2");
DIFFERS(mark, "e\u0301x", "ex||@0,2", "éx||@0,2");

/* ---- random streams ---- */

/**
 * struct step - what may come next in a stream
 * @ours:   format of the bytes for us; its numbers are random
 * @theirs: of those for libvterm, which has other words for some
 * @avoids: the differences above that it goes around
 */
struct step {
	const char *ours;
	const char *theirs;
	enum {
		WRAP = 1 << 0,		/* not after a full row */
		SCROLL = 1 << 1,	/* not while a scroll is pending */
		MARGINS = 1 << 2,	/* not with margins */
		OUTSIDE = 1 << 3,	/* not outside of margins */
	} avoids;
};

#define SAME(bytes) { .ours = bytes, .theirs = bytes }
#define AROUND(differences, bytes) LIKE(differences, bytes, bytes)
#define LIKE(differences, bytes, libvterms) \
	{ .ours = bytes, .theirs = libvterms, .avoids = differences }

static const struct step steps[] = {
	SAME("a"), SAME("bc"), SAME("defgh"), SAME(" "), SAME("é"), SAME("12345678"), SAME("x"),
	LIKE(0, "\n", "\r\n"), LIKE(0, "\n", "\r\n"), LIKE(0, "\n", "\r\n"), SAME("\r"), SAME("\b"),
	SAME("\t"), AROUND(SCROLL, CSI "%d;%dH"), AROUND(SCROLL, CSI "%d;%df"),
	AROUND(SCROLL, CSI "H"), AROUND(SCROLL, CSI "%dd"), SAME(CSI "%dG"), SAME(CSI "%d`"),
	AROUND(MARGINS, CSI "%dA"), AROUND(MARGINS, CSI "%dB"), SAME(CSI "%dC"), SAME(CSI "%dD"),
	AROUND(MARGINS, CSI "%dE"), AROUND(MARGINS, CSI "%dF"), SAME(CSI "%da"), SAME(CSI "%dj"),
	AROUND(MARGINS, CSI "%de"), AROUND(MARGINS, CSI "%dk"), SAME(CSI "%dI"), SAME(CSI "%dZ"),
	AROUND(WRAP, CSI "J"), SAME(CSI "1J"), AROUND(WRAP, CSI "K"), SAME(CSI "1K"),
	SAME(CSI "2K"), AROUND(WRAP, CSI "%dX"), AROUND(WRAP | OUTSIDE, CSI "%d@"),
	AROUND(WRAP | OUTSIDE, CSI "%dP"), SAME(CSI "%dL"), SAME(CSI "%dL"), SAME(CSI "%dM"),
	SAME(CSI "%dS"), SAME(CSI "%dT"), AROUND(WRAP, ESC "D"), SAME(ESC "E"),
	AROUND(WRAP, ESC "M"), AROUND(WRAP, ESC "M"), AROUND(SCROLL, CSI "1;2r"),
	AROUND(SCROLL, CSI "2;3r"), AROUND(SCROLL, CSI "2;9r"), AROUND(SCROLL, CSI "r"),
	AROUND(SCROLL, CSI "r"), AROUND(WRAP, ESC "7"), AROUND(WRAP | SCROLL, ESC "8"),
	LIKE(WRAP, CSI "s", ESC "7"), LIKE(WRAP | SCROLL, CSI "u", ESC "8"),
	AROUND(WRAP, CSI "?7l"), SAME(CSI "?7h"), SAME(CSI "%dm"), SAME("z" CSI "99b\r"),
	SAME(ESC "c" ESC "7"), SAME(CSI "?25h"), SAME(ESC "]0;title\a"), SAME(ESC "(B"),
	SAME(CSI ">c"), LIKE(0, CSI "2J", CSI "2J" CSI "H"),
};

static unsigned int random_below(u64 *seed, unsigned int limit)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (*seed >> 33) % limit;
}

static void both_write(struct both *both, const char *ours, const char *theirs)
{
	term_write(&both->ours, ours, strlen(ours));
	vterm_input_write(both->vterm, theirs, strlen(theirs));
}

/* Go around a difference, or say that this step cannot be done now. */
static bool both_prepare(struct both *both, const struct step *step)
{
	const struct screen *screen = &both->ours.screen;

	if (step->avoids & MARGINS && (screen->top || screen->bottom + 1 != screen->rows))
		return false;
	if (step->avoids & OUTSIDE && (screen->row < screen->top || screen->row > screen->bottom))
		return false;
	if ((step->avoids & WRAP && screen->wrap_pending) ||
	    (step->avoids & SCROLL && screen->scroll_pending))
		both_write(both, "\r", "\r");
	return true;
}

static void both_step(struct both *both, const struct step *step, int first, int second,
		      char *done)
{
	char bytes[2][64];

	if (!both_prepare(both, step))
		return;
	snprintf(bytes[0], sizeof(bytes[0]), step->ours, first, second);
	snprintf(bytes[1], sizeof(bytes[1]), step->theirs, first, second);
	both_write(both, bytes[0], bytes[1]);
	strcat(done, bytes[0]);
}

FIXTURE(walk) {
	struct both both;
	char done[2048];		/* the stream so far */
	char ours[TERM_SHOW_MAX];
	char theirs[TERM_SHOW_MAX];
};

FIXTURE_VARIANT(walk) {
	unsigned int rows;
	unsigned int cols;
};

FIXTURE_VARIANT_ADD(walk, 3x5) { 3, 5 };
FIXTURE_VARIANT_ADD(walk, 3x8) { 3, 8 };
FIXTURE_VARIANT_ADD(walk, 4x20) { 4, 20 };
FIXTURE_VARIANT_ADD(walk, 4x40) { 4, 40 };

FIXTURE_SETUP(walk)
{
}

FIXTURE_TEARDOWN(walk)
{
}

TEST_F(walk, looks_like_libvterms)
{
	u64 seed = variant->cols;

	for (int stream = 0; stream < 1500; stream++) {
		both_open(&self->both, variant->rows, variant->cols);
		*self->done = '\0';
		for (int step = 0; step < 60; step++) {
			unsigned int which = random_below(&seed, ARRAY_SIZE(steps));
			int first = 1 + random_below(&seed, 5);
			int second = 1 + random_below(&seed, variant->cols + 1);

			both_step(&self->both, &steps[which], first, second, self->done);
			ASSERT_STREQ(theirs_show(&self->both, self->theirs),
				     ours_show(&self->both, self->ours))
				TH_LOG("stream %d: %s", stream, self->done);
		}
		both_close(&self->both);
	}
}

TEST_HARNESS_MAIN
