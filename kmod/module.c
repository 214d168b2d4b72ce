// SPDX-License-Identifier: GPL-2.0-only
/*
 * devlcd: a character LCD is a file.
 *
 *	insmod devlcd.ko
 *	echo hi > /dev/LCD
 *	cat /dev/LCD
 *
 * The rooms: text/ is the pure core (bytes to screen, screen to instructions);
 * display.c keeps the displays; chardev.c is their file, sysfs.c their
 * attributes; panel.c keeps a panel equal to its display, backlight.c makes its
 * light an LED; panel-gpio.c and panel-pcf8574.c are the wires, parse.c and
 * wiring.c read what people write, gpio-param.c makes the device of a parameter.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "chardev.h"
#include "display.h"
#include "panel.h"
#include "parse.h"
#include "release.h"
#include "sysfs.h"
#include "wires.h"

#define DEFAULT_GEOMETRY "20x4"

static char *geometry[DISPLAY_MAX] = { DEFAULT_GEOMETRY };
static unsigned int displays = 1;
module_param_array(geometry, charp, &displays, 0444);
MODULE_PARM_DESC(geometry,
		 "displays to make, columns x rows: LCD, LCD1, ... (default "
		 DEFAULT_GEOMETRY ")");

static int __init check_geometry(void)
{
	unsigned int rows, cols;
	int err;

	for (unsigned int i = 0; i < displays; i++) {
		err = parse_geometry(geometry[i], &rows, &cols);
		if (err) {
			pr_err("geometry=%s: want COLUMNSxROWS, 1x1 to %ux%u\n",
			       geometry[i], SCREEN_MAX_COLS, SCREEN_MAX_ROWS);
			return err;
		}
	}
	return 0;
}

/*
 * Somebody may have made and opened a display by now, and a module that refuses
 * to load goes with files open: so what can be made is made.
 */
static void __init create_displays(void)
{
	unsigned int rows, cols;
	int err;

	for (unsigned int i = 0; i < displays; i++) {
		err = parse_geometry(geometry[i], &rows, &cols);
		if (!err)
			err = display_create(rows, cols);
		if (err)
			pr_err("geometry=%s: not made: error %d\n",
			       geometry[i], err);
	}
}

static int __init check_parameters(void)
{
	return check_geometry() ?: panel_check_parameters() ?:
	       panel_pcf8574_check() ?: panel_gpio_check();
}

static int __init devlcd_init(void)
{
	static struct display_interface interface;
	int err;

	err = check_parameters();
	if (err)
		return err;

	interface.file = chardev_operations();
	interface.attributes = sysfs_display_groups();
	interface.class_attributes = sysfs_class_groups();

	err = display_init(&interface);
	if (err)
		return err;

	/* There may be open files by now: from here on nothing may fail. */
	create_displays();
	panel_pcf8574_init();
	panel_gpio_init();
	return 0;
}
module_init(devlcd_init);

static void __exit devlcd_exit(void)
{
	panel_gpio_exit();
	panel_pcf8574_exit();
	display_exit();
}
module_exit(devlcd_exit);

MODULE_DESCRIPTION("A character LCD is a file, /dev/LCD");
MODULE_AUTHOR("The devlcd authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(DEVLCD_VERSION);
