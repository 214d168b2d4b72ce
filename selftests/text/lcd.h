/* SPDX-License-Identifier: GPL-2.0-only */
/* A display and its panel, all but the kernel: a screen, its glyphs, a wire. */
#ifndef DEVLCD_LCD_H
#define DEVLCD_LCD_H

#include "charset.h"
#include "glyphs.h"
#include "term.h"
#include "wire.h"

struct lcd {
	struct term term;
	struct wire wire;
	struct glyphs glyphs;
	enum charset_rom rom;
};

/* One that was initialised; @name as for wire_power_on(). */
void lcd_init(struct lcd *lcd, const char *name, enum charset_rom rom);

/* Bring the screen to the glass; return what that cost. */
unsigned int lcd_flush(struct lcd *lcd);

/* Write @bytes to the blank screen, and bring it to the glass. */
unsigned int lcd_show(struct lcd *lcd, const char *bytes);

bool lcd_is_user_glyph(u32 cp);

/* What a cell is to look like if it is drawn; NULL where the ROM has it. */
const u8 *lcd_picture(const struct lcd *lcd, u32 cp);

/* Does a place of the glass look exactly as its cell says? */
bool lcd_is_exact(const struct lcd *lcd, unsigned int row, unsigned int col);

/**
 * lcd_looks() - the glass as a string
 * @lcd: display
 *
 * A line a row, each ended by '|', blanks at the end cut: '=' for what is
 * exact, else the code, or '#' for a picture.
 *
 * Return: a string that holds until the next call
 */
const char *lcd_looks(const struct lcd *lcd);

/**
 * lcd_lights() - what the controllers have on
 * @lcd: display
 *
 * Display, cursor, blink of each, upper case where on, and where the cursor or
 * the blinking cell is.
 *
 * Return: a string that holds until the next call
 */
const char *lcd_lights(const struct lcd *lcd);

#endif
