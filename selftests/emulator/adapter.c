// SPDX-License-Identifier: GPL-2.0-only
/* Two adapters: one speaks plain I2C, one only SMBus. */
#include <linux/device/bus.h>
#include <linux/i2c.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/platform_device.h>

#include "adapter.h"
#include "board.h"
#include "wire.h"

/**
 * struct bus - an adapter and the one device on it
 * @adapter: freed with the platform device, after its last user
 * @quirks: of the plain adapter
 * @board: the display module
 */
struct bus {
	struct i2c_adapter adapter;
	struct i2c_adapter_quirks quirks;
	struct board *board;
};

static int send(struct wire *w, const u8 *bytes, size_t n)
{
	int err = 0;

	for (size_t i = 0; i < n && !err; i++)
		err = wire_write(w, bytes[i]);
	return err;
}

static void receive(struct wire *w, u8 *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		bytes[i] = wire_read(w);
}

static int message(struct wire *w, const struct i2c_msg *msg)
{
	int err = wire_address(w, msg->addr, msg->flags & I2C_M_RD);

	if (err)
		return err;
	if (!(msg->flags & I2C_M_RD))
		return send(w, msg->buf, msg->len);
	receive(w, msg->buf, msg->len);
	return 0;
}

/* Some adapters can write, and read only after a repeated start condition. */
static bool can_read(const struct i2c_msg *msgs, int i, enum board_reads reads)
{
	if (reads == BOARD_READS_AFTER_WRITE)
		return i && !(msgs[i - 1].flags & I2C_M_RD);
	return reads == BOARD_READS_ANY;
}

static int plain_xfer(struct i2c_adapter *adapter, struct i2c_msg *msgs, int n)
{
	struct bus *bus = i2c_get_adapdata(adapter);
	enum board_reads reads = bus->board->config.reads;
	struct wire w;
	int err = 0;

	for (int i = 0; i < n; i++)
		if (msgs[i].flags & I2C_M_RD && !can_read(msgs, i, reads))
			return reads == BOARD_READS_FAIL ? -EIO : -EOPNOTSUPP;
	wire_start(&w, bus->board);
	for (int i = 0; i < n && !err; i++)
		err = message(&w, &msgs[i]);
	wire_stop(&w);
	return err ?: n;
}

static u32 plain_func(struct i2c_adapter *adapter)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static const struct i2c_algorithm plain_algorithm = {
	.master_xfer = plain_xfer,
	.functionality = plain_func,
};

/* An SMBus access as bytes: @out after the address, then @in bytes back. */
struct access {
	u32 func;
	u8 out[2 + I2C_SMBUS_BLOCK_MAX];
	size_t n_out;
	u8 *in;
	size_t n_in;
};

static void access_byte(struct access *a, bool read, union i2c_smbus_data *data)
{
	a->func = read ? I2C_FUNC_SMBUS_READ_BYTE : I2C_FUNC_SMBUS_WRITE_BYTE;
	a->n_out = !read;
	a->in = &data->byte;
	a->n_in = read;
}

static void access_byte_data(struct access *a, bool read,
			     union i2c_smbus_data *data)
{
	a->func = read ? I2C_FUNC_SMBUS_READ_BYTE_DATA :
			 I2C_FUNC_SMBUS_WRITE_BYTE_DATA;
	a->n_out = 1;
	a->in = &data->byte;
	a->n_in = read;
	if (!read)
		a->out[a->n_out++] = data->byte;
}

static void access_word(struct access *a, bool read, union i2c_smbus_data *data)
{
	a->func = read ? I2C_FUNC_SMBUS_READ_WORD_DATA :
			 I2C_FUNC_SMBUS_WRITE_WORD_DATA;
	a->n_out = 1;
	a->in = data->block;
	a->n_in = read ? 2 : 0;
	if (read)
		return;
	a->out[a->n_out++] = data->word;
	a->out[a->n_out++] = data->word >> 8;
}

static void access_i2c_block(struct access *a, bool read,
			     union i2c_smbus_data *data)
{
	size_t n = min_t(size_t, data->block[0], I2C_SMBUS_BLOCK_MAX);

	a->func = read ? I2C_FUNC_SMBUS_READ_I2C_BLOCK :
			 I2C_FUNC_SMBUS_WRITE_I2C_BLOCK;
	a->n_out = read ? 1 : 1 + n;
	a->in = data->block + 1;
	a->n_in = read ? n : 0;
	if (!read)
		memcpy(a->out + 1, data->block + 1, n);
}

/* An SMBus block says on the wire how long it is: one port state more. */
static void access_block(struct access *a, union i2c_smbus_data *data)
{
	size_t n = min_t(size_t, data->block[0], I2C_SMBUS_BLOCK_MAX);

	a->func = I2C_FUNC_SMBUS_WRITE_BLOCK_DATA;
	a->out[1] = n;
	memcpy(a->out + 2, data->block + 1, n);
	a->n_out = 2 + n;
}

