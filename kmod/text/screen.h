/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The screen: rows x cols cells of Unicode code points, a cursor, and all other state
 * that a display shows. Rows and columns count from 0. Every operation clamps its
 * arguments; none can fail.
 *
 * Two actions can be pending, so that a line end does not scroll or wrap too early:
 *
 * - pending wrap: a character was printed in the last column. The cursor stays on it; the
 *   next printable goes to the next line. Any cursor movement except a tab clears it. Until
 *   then, erasing, inserting or deleting from the cursor on does not change the last
 *   column, because the cursor counts as right of it.
 *
 * - pending scroll: a line feed came on the bottom margin. The next printable, line feed,
 *   carriage return, tab, backspace, move by or to a column, edit, erase or DECSTR scrolls
 *   first; absolute positioning, form feed, erasing the whole display, RIS and O_TRUNC
 *   cancel it. So "echo text" on the last row scrolls nothing away.
 *
 * Saving the cursor performs a pending scroll first, and saves a pending wrap.
 */
#ifndef DEVLCD_TEXT_SCREEN_H
#define DEVLCD_TEXT_SCREEN_H

#include "types.h"
#include "utf8.h"

#define SCREEN_MAX_ROWS 4
#define SCREEN_MAX_COLS 40
#define SCREEN_GLYPHS 8
#define SCREEN_GLYPH_ROWS 8
#define SCREEN_GLYPH_MASK 0x1fu	/* five pixels a row */
#define SCREEN_LIGHT_FULL 255

/* The longest screen_text(): every cell four bytes, a line feed for each row. */
#define SCREEN_TEXT_MAX (SCREEN_MAX_ROWS * (SCREEN_MAX_COLS * UTF8_MAX + 1))

/* Private code points for cells that no Unicode character stands for. */
#define SCREEN_GLYPH_FIRST 0xe000u	/* U+E000..U+E007: the user glyphs 0..7 */
#define SCREEN_GLYPH_LAST 0xe007u
#define SCREEN_ROM_FIRST 0xf000u	/* U+F000..U+F0FF: codes of the ROM */
#define SCREEN_ROM_LAST 0xf0ffu

/* Requests in a stream that do not change the screen. */
enum screen_request {
	SCREEN_REINIT = 1 << 0,	/* initialise the panel again (ESC [ L I) */
	SCREEN_FLASH = 1 << 1,	/* light the backlight for a while (ESC [ L *) */
};

/**
 * struct screen - what a display shows, and where the next character goes
 * @rows:           1..SCREEN_MAX_ROWS
 * @cols:           1..SCREEN_MAX_COLS
 * @row:            the cursor; always < @rows
 * @col:            the cursor; always < @cols
 * @top:            the first row that scrolls (DECSTBM)
 * @bottom:         the last one; @top < @bottom < @rows, or 0 with one row
 * @saved_row:      the saved cursor (SCP, DECSC); clamped when restored
 * @saved_col:      likewise
 * @saved_wrap:     the saved @wrap_pending
 * @wrap_pending:   true only while @col is the last column
 * @scroll_pending: true only while @row is @bottom
 * @composable:     a combining mark joins the last printed character: since then the
 *                  cursor has not moved, and nothing was erased
 * @cluster:        enum charset_cluster, what else joins it
 * @composed_row:   where that character is
 * @composed_col:   likewise
 * @autowrap:       DECAWM; without it the last column is overwritten
 * @cursor:         the cursor is shown; hidden at first
 * @blink:          the cell under the cursor blinks
 * @power:          the panel shows anything
 * @backlight:      the light is on
 * @level:          of the light while it is on, 1..SCREEN_LIGHT_FULL
 * @requests:       enum screen_request bits; the display clears them
 * @glyphs:         the user glyphs, top row first, bit 4 the left pixel
 * @cells:          code points; U+0020 is blank, never 0 within rows x cols
 *
 * The owner provides the locking. It contains no pointer, so it may be copied.
 */
