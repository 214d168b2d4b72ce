// SPDX-License-Identifier: GPL-2.0-only
/*
 * The controllers that native.c drives: data only, from their data sheets. Times
 * are those of the slowest instruction but clear and home, which none has longer
 * than the HD44780.
 */
#include <linux/kernel.h>

#include "../text/hd44780-variants.h"
#include "native-chips.h"

/*
 * AIP31068L: the instructions of the HD44780, the contrast by a resistor. 43 us a
 * data write.
 */
#define AIP31068							\
	.variant = &(const struct hd44780_variant){			\
		.synchronise = HD44780_WHOLE_BYTES,			\
	},								\
	.usual = {							\
		.exec_us = 43,						\
		.contrast = PANEL_UNSET,				\
	}

const struct native_chip native_aip31068 = {
	AIP31068,
};

/* The module with an AIP31068 in Grove's "LCD RGB Backlight". */
const struct native_chip native_jhd1313 = {
	AIP31068,
	.rgb = true,
};

/*
 * ST7032: 26.3 us an instruction at 380 kHz. Table 1 (IS = 1): oscillator and
 * bias 1/5; contrast, low four bits; icons off, booster on, contrast, high two
 * bits; follower on, amplified by 2 (Rab = 4). The booster takes 200 ms.
 */
static const struct hd44780_step st7032_steps[] = {
	{ 0x14 }, { 0x70, 0x0f, 0 }, { 0x54, 0x03, 4 }, { 0x6c },
};

const struct native_chip native_st7032 = {
	.variant = &(const struct hd44780_variant){
		.synchronise = HD44780_WHOLE_BYTES,
		.extended = 0x01,
		.steps = st7032_steps,
		.step_count = ARRAY_SIZE(st7032_steps),
		.settle_ms = 200,
		.contrast = true,
	},
	.usual = {
		.exec_us = 27,
		.contrast = 36,
	},
};

/*
 * ST7036: as the ST7032, with another amplification. Its ROMs have ASCII alone in
 * common. With the pin N3 high it drives three lines of 16, which have other
 * addresses, and want the bit FX beside the bias.
 */
static const struct hd44780_step st7036_steps[] = {
	{ 0x14 }, { 0x70, 0x0f, 0 }, { 0x54, 0x03, 4 }, { 0x6d },
};

const struct native_chip native_st7036 = {
	.variant = &(const struct hd44780_variant){
		.synchronise = HD44780_WHOLE_BYTES,
		.extended = 0x01,
		.steps = st7036_steps,
		.step_count = ARRAY_SIZE(st7036_steps),
		.settle_ms = 200,
		.contrast = true,
	},
	.usual = {
		.exec_us = 27,
		.contrast = 24,
		.charset = "ascii",
	},
};

static const struct hd44780_step st7036_3line_steps[] = {
	{ 0x15 }, { 0x70, 0x0f, 0 }, { 0x54, 0x03, 4 }, { 0x6e },
};

const struct native_chip native_st7036_3line = {
	.variant = &(const struct hd44780_variant){
		.synchronise = HD44780_WHOLE_BYTES,
		.extended = 0x01,
		.steps = st7036_3line_steps,
		.step_count = ARRAY_SIZE(st7036_3line_steps),
		.settle_ms = 200,
		.lines = 3,
		.line_cells = 16,
		.line_step = 16,
		.contrast = true,
	},
	.usual = {
		.exec_us = 27,
		.contrast = 18,
		.charset = "ascii",
	},
};

/*
 * PCF2119R: 3 clocks of 140 kHz at least. M of function set is the number of
 * lines. Table H = 1: segments and rows in their order; temperature coefficient 0;
 * three stages of the voltage generator; its voltage, 1.82 V and 0.08 V a step.
 */
static const struct hd44780_step pcf2119_steps[] = {
	{ 0x04 }, { 0x10 }, { 0x42 }, { 0x80, 0x3f, 0 },
};

const struct native_chip native_pcf2119 = {
	.variant = &(const struct hd44780_variant){
		.synchronise = HD44780_WHOLE_BYTES,
		.two_lines = 0x04,
		.extended = 0x01,
		.steps = pcf2119_steps,
		.step_count = ARRAY_SIZE(pcf2119_steps),
		.contrast = true,
	},
	.usual = {
		.exec_us = 22,
		.contrast = 32,
		.charset = "PCF2119R",
	},
};

/* US2066: most of its modules are on I2C. Its data sheet has no times. */
const struct native_chip native_us2066 = {
	.variant = &hd44780_us2066,
	.usual = {
		.exec_us = 50,
		.contrast = PANEL_UNSET,
		.charset = "US2066A",
	},
};
