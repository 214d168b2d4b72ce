/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds out which addresses of an I2C bus answer. Never writes a byte of data. */
#ifndef DEVLCD_LCDPROBE_BUS_H
#define DEVLCD_LCDPROBE_BUS_H

#include <stdbool.h>

/**
 * struct bus - an open bus
 * @number:    of /dev/i2c-N
 * @fd:        open
 * @functions: abilities of its adapter, I2C_FUNC_ bits
 */
struct bus {
	int number;
	int fd;
	unsigned long functions;
};

/* Open /dev/i2c-@number. Return: false, with errno. */
bool bus_open(struct bus *bus, int number);
void bus_close(struct bus *bus);

/* Does a driver of the kernel use this address? Then leave it alone. */
bool bus_taken(const struct bus *bus, unsigned int address);

/* Does a chip acknowledge the address? */
bool bus_answers(const struct bus *bus, unsigned int address);

/* Can a byte be read from this address? */
bool bus_reads(const struct bus *bus, unsigned int address);

#endif
