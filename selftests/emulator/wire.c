// SPDX-License-Identifier: GPL-2.0-only
/*
 * The wire keeps its own clock: it runs with the kernel's between transfers
 * and at the bus speed within one, so that what a driver leaves to the wire's
 * slowness is judged by the wire and not by the machine's.
 */
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>

#include "board.h"
#include "wire.h"

#define BITS_BYTE	9	/* eight and the acknowledge */
#define BITS_FRAME	1	/* a start or stop condition */
#define BITS_SPI	8ULL

static const struct target *const targets[] = {
	&target_pcf8574,
	&target_mcp23008,
	&target_mcp23017,
	&target_aip31068,
	&target_jhd1313,
	&target_jhd1313_v5,
	&target_st7032,
	&target_st7036,
	&target_st7036_3line,
	&target_pcf2119,
	&target_us2066,
	&target_hc595,
	&target_mcp23s08,
	&target_mcp23s17,
};

const struct target *target_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(targets); i++)
		if (!strcmp(targets[i]->name, name))
			return targets[i];
	return NULL;
}

void wire_power_on(struct board *b, u64 seed, bool reset)
{
	const struct target *target = b->config.target;

	for (size_t i = 0; i < ARRAY_SIZE(b->mpu); i++)
		controller_become(&b->mpu[i].controller,
				  target->kind ?: b->config.kind);
	target->power_on(b);
	if (target->beside)
		target->beside->power_on(b);
	board_power_on(b, seed, reset);
}

void wire_disturb(struct board *b, const u32 *states, size_t n)
{
	b->config.target->disturb(b, states, n);
}

static u64 wire_time(const struct board *b, unsigned int bits)
{
	return div_u64(bits * 1000000ULL, b->config.khz);
}

u64 wire_byte_ns(const struct board *b)
{
	return wire_time(b, BITS_BYTE);
}

/* Caller holds the board's lock. */
static void spend_ns(struct wire *w, u64 ns)
{
	struct board *b = w->board;

	w->spent += ns;
	b->wire_now += ns;
	b->counters.wire_ns += ns;
}

static void spend(struct wire *w, unsigned int bits)
{
	spend_ns(w, wire_time(w->board, bits));
}

static bool on_spi(const struct board *b)
{
	return b->config.target->exchange;
}

static int plan_refusal(struct board *b)
{
	if (b->absent && !on_spi(b))
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
	b->counters.first_ns = b->counters.first_ns ?: w->began;
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

/* The chip at this address, or NULL. */
static const struct target *addressed(const struct board *b, u16 address)
{
	const struct target *target = b->config.target;

	if (address == b->config.address && !on_spi(b))
		return target;
	if (target->beside && address == target->beside->address)
		return target->beside;
	return NULL;
}

int wire_address(struct wire *w, u16 address, bool read)
{
	const struct target *target;
	struct board *b = w->board;
	bool answered;

	spin_lock_irq(&b->lock);
	spend(w, BITS_FRAME + BITS_BYTE);
	target = addressed(b, address);
	w->target = target;
	answered = acknowledged(w) && target;
	if (answered && target->start)
		target->start(b, read);
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
	if (taken) {
		b->counters.steps++;
		w->target->write(b, byte);
	}
	spin_unlock_irq(&b->lock);
	return taken ? 0 : -(w->refuse_as ?: EIO);
}

/* The chip is asked at the acknowledge before the byte. */
u8 wire_read(struct wire *w)
{
	struct board *b = w->board;
	u8 byte;

	spin_lock_irq(&b->lock);
	byte = w->target->read(b);
	spend(w, BITS_BYTE);
	w->sent++;
	b->counters.bytes++;
	b->counters.reads++;
	spin_unlock_irq(&b->lock);
	return byte;
}

void wire_select(struct wire *w, bool selected)
{
	struct board *b = w->board;

	spin_lock_irq(&b->lock);
	if (!b->absent)
		b->config.target->select(b, selected);
	spin_unlock_irq(&b->lock);
}

int wire_exchange(struct wire *w, u8 byte, u8 *back, unsigned int hz, bool selected)
{
	struct board *b = w->board;
	bool passed;

	spin_lock_irq(&b->lock);
	spend_ns(w, div_u64(BITS_SPI * NSEC_PER_SEC, hz));
	passed = acknowledged(w);
	if (passed && selected && !b->absent)
		*back = b->config.target->exchange(b, byte);
	spin_unlock_irq(&b->lock);
	return passed ? 0 : -(w->refuse_as ?: EIO);
}

void wire_pass(struct wire *w, u64 ns)
{
	struct board *b = w->board;

	spin_lock_irq(&b->lock);
	spend_ns(w, ns);
	spin_unlock_irq(&b->lock);
}

void wire_judge(struct wire *w, bool right_mode, unsigned int hz)
{
	struct board *b = w->board;

	spin_lock_irq(&b->lock);
	b->counters.wrong_modes += !right_mode;
	b->counters.too_fast += hz > b->config.target->fastest_hz;
	spin_unlock_irq(&b->lock);
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
	if (!on_spi(b))
		spend(w, BITS_FRAME);
	b->counters.longest_ns = max(b->counters.longest_ns, w->spent);
	spin_unlock_irq(&b->lock);
	if (b->config.realtime && lead(w))
		fsleep(lead(w));
	spin_lock_irq(&b->lock);
	/* The clock goes no slower than the kernel's, however slow the machine is. */
	b->ahead = max_t(s64, b->ahead, b->wire_now - ktime_get_ns());
	b->wire_now = 0;
	spin_unlock_irq(&b->lock);
}
