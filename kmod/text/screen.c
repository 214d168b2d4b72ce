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

/* @from moved by @by and kept within 0..@last, whatever int @by may be. */
static u8 screen_shift(u8 from, int by, u8 last)
{
	if (by < -from)
		return 0;
	return by > last - from ? last : from + by;
}

static bool screen_on_last_row(const struct screen *screen)
{
	return screen->row == screen->rows - 1;
}

static bool screen_on_last_col(const struct screen *screen)
{
	return screen->col == screen->cols - 1;
}

static void screen_blank(struct screen *screen, unsigned int row,
			 unsigned int first, unsigned int end)
{
	while (first < end)
		screen->cells[row][first++] = SCREEN_BLANK;
}

static void screen_scroll(struct screen *screen)
{
	unsigned int row;

	for (row = 1; row < screen->rows; row++)
		memcpy(screen->cells[row - 1], screen->cells[row],
		       sizeof(screen->cells[row]));
	screen_blank(screen, screen->rows - 1, 0, screen->cols);
}

/* What a line feed left to be done comes before what follows it. */
static void screen_settle(struct screen *screen)
{
	if (screen->scroll_pending)
		screen_scroll(screen);
	screen->scroll_pending = false;
	screen->composable = false;
}

/* Move the cursor; nothing that was pending outlives that. */
static void screen_place(struct screen *screen, u8 row, u8 col)
{
	screen->row = row;
	screen->col = col;
	screen->wrap_pending = false;
	screen->scroll_pending = false;
	screen->composable = false;
}

static void screen_wrap(struct screen *screen)
{
	if (screen_on_last_row(screen))
		screen_scroll(screen);
	else
		screen->row++;
	screen->col = 0;
	screen->wrap_pending = false;
}

void screen_init(struct screen *screen, unsigned int rows, unsigned int cols)
{
	memset(screen, 0, sizeof(*screen));
	screen->rows = screen_clamp(rows, 1, SCREEN_MAX_ROWS);
	screen->cols = screen_clamp(cols, 1, SCREEN_MAX_COLS);
	screen->power = true;
	screen->backlight = true;
	screen_reset(screen);
}

void screen_reset(struct screen *screen)
{
	screen_clear(screen);
	screen->saved_row = 0;
	screen->saved_col = 0;
	screen->autowrap = true;
	screen->cursor = false;
	screen->blink = false;
}

void screen_resize(struct screen *screen, unsigned int rows, unsigned int cols)
{
	unsigned int row = screen->row + screen->scroll_pending;
	unsigned int col = screen->col + screen->wrap_pending;
	bool scroll, wrap;
	unsigned int i;

	screen->rows = screen_clamp(rows, 1, SCREEN_MAX_ROWS);
	screen->cols = screen_clamp(cols, 1, SCREEN_MAX_COLS);
	for (i = 0; i < SCREEN_MAX_ROWS; i++)
		screen_blank(screen, i, i < screen->rows ? screen->cols : 0,
			     SCREEN_MAX_COLS);

	/* What was pending is done where there is room for it now. */
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
	screen_settle(screen);
	if (screen_on_last_row(screen)) {
		screen_place(screen, screen->row, 0);
		screen->scroll_pending = true;
	} else {
		screen_place(screen, screen->row + 1, 0);
	}
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

void screen_tab(struct screen *screen)
{
	screen_move_by(screen, 0, SCREEN_TAB - screen->col % SCREEN_TAB);
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
	screen_settle(screen);
	screen_place(screen, screen_shift(screen->row, rows, screen->rows - 1),
		     screen_shift(screen->col, cols, screen->cols - 1));
}

void screen_erase_line(struct screen *screen, enum screen_erase part)
{
	unsigned int first = 0;
	unsigned int end = screen->cols;

	screen_settle(screen);
	if (part == SCREEN_ERASE_TO_END)
		first = screen->col + screen->wrap_pending;
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

void screen_save_cursor(struct screen *screen)
{
	screen->saved_row = screen->row;
	screen->saved_col = screen->col;
}

void screen_restore_cursor(struct screen *screen)
{
	screen_move_to(screen, screen->saved_row, screen->saved_col);
}

void screen_set_autowrap(struct screen *screen, bool on)
{
	screen->autowrap = on;
	if (!on)
		screen->wrap_pending = false;
}

bool screen_same(const struct screen *a, const struct screen *b)
{
	unsigned int row;

	if (a->rows != b->rows || a->cols != b->cols ||
	    a->row != b->row || a->col != b->col ||
	    a->cursor != b->cursor || a->blink != b->blink ||
	    a->power != b->power || a->backlight != b->backlight ||
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
