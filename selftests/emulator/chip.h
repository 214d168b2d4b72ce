/* SPDX-License-Identifier: GPL-2.0-only */
/* A GPIO chip with a display module on its lines. */
#ifndef LCDEMU_CHIP_H
#define LCDEMU_CHIP_H

#include <linux/kconfig.h>
#include <linux/types.h>

struct board;

#define CHIP_GPIO "lcdemu-gpio"

void chip_power_on(struct board *b, u64 seed, bool reset);
void chip_disturb(struct board *b, const u32 *states, size_t n);

#if IS_ENABLED(CONFIG_GPIOLIB)
int chip_register(void);
void chip_unregister(void);
#else
static inline int chip_register(void)
{
	return 0;
}

static inline void chip_unregister(void)
{
}
#endif

#endif
