/* SPDX-License-Identifier: GPL-2.0-only */
/* The emulated I2C buses through i2c-dev, and the pins of the backpack on them. */
#ifndef BUS_H
#define BUS_H

#include <stddef.h>

#define RS 0x01
#define RW 0x02
#define E 0x04
#define BACKLIGHT 0x08

/* An open bus, at the backpack's address; below 0 where there is none. */
int bus_open(const char *board);

/* One message, with the flags of struct i2c_msg: 0 or the errno. */
int bus_transfer(int fd, unsigned short flags, void *bytes, size_t count);

/* A transfer of a write, then a read of one byte: 0 or the errno. */
int bus_write_read(int fd, void *bytes, size_t count, unsigned char *seen);

/* A write to another chip: 0 or the errno. */
int bus_transfer_to(int fd, unsigned short address, void *bytes, size_t count);

/*
 * A write of the kind @size, I2C_SMBUS_BYTE or another: 0 or the errno. @data
 * begins its union i2c_smbus_data, for @count bytes.
 */
int bus_smbus(int fd, int size, unsigned char command, const void *data,
	      size_t count);

/* A write of @command, then a read of one byte: 0 or the errno. */
int bus_smbus_read(int fd, unsigned char command, unsigned char *seen);

#endif
