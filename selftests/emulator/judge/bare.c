// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdbare - a GPIO chip of a device that has no driver, as chips of boards and
 * of some other drivers are. Nothing is on its lines.
 */
#include <linux/err.h>
#include <linux/gpio/driver.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "../compat.h"

#define BARE "lcdbare"

static int bare_get(struct gpio_chip *gc, unsigned int line)
{
	return 0;
}

static GPIO_SET_RETURN bare_set(struct gpio_chip *gc, unsigned int line, int high)
{
	return gpio_set_done();
}

static int bare_input(struct gpio_chip *gc, unsigned int line)
{
	return 0;
}

static int bare_output(struct gpio_chip *gc, unsigned int line, int high)
{
	return 0;
}

static struct gpio_chip chip = {
	.label = BARE,
	.owner = THIS_MODULE,
	.base = -1,
	.ngpio = 8,
	.get = bare_get,
	.set = bare_set,
	.direction_input = bare_input,
	.direction_output = bare_output,
};

static struct platform_device *device;

static int __init bare_init(void)
{
	int err;

	device = platform_device_register_simple(BARE, PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	chip.parent = &device->dev;
	err = gpiochip_add_data(&chip, NULL);
	if (err)
		platform_device_unregister(device);
	return err;
}

static void __exit bare_exit(void)
{
	gpiochip_remove(&chip);
	platform_device_unregister(device);
}

module_init(bare_init);
module_exit(bare_exit);

MODULE_DESCRIPTION("GPIO chip of a device without a driver");
MODULE_LICENSE("GPL");
