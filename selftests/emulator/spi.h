/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LCDEMU_SPI_H
#define LCDEMU_SPI_H

#include <linux/kconfig.h>

struct board;

#define HOST_SPI "lcdemu-spi"

#if IS_ENABLED(CONFIG_SPI)
int host_register(void);
void host_unregister(void);

/*
 * Make a device on the bus of a board that is plugged in, in place of the last:
 * NAME [MODE [KHZ [CHIP-SELECT]]], or none. Return: 0 or a negative errno.
 */
int host_device(struct board *b, const char *text);
#else
static inline int host_register(void)
{
	return 0;
}

static inline void host_unregister(void)
{
}
#endif

#endif
