// SPDX-License-Identifier: GPL-2.0-only
#include "screen.h"

#include "charset.h"

#define SCREEN_BLANK ' '
#define SCREEN_TAB 8

static u8 screen_clamp(unsigned int value, unsigned int low, unsigned int high)
{
	if (value < low)
		return low;
	return value > high ? high : value;
}

/* Add any int @by to @from, and clamp the sum to @first..@last. */
static u8 screen_shift(u8 from, int by, u8 first, u8 last)
{
	if (by < first - from)
		return first;
	return by > last - from ? last : from + by;
}

static bool screen_on_last_col(const struct screen *screen)
{
	return screen->col == screen->cols - 1;
}

static void screen_blank(struct screen *screen, unsigned int row,
			 unsigned int first, unsigned int end)
{
	static const u32 blanks[] = { [0 ... SCREEN_MAX_COLS - 1] = SCREEN_BLANK };

	if (first < end)
		memcpy(&screen->cells[row][first], blanks, (end - first) * sizeof(blanks[0]));
}

/* Move the rows @first to @last up, or down if @by is negative; blank the rest. */
static void screen_shift_rows(struct screen *screen, int first, int last, int by)
{
	int count, row, from;

	for (count = 0; count <= last - first; count++) {
		row = by > 0 ? first + count : last - count;
		from = row + by;
		if (from < first || from > last)
			screen_blank(screen, row, 0, screen->cols);
		else
			memcpy(screen->cells[row], screen->cells[from],
			       sizeof(screen->cells[row]));
	}
}

static void screen_shift_region(struct screen *screen, int by)
{
	screen_shift_rows(screen, screen->top, screen->bottom, by);
}

/* Perform the pending scroll before the next operation. */
static void screen_settle(struct screen *screen)
{
	if (screen->scroll_pending)
		screen_shift_region(screen, 1);
	screen->scroll_pending = false;
	screen->composable = false;
}

/* Move the cursor; this clears all that was pending. */
static void screen_place(struct screen *screen, u8 row, u8 col)
{
	screen->row = row;
	screen->col = col;
	screen->wrap_pending = false;
	screen->scroll_pending = false;
	screen->composable = false;
}

/* The row below the cursor; on the bottom margin or the last row, the same row. */
static u8 screen_next_row(const struct screen *screen)
{
	if (screen->row == screen->bottom || screen->row == screen->rows - 1)
		return screen->row;
	return screen->row + 1;
}

/* The column for edits: while a wrap is pending, it is right of the last column. */
static unsigned int screen_virtual_col(const struct screen *screen)
{
	return screen->col + screen->wrap_pending;
}

static void screen_wrap(struct screen *screen)
{
	if (screen->row == screen->bottom)
		screen_shift_region(screen, 1);
	screen->row = screen_next_row(screen);
	screen->col = 0;
	screen->wrap_pending = false;
}

static void screen_default_margins(struct screen *screen)
{
	screen->top = 0;
	screen->bottom = screen->rows - 1;
}

void screen_init(struct screen *screen, unsigned int rows, unsigned int cols)
{
	memset(screen, 0, sizeof(*screen));
	screen->rows = screen_clamp(rows, 1, SCREEN_MAX_ROWS);
	screen->cols = screen_clamp(cols, 1, SCREEN_MAX_COLS);
	screen->power = true;
	screen->backlight = true;
	screen->level = SCREEN_LIGHT_FULL;
	screen_reset(screen);
}

void screen_reset(struct screen *screen)
{
	screen_clear(screen);
	screen_soft_reset(screen);
}

void screen_soft_reset(struct screen *screen)
{
	screen_settle(screen);
	screen_default_margins(screen);
	screen->saved_row = 0;
	screen->saved_col = 0;
	screen->saved_wrap = false;
	screen->autowrap = true;
	screen->cursor = false;
	screen->blink = false;
}

