// SPDX-License-Identifier: GPL-2.0-only
/*
 * The LED drivers of Grove's light: only what switches and dims it. The first byte
 * of a write names a register, the others go into that register.
 *
 * PCA9633: MODE1 (0x00), whose bit 4 is SLEEP, set by power-on; PWM0 to PWM2 (0x02
 * to 0x04), in 256ths, 0 after power-on; LEDOUT (0x08), two bits an output: 0 off,
 * 1 on, 2 as its PWM says. SGM31323: 0x00, whose bits 4 and 3 are 0 while it is
 * on; 0x04, two bits an output: 0 off, 1 on; the currents (0x06 to 0x08), in steps
 * of 0.125 mA from 0.125 to 24 mA, 10 mA after power-on.
 */
#include "board.h"
#include "wire.h"

#define SLEEP		0x10
#define STANDBY		0x18

#define OUTPUTS		3
#define FULL		256
#define CURRENTS	192		/* the last step is full */
#define CURRENT_FIRST	0x4f

enum output { OUTPUT_OFF, OUTPUT_ON, OUTPUT_PWM };

static enum output output(u8 outputs, unsigned int which)
{
	return outputs >> (2 * which) & 0x3;
}

/* Show the sum of the outputs' levels. */
static void light_up(struct board *b, unsigned int sum)
{
	b->level = sum;
	b->backlight = sum;
}

static void rgb_start(struct board *b, bool read)
{
	b->rgb.selected = false;
}

/* Return: has a register changed? */
static bool rgb_take(struct board *b, u8 byte)
{
	struct rgb *rgb = &b->rgb;
	bool selected = rgb->selected;

	if (selected)
		rgb->registers[rgb->at] = byte;
	else
		rgb->at = byte % RGB_REGISTERS;
	rgb->selected = true;
	return selected;
}

static u8 rgb_read(struct board *b)
{
	return b->rgb.registers[b->rgb.at];
}

static void rgb_power_on(struct board *b)
{
	b->rgb = (struct rgb) { 0 };
	light_up(b, 0);
}

static void pca9633_power_on(struct board *b)
{
	rgb_power_on(b);
	b->rgb.registers[0] = SLEEP;
}

static void pca9633_write(struct board *b, u8 byte)
{
	const u8 *registers = b->rgb.registers;
	unsigned int sum = 0;

	if (!rgb_take(b, byte))
		return;
	for (unsigned int i = 0; i < OUTPUTS; i++) {
		enum output output_of = output(registers[8], i);

		if (registers[0] & SLEEP)
			break;
		if (output_of == OUTPUT_ON)
			sum += FULL;
		if (output_of == OUTPUT_PWM)
			sum += registers[2 + i];
	}
	light_up(b, sum);
}

static void sgm31323_power_on(struct board *b)
{
	rgb_power_on(b);
	memset(&b->rgb.registers[6], CURRENT_FIRST, OUTPUTS);
}

static void sgm31323_write(struct board *b, u8 byte)
{
	const u8 *registers = b->rgb.registers;
	unsigned int sum = 0;

	if (!rgb_take(b, byte))
		return;
	for (unsigned int i = 0; i < OUTPUTS; i++)
		if (output(registers[4], i) == OUTPUT_ON &&
		    !(registers[0] & STANDBY))
			sum += min(registers[6 + i] + 1, CURRENTS);
	light_up(b, sum);
}

const struct target target_pca9633 = {
	.name = "pca9633",
	.address = 0x62,
	.power_on = pca9633_power_on,
	.start = rgb_start,
	.write = pca9633_write,
	.read = rgb_read,
};

const struct target target_sgm31323 = {
	.name = "sgm31323",
	.address = 0x30,
	.power_on = sgm31323_power_on,
	.start = rgb_start,
	.write = sgm31323_write,
	.read = rgb_read,
};
