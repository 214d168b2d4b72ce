/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_CHARDEV_H
#define DEVLCD_CHARDEV_H

#include <linux/fs.h>

/* open, read, write, poll and so on for /dev/LCD. */
extern const struct file_operations chardev_fops;

#endif
