// SPDX-License-Identifier: GPL-2.0-only
/*
 * What noise and a weak supply do to a module without its driver noticing: no
 * transfer fails, nothing is counted, and no rule is said to be broken.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "board.h"
#include "disturb.h"

#define STATES_MAX 16

/* Caller holds the board's lock, as of those below. */
static int disturb_port(struct board *b, const char *words)
{
	u32 states[STATES_MAX];
	size_t n = 0;
	int length;

	for (; n < STATES_MAX && sscanf(words, "%x%n", &states[n], &length) == 1; n++)
		words += length;
	if (!n || *words)
		return -EINVAL;
	b->kind->disturb(b, states, n);
	return 0;
}

static int disturb_instruction(struct board *b, const char *words)
{
	unsigned int code, unit = 0;

	if (sscanf(words, "%x %u", &code, &unit) < 1 || code > 0xff ||
	    unit >= b->config.glass->controllers)
		return -EINVAL;
	mpu_instruct(&b->mpu[unit], code, board_clock(b));
	return 0;
}

static int disturb_ddram(struct board *b, const char *words)
{
	unsigned int address, code, unit = 0;
	u8 *cell;

	if (sscanf(words, "%x %x %u", &address, &code, &unit) < 2 ||
	    address > 0x7f || unit >= b->config.glass->controllers)
		return -EINVAL;
	cell = controller_ddram(&b->mpu[unit].controller, address);
	if (!cell)
		return -EINVAL;
	*cell = code;
	return 0;
}

static int disturb_cgram(struct board *b, const char *words)
{
	unsigned int address, dots, unit = 0;

	if (sscanf(words, "%x %x %u", &address, &dots, &unit) < 2 ||
	    address >= CONTROLLER_CGRAM || unit >= b->config.glass->controllers)
		return -EINVAL;
	b->mpu[unit].controller.cgram[address] = dots;
	return 0;
}

static int disturb_dip(struct board *b, const char *words)
{
	unsigned long long seed;
	char mode[8] = "";

	if (sscanf(words, "%llu %7s", &seed, mode) < 1)
		return -EINVAL;
	board_power_on(b, seed, strcmp(mode, "noreset"));
	return 0;
}

static const struct {
	const char *name;
	int (*act)(struct board *b, const char *words);
} kinds[] = {
	{ "port ", disturb_port },
	{ "instruction ", disturb_instruction },
	{ "ddram ", disturb_ddram },
	{ "cgram ", disturb_cgram },
	{ "dip ", disturb_dip },
};

static void set_disturbed(struct board *b, bool disturbed)
{
	for (size_t i = 0; i < ARRAY_SIZE(b->mpu); i++)
		b->mpu[i].disturbed = disturbed;
}

int disturb(struct board *b, const char *text)
{
	int err = -EINVAL;

	spin_lock_irq(&b->lock);
	set_disturbed(b, true);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strncmp(text, kinds[i].name, strlen(kinds[i].name)))
			err = kinds[i].act(b, text + strlen(kinds[i].name));
	set_disturbed(b, false);
	board_look(b, false);
	spin_unlock_irq(&b->lock);
	return err;
}
