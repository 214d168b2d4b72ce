/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The screen: rows x cols cells of Unicode code points, a cursor, and all else
 * that a display shows. Every operation clamps what it is given; none can fail.
 *
 * Two things are left pending, so that output is not lost to a line end:
 *
 * - pending wrap: the last column has been printed. The cursor stays on it;
 *   the next printable goes to the next line. Any cursor movement clears it.
 *   Meanwhile nothing is right of the cursor: erasing to the end of the row
 *   keeps the last column.
 * - pending scroll: a line feed came on the last row. The next printable, line
 *   feed, carriage return, tab, backspace, relative move or erase scrolls
 *   first; absolute positioning, form feed, erasing the whole display and a
 *   reset cancel it. So "echo text" on the last row scrolls nothing away.
 *   (Going to a column of the same row is a relative move in this.)
 *
 * Rows and columns count from 0 here.
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

/* The longest screen_text(): every cell four bytes, a line feed for each row. */
#define SCREEN_TEXT_MAX (SCREEN_MAX_ROWS * (SCREEN_MAX_COLS * UTF8_MAX + 1))

/* Cells of these private code points mean what no Unicode character can. */
#define SCREEN_GLYPH_FIRST 0xe000u	/* U+E000..U+E007: the user glyphs 0..7 */
#define SCREEN_GLYPH_LAST 0xe007u
#define SCREEN_ROM_FIRST 0xf000u	/* U+F000..U+F0FF: codes of the ROM */
#define SCREEN_ROM_LAST 0xf0ffu

/**
 * enum screen_request - what a stream asks of the display beyond its content
 * @SCREEN_REINIT: initialise the panel anew (ESC [ L I)
 * @SCREEN_FLASH:  light the backlight for a while (ESC [ L *)
 */
enum screen_request {
	SCREEN_REINIT = 1 << 0,
	SCREEN_FLASH = 1 << 1,
};

/**
 * struct screen - what a display shows, and where the next character goes
 * @rows:           1..SCREEN_MAX_ROWS
 * @cols:           1..SCREEN_MAX_COLS
 * @row:            the cursor; always < @rows
 * @col:            the cursor; always < @cols
 * @saved_row:      the saved cursor (SCP, DECSC); clamped when restored
 * @saved_col:      likewise
 * @wrap_pending:   see above; true only while @col is the last column
 * @scroll_pending: see above; true only while @row is the last row
 * @composable:     a combining mark joins the character last printed, which is
 *                  at @composed_row, @composed_col: nothing has moved the
 *                  cursor or erased anything since
 * @composed_row:   see @composable
 * @composed_col:   see @composable
 * @autowrap:       DECAWM; without it the last column is overwritten
 * @cursor:         is the cursor shown? Hidden at first
 * @blink:          does the cell under the cursor blink?
 * @power:          does the panel show anything?
 * @backlight:      is the light on?
 * @requests:       enum screen_request bits, set here, taken by the display
 * @glyphs:         the user glyphs, top row first, bit 4 the left pixel
 * @cells:          code points; U+0020 is blank, never 0 within rows x cols
 *
 * The owner provides the locking. A struct screen holds no pointer and may be
 * copied by assignment.
 */
struct screen {
	u8 rows;
	u8 cols;
	u8 row;
	u8 col;
	u8 saved_row;
	u8 saved_col;
	u8 composed_row;
	u8 composed_col;
	bool wrap_pending;
	bool scroll_pending;
	bool composable;
	bool autowrap;
	bool cursor;
	bool blink;
	bool power;
	bool backlight;
	u8 requests;
	u8 glyphs[SCREEN_GLYPHS][SCREEN_GLYPH_ROWS];
	u32 cells[SCREEN_MAX_ROWS][SCREEN_MAX_COLS];
};

/**
 * enum screen_erase - the part of a row or of the display to blank
 * @SCREEN_ERASE_TO_END:     from the cursor on, the cursor's cell included
 * @SCREEN_ERASE_FROM_START: up to the cursor, the cursor's cell included
 * @SCREEN_ERASE_ALL:        all of it
 *
 * The values are those of ED and EL (ECMA-48, 8.3.39 and 8.3.41).
 */
enum screen_erase {
	SCREEN_ERASE_TO_END = 0,
	SCREEN_ERASE_FROM_START = 1,
	SCREEN_ERASE_ALL = 2,
};

/**
 * screen_init() - a blank screen, cursor home and hidden, power and light on
 * @screen: screen
 * @rows:   clamped to 1..SCREEN_MAX_ROWS
 * @cols:   clamped to 1..SCREEN_MAX_COLS
 */
void screen_init(struct screen *screen, unsigned int rows, unsigned int cols);

/**
 * screen_reset() - what opening with O_TRUNC and RIS (ESC c) do
 * @screen: screen
 *
 * Blank, cursor home, text modes (autowrap, cursor, blink, saved cursor) at
 * default. Power, backlight and user glyphs stay.
 */
void screen_reset(struct screen *screen);

/**
 * screen_resize() - another geometry, the top left part kept
 * @screen: screen
 * @rows:   clamped
 * @cols:   clamped
 *
 * The cursor is clamped. A pending wrap or scroll becomes a move where there is
 * room for it now.
 */
void screen_resize(struct screen *screen, unsigned int rows, unsigned int cols);

/* What the vt turns bytes into. */
void screen_print(struct screen *screen, u32 cp);
void screen_combine(struct screen *screen, u32 mark);
void screen_line_feed(struct screen *screen);
void screen_carriage_return(struct screen *screen);
void screen_backspace(struct screen *screen);
void screen_tab(struct screen *screen);
void screen_clear(struct screen *screen);		/* and home: FF, charlcd's ESC [ 2 J */
void screen_move_to(struct screen *screen, unsigned int row, unsigned int col);
void screen_move_by(struct screen *screen, int rows, int cols);
void screen_erase_line(struct screen *screen, enum screen_erase part);
void screen_erase_display(struct screen *screen, enum screen_erase part);
void screen_save_cursor(struct screen *screen);
void screen_restore_cursor(struct screen *screen);
void screen_set_autowrap(struct screen *screen, bool on);

/**
 * screen_same() - would anybody who looks see a difference?
 * @a: screen
 * @b: screen
 *
 * Compares what the generation counts: geometry, text, cursor and its
 * visibility, backlight, power, glyphs. Pending states are not seen.
 */
bool screen_same(const struct screen *a, const struct screen *b);

/**
 * screen_text() - the screen as UTF-8, one line a row
 * @screen: screen
 * @out:    room for SCREEN_TEXT_MAX bytes; no NUL is added
 *
 * Trailing blanks of each row are cut; there are always @screen->rows lines.
 *
 * Return: the number of bytes written.
 */
size_t screen_text(const struct screen *screen, char *out);

#endif
