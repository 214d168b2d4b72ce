// SPDX-License-Identifier: GPL-2.0-only
/* The controllers on the bus: the instructions that each has of its own. */
#include "board.h"
#include "native-targets.h"
#include "wire.h"

#define FUNCTION_SET	0x20
#define LINES		0x08	/* N of function set, of HD44780U, ST7032 and ST7036 */
#define WIDE		0x10	/* DL: no matter on this bus */

static bool is_function_set(u8 code)
{
	return (code & 0xe0) == FUNCTION_SET;
}

/*
 * ST7032 and ST7036, table 1: bias (0x10; bit 0 is the ST7036's FX, to be set for
 * three lines), an icon's address (0x40), icons, booster and the upper two bits of
 * the contrast (0x50), follower (0x60), the other four bits (0x70). Without booster
 * and follower the glass gets no voltage at 3.3 V.
 */
static int sitronix_table_1(struct controller *c, u8 code)
{
	switch (code & 0xf0) {
	case 0x10:
		c->three = code & 0x01;
		break;
	case 0x40:
		return CONTROLLER_OWN;
	case 0x50:
		c->contrast = (c->contrast & 0x0f) | (code & 0x03) << 4;
		c->booster = code & 0x04;
		break;
	case 0x60:
		c->follower = code & 0x08;
		break;
	case 0x70:
		c->contrast = (c->contrast & 0x30) | (code & 0x0f);
		break;
	default:
		return code;
	}
	c->dark = !c->booster || !c->follower ||
		  (c->kind->lines == 3 && !c->three);
	return CONTROLLER_OWN;
}

static int sitronix_translate(struct controller *c, u8 code, u8 tables)
{
	if (is_function_set(code)) {
		c->table = code & tables;
		return FUNCTION_SET | WIDE | (code & LINES);
	}
	return c->table == 1 ? sitronix_table_1(c, code) : code;
}

static int st7032_translate(struct controller *c, u8 code)
{
	return sitronix_translate(c, code, 0x01);
}

static int st7036_translate(struct controller *c, u8 code)
{
	return sitronix_translate(c, code, 0x03);
}

/*
 * PCF2119: function set has M, two lines, in bit 2, and H, the table, in bit 0.
 * With H: voltage of the glass (0x80, bit 6: of the icons), its generator (0x40),
 * temperature (0x10), icons (0x08), order of columns and rows (0x04), screen
 * (0x02). A voltage of 0 switches the generator off.
 */
static int pcf2119_translate(struct controller *c, u8 code)
{
	if (is_function_set(code)) {
		c->table = code & 0x01;
		return FUNCTION_SET | WIDE | (code & 0x04 ? LINES : 0);
	}
	if (!c->table)
		return code;
	if ((code & 0xc0) == 0x80) {
		c->contrast = code & 0x3f;
		c->dark = !c->contrast;
	}
	return CONTROLLER_OWN;
}

static const struct controller_kind st7032 = {
	.converts = true,
	.translate = st7032_translate,
};

static const struct controller_kind st7036 = {
	.converts = true,
	.translate = st7036_translate,
};

/* With the pin N3 high. */
static const struct controller_kind st7036_3line = {
	.lines = 3,
	.line = 16,
	.converts = true,
	.translate = st7036_translate,
};

static const struct controller_kind pcf2119 = {
	.ascii = 0x80,		/* ROM R */
	.converts = true,
	.translate = pcf2119_translate,
};

#define NATIVE(_name)							\
	.name = _name,							\
	.power_on = native_power_on,					\
	.start = native_start,						\
	.write = native_write,						\
	.read = native_read,						\
	.disturb = native_disturb

const struct target target_aip31068 = {
	NATIVE("aip31068"),
};

const struct target target_jhd1313 = {
	NATIVE("jhd1313"),
	.beside = &target_pca9633,
};

const struct target target_jhd1313_v5 = {
	NATIVE("jhd1313-v5"),
	.beside = &target_sgm31323,
};

const struct target target_st7032 = {
	NATIVE("st7032"),
	.kind = &st7032,
};

const struct target target_st7036 = {
	NATIVE("st7036"),
	.kind = &st7036,
};

const struct target target_st7036_3line = {
	NATIVE("st7036-3line"),
	.kind = &st7036_3line,
};

const struct target target_us2066 = {
	NATIVE("us2066"),
	.kind = &controller_us2066,
};

const struct target target_pcf2119 = {
	NATIVE("pcf2119"),
	.kind = &pcf2119,
};
