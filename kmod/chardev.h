/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_CHARDEV_H
#define DEVLCD_CHARDEV_H

struct file_operations;

/**
 * chardev_operations() - what open, read, write, poll ... do on /dev/LCD
 */
const struct file_operations *chardev_operations(void);

#endif
