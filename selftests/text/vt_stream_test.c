// SPDX-License-Identifier: GPL-2.0-only
/* What holds of every stream: random ones, and all short ones. */
#include "kselftest_harness.h"

#include <stdio.h>

#include "invariant.h"
#include "term.h"

/* ---- random streams ---- */

#define PIECE(string) { string, sizeof(string) - 1 }

/* What streams are made of; random bytes come between. */
static const struct {
	const char *bytes;
	size_t count;
} pieces[] = {
	PIECE("a"), PIECE("bcd"), PIECE("12345678"), PIECE("  "), PIECE("\n"), PIECE("\n"),
	PIECE("\r"), PIECE("\b"), PIECE("\t"), PIECE("\f"), PIECE("\0"), PIECE("\7"),
	PIECE("\030"), PIECE("\032"), PIECE("\177"), PIECE("é"), PIECE("e\u0301"),
	PIECE("\u0302"), PIECE("\u20ac"), PIECE("\u6f22"), PIECE("\uff21"), PIECE("\u200b"),
	PIECE("\u3000"), PIECE("\U0001f514"), PIECE("\U000e0041"), PIECE("\ue003"),
	PIECE("\ue100"), PIECE("\uf0df"), PIECE("\ufffd"), PIECE("\xc2\x9b"), PIECE("\xe2\x82"),
	PIECE("\xff"), PIECE(ESC), PIECE(CSI), PIECE(LCD), PIECE(ESC "]"), PIECE(ESC "\\"),
	PIECE(ESC "7"), PIECE(ESC "8"), PIECE(ESC "c"), PIECE(ESC "("), PIECE(CSI "2J"),
	PIECE(CSI "J"), PIECE(CSI "1J"), PIECE(CSI "K"), PIECE(CSI "1K"), PIECE(CSI "2;3H"),
	PIECE(CSI "99;99H"), PIECE(CSI "A"), PIECE(CSI "2B"), PIECE(CSI "C"), PIECE(CSI "3D"),
	PIECE(CSI "@"), PIECE(CSI "3@"), PIECE(CSI "P"), PIECE(CSI "2X"), PIECE(CSI "99b"),
	PIECE(CSI "1L"), PIECE(CSI "M"), PIECE(CSI "2S"), PIECE(CSI "T"), PIECE(CSI "2Z"),
	PIECE(CSI "1;2r"), PIECE(CSI "2;3r"), PIECE(CSI "r"), PIECE(CSI "!p"), PIECE(CSI "2I"),
	PIECE(ESC "D"), PIECE(ESC "E"), PIECE(ESC "M"), PIECE("!"),
	PIECE(CSI "E"), PIECE(CSI "F"), PIECE(CSI "5G"), PIECE(CSI "2d"), PIECE(CSI "?7l"),
	PIECE(CSI "?7h"), PIECE(CSI "?25h"), PIECE(CSI "1;31m"), PIECE(CSI "s"), PIECE(CSI "u"),
	PIECE(LCD "x3y1;"), PIECE(LCD "x1;"), PIECE(LCD "k"), PIECE(LCD "l"), PIECE(LCD "r"),
	PIECE(LCD "*"), PIECE(LCD "I"), PIECE(LCD "d"), PIECE(LCD "G3151f;"), PIECE(";"),
	PIECE("9"), PIECE("?"), PIECE("$"),
};

#define STREAM_MAX 256

struct random_stream {
	u64 seed;
	unsigned int rows;
	unsigned int cols;
	u8 bytes[STREAM_MAX];
	size_t count;
};

static unsigned int random_below(struct random_stream *stream, unsigned int limit)
{
	stream->seed = stream->seed * 6364136223846793005u + 1442695040888963407u;
	return (stream->seed >> 33) % limit;
}

static void random_stream(struct random_stream *stream)
{
	unsigned int left = random_below(stream, 24);
	size_t piece;

	stream->rows = 1 + random_below(stream, SCREEN_MAX_ROWS);
	stream->cols = 1 + random_below(stream, 12);
	for (stream->count = 0; left--; stream->count += pieces[piece].count) {
		piece = random_below(stream, sizeof(pieces) / sizeof(*pieces));
		memcpy(stream->bytes + stream->count, pieces[piece].bytes, pieces[piece].count);
		if (!random_below(stream, 16))
			stream->bytes[stream->count] = random_below(stream, 256);
	}
}

TEST(random_streams_leave_a_state_that_is_allowed)
{
	struct random_stream stream = { .seed = 1 };
	struct term term;

	for (int i = 0; i < 30000; i++) {
		random_stream(&stream);
		term_init(&term, stream.rows, stream.cols);
		vt_write(&term.vt, &term.screen, stream.bytes, stream.count);
		ASSERT_EQ(NULL, invariant_state(&term.vt, &term.screen))
			TH_LOG("%s", invariant_state(&term.vt, &term.screen));
	}
}

