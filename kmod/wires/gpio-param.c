// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device that the parameter gpio_panel describes, probed by the same driver as
 * others.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/gpio/machine.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "gpio-param.h"
#include "../wiring.h"

#define PINS_MAX 1000

static char *gpio_panel;
module_param(gpio_panel, charp, 0444);
MODULE_PARM_DESC(gpio_panel,
		 "CHIP:rs=N,e=N,d4=N,d5=N,d6=N,d7=N[,rw=N][,bl=N|bl_low=N][,e2=N][,d0=N...]");

/* Both or none; touched by loading and unloading alone. */
static struct platform_device *param_device;
static struct gpiod_lookup_table *param_lines;

static const struct {
	enum wiring_line line;
	const char *con_id;
	unsigned int index;
	unsigned long flags;
} line_functions[] = {
	{ WIRING_RS, "rs", 0, GPIO_ACTIVE_HIGH },
	{ WIRING_RW, "rw", 0, GPIO_ACTIVE_HIGH },
	{ WIRING_E, "enable", 0, GPIO_ACTIVE_HIGH },
	{ WIRING_E2, "enable", 1, GPIO_ACTIVE_HIGH },
	{ WIRING_BL, "backlight", 0, GPIO_ACTIVE_HIGH },
	{ WIRING_BL_LOW, "backlight", 0, GPIO_ACTIVE_LOW },
};

static struct gpiod_lookup *param_add_line(struct gpiod_lookup *entry,
					   const char *chip, int pin,
					   const char *con_id,
					   unsigned int index,
					   unsigned long flags)
{
	if (pin == WIRING_NONE)
		return entry;
	*entry = GPIO_LOOKUP_IDX(chip, pin, con_id, index, flags);
	return entry + 1;
}

static void param_fill(struct gpiod_lookup *entry, const char *chip,
		       const struct wiring *wiring)
{
	const int *pin = wiring->pin;
	unsigned int first;

	for (int i = 0; i < ARRAY_SIZE(line_functions); i++)
		entry = param_add_line(entry, chip,
				       pin[line_functions[i].line],
				       line_functions[i].con_id,
				       line_functions[i].index,
				       line_functions[i].flags);

	first = pin[WIRING_D0] == WIRING_NONE ? WIRING_D4 : WIRING_D0;
	for (unsigned int i = first; i <= WIRING_D7; i++)
		entry = param_add_line(entry, chip, pin[i], "data", i - first,
				       GPIO_ACTIVE_HIGH);
}

/* Where the name of the chip ends: it may itself hold a colon. */
static size_t param_chip_length(void)
{
	const char *colon = strrchr(gpio_panel, ':');

	return colon ? colon - gpio_panel : 0;
}

static int param_parse(struct wiring *wiring)
{
	size_t length = param_chip_length();
	int err;

	if (!length) {
		pr_err("gpio_panel=%s: want CHIP:LINE=PIN,...\n", gpio_panel);
		return -EINVAL;
	}
	err = wiring_parse("gpio_panel", gpio_panel + length + 1, PINS_MAX,
			   wiring);
	if (!err && wiring->pin[WIRING_LIGHT_2] != WIRING_NONE) {
		pr_err("gpio_panel=%s: the backlight is one line\n", gpio_panel);
		return -EINVAL;
	}
	return err ?: wiring_refuse_keys("gpio_panel", wiring);
}

static void param_free_lines(struct gpiod_lookup_table *lines)
{
	if (!lines)
		return;
	kfree(lines->table[0].key);
	kfree(lines->dev_id);
	kfree(lines);
}

static struct gpiod_lookup_table *param_make_lines(const struct wiring *wiring)
{
	struct gpiod_lookup_table *lines;
	char *chip;

	lines = kzalloc(struct_size(lines, table, WIRING_LINES + 1),
			GFP_KERNEL);
	chip = kstrndup(gpio_panel, param_chip_length(), GFP_KERNEL);
	if (!lines || !chip)
		goto free;
	lines->dev_id = kstrdup(PANEL_GPIO_NAME, GFP_KERNEL);
	if (!lines->dev_id)
		goto free;
	param_fill(lines->table, chip, wiring);
	return lines;

free:
	kfree(chip);
	param_free_lines(lines);
	return NULL;
}

static int param_register(struct gpiod_lookup_table *lines)
{
	struct platform_device *device;

	gpiod_add_lookup_table(lines);
	device = platform_device_register_simple(PANEL_GPIO_NAME,
						 PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(device)) {
		gpiod_remove_lookup_table(lines);
		return PTR_ERR(device);
	}
	param_device = device;
	param_lines = lines;
	return 0;
}

static int param_add(void)
{
	struct gpiod_lookup_table *lines;
	struct wiring wiring;
	int err;

	err = param_parse(&wiring);
	if (err)
		return err;
	lines = param_make_lines(&wiring);
	if (!lines)
		return -ENOMEM;
	err = param_register(lines);
	if (err)
		param_free_lines(lines);
	return err;
}

int gpio_param_check(void)
{
	struct wiring wiring;

	return gpio_panel ? param_parse(&wiring) : 0;
}

void gpio_param_init(void)
{
	int err = gpio_panel ? param_add() : 0;

	if (err)
		pr_err("gpio_panel: no device: error %d\n", err);
}

void gpio_param_exit(void)
{
	if (!param_device)
		return;
	platform_device_unregister(param_device);
	gpiod_remove_lookup_table(param_lines);
	param_free_lines(param_lines);
}
