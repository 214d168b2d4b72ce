/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_SLEEP_H
#define DEVLCD_SLEEP_H

#include <linux/delay.h>

#define SLEEP_LEAST_US 10	/* to sleep takes longer than that */

/*
 * A wait that a data sheet wants. Not fsleep(), which counts ticks from some milliseconds
 * on: where a tick was late, as in a virtual machine, the next one ends it too early.
 */
static inline void wire_sleep(unsigned int us)
{
	if (us < SLEEP_LEAST_US)
		udelay(us);
	else
		usleep_range(us, us + us / 4);
}

#endif
