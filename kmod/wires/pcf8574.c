// SPDX-License-Identifier: GPL-2.0-only
/* HD44780 modules on an I2C backpack: a PCF8574 or one of its kind. */
#include <linux/device.h>
#include <linux/i2c.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>

#include "../displays.h"
#include "../wiring.h"
#include "i2c-bus.h"
#include "port.h"
#include "wires.h"

#define DEFAULT_PINS "rs=0,rw=1,e=2,bl=3,d4=4,d5=5,d6=6,d7=7"

static char *pcf8574_pins = DEFAULT_PINS;
module_param(pcf8574_pins, charp, 0444);
MODULE_PARM_DESC(pcf8574_pins,
		 "how the backpack is wired, bl_low for an inverted backlight (default "
		 DEFAULT_PINS ")");

static struct wiring usual_pins;	/* as pcf8574_pins says */

struct pcf8574 {
	struct port port;
	struct i2c_bus bus;
};

static const struct panel_wire pcf8574_wire = {
	.reset = port_reset,
	.send = port_send,
	.light = port_light,
};

static int pcf8574_probe(struct i2c_client *client)
{
	struct wiring wiring = usual_pins;
	struct pcf8574 *lcd;
	struct panel *panel;
	int err;

	lcd = devm_kzalloc(&client->dev, sizeof(*lcd), GFP_KERNEL);
	if (!lcd)
		return -ENOMEM;
	panel = &lcd->port.panel;
	panel->dev = &client->dev;
	panel->wire = &pcf8574_wire;
	i2c_set_clientdata(client, panel);

	err = panel_configure(panel, &wiring);
	if (err)
		return err;
	err = i2c_bus_init(&lcd->bus, client, I2C_BUS_ANY_MODE);
	if (err)
		return err;
	lcd->port.stream = &lcd->bus.stream;
	err = port_setup(&lcd->port, &wiring, 0);
	if (err)
		return err;
	return devm_panel_add(panel);
}

/*
 * Not pcf8574 or nxp,pcf8574: those are GPIO expanders. And the I2C core takes
 * what follows the vendor for a name of the device, so that must be ours, too.
 * ACPI tables name the same compatible, with _HID PRP0001.
 */
static const struct i2c_device_id pcf8574_ids[] = {
	{ "devlcd-pcf8574" },
	{ }
};
MODULE_DEVICE_TABLE(i2c, pcf8574_ids);

static const struct of_device_id pcf8574_of_ids[] = {
	{ .compatible = "devlcd,devlcd-pcf8574" },
	{ }
};
MODULE_DEVICE_TABLE(of, pcf8574_of_ids);

struct i2c_driver wire_pcf8574_driver = {
	.driver = {
		.name = "devlcd-pcf8574",
		.of_match_table = pcf8574_of_ids,
		.pm = pm_sleep_ptr(&i2c_bus_pm_ops),
	},
	.I2C_PROBE = pcf8574_probe,
	.shutdown = i2c_bus_shutdown,
	.id_table = pcf8574_ids,
};

int wire_pcf8574_check(void)
{
	static const char what[] = "pcf8574_pins";

	return wiring_parse(what, pcf8574_pins, PORT_PINS, &usual_pins) ?:
	       wiring_refuse_keys(what, &usual_pins);
}
