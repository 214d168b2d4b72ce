// SPDX-License-Identifier: GPL-2.0-only
#include "glass.h"

#include <stdio.h>

#include "kernel.h"

#include "charlcd.h"
#include "hd44780_common.h"

#include "utf8.h"

/* Instructions of the HD44780U data sheet, table 6 */
#define CLEAR 0x01
#define CONTROL 0x08
#define CONTROL_DISPLAY 0x04
#define CONTROL_CURSOR 0x02
#define CONTROL_BLINK 0x01
#define SHIFT 0x10
#define SHIFT_DISPLAY 0x08
#define SHIFT_RIGHT 0x04
#define CGRAM_ADDRESS 0x40
#define DDRAM_ADDRESS 0x80

#define DDRAM_LINE 0x40		/* address of the second line */
#define DDRAM_LINE_LENGTH 40

/* The controller: two lines of 40 characters, which rows 2 and 3 continue. */
static struct {
	u8 ddram[2][DDRAM_LINE_LENGTH];
	u8 cgram[64];
	u8 address;
	bool in_cgram;
	u8 control;
	int shifted;		/* by so many columns to the left */
	bool backlight;
} glass;

static struct charlcd *lcd;
static struct hd44780_common *hdc;
static struct miscdevice *device;
static struct file file;

static unsigned int ddram_index(void)
{
	unsigned int line = glass.address / DDRAM_LINE;

	return line * DDRAM_LINE_LENGTH + glass.address % DDRAM_LINE;
}

static void ddram_go(int index)
{
	index = (index + 2 * DDRAM_LINE_LENGTH) % (2 * DDRAM_LINE_LENGTH);
	glass.address = index / DDRAM_LINE_LENGTH * DDRAM_LINE + index % DDRAM_LINE_LENGTH;
}

static void glass_instruction(struct hd44780_common *common, int code)
{
	(void)common;
	if (code & DDRAM_ADDRESS) {
		glass.address = code & ~DDRAM_ADDRESS;
		glass.in_cgram = false;
	} else if (code & CGRAM_ADDRESS) {
		glass.address = code & ~CGRAM_ADDRESS;
		glass.in_cgram = true;
	} else if ((code & ~0xf) == SHIFT) {
		if (code & SHIFT_DISPLAY)
			glass.shifted += code & SHIFT_RIGHT ? -1 : 1;
		else
			ddram_go(ddram_index() + (code & SHIFT_RIGHT ? 1 : -1));
	} else if ((code & ~7) == CONTROL) {
		glass.control = code;
	} else if (code == CLEAR) {
		memset(glass.ddram, ' ', sizeof(glass.ddram));
		glass.address = 0;
		glass.in_cgram = false;
		glass.shifted = 0;
	}
}

static void glass_data(struct hd44780_common *common, int data)
{
	(void)common;
	if (glass.in_cgram) {
		glass.cgram[glass.address % sizeof(glass.cgram)] = data;
		glass.address++;
	} else {
		((u8 *)glass.ddram)[ddram_index()] = data;
		ddram_go(ddram_index() + 1);
	}
}

static void glass_backlight(struct charlcd *which, enum charlcd_onoff on)
{
	(void)which;
	glass.backlight = on;
}

static const struct charlcd_ops ops = {
	.backlight	= glass_backlight,
	.print		= hd44780_common_print,
	.gotoxy		= hd44780_common_gotoxy,
	.home		= hd44780_common_home,
	.clear_display	= hd44780_common_clear_display,
	.init_display	= hd44780_common_init_display,
	.shift_cursor	= hd44780_common_shift_cursor,
	.shift_display	= hd44780_common_shift_display,
	.display	= hd44780_common_display,
	.cursor		= hd44780_common_cursor,
	.blink		= hd44780_common_blink,
	.fontsize	= hd44780_common_fontsize,
	.lines		= hd44780_common_lines,
	.redefine_char	= hd44780_common_redefine_char,
};

int misc_register(struct miscdevice *misc)
{
	device = misc;
	return 0;
}

void glass_open(unsigned int rows, unsigned int cols)
{
	hdc = hd44780_common_alloc();
	hdc->write_data = glass_data;
	hdc->write_cmd = glass_instruction;

	lcd = charlcd_alloc(0);
	lcd->drvdata = hdc;
	lcd->ops = &ops;
	lcd->height = rows;
	lcd->width = cols;
	if (rows > 2)
		hdc->bwidth = cols;	/* as hd44780.c does */

	charlcd_register(lcd);
	device->fops->open(NULL, &file);
}

void glass_write(const char *bytes, size_t count)
{
	loff_t pos = 0;

	device->fops->write(&file, bytes, count, &pos);
}

static unsigned int row_begin(unsigned int row)
{
	return (row & 1 ? DDRAM_LINE_LENGTH : 0) + (row & 2 ? hdc->bwidth : 0);
}

static size_t show_cell(unsigned int row, unsigned int col, char *out)
{
	unsigned int place = row_begin(row) + col + glass.shifted + DDRAM_LINE_LENGTH;
	u8 code = glass.ddram[row & 1][place % DDRAM_LINE_LENGTH];

	if (code >= ' ' && code < 0x7f)
		return utf8_encode(code, out);
	return utf8_encode(code < 8 ? 0xe000 + code : 0xf000 + code, out);
}

static void show_cursor(char *out)
{
	for (int row = 0; row < lcd->height; row++) {
		unsigned int col = ddram_index() - row_begin(row);

		if (col < (unsigned int)lcd->width) {
			sprintf(out, "@%d,%u", row, col);
			return;
		}
	}
	strcpy(out, "@-");
}

const char *glass_show(char *out)
{
	char *end = out;

	for (int row = 0; row < lcd->height; row++) {
		char *blanks = end;

		for (int col = 0; col < lcd->width; col++) {
			end += show_cell(row, col, end);
			if (end[-1] != ' ')
				blanks = end;
		}
		end = blanks;
		*end++ = '|';
	}
	show_cursor(end - 1);
	return out;
}

const char *glass_modes(char *out)
{
	sprintf(out, "%c%c%c%c", glass.control & CONTROL_DISPLAY ? 'D' : 'd',
		glass.control & CONTROL_CURSOR ? 'C' : 'c',
		glass.control & CONTROL_BLINK ? 'B' : 'b',
		glass.backlight ? '+' : '-');
	return out;
}

unsigned char glass_glyph_row(unsigned int glyph, unsigned int row)
{
	return glass.cgram[glyph * 8 + row] & 0x1f;
}
