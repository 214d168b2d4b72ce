// SPDX-License-Identifier: GPL-2.0-only
/*
 * devlcd: a character LCD is a file.
 *
 * text/ is the pure core (bytes to screen, screen to instructions). panel.c makes a panel
 * show a screen, panel-config.c reads its settings. display.c is a display, with or
 * without a panel; chardev.c is its file, sysfs.c its attributes, backlight.c its light
 * as an LED, keypad.c its keys. displays.c lists all displays and panels. wires/ has a
 * file for each kind of wire. parse.c reads text from users.
 */
#include <linux/module.h>

#include "displays.h"
#include "panel.h"
#include "release.h"
#include "wires/wires.h"

static int __init devlcd_init(void)
{
	int err;

	err = displays_check_parameters() ?: panel_check_parameters() ?:
	      wires_check_parameters();
	if (err)
		return err;
	err = displays_init();
	if (err)
		return err;

	/* Files may be open by now: loading must not fail from here on. */
	wires_init();
	return 0;
}
module_init(devlcd_init);

static void __exit devlcd_exit(void)
{
	wires_exit();
	displays_exit();
}
module_exit(devlcd_exit);

MODULE_DESCRIPTION("A character LCD is a file, /dev/LCD");
MODULE_AUTHOR("The devlcd authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(DEVLCD_VERSION);
