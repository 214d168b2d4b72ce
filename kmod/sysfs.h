/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_SYSFS_H
#define DEVLCD_SYSFS_H

#include <linux/sysfs.h>

/* The attributes of each display. */
extern const struct attribute_group *sysfs_display_groups[];

#endif