static int access_parse(struct access *a, bool read, u8 command, int size,
			union i2c_smbus_data *data)
{
	*a = (struct access) { .out = { command } };
	switch (size) {
	case I2C_SMBUS_QUICK:
		a->func = I2C_FUNC_SMBUS_QUICK;
		return 0;
	case I2C_SMBUS_BYTE:
		access_byte(a, read, data);
		return 0;
	case I2C_SMBUS_BYTE_DATA:
		access_byte_data(a, read, data);
		return 0;
	case I2C_SMBUS_WORD_DATA:
		access_word(a, read, data);
		return 0;
	case I2C_SMBUS_I2C_BLOCK_DATA:
		access_i2c_block(a, read, data);
		return 0;
	case I2C_SMBUS_BLOCK_DATA:
		if (!read)
			access_block(a, data);
		return read ? -EOPNOTSUPP : 0;
	}
	return -EOPNOTSUPP;
}

static int access_run(struct access *a, struct wire *w, u16 address)
{
	int err = 0;

	if (a->n_out || !a->n_in)
		err = wire_address(w, address, false);
	if (!err)
		err = send(w, a->out, a->n_out);
	if (!err && a->n_in)
		err = wire_address(w, address, true);
	if (!err)
		receive(w, a->in, a->n_in);
	return err;
}

static s32 smbus_xfer(struct i2c_adapter *adapter, u16 address,
		      unsigned short flags, char read_write, u8 command,
		      int size, union i2c_smbus_data *data)
{
	struct bus *bus = i2c_get_adapdata(adapter);
	struct access a;
	struct wire w;
	int err;

	err = access_parse(&a, read_write == I2C_SMBUS_READ, command, size, data);
	if (err)
		return err;
	if (!(a.func & bus->board->config.smbus_func))
		return -EOPNOTSUPP;
	wire_start(&w, bus->board);
	err = access_run(&a, &w, address);
	wire_stop(&w);
	return err;
}

static u32 smbus_func(struct i2c_adapter *adapter)
{
	const struct bus *bus = i2c_get_adapdata(adapter);

	return bus->board->config.smbus_func;
}

static const struct i2c_algorithm smbus_algorithm = {
	.smbus_xfer = smbus_xfer,
	.functionality = smbus_func,
};

static int bus_add(struct platform_device *pdev,
		   const struct i2c_algorithm *algorithm)
{
	struct board **board = dev_get_platdata(&pdev->dev);
	struct bus *bus;
	int err;

	bus = devm_kzalloc(&pdev->dev, sizeof(*bus), GFP_KERNEL);
	if (!bus)
		return -ENOMEM;
	bus->board = *board;
	bus->quirks.max_write_len = bus->board->config.max_write_len;
	bus->adapter.owner = THIS_MODULE;
	bus->adapter.algo = algorithm;
	bus->adapter.quirks = &bus->quirks;
	bus->adapter.dev.parent = &pdev->dev;
	strscpy(bus->adapter.name, pdev->name, sizeof(bus->adapter.name));
	i2c_set_adapdata(&bus->adapter, bus);
	err = devm_i2c_add_adapter(&pdev->dev, &bus->adapter);
	if (!err)
		board_set_bus(bus->board, dev_name(&bus->adapter.dev));
	return err;
}

/* Whoever makes a device on one of the buses: it is wired to the chip's interrupt. */
static int device_comes(struct notifier_block *notifier, unsigned long action, void *dev)
{
	struct i2c_client *client = i2c_verify_client(dev);
	const struct bus *bus;

	if (action != BUS_NOTIFY_ADD_DEVICE || !client ||
	    (client->adapter->algo != &plain_algorithm &&
	     client->adapter->algo != &smbus_algorithm))
		return NOTIFY_DONE;
	bus = i2c_get_adapdata(client->adapter);
	if (bus->board->config.interrupt)
		client->init_irq = bus->board->interrupt.irq;
	return NOTIFY_OK;
}

static struct notifier_block devices_come = { .notifier_call = device_comes };

static int plain_probe(struct platform_device *pdev)
{
	return bus_add(pdev, &plain_algorithm);
}

static int smbus_probe(struct platform_device *pdev)
{
	return bus_add(pdev, &smbus_algorithm);
}

static void bus_shutdown(struct platform_device *pdev)
{
	struct board **board = dev_get_platdata(&pdev->dev);

	board_shutdown(*board);
}

static struct platform_driver plain_driver = {
	.driver.name = ADAPTER_PLAIN,
	.probe = plain_probe,
	.shutdown = bus_shutdown,
};

static struct platform_driver smbus_driver = {
	.driver.name = ADAPTER_SMBUS,
	.probe = smbus_probe,
	.shutdown = bus_shutdown,
};

static struct platform_driver *const drivers[] = {
	&plain_driver,
	&smbus_driver,
};

int adapter_register(void)
{
	int err = bus_register_notifier(&i2c_bus_type, &devices_come);

	if (err)
		return err;
	err = platform_register_drivers(drivers, ARRAY_SIZE(drivers));
	if (err)
		bus_unregister_notifier(&i2c_bus_type, &devices_come);
	return err;
}

void adapter_unregister(void)
{
	platform_unregister_drivers(drivers, ARRAY_SIZE(drivers));
	bus_unregister_notifier(&i2c_bus_type, &devices_come);
}
