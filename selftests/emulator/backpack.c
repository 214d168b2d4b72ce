// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PCF8574, from its data sheet: every byte written is a new port state
 * that holds from the byte's acknowledge on; a byte read is what the pins
 * show, and a pin shows low when either side pulls it low. Power-on leaves
 * all pins high.
 *
 * The wire keeps its own clock: it runs with the kernel's between transfers
 * and at the bus speed within one, so that what a driver leaves to the wire's
 * slowness is judged by the wire and not by the machine's.
 */
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/math64.h>

#include "backpack.h"
#include "board.h"

#define BITS_BYTE	9	/* eight and the acknowledge */
#define BITS_FRAME	1	/* a start or stop condition */

enum { PIN_RS, PIN_RW, PIN_E, PIN_BACKLIGHT, PIN_D4 };

static bool pin(const struct board *b, u8 port, unsigned int which)
{
	return port & BIT(b->config.pins[which]);
}

/* DB3-DB0 are not connected: the controller pulls them up. */
static u8 data_bus(const struct board *b, u8 port)
{
	u8 db = 0x0f;

	for (unsigned int i = 0; i < 4; i++)
		db |= pin(b, port, PIN_D4 + i) << (4 + i);
	return db;
}

static struct mpu_levels levels_of(const struct board *b, u8 port)
{
	return (struct mpu_levels) {
		.rs = pin(b, port, PIN_RS),
		.rw = pin(b, port, PIN_RW),
		.e = pin(b, port, PIN_E),
		.db = data_bus(b, port),
	};
}

static void set_port(struct board *b, u8 port)
{
	b->port = port;
	b->backlight = pin(b, port, PIN_BACKLIGHT) != b->config.backlight_low;
	b->counters.steps++;
	board_drive(b, levels_of(b, port), pin(b, port, PIN_E));
}

static u8 get_port(const struct board *b)
{
	u8 port = b->port;
	u8 db;

	if (!mpu_drives(&b->mpu[0], &db))
		return port;
	for (unsigned int i = 0; i < 4; i++)
		if (!(db & BIT(4 + i)))
			port &= ~BIT(b->config.pins[PIN_D4 + i]);
	return port;
}

void backpack_power_on(struct board *b, u64 seed, bool reset)
{
	b->port = 0xff;
	b->backlight = !b->config.backlight_low;
	b->mpu[0].levels = levels_of(b, b->port);
	board_power_on(b, seed, reset);
}

/* Caller holds the board's lock. */
static void spend(struct wire *w, unsigned int bits)
{
	struct board *b = w->board;
	u64 ns = div_u64(bits * 1000000ULL, b->config.khz);

	w->spent += ns;
	b->wire_now += ns;
	b->counters.wire_ns += ns;
}

static int plan_refusal(struct board *b)
{
	if (b->absent)
		return 0;
	if (!b->naks)
		return -1;
	if (b->nak_after) {
		b->nak_after--;
		return -1;
	}
	if (b->naks != BOARD_NAK_ALWAYS)
		b->naks--;
	return b->nak_at;
}

void wire_start(struct wire *w, struct board *b)
{
	*w = (struct wire) { .board = b };
	spin_lock_irq(&b->lock);
	w->began = ktime_get_ns();
	b->wire_now = board_clock(b);
	w->refuse_as = b->absent ? 0 : b->nak_as;
	w->refuse_at = plan_refusal(b);
	b->counters.transfers++;
	spin_unlock_irq(&b->lock);
}

static bool acknowledged(struct wire *w)
{
	struct board *b = w->board;
	bool refused = w->refuse_at == (int)w->sent;

	w->sent++;
	b->counters.bytes++;
	b->counters.naks += refused;
	return !refused;
}

int wire_address(struct wire *w, u16 address)
{
	struct board *b = w->board;
	bool answered;

	spin_lock_irq(&b->lock);
	spend(w, BITS_FRAME + BITS_BYTE);
	answered = acknowledged(w) && address == b->config.address;
	spin_unlock_irq(&b->lock);
	return answered ? 0 : -(w->refuse_as ?: ENXIO);
}

int wire_write(struct wire *w, u8 byte)
{
	struct board *b = w->board;
	bool taken;

	spin_lock_irq(&b->lock);
	spend(w, BITS_BYTE);
	taken = acknowledged(w);
	if (taken)
		set_port(b, byte);
	spin_unlock_irq(&b->lock);
	return taken ? 0 : -(w->refuse_as ?: EIO);
}

/* The port is sampled at the acknowledge before the byte. */
u8 wire_read(struct wire *w)
{
	struct board *b = w->board;
	u8 byte;

	spin_lock_irq(&b->lock);
	byte = get_port(b);
	spend(w, BITS_BYTE);
	w->sent++;
	b->counters.bytes++;
	spin_unlock_irq(&b->lock);
	return byte;
}

/* How much faster than the wire the machine was, in us. */
static unsigned int lead(const struct wire *w)
{
	u64 real = ktime_get_ns() - w->began;

	return w->spent > real ? div_u64(w->spent - real, 1000) : 0;
}

void wire_stop(struct wire *w)
{
	struct board *b = w->board;

	spin_lock_irq(&b->lock);
	spend(w, BITS_FRAME);
	spin_unlock_irq(&b->lock);
	if (b->config.realtime && lead(w))
		fsleep(lead(w));
	spin_lock_irq(&b->lock);
	b->ahead = b->wire_now - ktime_get_ns();
	b->wire_now = 0;
	spin_unlock_irq(&b->lock);
}
