// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "kselftest.h"

#include "bus.h"
#include "emu.h"

#define ADDRESS 0x27

int bus_transfer(int fd, unsigned short flags, void *bytes, size_t count)
{
	struct i2c_msg msg = {
		.addr = ADDRESS, .flags = flags, .len = count, .buf = bytes,
	};
	struct i2c_rdwr_ioctl_data data = { .msgs = &msg, .nmsgs = 1 };

	return ioctl(fd, I2C_RDWR, &data) == 1 ? 0 : errno;
}

int bus_transfer_to(int fd, unsigned short address, void *bytes, size_t count)
{
	struct i2c_msg msg = { .addr = address, .len = count, .buf = bytes };
	struct i2c_rdwr_ioctl_data data = { .msgs = &msg, .nmsgs = 1 };

	return ioctl(fd, I2C_RDWR, &data) == 1 ? 0 : errno;
}

int bus_write_read(int fd, void *bytes, size_t count, unsigned char *seen)
{
	struct i2c_msg msgs[] = {
		{ .addr = ADDRESS, .len = count, .buf = bytes },
		{ .addr = ADDRESS, .flags = I2C_M_RD, .len = 1, .buf = seen },
	};
	struct i2c_rdwr_ioctl_data data = { .msgs = msgs, .nmsgs = 2 };

	return ioctl(fd, I2C_RDWR, &data) == 2 ? 0 : errno;
}

int bus_smbus(int fd, int size, unsigned char command, const void *data,
	      size_t count)
{
	union i2c_smbus_data block = { 0 };
	struct i2c_smbus_ioctl_data args = {
		.read_write = I2C_SMBUS_WRITE, .command = command,
		.size = size, .data = &block,
	};

	if (count)
		memcpy(&block, data, count);
	return ioctl(fd, I2C_SMBUS, &args) ? errno : 0;
}

int bus_smbus_read(int fd, unsigned char command, unsigned char *seen)
{
	union i2c_smbus_data data = { 0 };
	struct i2c_smbus_ioctl_data args = {
		.read_write = I2C_SMBUS_READ, .command = command,
		.size = I2C_SMBUS_BYTE_DATA, .data = &data,
	};
	int err = ioctl(fd, I2C_SMBUS, &args) ? errno : 0;

	*seen = data.byte;
	return err;
}

int bus_open(const char *board)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/dev/i2c-%d", emu_bus(board));
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd >= 0 && ioctl(fd, I2C_SLAVE, ADDRESS))
		ksft_print_msg("%s: I2C_SLAVE: %s\n", path, strerror(errno));
	return fd;
}
