// SPDX-License-Identifier: GPL-2.0-only
/* HD44780 modules on an MCP23008 or MCP23017. */
#include <linux/device.h>
#include <linux/i2c.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/property.h>

#include "../wiring.h"
#include "i2c-bus.h"
#include "mcp230xx.h"
#include "wires.h"

/*
 * All that can write a register's address and a byte, and no more: words would write
 * a second byte, and while the mode is set that is another register's.
 */
#define MODES (I2C_BUS_ANY_MODE & ~(BIT(I2C_BUS_BYTE) | BIT(I2C_BUS_WORD)))

static const struct mcp230xx_kind mcp23008 = { MCP230XX_BACKPACK, PORT_PINS };
static const struct mcp230xx_kind mcp23017 = { MCP230XX_PLATE, WIRING_TWO_PORTS };

struct mcp230xx_i2c {
	struct mcp230xx mcp;
	struct i2c_bus bus;
};

static int read_register(struct mcp230xx *mcp, u8 address, u8 *value)
{
	struct mcp230xx_i2c *lcd = container_of(mcp, struct mcp230xx_i2c, mcp);
	int byte = i2c_smbus_read_byte_data(lcd->bus.client, address);

	if (byte < 0)
		return byte;
	*value = byte;
	return 0;
}

/* As with devlcd-pcf8574, what follows the vendor is our own, too. */
static const struct i2c_device_id mcp230xx_ids[] = {
	{ "devlcd-mcp23008", (kernel_ulong_t)&mcp23008 },
	{ "devlcd-mcp23017", (kernel_ulong_t)&mcp23017 },
	{ }
};
MODULE_DEVICE_TABLE(i2c, mcp230xx_ids);

static const struct of_device_id mcp230xx_of_ids[] = {
	{ .compatible = "devlcd,devlcd-mcp23008", .data = &mcp23008 },
	{ .compatible = "devlcd,devlcd-mcp23017", .data = &mcp23017 },
	{ }
};
MODULE_DEVICE_TABLE(of, mcp230xx_of_ids);

static int mcp230xx_probe(struct i2c_client *client)
{
	const struct mcp230xx_kind *kind = device_get_match_data(&client->dev);
	const struct i2c_device_id *id = i2c_client_get_device_id(client);
	struct mcp230xx_i2c *lcd;
	int err;

	if (!kind && id)
		kind = (const struct mcp230xx_kind *)id->driver_data;
	if (!kind)
		return -ENODEV;
	lcd = devm_kzalloc(&client->dev, sizeof(*lcd), GFP_KERNEL);
	if (!lcd)
		return -ENOMEM;
	lcd->mcp.port.panel.dev = &client->dev;
	i2c_set_clientdata(client, &lcd->mcp.port.panel);
	err = i2c_bus_init(&lcd->bus, client, MODES);
	if (err)
		return err;
	lcd->bus.stream.head_length = 1;
	lcd->mcp.port.stream = &lcd->bus.stream;
	lcd->mcp.port.panel.keys.irq = client->irq;
	if (i2c_check_functionality(client->adapter, I2C_FUNC_SMBUS_READ_BYTE_DATA))
		lcd->mcp.read = read_register;
	return mcp230xx_add(&lcd->mcp, kind->pins, kind->count);
}

struct i2c_driver wire_mcp230xx_driver = {
	.driver = {
		.name = "devlcd-mcp230xx",
		.of_match_table = mcp230xx_of_ids,
		.pm = pm_sleep_ptr(&i2c_bus_pm_ops),
	},
	.I2C_PROBE = mcp230xx_probe,
	.shutdown = i2c_bus_shutdown,
	.id_table = mcp230xx_ids,
};
