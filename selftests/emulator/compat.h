/* SPDX-License-Identifier: GPL-2.0-only */
/* What changed in the kernel between 6.1 and 7.2, as far as it is used here. */
#ifndef LCDEMU_COMPAT_H
#define LCDEMU_COMPAT_H

#include <linux/version.h>

/* gpio_chip.set and .set_multiple can tell of errors since 6.17. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
#define GPIO_SET_RETURN int
#define gpio_set_done() (0)
#else
#define GPIO_SET_RETURN void
#define gpio_set_done()
#endif

#endif
