// SPDX-License-Identifier: GPL-2.0-only
/*
 * Controllers that are on the I2C bus themselves. A control byte says what the
 * next byte is, data or an instruction, and whether another control byte comes
 * after that. After one that says no, all bytes to the end of the transfer are
 * of that kind: so a character is one byte.
 *
 * The controllers cannot be read, or not by all adapters, so a self-check sends
 * everything again.
 */
#include <linux/bits.h>
#include <linux/device.h>
#include <linux/i2c.h>
#include <linux/kernel.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/property.h>

#include "../displays.h"
#include "../panel.h"
#include "i2c-bus.h"
#include "native-chips.h"
#include "rgb-light.h"
#include "sleep.h"
#include "wires.h"

#define CONTROL_MORE 0x80	/* Co: the byte after the next is a control byte */
#define CONTROL_DATA 0x40	/* RS */

#define PAIR 2			/* a control byte and what it announces */
#define RUN_LEAST 3		/* fewer data are cheaper as pairs */

struct native {
	struct panel panel;
	const struct native_chip *chip;
	struct rgb_light rgb;
	bool run;	/* the transfer that is being put together ends in data */
	struct i2c_bus bus;
};

#define to_native(p) container_of(p, struct native, panel)

/*
 * Give the controller the time that it needs: one byte is between two pairs, and the
 * address and a control byte between two transfers.
 */
static void native_settle(struct native *lcd)
{
	struct stream *stream = &lcd->bus.stream;
	unsigned int us = stream_take_owed_us(stream);
	unsigned int pads = stream_pads(stream, us);

	if (pads >= PAIR)
		stream_transfer(stream);
	if (pads > PAIR && !stream->err)
		wire_sleep(us);
}

static void native_put(struct native *lcd, u8 control, u8 byte)
{
	struct stream *stream = &lcd->bus.stream;

	stream_reserve(stream, PAIR);
	stream_put(stream, control);
	stream_put(stream, byte);
	lcd->run = !(control & CONTROL_MORE);
}

/* How many data follow each other; all the rest counts as worth a run. */
static bool worth_a_run(const struct hd44780_op *ops, unsigned int count)
{
	unsigned int i = 0;

	while (i < count && i < RUN_LEAST && (ops[i].flags & HD44780_DATA))
		i++;
	return i == count || i == RUN_LEAST;
}

static void native_op(struct native *lcd, const struct hd44780_op *ops,
		      unsigned int count)
{
	struct stream *stream = &lcd->bus.stream;
	bool data = ops->flags & HD44780_DATA;
	bool run = data && !stream_pads(stream, ops->wait_us) &&
		   worth_a_run(ops, count);

	native_settle(lcd);
	if (stream->length && lcd->run) {
		if (data && stream->length < stream->limit) {
			stream_put(stream, ops->byte);
			return;
		}
		stream_transfer(stream);
	}
	native_put(lcd, (data ? CONTROL_DATA : 0) | (run ? 0 : CONTROL_MORE),
		   ops->byte);
}

static int native_send(struct panel *panel, const struct hd44780_op *ops,
		       unsigned int count)
{
	struct native *lcd = to_native(panel);

	for (unsigned int i = 0; i < count; i++) {
		if (!(ops[i].flags & HD44780_PAUSE))
			native_op(lcd, &ops[i], count - i);
		stream_wait(&lcd->bus.stream, ops[i].wait_us);
	}
	return stream_finish(&lcd->bus.stream);
}

/* The text does not depend on the light, which may be missing. */
static int native_light(struct panel *panel)
{
	rgb_light_set(&to_native(panel)->rgb, panel->lit);
	return 0;
}

static int native_reset(struct panel *panel)
{
	to_native(panel)->bus.stream.owed_us = 0;
	return to_native(panel)->chip->rgb ? native_light(panel) : 0;
}

static const struct panel_wire native_wire = {
	.reset = native_reset,
	.send = native_send,
	.light = native_light,
};

