/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_SYSFS_H
#define DEVLCD_SYSFS_H

struct attribute_group;

/**
 * sysfs_display_groups() - the attributes of each display
 */
const struct attribute_group **sysfs_display_groups(void);

/**
 * sysfs_class_groups() - the attributes that make and remove displays
 */
const struct attribute_group **sysfs_class_groups(void);

#endif
