/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The drivers that bring panels. What the kernel is built without is left out
 * of Kbuild and does nothing here.
 */
#ifndef DEVLCD_WIRES_H
#define DEVLCD_WIRES_H

#include <linux/kconfig.h>

#if IS_BUILTIN(CONFIG_I2C)
int panel_pcf8574_init(void);
void panel_pcf8574_exit(void);
#else
static inline int panel_pcf8574_init(void)
{
	return 0;
}

static inline void panel_pcf8574_exit(void)
{
}
#endif

#if IS_BUILTIN(CONFIG_GPIOLIB)
int panel_gpio_init(void);
void panel_gpio_exit(void);
#else
static inline int panel_gpio_init(void)
{
	return 0;
}

static inline void panel_gpio_exit(void)
{
}
#endif

#endif