/* In bytes. A run of data begins with a control byte, and ends with the next address. */
static void native_find_costs(struct native *lcd)
{
	struct hd44780_costs *costs = &lcd->panel.costs;
	struct stream *stream = &lcd->bus.stream;
	u16 data_us = hd44780_op(&lcd->panel.module, HD44780_DATA, 0).wait_us;
	u16 instruction_us = hd44780_op(&lcd->panel.module, 0, 0).wait_us;

	costs->data = 1 + stream_pads_sent(stream, data_us);
	costs->instruction = max(1 + stream_pads_sent(stream, instruction_us), PAIR);
	costs->rs_change = costs->data > 1 ? 0 : 1;
	lcd->panel.unit_ns = stream->byte_ns;
}

static int native_find_bus(struct native *lcd, struct i2c_client *client)
{
	int err = i2c_bus_init(&lcd->bus, client, BIT(I2C_BUS_PLAIN) |
			       BIT(I2C_BUS_BLOCK) | BIT(I2C_BUS_BYTE_DATA));

	if (!err && lcd->bus.stream.limit < PAIR) {
		dev_err(&client->dev, "the adapter cannot write two bytes at once\n");
		err = -EOPNOTSUPP;
	}
	return err;
}

static int native_probe(struct i2c_client *client)
{
	const struct i2c_device_id *id = i2c_client_get_device_id(client);
	struct native *lcd;
	int err;

	lcd = devm_kzalloc(&client->dev, sizeof(*lcd), GFP_KERNEL);
	if (!lcd)
		return -ENOMEM;
	lcd->chip = device_get_match_data(&client->dev);
	if (!lcd->chip && id)
		lcd->chip = (const struct native_chip *)id->driver_data;
	if (!lcd->chip)
		return -ENODEV;
	lcd->panel.dev = &client->dev;
	lcd->panel.wire = &native_wire;
	lcd->panel.usual = &lcd->chip->usual;
	lcd->panel.module.variant = lcd->chip->variant;
	lcd->panel.module.bits = 8;
	i2c_set_clientdata(client, &lcd->panel);

	err = panel_configure(&lcd->panel, NULL);
	if (!err)
		err = native_find_bus(lcd, client);
	if (err)
		return err;
	native_find_costs(lcd);
	if (lcd->chip->rgb) {
		lcd->panel.light_max = RGB_LIGHT_MAX;
		devm_rgb_light_init(&lcd->rgb, client);
	}
	return devm_panel_add(&lcd->panel);
}

/* Names that are ours alone, as those of pcf8574.c. */
static const struct i2c_device_id native_ids[] = {
	{ "devlcd-aip31068", (kernel_ulong_t)&native_aip31068 },
	{ "devlcd-jhd1313", (kernel_ulong_t)&native_jhd1313 },
	{ "devlcd-st7032", (kernel_ulong_t)&native_st7032 },
	{ "devlcd-st7036", (kernel_ulong_t)&native_st7036 },
	{ "devlcd-st7036-3line", (kernel_ulong_t)&native_st7036_3line },
	{ "devlcd-pcf2119", (kernel_ulong_t)&native_pcf2119 },
	{ "devlcd-us2066", (kernel_ulong_t)&native_us2066 },
	{ }
};
MODULE_DEVICE_TABLE(i2c, native_ids);

static const struct of_device_id native_of_ids[] = {
	{ .compatible = "devlcd,devlcd-aip31068", .data = &native_aip31068 },
	{ .compatible = "devlcd,devlcd-jhd1313", .data = &native_jhd1313 },
	{ .compatible = "devlcd,devlcd-st7032", .data = &native_st7032 },
	{ .compatible = "devlcd,devlcd-st7036", .data = &native_st7036 },
	{ .compatible = "devlcd,devlcd-st7036-3line", .data = &native_st7036_3line },
	{ .compatible = "devlcd,devlcd-pcf2119", .data = &native_pcf2119 },
	{ .compatible = "devlcd,devlcd-us2066", .data = &native_us2066 },
	{ }
};
MODULE_DEVICE_TABLE(of, native_of_ids);

struct i2c_driver wire_native_driver = {
	.driver = {
		.name = "devlcd-native",
		.of_match_table = native_of_ids,
		.pm = pm_sleep_ptr(&i2c_bus_pm_ops),
	},
	.I2C_PROBE = native_probe,
	.shutdown = i2c_bus_shutdown,
	.id_table = native_ids,
};
