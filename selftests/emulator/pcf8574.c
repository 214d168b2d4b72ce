// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PCF8574, from its data sheet: every byte written is a new port state
 * that holds from the byte's acknowledge on; a byte read is what the pins
 * show, and a pin shows low when either side pulls it low. Power-on leaves
 * all pins high.
 */
#include "board.h"
#include "wire.h"

static void pcf8574_write(struct board *b, u8 port)
{
	b->port = port;
	lines_drive(b, port);
}

static u8 pcf8574_read(struct board *b)
{
	u32 levels = 0, driven = lines_driven(b, &levels);

	return b->port & (levels | ~driven);
}

static void pcf8574_power_on(struct board *b)
{
	b->port = 0xff;
	lines_preset(b, b->port);
}

/* As if another had written to the port: the states stay. */
static void pcf8574_disturb(struct board *b, const u32 *states, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		board_pass(b, wire_byte_ns(b));
		pcf8574_write(b, states[i]);
	}
}

const struct target target_pcf8574 = {
	.name = "pcf8574",
	.power_on = pcf8574_power_on,
	.write = pcf8574_write,
	.read = pcf8574_read,
	.disturb = pcf8574_disturb,
};
