// SPDX-License-Identifier: GPL-2.0-only
/*
 * HD44780 modules on GPIO lines, four or eight of them for data. They are
 * named by a "devlcd,hd44780-gpio" node of the device tree, with the properties
 * of the kernel's binding (auxdisplay/hit,hd44780.yaml), or by the parameter
 * gpio_panel. A "hit,hd44780" node is the kernel's own driver's, unless somebody
 * writes our name to its driver_override.
 *
 * Every wait but that of E sleeps: a flush is not in a hurry.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitmap.h>
#include <linux/compiler.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/gpio/consumer.h>
#include <linux/gpio/driver.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "../displays.h"
#include "../panel.h"
#include "gpio-param.h"
#include "sleep.h"
#include "wires.h"

/*
 * E: 450 ns high at least, and 1000 ns from one rise to the next; RS and RW are
 * stable 60 ns before it rises, and read data is valid 360 ns after (HD44780U
 * data sheet, bus timing characteristics, p. 52).
 */
#define E_HIGH_NS 500
#define E_LOW_NS 500
#define RS_SETUP_NS 100

/*
 * The address counter moves so long after the busy flag falls: 1.5 cycles of a
 * clock of 270 kHz (p. 25).
 */
#define ADDRESS_US 6

#define BUSY_FLAG 0x80			/* read beside the address counter (p. 24) */
#define BUSY_TIMEOUT_US 10000	/* six times the longest instruction, at least */

/**
 * struct gpio_lcd - a module on GPIO lines
 * @panel: the module
 * @data:  D4..D7, or D0..D7
 * @rs:    never changes, nor do the others
 * @rw:    NULL where it is wired to ground
 * @e:     one for each controller
 * @light: NULL where there is none
 */
struct gpio_lcd {
	struct panel panel;
	struct gpio_descs *data;
	struct gpio_desc *rs;
	struct gpio_desc *rw;
	struct gpio_descs *e;
	struct gpio_desc *light;
};

#define to_gpio_lcd(p) container_of(p, struct gpio_lcd, panel)

/* Writing */

static struct gpio_desc *gpio_lcd_e(struct gpio_lcd *lcd,
				    const struct hd44780_op *op)
{
	return lcd->e->desc[op->flags & HD44780_SECOND ? 1 : 0];
}

/* One line; of the functions for one, only newer kernels' return an error. */
static int gpio_lcd_set(struct gpio_desc *line, bool high)
{
	DECLARE_BITMAP(value, 1);

	value[0] = high;
	return gpiod_set_array_value_cansleep(1, &line, NULL, value);
}

static int gpio_lcd_pulse(struct gpio_desc *e)
{
	int err;

	err = gpio_lcd_set(e, true);
	if (err)
		return err;
	ndelay(E_HIGH_NS);
	err = gpio_lcd_set(e, false);
	ndelay(E_LOW_NS);
	return err;
}

/* The upper bits of @byte, as many as there are lines. */
static int gpio_lcd_put(struct gpio_lcd *lcd, struct gpio_desc *e, u8 byte)
{
	unsigned int lines = lcd->data->ndescs;
	DECLARE_BITMAP(values, 8);
	int err;

	values[0] = byte >> (8 - lines);
	err = gpiod_set_array_value_cansleep(lines, lcd->data->desc,
					     lcd->data->info, values);
	return err ?: gpio_lcd_pulse(e);
}

static int gpio_lcd_write(struct gpio_lcd *lcd, const struct hd44780_op *op)
{
	struct gpio_desc *e = gpio_lcd_e(lcd, op);
	int err;

	err = gpio_lcd_set(lcd->rs, op->flags & HD44780_DATA);
	if (err)
		return err;
	ndelay(RS_SETUP_NS);
	err = gpio_lcd_put(lcd, e, op->byte);
	if (!err && lcd->data->ndescs == 4 && !(op->flags & HD44780_NIBBLE))
		err = gpio_lcd_put(lcd, e, op->byte << 4);
	return err;
}

/* Reading */

