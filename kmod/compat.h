/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Teaches kernels back to 6.1 the names of today's. Included before each file by Kbuild;
 * the only place that looks at a kernel's version.
 */
#ifndef DEVLCD_COMPAT_H
#define DEVLCD_COMPAT_H

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "devlcd needs Linux 6.1 or newer, with linux/cleanup.h"
#endif

/* hex2bin() moved here from linux/kernel.h. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#include <linux/hex.h>
#endif

/* 6.3 gave probe() the argument of probe_new(). */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
#define I2C_PROBE probe_new
#else
#define I2C_PROBE probe
#endif

/* 6.4 made the class and attribute arguments of class attributes const. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define CLASS_CONST
#else
#define CLASS_CONST const
#endif

/* 6.5 replaced it where a file has no page cache. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
#define copy_splice_read generic_file_splice_read
#endif

/* 6.12 gave the values of a backlight's power names of their own. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#define BACKLIGHT_POWER_ON FB_BLANK_UNBLANK
#endif

/*
 * The device that has the chip of a line, or NULL. A line holds what newer
 * kernels ask, and nothing that older ones do, which have only the chip to ask.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#define GPIOD_PARENT(line) ({						\
	struct gpio_chip *_chip = gpiod_to_chip(line);			\
									\
	_chip ? _chip->parent : NULL;					\
})
#else
#define GPIOD_PARENT(line) (gpio_device_to_device(gpiod_to_gpio_device(line))->parent)
#endif

#endif
