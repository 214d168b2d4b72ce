// SPDX-License-Identifier: GPL-2.0-only
/*
 * The 74HC595, from its data sheet: each rising edge of SRCLK shifts a bit from
 * SER into the shift register, and a rising edge of RCLK copies that register to
 * the outputs. The first bit of a byte ends up at QH. RCLK is wired to the chip
 * select, which rises when a transfer ends; OE is low, SRCLR high, and QH' not
 * connected.
 *
 * There is no reset at power-on: the outputs may be anything. They are all high
 * here, so E is.
 */
#include "board.h"
#include "wire.h"

#define FASTEST_HZ 25000000	/* at 4.5 V and 85 degrees Celsius */

static void hc595_latch(struct board *b, u8 port)
{
	b->port = port;
	lines_drive(b, port);
}

static u8 hc595_exchange(struct board *b, u8 byte)
{
	b->shifted = byte;
	return 0xff;
}

static void hc595_select(struct board *b, bool selected)
{
	if (selected)
		return;
	b->counters.steps++;
	hc595_latch(b, b->shifted);
}

static void hc595_power_on(struct board *b)
{
	b->port = 0xff;
	b->shifted = 0xff;
	lines_preset(b, b->port);
}

static void hc595_disturb(struct board *b, const u32 *states, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		board_pass(b, LCD_USEC);
		hc595_latch(b, states[i]);
	}
}

const struct target target_hc595 = {
	.name = "hc595",
	.fastest_hz = FASTEST_HZ,
	.power_on = hc595_power_on,
	.select = hc595_select,
	.exchange = hc595_exchange,
	.disturb = hc595_disturb,
};