void screen_resize(struct screen *screen, unsigned int rows, unsigned int cols)
{
	unsigned int row, col, i;
	bool scroll, wrap;

	/* A region that ends above the last row has no room for its pending scroll. */
	if (screen->bottom != screen->rows - 1)
		screen_settle(screen);
	row = screen->row + screen->scroll_pending;
	col = screen_virtual_col(screen);

	screen->rows = screen_clamp(rows, 1, SCREEN_MAX_ROWS);
	screen->cols = screen_clamp(cols, 1, SCREEN_MAX_COLS);
	for (i = 0; i < SCREEN_MAX_ROWS; i++)
		screen_blank(screen, i, i < screen->rows ? screen->cols : 0,
			     SCREEN_MAX_COLS);
	screen_default_margins(screen);

	/* Perform a pending scroll or wrap as a move if there is room for it now. */
	scroll = screen->scroll_pending && row >= screen->rows;
	wrap = screen->wrap_pending && col >= screen->cols;
	screen_move_to(screen, row, col);
	screen->scroll_pending = scroll;
	screen->wrap_pending = wrap;
}

void screen_print(struct screen *screen, u32 cp)
{
	screen_settle(screen);
	if (screen->wrap_pending)
		screen_wrap(screen);

	screen->cells[screen->row][screen->col] = cp;
	screen->composed_row = screen->row;
	screen->composed_col = screen->col;
	screen->composable = true;
	screen->cluster = CHARSET_ALONE;

	if (screen_on_last_col(screen))
		screen->wrap_pending = screen->autowrap;
	else
		screen->col++;
}

void screen_combine(struct screen *screen, u32 mark)
{
	u32 *cell = &screen->cells[screen->composed_row][screen->composed_col];
	u32 composed;

	if (!screen->composable)
		return;
	composed = charset_compose(*cell, mark);
	if (composed)
		*cell = composed;
}

void screen_line_feed(struct screen *screen)
{
	bool at_margin;

	screen_settle(screen);
	at_margin = screen->row == screen->bottom;
	screen_place(screen, screen_next_row(screen), 0);
	screen->scroll_pending = at_margin;
}

void screen_carriage_return(struct screen *screen)
{
	screen_settle(screen);
	screen_place(screen, screen->row, 0);
}

void screen_backspace(struct screen *screen)
{
	screen_move_by(screen, 0, -1);
}

/* Keep a pending wrap: a full row has no tab stop to the right. */
void screen_tab(struct screen *screen, int stops)
{
	int stop = screen->col / SCREEN_TAB;

	screen_settle(screen);
	if (screen->wrap_pending && stops > 0)
		return;
	if (stops < 0 && screen->col % SCREEN_TAB)
		stop++;
	screen_move_by(screen, 0, (stop + stops) * SCREEN_TAB - screen->col);
}

void screen_clear(struct screen *screen)
{
	unsigned int row;

	for (row = 0; row < SCREEN_MAX_ROWS; row++)
		screen_blank(screen, row, 0, SCREEN_MAX_COLS);
	screen_place(screen, 0, 0);
}

void screen_move_to(struct screen *screen, unsigned int row, unsigned int col)
{
	screen_place(screen, screen_clamp(row, 0, screen->rows - 1),
		     screen_clamp(col, 0, screen->cols - 1));
}

void screen_move_by(struct screen *screen, int rows, int cols)
{
	u8 first, last;

	screen_settle(screen);
	/* The margins stop the cursor unless it is already outside them. */
	first = screen->row < screen->top ? 0 : screen->top;
	last = screen->row > screen->bottom ? screen->rows - 1 : screen->bottom;
	screen_place(screen, screen_shift(screen->row, rows, first, last),
		     screen_shift(screen->col, cols, 0, screen->cols - 1));
}

void screen_erase_line(struct screen *screen, enum screen_erase part)
{
	unsigned int first = 0;
	unsigned int end = screen->cols;

	screen_settle(screen);
	if (part == SCREEN_ERASE_TO_END)
		first = screen_virtual_col(screen);
	if (part == SCREEN_ERASE_FROM_START)
		end = screen->col + 1;
	screen_blank(screen, screen->row, first, end);
}

void screen_erase_display(struct screen *screen, enum screen_erase part)
{
	unsigned int row;

	if (part == SCREEN_ERASE_ALL) {
		screen_clear(screen);
		return;
	}
	screen_erase_line(screen, part);
	for (row = 0; row < screen->rows; row++) {
		if (part == SCREEN_ERASE_TO_END ? row > screen->row
						: row < screen->row)
			screen_blank(screen, row, 0, screen->cols);
	}
}

void screen_index(struct screen *screen)
{
	screen_settle(screen);
	if (screen->row == screen->bottom)
		screen_shift_region(screen, 1);
	screen_place(screen, screen_next_row(screen), screen->col);
}