struct screen {
	u8 rows;
	u8 cols;
	u8 row;
	u8 col;
	u8 top;
	u8 bottom;
	u8 saved_row;
	u8 saved_col;
	u8 composed_row;
	u8 composed_col;
	u8 cluster;
	bool saved_wrap;
	bool wrap_pending;
	bool scroll_pending;
	bool composable;
	bool autowrap;
	bool cursor;
	bool blink;
	bool power;
	bool backlight;
	u8 level;
	u8 requests;
	u8 glyphs[SCREEN_GLYPHS][SCREEN_GLYPH_ROWS];
	u32 cells[SCREEN_MAX_ROWS][SCREEN_MAX_COLS];
};

/*
 * The part of a row or of the display to blank, as in ED and EL (ECMA-48, 8.3.39 and
 * 8.3.41).
 */
enum screen_erase {
	SCREEN_ERASE_TO_END = 0,	/* the cursor's cell included */
	SCREEN_ERASE_FROM_START = 1,	/* likewise */
	SCREEN_ERASE_ALL = 2,
};

/**
 * screen_init() - make a blank screen: cursor home and hidden, power on, light full
 * @screen: screen
 * @rows:   clamped to 1..SCREEN_MAX_ROWS
 * @cols:   clamped to 1..SCREEN_MAX_COLS
 */
void screen_init(struct screen *screen, unsigned int rows, unsigned int cols);

/**
 * screen_reset() - do what opening with O_TRUNC does
 * @screen: screen
 *
 * Blank the screen, move the cursor home, and set the text modes (autowrap,
 * cursor, blink, margins, saved cursor) to their defaults. Power, backlight and
 * user glyphs stay.
 */
void screen_reset(struct screen *screen);

/* Set only the text modes to their defaults (DECSTR). */
void screen_soft_reset(struct screen *screen);

/**
 * screen_resize() - change the geometry, and keep the top left part
 * @screen: screen
 * @rows:   clamped
 * @cols:   clamped
 *
 * The cursor is clamped, and the margins become all rows. A pending wrap or scroll
 * becomes a move if the new geometry has room for it.
 */
void screen_resize(struct screen *screen, unsigned int rows, unsigned int cols);

/* The operations that the vt calls. */
void screen_print(struct screen *screen, u32 cp);
void screen_combine(struct screen *screen, u32 mark);
void screen_line_feed(struct screen *screen);
void screen_carriage_return(struct screen *screen);
void screen_backspace(struct screen *screen);
void screen_tab(struct screen *screen, int stops);			/* back if negative */
void screen_clear(struct screen *screen);		/* and home: FF, charlcd's ESC [ 2 J */
void screen_move_to(struct screen *screen, unsigned int row, unsigned int col);
void screen_move_by(struct screen *screen, int rows, int cols);
void screen_erase_line(struct screen *screen, enum screen_erase part);
void screen_erase_display(struct screen *screen, enum screen_erase part);
void screen_index(struct screen *screen);
void screen_reverse_index(struct screen *screen);
void screen_scroll(struct screen *screen, int rows);		/* up; down if negative */
void screen_insert_rows(struct screen *screen, int rows);	/* delete them if negative */
void screen_insert_cells(struct screen *screen, int cells);	/* likewise, in the row */
void screen_erase_cells(struct screen *screen, unsigned int cells);
void screen_repeat(struct screen *screen, unsigned int times);
void screen_set_margins(struct screen *screen, unsigned int top, unsigned int bottom);
void screen_save_cursor(struct screen *screen);
void screen_restore_cursor(struct screen *screen);
void screen_set_autowrap(struct screen *screen, bool on);

/**
 * screen_same() - compare the looks of two screens
 * @a: screen
 * @b: screen
 *
 * Return: whether all is equal that the generation counts: geometry, text, cursor
 * and its visibility, level of the backlight, power, glyphs. Pending wraps and
 * scrolls do not count.
 */
bool screen_same(const struct screen *a, const struct screen *b);

/* Return: the level of the backlight, 0 while it is off. */
u8 screen_light(const struct screen *screen);

/**
 * screen_text() - write the screen as UTF-8, one line a row
 * @screen: screen
 * @out:    room for SCREEN_TEXT_MAX bytes; no NUL is added
 *
 * Trailing blanks of each row are cut; there are always @screen->rows lines.
 *
 * Return: the number of bytes written.
 */
size_t screen_text(const struct screen *screen, char *out);

#endif
