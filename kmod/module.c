// SPDX-License-Identifier: GPL-2.0-only
/*
 * devlcd: a character LCD is a file.
 *
 *	insmod devlcd.ko
 *	echo hi > /dev/LCD
 *	cat /dev/LCD
 *
 * The rooms: text/ is the pure core (bytes to screen); display.c keeps the
 * displays; chardev.c is their file, sysfs.c their attributes.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "chardev.h"
#include "display.h"
#include "sysfs.h"

#define DEFAULT_GEOMETRY "20x4"

static char *geometry[DISPLAY_MAX] = { DEFAULT_GEOMETRY };
static unsigned int displays = 1;
module_param_array(geometry, charp, &displays, 0444);
MODULE_PARM_DESC(geometry,
		 "displays to make, columns x rows: LCD, LCD1, ... (default "
		 DEFAULT_GEOMETRY ")");

static int create_displays(void)
{
	unsigned int rows, cols;
	int err;

	for (unsigned int i = 0; i < displays; i++) {
		err = display_parse_geometry(geometry[i], &rows, &cols);
		if (err) {
			pr_err("geometry=%s: want COLUMNSxROWS, 1x1 to %ux%u\n",
			       geometry[i], SCREEN_MAX_COLS, SCREEN_MAX_ROWS);
			return err;
		}
		err = display_create(rows, cols);
		if (err)
			return err;
	}
	return 0;
}

static int __init devlcd_init(void)
{
	static struct display_interface interface;
	int err;

	interface.file = chardev_operations();
	interface.attributes = sysfs_display_groups();
	interface.class_attributes = sysfs_class_groups();

	err = display_init(&interface);
	if (err)
		return err;

	err = create_displays();
	if (err)
		display_exit();
	return err;
}
module_init(devlcd_init);

static void __exit devlcd_exit(void)
{
	display_exit();
}
module_exit(devlcd_exit);

MODULE_DESCRIPTION("A character LCD is a file, /dev/LCD");
MODULE_AUTHOR("The devlcd authors");
MODULE_LICENSE("GPL");
