/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the wires on I2C share: what the adapter can do, and transfers no longer
 * than it and the other users of the bus allow.
 */
#ifndef DEVLCD_I2C_BUS_H
#define DEVLCD_I2C_BUS_H

#include <linux/bits.h>
#include <linux/i2c.h>
#include <linux/pm.h>

#include "stream.h"

/*
 * How bytes get onto the bus: as plain I2C writes, or as SMBus writes of three, two or
 * one at a time. I2C_BUS_BLOCK is an SMBus I2C block write, the command and up to 32
 * bytes; never an SMBus block write, which sends a count as well.
 */
enum i2c_bus_mode {
	I2C_BUS_PLAIN, I2C_BUS_BLOCK, I2C_BUS_WORD, I2C_BUS_BYTE_DATA,
	I2C_BUS_BYTE,
};

#define I2C_BUS_ANY_MODE	GENMASK(I2C_BUS_BYTE, I2C_BUS_PLAIN)

/* The bus that a chip is on; @client and @mode never change. */
struct i2c_bus {
	struct stream stream;
	struct i2c_client *client;
	enum i2c_bus_mode mode;
};

/**
 * i2c_bus_init() - find out what the adapter can do
 * @bus:    set
 * @client: the chip
 * @modes:  a bit for each enum i2c_bus_mode that will do. SMBus writes have fixed
 *          or least lengths, and the last byte is repeated to fill them up
 *
 * Return: 0; -EOPNOTSUPP if the adapter can do none, with a message.
 */
int i2c_bus_init(struct i2c_bus *bus, struct i2c_client *client,
		 unsigned int modes);

/* For the struct i2c_driver of a wire whose clientdata is its struct panel. */
void i2c_bus_shutdown(struct i2c_client *client);
extern const struct dev_pm_ops i2c_bus_pm_ops;

#endif
