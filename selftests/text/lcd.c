// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "font.h"
#include "lcd.h"

static const struct hd44780_costs pcf8574 = {
	.data = 4, .instruction = 4, .rs_change = 1,
};

void lcd_init(struct lcd *lcd, const char *name, enum charset_rom rom)
{
	lcd->rom = rom;
	wire_power_on(&lcd->wire, name, NULL, 4, 1);
	wire_init(&lcd->wire);
	term_init(&lcd->term, lcd->wire.glass->rows, lcd->wire.glass->cols);
}

unsigned int lcd_flush(struct lcd *lcd)
{
	glyphs_render(&lcd->wire.module, lcd->rom, &lcd->term.screen,
		      &lcd->wire.known, &lcd->glyphs);
	memcpy(lcd->wire.should, lcd->glyphs.should, sizeof(lcd->wire.should));
	return wire_flush(&lcd->wire, &pcf8574);
}

unsigned int lcd_show(struct lcd *lcd, const char *bytes)
{
	term_write(&lcd->term, "\f", 1);
	term_write(&lcd->term, bytes, strlen(bytes));
	return lcd_flush(lcd);
}

/* What a character of the basic plane is to look like, asked for once. */
struct look {
	bool known;
	bool drawn;
	int code;
	u8 rows[HD44780_SLOT_ROWS];
};

#define LOOK_ROMS 8	/* as many as charset_rom_names[] has, or more */

static const struct look *look_of(enum charset_rom rom, u32 cp)
{
	static struct look looks[LOOK_ROMS][0x10000];
	struct look *look = &looks[rom][cp & 0xffff];

	if (look->known)
		return look;
	look->known = true;
	look->code = charset_rom_code(rom, cp);
	look->drawn = look->code < 0 && font_glyph(cp, look->rows);
	return look;
}

bool lcd_is_user_glyph(u32 cp)
{
	return cp >= SCREEN_GLYPH_FIRST && cp <= SCREEN_GLYPH_LAST;
}

const u8 *lcd_picture(const struct lcd *lcd, u32 cp)
{
	const struct look *look = look_of(lcd->rom, cp);

	if (lcd_is_user_glyph(cp))
		return lcd->term.screen.glyphs[cp - SCREEN_GLYPH_FIRST];
	return look->drawn ? look->rows : NULL;
}

bool lcd_is_exact(const struct lcd *lcd, unsigned int row, unsigned int col)
{
	u32 cp = lcd->term.screen.cells[row][col];
	u8 code = wire_code(&lcd->wire, row, col);
	const u8 *rows = lcd_picture(lcd, cp);

	if (!rows)
		return code == look_of(lcd->rom, cp)->code;
	return code < HD44780_SLOTS &&
	       !memcmp(rows, wire_picture(&lcd->wire, row, code),
		       HD44780_SLOT_ROWS);
}

const char *lcd_looks(const struct lcd *lcd)
{
	static char text[SCREEN_TEXT_MAX];
	char *end = text, *last = text;

	for (unsigned int row = 0; row < lcd->term.screen.rows; row++) {
		for (unsigned int col = 0; col < lcd->term.screen.cols; col++) {
			u8 code = wire_code(&lcd->wire, row, col);

			if (lcd_is_exact(lcd, row, col))
				code = lcd->term.screen.cells[row][col] == ' ' ?
				       ' ' : '=';
			*end++ = code < HD44780_SLOTS ? '#' : code;
			last = code == ' ' ? last : end;
		}
		end = last;
		*end++ = '|';
		last = end;
	}
	*end = '\0';
	return text;
}

const char *lcd_lights(const struct lcd *lcd)
{
	static char text[40];
	char *end = text;

	for (unsigned int i = 0; i < lcd->wire.glass->controllers; i++) {
		const struct controller *c = &lcd->wire.unit[i].controller;

		end += sprintf(end, "%c%c%c", c->on ? 'D' : 'd',
			       c->cursor ? 'C' : 'c', c->blink ? 'B' : 'b');
		if (c->cursor || c->blink)
			end += sprintf(end, "%02x", c->ac);
	}
	return text;
}