static int gpio_lcd_data_input(struct gpio_lcd *lcd)
{
	int err;

	for (unsigned int i = 0; i < lcd->data->ndescs; i++) {
		err = gpiod_direction_input(lcd->data->desc[i]);
		if (err)
			return err;
	}
	return 0;
}

static int gpio_lcd_data_output(struct gpio_lcd *lcd)
{
	int err;

	for (unsigned int i = 0; i < lcd->data->ndescs; i++) {
		err = gpiod_direction_output(lcd->data->desc[i], 0);
		if (err)
			return err;
	}
	return 0;
}

/* RW rises only while the lines are inputs: two outputs must not meet. */
static int gpio_lcd_begin_read(struct gpio_lcd *lcd, bool data)
{
	int err;

	err = gpio_lcd_set(lcd->rs, data);
	if (!err)
		err = gpio_lcd_data_input(lcd);
	if (!err)
		err = gpio_lcd_set(lcd->rw, true);
	ndelay(RS_SETUP_NS);
	return err;
}

static int gpio_lcd_end_read(struct gpio_lcd *lcd, int err)
{
	int end_err;

	end_err = gpio_lcd_set(lcd->rw, false);
	if (!end_err)
		end_err = gpio_lcd_data_output(lcd);
	return err ?: end_err;
}

static int gpio_lcd_get(struct gpio_lcd *lcd, struct gpio_desc *e, u8 *bits)
{
	DECLARE_BITMAP(values, 8) = { 0 };
	int err, end_err;

	err = gpio_lcd_set(e, true);
	if (err)
		return err;
	ndelay(E_HIGH_NS);
	err = gpiod_get_array_value_cansleep(lcd->data->ndescs, lcd->data->desc,
					     lcd->data->info, values);
	end_err = gpio_lcd_set(e, false);
	ndelay(E_LOW_NS);
	*bits = values[0];
	return err ?: end_err;
}

/* On four lines a read takes two pulses as well, the upper half first. */
static int gpio_lcd_get_byte(struct gpio_lcd *lcd, struct gpio_desc *e, u8 *byte)
{
	u8 low;
	int err;

	err = gpio_lcd_get(lcd, e, byte);
	if (err || lcd->data->ndescs != 4)
		return err;
	err = gpio_lcd_get(lcd, e, &low);
	if (!err)
		*byte = *byte << 4 | low;
	return err;
}

static int gpio_lcd_read(struct panel *panel, u8 flags, u8 *bytes,
			 unsigned int count)
{
	struct gpio_lcd *lcd = to_gpio_lcd(panel);
	struct hd44780_op op = hd44780_op(&panel->module, flags, 0);
	int err;

	err = gpio_lcd_begin_read(lcd, flags & HD44780_DATA);
	for (unsigned int i = 0; i < count && !err; i++) {
		err = gpio_lcd_get_byte(lcd, gpio_lcd_e(lcd, &op), &bytes[i]);
		wire_sleep(op.wait_us);
	}
	return gpio_lcd_end_read(lcd, err);
}

/* The flag is read once more after the time is up: we may have slept past it. */
static int gpio_lcd_poll_busy(struct gpio_lcd *lcd, struct gpio_desc *e,
			      const struct hd44780_op *op)
{
	unsigned int us = max(BUSY_TIMEOUT_US, 2 * op->wait_us);
	unsigned int pause_us = hd44780_op(&lcd->panel.module, 0, 0).wait_us;
	ktime_t end = ktime_add_us(ktime_get(), us);
	bool last;
	u8 status;
	int err;

	do {
		last = ktime_after(ktime_get(), end);
		err = gpio_lcd_get_byte(lcd, e, &status);
		if (err || !(status & BUSY_FLAG))
			return err;
		wire_sleep(pause_us);
	} while (!last);
	return -ETIMEDOUT;
}

static int gpio_lcd_wait_busy(struct gpio_lcd *lcd, const struct hd44780_op *op)
{
	int err;

	err = gpio_lcd_begin_read(lcd, false);
	if (!err)
		err = gpio_lcd_poll_busy(lcd, gpio_lcd_e(lcd, op), op);
	err = gpio_lcd_end_read(lcd, err);
	if (op->flags & HD44780_DATA)
		udelay(ADDRESS_US);
	return err;
}