void screen_reverse_index(struct screen *screen)
{
	screen_settle(screen);
	if (screen->row == screen->top)
		screen_shift_region(screen, -1);
	else if (screen->row > 0)
		screen->row--;
	screen_place(screen, screen->row, screen->col);
}

void screen_scroll(struct screen *screen, int rows)
{
	screen_settle(screen);
	screen_shift_region(screen, rows);
}

void screen_insert_rows(struct screen *screen, int rows)
{
	screen_settle(screen);
	if (screen->row >= screen->top && screen->row <= screen->bottom)
		screen_shift_rows(screen, screen->row, screen->bottom, -rows);
}

void screen_insert_cells(struct screen *screen, int cells)
{
	unsigned int col = screen_virtual_col(screen);
	unsigned int room = screen->cols - col;
	unsigned int count = screen_clamp(cells < 0 ? -cells : cells, 0, room);
	u32 *here;

	screen_settle(screen);
	if (!room)
		return;
	here = &screen->cells[screen->row][col];
	if (cells > 0) {
		memmove(here + count, here, (room - count) * sizeof(*here));
		screen_blank(screen, screen->row, col, col + count);
	} else {
		memmove(here, here + count, (room - count) * sizeof(*here));
		screen_blank(screen, screen->row, screen->cols - count, screen->cols);
	}
}

void screen_erase_cells(struct screen *screen, unsigned int cells)
{
	unsigned int col = screen_virtual_col(screen);

	screen_settle(screen);
	screen_blank(screen, screen->row, col,
		     col + screen_clamp(cells, 0, screen->cols - col));
}

/* Stop at the end of the row: a few bytes must not cause thousands of steps. */
void screen_repeat(struct screen *screen, unsigned int times)
{
	u32 cell = screen->cells[screen->composed_row][screen->composed_col];
	unsigned int room = screen->cols - screen_virtual_col(screen);

	times = screen_clamp(times, 0, room);
	if (!screen->composable || !times)
		return;
	while (--times)
		screen->cells[screen->row][screen->col++] = cell;
	screen_print(screen, cell);
}

/* Ignore margins with less than two rows, as a VT100 does. */
void screen_set_margins(struct screen *screen, unsigned int top, unsigned int bottom)
{
	bottom = screen_clamp(bottom, 0, screen->rows - 1);
	if (top >= bottom && screen->rows > 1)
		return;
	screen->top = screen_clamp(top, 0, bottom);
	screen->bottom = bottom;
	screen_place(screen, 0, 0);
}

/* Perform a pending scroll now: after a restore it would scroll newer text. */
void screen_save_cursor(struct screen *screen)
{
	screen_settle(screen);
	screen->saved_row = screen->row;
	screen->saved_col = screen->col;
	screen->saved_wrap = screen->wrap_pending;
}

void screen_restore_cursor(struct screen *screen)
{
	screen_move_to(screen, screen->saved_row, screen->saved_col);
	if (screen->saved_wrap && screen->autowrap && screen_on_last_col(screen))
		screen->wrap_pending = true;
}

void screen_set_autowrap(struct screen *screen, bool on)
{
	screen->autowrap = on;
	if (!on)
		screen->wrap_pending = false;
}

u8 screen_light(const struct screen *screen)
{
	return screen->backlight ? screen->level : 0;
}

bool screen_same(const struct screen *a, const struct screen *b)
{
	unsigned int row;

	if (a->rows != b->rows || a->cols != b->cols ||
	    a->row != b->row || a->col != b->col ||
	    a->cursor != b->cursor || a->blink != b->blink ||
	    a->power != b->power || screen_light(a) != screen_light(b) ||
	    memcmp(a->glyphs, b->glyphs, sizeof(a->glyphs)))
		return false;

	for (row = 0; row < a->rows; row++)
		if (memcmp(a->cells[row], b->cells[row],
			   a->cols * sizeof(a->cells[row][0])))
			return false;
	return true;
}

size_t screen_text(const struct screen *screen, char *out)
{
	unsigned int row, col, end;
	size_t len = 0;

	for (row = 0; row < screen->rows; row++) {
		end = screen->cols;
		while (end && screen->cells[row][end - 1] == SCREEN_BLANK)
			end--;
		for (col = 0; col < end; col++)
			len += utf8_encode(screen->cells[row][col], out + len);
		out[len++] = '\n';
	}
	return len;
}
