// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdwiring - what a board file would say: an "hd44780" platform device whose
 * lines are those of a GPIO chip, for the kernel's own driver to bind to.
 */
#include <linux/gpio/machine.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/property.h>

static char *chip = "pcf8574";
module_param(chip, charp, 0444);
MODULE_PARM_DESC(chip, "label of the GPIO chip (pcf8574)");

static int rs;
module_param(rs, int, 0444);
static int rw = 1;
module_param(rw, int, 0444);
static int e = 2;
module_param(e, int, 0444);
static int backlight = 3;
module_param(backlight, int, 0444);
MODULE_PARM_DESC(rw, "offsets of the lines (0,1,2,3 and 4,5,6,7)");

static int data[8] = { 4, 5, 6, 7 };
static int data_lines = 4;
module_param_array(data, int, &data_lines, 0444);
MODULE_PARM_DESC(data, "offsets of the data lines, four or eight (4,5,6,7)");

static unsigned int cols = 20;
module_param(cols, uint, 0444);
static unsigned int rows = 4;
module_param(rows, uint, 0444);
MODULE_PARM_DESC(rows, "the display's (20x4)");

static unsigned int stride;
module_param(stride, uint, 0444);
MODULE_PARM_DESC(stride, "internal-buffer-width, 0 for none (0)");

static struct {
	struct gpiod_lookup_table head;
	struct gpiod_lookup entries[4 + 8 + 1];
} lookup = { .head.dev_id = "hd44780" };

static struct platform_device *device;

static void fill_lookup(void)
{
	struct gpiod_lookup *entry = lookup.head.table;

	*entry++ = GPIO_LOOKUP(chip, rs, "rs", GPIO_ACTIVE_HIGH);
	*entry++ = GPIO_LOOKUP(chip, rw, "rw", GPIO_ACTIVE_HIGH);
	*entry++ = GPIO_LOOKUP(chip, e, "enable", GPIO_ACTIVE_HIGH);
	*entry++ = GPIO_LOOKUP(chip, backlight, "backlight", GPIO_ACTIVE_HIGH);
	for (int i = 0; i < data_lines; i++)
		*entry++ = GPIO_LOOKUP_IDX(chip, data[i], "data", i,
					   GPIO_ACTIVE_HIGH);
}

static int __init wiring_init(void)
{
	struct property_entry properties[] = {
		PROPERTY_ENTRY_U32("display-width-chars", cols),
		PROPERTY_ENTRY_U32("display-height-chars", rows),
		{ },
		{ }
	};
	const struct platform_device_info info = {
		.name = "hd44780",
		.id = PLATFORM_DEVID_NONE,
		.properties = properties,
	};

	if (stride)
		properties[2] = PROPERTY_ENTRY_U32("internal-buffer-width",
						   stride);
	fill_lookup();
	gpiod_add_lookup_table(&lookup.head);
	device = platform_device_register_full(&info);
	if (!IS_ERR(device))
		return 0;
	gpiod_remove_lookup_table(&lookup.head);
	return PTR_ERR(device);
}

static void __exit wiring_exit(void)
{
	platform_device_unregister(device);
	gpiod_remove_lookup_table(&lookup.head);
}

module_init(wiring_init);
module_exit(wiring_exit);

MODULE_DESCRIPTION("Board file for the kernel's hd44780 driver");
MODULE_LICENSE("GPL");