TEST(random_streams_may_be_cut_anywhere)
{
	struct random_stream stream = { .seed = 2 };
	const char *broken;

	for (int i = 0; i < 1500; i++) {
		random_stream(&stream);
		for (size_t piece = 1; piece < stream.count; piece++) {
			broken = invariant_cut(stream.rows, stream.cols, stream.bytes,
					       stream.count, piece);
			ASSERT_EQ(NULL, broken) TH_LOG("%s", broken);
		}
	}
}

TEST(random_screens_are_restored_from_their_text)
{
	struct random_stream stream = { .seed = 3 };
	const char *broken;
	struct term term;

	for (int i = 0; i < 30000; i++) {
		random_stream(&stream);
		term_init(&term, stream.rows, stream.cols);
		vt_write(&term.vt, &term.screen, stream.bytes, stream.count);
		broken = invariant_round_trip(&term.screen);
		ASSERT_EQ(NULL, broken) TH_LOG("%s", broken);
	}
}

static const char *written_alone(const u32 *cps, size_t count)
{
	char bytes[2 * UTF8_MAX];
	struct term term;
	size_t len = 0;

	while (count--)
		len += utf8_encode(*cps++, bytes + len);
	term_init(&term, 1, 2);
	term_write(&term, bytes, len);
	return invariant_round_trip(&term.screen);
}

TEST(every_character_is_restored_from_its_text)
{
	for (u32 cp = ' '; cp <= 0x10ffff; cp++) {
		ASSERT_EQ(NULL, written_alone(&cp, 1))
			TH_LOG("U+%04X", cp);
	}
}

TEST(every_composed_character_is_restored_from_its_text)
{
	for (u32 base = ' '; base < 0x3100; base++) {
		for (u32 mark = 0x300; mark < 0x346; mark++) {
			u32 cps[] = { base, mark };

			ASSERT_EQ(NULL, written_alone(cps, 2))
				TH_LOG("U+%04X U+%04X", base, mark);
		}
	}
}

TEST(random_sequences_end_at_a_line_feed)
{
	struct random_stream stream = { .seed = 4 };
	struct term term;

	for (int i = 0; i < 30000; i++) {
		random_stream(&stream);
		term_init(&term, stream.rows, stream.cols);
		vt_write(&term.vt, &term.screen, stream.bytes, stream.count);
		term_write(&term, "\nx", 2);
		ASSERT_EQ(VT_GROUND, term.vt.state);
		ASSERT_EQ('x', term.screen.cells[term.screen.row][0]);
	}
}

TEST(random_screens_stay_allowed_in_another_size)
{
	struct random_stream stream = { .seed = 5 };
	struct term term;

	for (int i = 0; i < 30000; i++) {
		random_stream(&stream);
		term_init(&term, stream.rows, stream.cols);
		vt_write(&term.vt, &term.screen, stream.bytes, stream.count);
		screen_resize(&term.screen, 1 + random_below(&stream, 4),
			      1 + random_below(&stream, 12));
		vt_write(&term.vt, &term.screen, stream.bytes, stream.count);
		ASSERT_EQ(NULL, invariant_state(&term.vt, &term.screen))
			TH_LOG("%s", invariant_state(&term.vt, &term.screen));
	}
}

/* ---- all short streams, against a sheet of paper ---- */

/*
 * The sheet says the same as the screen in other words: it never scrolls but
 * grows, its last rows are the ones seen, a full row has the cursor beyond it,
 * and a fresh last row is taken back while nothing but absolute positions
 * follow.
 */
#define SHEET_ROWS 16
#define SHEET_COLS 3

struct sheet {
	int rows;
	int top;		/* the first row seen when no row is fresh */
	int row;
	int col;		/* SHEET_COLS when the row is full */
	bool fresh;		/* a line feed made the last row, nothing used it */
	char cells[SHEET_ROWS][SHEET_COLS];
};

static void sheet_use(struct sheet *sheet)
{
	sheet->fresh = false;
}

static void sheet_next_row(struct sheet *sheet)
{
	sheet->col = 0;
	if (++sheet->row == sheet->top + sheet->rows)
		sheet->top++;
}

static void sheet_print(struct sheet *sheet, char character)
{
	sheet_use(sheet);
	if (sheet->col == SHEET_COLS)
		sheet_next_row(sheet);
	sheet->cells[sheet->row][sheet->col++] = character;
}

static void sheet_line_feed(struct sheet *sheet)
{
	int top = sheet->top;

	sheet_use(sheet);
	sheet_next_row(sheet);
	sheet->fresh = sheet->top != top;
}

static int within(int value, int first, int last)
{
	return value < first ? first : value > last ? last : value;
}

static void sheet_move(struct sheet *sheet, int rows, int cols)
{
	sheet_use(sheet);
	sheet->row = within(sheet->row + rows, sheet->top, sheet->top + sheet->rows - 1);
	sheet->col = within(within(sheet->col, 0, SHEET_COLS - 1) + cols, 0, SHEET_COLS - 1);
}

/* The only stop is the last column. */
static void sheet_tab(struct sheet *sheet)
{
	sheet_use(sheet);
	if (sheet->col < SHEET_COLS)
		sheet->col = SHEET_COLS - 1;
}

