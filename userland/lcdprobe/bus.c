// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bus.h"

bool bus_open(struct bus *bus, int number)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/i2c-%d", number);
	bus->number = number;
	bus->fd = open(path, O_RDWR | O_CLOEXEC);
	if (bus->fd < 0)
		return false;
	if (!ioctl(bus->fd, I2C_FUNCS, &bus->functions))
		return true;
	close(bus->fd);
	return false;
}

void bus_close(struct bus *bus)
{
	close(bus->fd);
}

bool bus_taken(const struct bus *bus, unsigned int address)
{
	return ioctl(bus->fd, I2C_SLAVE, (unsigned long)address) && errno == EBUSY;
}

static bool bus_access(const struct bus *bus, unsigned int address, int direction, int size)
{
	union i2c_smbus_data data;
	struct i2c_smbus_ioctl_data access = {
		.read_write = direction, .size = size, .data = &data,
	};

	return !ioctl(bus->fd, I2C_SLAVE, (unsigned long)address) &&
	       !ioctl(bus->fd, I2C_SMBUS, &access);
}

bool bus_reads(const struct bus *bus, unsigned int address)
{
	return (bus->functions & I2C_FUNC_SMBUS_READ_BYTE) &&
	       bus_access(bus, address, I2C_SMBUS_READ, I2C_SMBUS_BYTE);
}

/* A write of the address without data. */
bool bus_answers(const struct bus *bus, unsigned int address)
{
	if (bus->functions & I2C_FUNC_SMBUS_QUICK)
		return bus_access(bus, address, I2C_SMBUS_WRITE, I2C_SMBUS_QUICK);
	return bus_reads(bus, address);
}