static int gpio_lcd_wait(struct gpio_lcd *lcd, const struct hd44780_op *op)
{
	if (lcd->rw && !(op->flags & (HD44780_NIBBLE | HD44780_PAUSE)))
		return gpio_lcd_wait_busy(lcd, op);
	wire_sleep(op->wait_us);
	return 0;
}

/* The wire */

static int gpio_lcd_send(struct panel *panel, const struct hd44780_op *ops,
			 unsigned int count)
{
	struct gpio_lcd *lcd = to_gpio_lcd(panel);
	int err = 0;

	for (unsigned int i = 0; i < count && !err; i++) {
		if (!(ops[i].flags & HD44780_PAUSE))
			err = gpio_lcd_write(lcd, &ops[i]);
		if (!err)
			err = gpio_lcd_wait(lcd, &ops[i]);
	}
	return err;
}

static int gpio_lcd_light(struct panel *panel)
{
	return gpio_lcd_set(to_gpio_lcd(panel)->light, panel_wire_light(panel));
}

/* Directions as well: a chip may have lost them over a suspend. E goes first. */
static int gpio_lcd_reset(struct panel *panel)
{
	struct gpio_lcd *lcd = to_gpio_lcd(panel);
	int err = 0;

	for (unsigned int i = 0; i < lcd->e->ndescs && !err; i++)
		err = gpiod_direction_output(lcd->e->desc[i], 0);
	if (!err)
		err = gpiod_direction_output(lcd->rs, 0);
	if (!err && lcd->rw)
		err = gpiod_direction_output(lcd->rw, 0);
	if (!err && lcd->light)
		err = gpiod_direction_output(lcd->light, panel_wire_light(panel));
	return err ?: gpio_lcd_data_output(lcd);
}

static const struct panel_wire gpio_lcd_wire = {
	.reset = gpio_lcd_reset,
	.send = gpio_lcd_send,
	.light = gpio_lcd_light,
	.read = gpio_lcd_read,
};

/* All instructions take the same time; the lines in between cost next to none. */
static const struct hd44780_costs gpio_lcd_costs = {
	.data = 1,
	.instruction = 1,
	.rs_change = 0,
};

/* The driver */

/* E and RW come before the data lines: two outputs must not meet here either. */
static int gpio_lcd_get_lines(struct gpio_lcd *lcd)
{
	struct device *dev = lcd->panel.dev;

	lcd->e = devm_gpiod_get_array(dev, "enable", GPIOD_OUT_LOW);
	if (IS_ERR(lcd->e))
		return PTR_ERR(lcd->e);
	lcd->rw = devm_gpiod_get_optional(dev, "rw", GPIOD_OUT_LOW);
	if (IS_ERR(lcd->rw))
		return PTR_ERR(lcd->rw);
	lcd->rs = devm_gpiod_get(dev, "rs", GPIOD_OUT_LOW);
	if (IS_ERR(lcd->rs))
		return PTR_ERR(lcd->rs);
	lcd->data = devm_gpiod_get_array(dev, "data", GPIOD_OUT_LOW);
	if (IS_ERR(lcd->data))
		return PTR_ERR(lcd->data);
	lcd->light = devm_gpiod_get_optional(dev, "backlight", GPIOD_ASIS);
	return PTR_ERR_OR_ZERO(lcd->light);
}

/*
 * A link unbinds this driver before the chip of a line goes, and binds it again when the
 * chip's device is bound again; it does not know a new device. A link to a chip that is
 * already going would come too late.
 */