static void sheet_go(struct sheet *sheet, int row, int col)
{
	sheet->top -= sheet->fresh;
	sheet->fresh = false;
	sheet->row = sheet->top + within(row, 0, sheet->rows - 1);
	sheet->col = col;
}

static void sheet_erase(struct sheet *sheet, int row, int first, int end)
{
	for (int col = first; col < end; col++)
		sheet->cells[row][col] = ' ';
}

static void sheet_erase_to_end(struct sheet *sheet)
{
	sheet_use(sheet);
	sheet_erase(sheet, sheet->row, sheet->col, SHEET_COLS);
	for (int row = sheet->row + 1; row < sheet->top + sheet->rows; row++)
		sheet_erase(sheet, row, 0, SHEET_COLS);
}

static void sheet_erase_line_from_start(struct sheet *sheet)
{
	sheet_use(sheet);
	sheet_erase(sheet, sheet->row, 0, within(sheet->col + 1, 0, SHEET_COLS));
}

static const char *sheet_show(const struct sheet *sheet, char *out)
{
	bool full = sheet->col == SHEET_COLS;
	char *end = out;

	for (int row = 0; row < sheet->rows; row++) {
		const char *cells = sheet->cells[sheet->top - sheet->fresh + row];
		int count = SHEET_COLS;

		while (count && cells[count - 1] == ' ')
			count--;
		end += sprintf(end, "%.*s|", count, cells);
	}
	sprintf(end - 1, "@%d,%d%s%s", sheet->row - sheet->top, sheet->col - full,
		full ? "w" : "", sheet->fresh ? "s" : "");
	return out;
}

/* One letter an operation, so that a failure prints the stream readably. */
static void both_do(struct term *term, struct sheet *sheet, char operation)
{
	switch (operation) {
	case 'a':
		term_write(term, "a", 1);
		sheet_print(sheet, 'a');
		break;
	case 'b':
		term_write(term, "bcd", 3);
		sheet_print(sheet, 'b');
		sheet_print(sheet, 'c');
		sheet_print(sheet, 'd');
		break;
	case 'n':
		term_write(term, "\n", 1);
		sheet_line_feed(sheet);
		break;
	case 'r':
		term_write(term, "\r", 1);
		sheet_move(sheet, 0, -SHEET_COLS);
		break;
	case '<':
		term_write(term, "\b", 1);
		sheet_move(sheet, 0, -1);
		break;
	case 't':
		term_write(term, "\t", 1);
		sheet_tab(sheet);
		break;
	case '^':
		term_write(term, CSI "A", 3);
		sheet_move(sheet, -1, 0);
		break;
	case '>':
		term_write(term, CSI "C", 3);
		sheet_move(sheet, 0, 1);
		break;
	case 'H':
		term_write(term, CSI "2;3H", 6);
		sheet_go(sheet, 1, 2);
		break;
	case 'J':
		term_write(term, CSI "J", 3);
		sheet_erase_to_end(sheet);
		break;
	case 'K':
		term_write(term, CSI "1K", 4);
		sheet_erase_line_from_start(sheet);
		break;
	}
}

static const char operations[] = "abnr<t^>HJK";

FIXTURE(sheet) {
	char stream[16];
	char ours[TERM_SHOW_MAX];
	char theirs[TERM_SHOW_MAX];
};

FIXTURE_VARIANT(sheet) {
	unsigned int rows;
};

FIXTURE_VARIANT_ADD(sheet, of_one_row) { 1 };
FIXTURE_VARIANT_ADD(sheet, of_two_rows) { 2 };
FIXTURE_VARIANT_ADD(sheet, of_three_rows) { 3 };

FIXTURE_SETUP(sheet)
{
}

FIXTURE_TEARDOWN(sheet)
{
}

static void both_begin(struct term *term, struct sheet *sheet, unsigned int rows)
{
	term_init(term, rows, SHEET_COLS);
	memset(sheet, 0, sizeof(*sheet));
	memset(sheet->cells, ' ', sizeof(sheet->cells));
	sheet->rows = rows;
}

/* The next stream in order, as one counts; an empty one after the last. */
static void next_stream(char *stream, size_t length)
{
	while (length--) {
		const char *next = strchr(operations, stream[length]) + 1;

		stream[length] = *next ? *next : *operations;
		if (*next)
			return;
	}
	*stream = '\0';
}

TEST_F(sheet, shows_all_streams_of_five_operations_alike)
{
	struct sheet sheet;
	struct term term;

	for (memset(self->stream, *operations, 5); *self->stream; next_stream(self->stream, 5)) {
		both_begin(&term, &sheet, variant->rows);
		for (int i = 0; i < 5; i++)
			both_do(&term, &sheet, self->stream[i]);
		ASSERT_STREQ(sheet_show(&sheet, self->theirs),
			     term_show(&term.screen, self->ours))
			TH_LOG("after %s", self->stream);
	}
}

TEST_HARNESS_MAIN
