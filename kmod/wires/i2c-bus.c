// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/stringify.h>
#include <linux/time64.h>
#include <linux/units.h>

#include "../displays.h"
#include "../panel.h"
#include "i2c-bus.h"

#define BUS_BITS 9		/* of a byte: eight and the acknowledge */
#define SMBUS_BLOCK (I2C_SMBUS_BLOCK_MAX + 1)	/* the command is data, too */

#define DEFAULT_KHZ 400

static unsigned int bus_khz = DEFAULT_KHZ;
module_param(bus_khz, uint, 0444);
MODULE_PARM_DESC(bus_khz,
		 "speed of I2C buses that do not tell theirs (default "
		 __stringify(DEFAULT_KHZ) ")");

/* Bytes onto the bus */

static void fill(struct stream *stream, unsigned int length)
{
	while (stream->length < length) {
		stream->buffer[stream->length] = stream->buffer[stream->length - 1];
		stream->length++;
	}
}

static int write_stream(struct stream *stream)
{
	struct i2c_bus *bus = container_of(stream, struct i2c_bus, stream);
	struct i2c_client *client = bus->client;
	const u8 *bytes = stream->buffer;
	int sent;

	switch (bus->mode) {
	case I2C_BUS_PLAIN:
		sent = i2c_master_send_dmasafe(client, bytes, stream->length);
		if (sent < 0)
			return sent;
		return sent == stream->length ? 0 : -EIO;
	case I2C_BUS_BLOCK:
		fill(stream, 2);
		return i2c_smbus_write_i2c_block_data(client, bytes[0],
						      stream->length - 1,
						      bytes + 1);
	case I2C_BUS_WORD:
		fill(stream, 3);
		return i2c_smbus_write_word_data(client, bytes[0],
						 bytes[2] << 8 | bytes[1]);
	case I2C_BUS_BYTE_DATA:
		fill(stream, 2);
		return i2c_smbus_write_byte_data(client, bytes[0], bytes[1]);
	case I2C_BUS_BYTE:
		return i2c_smbus_write_byte(client, bytes[0]);
	}
	return -EINVAL;
}

/* What the bus can do */

/* What the controller's driver reads of its device, behind all multiplexers. */
static unsigned int speed_khz(struct i2c_adapter *adapter)
{
	struct i2c_timings timings = { 0 };
	struct i2c_adapter *before;

	while ((before = i2c_parent_is_i2c_adapter(adapter)))
		adapter = before;
	if (adapter->dev.parent)
		i2c_parse_fw_timings(adapter->dev.parent, &timings, false);
	return max(timings.bus_freq_hz ? timings.bus_freq_hz / HZ_PER_KHZ : bus_khz, 1U);
}

static int find_mode(struct i2c_bus *bus, unsigned int modes)
{
	static const struct {
		u32 needs;
		unsigned int limit;
	} known[] = {
		[I2C_BUS_PLAIN] = { I2C_FUNC_I2C, STREAM_BUFFER },
		[I2C_BUS_BLOCK] = { I2C_FUNC_SMBUS_WRITE_I2C_BLOCK, SMBUS_BLOCK },
		[I2C_BUS_WORD] = { I2C_FUNC_SMBUS_WRITE_WORD_DATA, 3 },
		[I2C_BUS_BYTE_DATA] = { I2C_FUNC_SMBUS_WRITE_BYTE_DATA, 2 },
		[I2C_BUS_BYTE] = { I2C_FUNC_SMBUS_WRITE_BYTE, 1 },
	};

	for (int i = 0; i < ARRAY_SIZE(known); i++) {
		if ((modes & BIT(i)) &&
		    i2c_check_functionality(bus->client->adapter, known[i].needs)) {
			bus->mode = i;
			bus->stream.limit = known[i].limit;
			return 0;
		}
	}
	dev_err(&bus->client->dev, "the adapter cannot write bytes\n");
	return -EOPNOTSUPP;
}

int i2c_bus_init(struct i2c_bus *bus, struct i2c_client *client,
		 unsigned int modes)
{
	const struct i2c_adapter_quirks *quirks = client->adapter->quirks;
	struct stream *stream = &bus->stream;
	int err;

	bus->client = client;
	err = find_mode(bus, modes);
	if (err)
		return err;

	stream->write = write_stream;
	stream->gap = 1;	/* the address */
	stream->byte_ns = max_t(unsigned int, BUS_BITS * NSEC_PER_MSEC /
				speed_khz(client->adapter), 1);
	if (bus->mode == I2C_BUS_PLAIN)
		stream_set_limit(stream, quirks && quirks->max_write_len ?
				 quirks->max_write_len : STREAM_BUFFER);
	return 0;
}

/* The driver */

void i2c_bus_shutdown(struct i2c_client *client)
{
	panel_shutdown(i2c_get_clientdata(client));
}

static int i2c_bus_resume(struct device *dev)
{
	panel_resume(dev_get_drvdata(dev));
	return 0;
}

DEFINE_SIMPLE_DEV_PM_OPS(i2c_bus_pm_ops, NULL, i2c_bus_resume);
