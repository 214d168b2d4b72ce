// SPDX-License-Identifier: GPL-2.0-only
/* Controllers that take the place of an HD44780U, from their data sheets. */
#include "controller.h"

#define FUNCTION_SET	0x20
#define LINES		0x08	/* N of function set */

static bool is_function_set(u8 code)
{
	return (code & 0xe0) == FUNCTION_SET;
}

static const struct controller_kind hd44780u = {
	.name = "hd44780",
};

/* KS0066U: the instructions of the HD44780U at 270 kHz, some a little slower. */
static const struct controller_kind ks0066 = {
	.name = "ks0066",
	.short_ns = 39 * LCD_USEC,
	.data_ns = 43 * LCD_USEC,
	.home_ns = 1530 * LCD_USEC,
};

/*
 * US2066: function set has RE in bit 1. With RE, 0x08 has NW, lines of its own,
 * in bit 0; 0x71 and 0x72 get a data byte; 0x79 begins the OLED's table (SD),
 * most of whose instructions have a second byte, and 0x78 ends it. The other
 * instructions with RE turn the picture round or scroll it; none changes memory.
 */
enum { RE = 0x02, SD = 0x04 };

static int us2066_oled(struct controller *c, u8 code)
{
	switch (code) {
	case 0x78:
		c->table &= ~SD;
		break;
	case 0x23:
	case 0x81:
	case 0xd5:
	case 0xd9:
	case 0xda:
	case 0xdb:
	case 0xdc:
		c->operand = code;
		break;
	}
	return CONTROLLER_OWN;
}

static int us2066_extended(struct controller *c, u8 code)
{
	if (code == 0x01)
		return code;
	if ((code & 0xf8) == 0x08)
		c->told = code & 0x01;
	else if (code == 0x71 || code == 0x72)
		c->awaits = code;
	else if (code == 0x79)
		c->table |= SD;
	return CONTROLLER_OWN;
}

static int us2066_translate(struct controller *c, u8 code)
{
	c->awaits = 0;
	if (c->operand) {
		if (c->operand == 0x81)
			c->brightness = code;
		c->operand = 0;
		return CONTROLLER_OWN;
	}
	if (c->table & SD)
		return us2066_oled(c, code);
	if (is_function_set(code)) {
		c->table = code & RE;
		return FUNCTION_SET | (code & LINES);
	}
	return c->table & RE ? us2066_extended(c, code) : code;
}

static bool us2066_take(struct controller *c, u8 data)
{
	if (!c->awaits)
		return false;
	if (c->awaits == 0x72)
		c->font = data;
	c->awaits = 0;
	return true;
}

#define US2066(_name, _width)						\
	.name = _name,							\
	.lines = 4,							\
	.line = 20,							\
	.step = 0x20,							\
	.when_told = true,						\
	.width = _width,						\
	.brightness = 0x7f,						\
	.translate = us2066_translate,					\
	.take = us2066_take

const struct controller_kind controller_us2066 = {
	US2066("us2066", 8),
};

static const struct controller_kind us2066_4bit = {
	US2066("us2066-4bit", 4),
};

/*
 * Noritake's CU-U series: it may be deaf for 260 ms after power-on. Data after
 * function set, until another instruction, are the brightness, 0 to 3 for 4 to 1
 * quarters.
 */
static int vfd_translate(struct controller *c, u8 code)
{
	c->awaits = is_function_set(code);
	return code;
}

static bool vfd_take(struct controller *c, u8 data)
{
	if (!c->awaits)
		return false;
	c->brightness = 4 - (data & 0x03);
	return true;
}

static const struct controller_kind vfd = {
	.name = "vfd",
	.power_on_ns = 260 * LCD_MSEC,
	.home_ns = 2300 * LCD_USEC,
	.brightness = 4,
	.translate = vfd_translate,
	.take = vfd_take,
};

/*
 * WS0010: function set has a font table in bits 1 and 0. 0001 G P 11 chooses the mode (G,
 * graphics) and switches the converter that makes the OLED's voltage (P); without it the
 * OLED is dim. Two lines have 64 characters each. Five half bytes of zeros put four data
 * lines in step.
 */
static int ws0010_translate(struct controller *c, u8 code)
{
	if (is_function_set(code)) {
		c->font = code & 0x03;
	} else if ((code & 0xf3) == 0x13) {
		c->dark = code & 0x08;
		c->brightness = code & 0x04 ? 2 : 1;
		return CONTROLLER_OWN;
	}
	return code;
}

static const struct controller_kind ws0010 = {
	.name = "ws0010",
	.spare = 24,
	.zeros = 5,
	.power_on_ns = 500 * LCD_MSEC,
	.home_ns = 6200 * LCD_USEC,
	.brightness = 1,
	.translate = ws0010_translate,
};

const struct controller_kind *controller_kind_find(const char *name)
{
	static const struct controller_kind *const kinds[] = {
		&hd44780u, &ks0066, &controller_us2066, &us2066_4bit, &ws0010,
		&vfd,
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i]->name, name))
			return kinds[i];
	return NULL;
}
