// SPDX-License-Identifier: GPL-2.0-only
/* Controllers that take the place of an HD44780: data only, from their data sheets. */
#include "hd44780-variants.h"

/*
 * KS0066U: the instructions of the HD44780. Its data sheet begins with 0x2, then a
 * whole function set; the HD44780's synchronisation ends so.
 */
const struct hd44780_variant hd44780_ks0066 = {
	.exec_us = 43,
};

/*
 * US2066: an OLED. With RE = 1: NW, as all modules are driven as four lines of 20;
 * function selection B, ROM A and eight pictures; with SD = 1, between 0x79 and 0x78,
 * the contrast of the OLED. Function selection A, the regulator of VDD, has to suit the
 * supply, as it does after a reset: it is left alone. Pins say whether it
 * listens to four lines or eight.
 */
static const struct hd44780_step us2066_steps[] = {
	{ .byte = 0x09 }, { .byte = 0x72 }, { .byte = 0x00, .data = true },
	{ .byte = 0x79 }, { .byte = 0x81 },
	{ .mask = 0xff, .value = HD44780_LEVEL }, { .byte = 0x78 },
};

const struct hd44780_variant hd44780_us2066 = {
	.synchronise = HD44780_WHOLE_BYTES,
	.extended = 0x02,
	.leave = 0x78,
	.steps = us2066_steps,
	.step_count = ARRAY_SIZE(us2066_steps),
	.lines = 4,
	.line_cells = 20,
	.line_step = 0x20,
	.strays = true,
	.light_max = 255,
};

/*
 * WS0010 (and RS0010): an OLED. A line of its memory has 64 cells, of which the first 40
 * are used. 0x13 is the character mode without the converter that makes the voltage of
 * the OLED, which then is dim; 0x17 switches that on. Clear takes 6.2 ms. The data
 * sheet has no other times; 500 ms after power-on are what other drivers wait.
 */
static const struct hd44780_step ws0010_steps[] = {
	{ .byte = 0x13, .mask = 0x04, .value = HD44780_FULL },
};

const struct hd44780_variant hd44780_ws0010 = {
	.synchronise = HD44780_ZEROS,
	.power_on_ms = 500,
	.home_us = 6200,
	.steps = ws0010_steps,
	.step_count = ARRAY_SIZE(ws0010_steps),
	.strays = true,
	.light_max = 2,
};

/*
 * Noritake's CU-U series: it must be left alone for 260 ms after its supply has risen.
 * Clear takes 2.3 ms, which an HD44780 does whose instructions take 57 us. Data that
 * follow function set are the brightness, 0 to 3 for 100%, 75%, 50% and 25%.
 */
static const struct hd44780_step vfd_steps[] = {
	{ .mask = 0x03, .value = HD44780_DIMNESS, .data = true },
};

const struct hd44780_variant hd44780_vfd = {
	.power_on_ms = 260,
	.exec_us = 57,
	.steps = vfd_steps,
	.step_count = ARRAY_SIZE(vfd_steps),
	.light_max = 4,
};
