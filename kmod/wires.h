/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The drivers that bring panels. What the kernel is built without is left out
 * of Kbuild and does nothing here.
 *
 * A driver that cannot be registered says so, and the displays go without it:
 * their files may be open, and a module that has files open must not fail to
 * load.
 */
#ifndef DEVLCD_WIRES_H
#define DEVLCD_WIRES_H

#include <linux/kconfig.h>

#if IS_BUILTIN(CONFIG_I2C)
/**
 * panel_pcf8574_check() - can the parameter pcf8574_pins be understood?
 *
 * Return: 0; -EINVAL, with a message.
 */
int panel_pcf8574_check(void);
void panel_pcf8574_init(void);
void panel_pcf8574_exit(void);
#else
static inline int panel_pcf8574_check(void)
{
	return 0;
}

static inline void panel_pcf8574_init(void)
{
}

static inline void panel_pcf8574_exit(void)
{
}
#endif

#if IS_BUILTIN(CONFIG_GPIOLIB)
/**
 * panel_gpio_check() - can the parameter gpio_panel be understood?
 *
 * Return: 0; -EINVAL, with a message.
 */
int panel_gpio_check(void);
void panel_gpio_init(void);
void panel_gpio_exit(void);
#else
static inline int panel_gpio_check(void)
{
	return 0;
}

static inline void panel_gpio_init(void)
{
}

static inline void panel_gpio_exit(void)
{
}
#endif

#endif
