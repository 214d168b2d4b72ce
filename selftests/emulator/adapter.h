/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LCDEMU_ADAPTER_H
#define LCDEMU_ADAPTER_H

#include <linux/kconfig.h>

#define ADAPTER_PLAIN "lcdemu-i2c"
#define ADAPTER_SMBUS "lcdemu-smbus"

#if IS_ENABLED(CONFIG_I2C)
int adapter_register(void);
void adapter_unregister(void);
#else
static inline int adapter_register(void)
{
	return 0;
}

static inline void adapter_unregister(void)
{
}
#endif

#endif