static int gpio_lcd_follow(struct gpio_lcd *lcd, struct gpio_desc *line)
{
	struct device *dev = lcd->panel.dev;
	struct device *parent = GPIOD_PARENT(line);
	struct device_link *link;

	/* Without a driver it is never unbound, and the core warns of the link. */
	if (parent && READ_ONCE(parent->driver)) {
		link = device_link_add(dev, parent, DL_FLAG_AUTOPROBE_CONSUMER);
		if (!link)
			dev_warn(dev, "cannot be unbound when %s goes\n",
				 dev_name(parent));
		else if (READ_ONCE(link->status) == DL_STATE_SUPPLIER_UNBIND)
			return -EPROBE_DEFER;
	}
	return gpiod_to_chip(line) ? 0 : -EPROBE_DEFER;
}

static int gpio_lcd_follow_chips(struct gpio_lcd *lcd)
{
	int err = gpio_lcd_follow(lcd, lcd->rs);

	for (unsigned int i = 0; i < lcd->e->ndescs && !err; i++)
		err = gpio_lcd_follow(lcd, lcd->e->desc[i]);
	for (unsigned int i = 0; i < lcd->data->ndescs && !err; i++)
		err = gpio_lcd_follow(lcd, lcd->data->desc[i]);
	if (!err && lcd->rw)
		err = gpio_lcd_follow(lcd, lcd->rw);
	if (!err && lcd->light)
		err = gpio_lcd_follow(lcd, lcd->light);
	return err;
}

static int gpio_lcd_check_lines(struct gpio_lcd *lcd)
{
	struct device *dev = lcd->panel.dev;

	if (lcd->data->ndescs != 4 && lcd->data->ndescs != 8) {
		dev_err(dev, "%u data lines: want 4 or 8\n", lcd->data->ndescs);
		return -EINVAL;
	}
	if (lcd->e->ndescs > HD44780_UNITS) {
		dev_err(dev, "%u enable lines: want 1 or 2\n", lcd->e->ndescs);
		return -EINVAL;
	}
	return 0;
}

static int gpio_lcd_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct gpio_lcd *lcd;
	int err;

	lcd = devm_kzalloc(dev, sizeof(*lcd), GFP_KERNEL);
	if (!lcd)
		return -ENOMEM;
	lcd->panel.dev = dev;
	platform_set_drvdata(pdev, &lcd->panel);

	err = gpio_lcd_get_lines(lcd);
	if (!err)
		err = gpio_lcd_follow_chips(lcd);
	if (err)
		return dev_err_probe(dev, err, "GPIO lines\n");
	err = gpio_lcd_check_lines(lcd);
	if (err)
		return err;
	err = panel_configure(&lcd->panel, NULL);
	if (err)
		return err;
	lcd->panel.wire = &gpio_lcd_wire;
	lcd->panel.light_max = lcd->light ? 1 : 0;
	lcd->panel.costs = gpio_lcd_costs;
	lcd->panel.read_cost = lcd->rw ? 1 : 0;
	lcd->panel.unit_ns = hd44780_op(&lcd->panel.module, HD44780_DATA, 0).wait_us *
			     NSEC_PER_USEC;
	lcd->panel.module.bits = lcd->data->ndescs;
	lcd->panel.second_e = lcd->e->ndescs == 2;
	return devm_panel_add(&lcd->panel);
}

static void gpio_lcd_shutdown(struct platform_device *pdev)
{
	panel_shutdown(platform_get_drvdata(pdev));
}

static int gpio_lcd_resume(struct device *dev)
{
	panel_resume(dev_get_drvdata(dev));
	return 0;
}

static DEFINE_SIMPLE_DEV_PM_OPS(gpio_lcd_pm_ops, NULL, gpio_lcd_resume);

static const struct of_device_id gpio_lcd_of_ids[] = {
	{ .compatible = "devlcd,hd44780-gpio" },
	{ }
};
MODULE_DEVICE_TABLE(of, gpio_lcd_of_ids);

struct platform_driver wire_gpio_driver = {
	.driver = {
		.name = PANEL_GPIO_NAME,
		.of_match_table = gpio_lcd_of_ids,
		.pm = pm_sleep_ptr(&gpio_lcd_pm_ops),
	},
	.probe = gpio_lcd_probe,
	.shutdown = gpio_lcd_shutdown,
};
