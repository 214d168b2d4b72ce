// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <linux/spi/spidev.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bus.h"
#include "emu.h"
#include "spidev.h"

#define NAME "ltc2488"		/* spidev binds to this name in all kernels */
#define LATCHES_MAX 500		/* what the size of an ioctl has room for */

int spidev_load(void)
{
	(void)!system("modprobe -q spidev");
	return access("/sys/bus/spi/drivers/spidev", F_OK) ? errno : 0;
}

int spidev_open(const char *board, const char *device)
{
	char text[64];
	int bus, select;

	if (sscanf(device, "%*u %*u %d", &select) != 1)
		select = 0;
	snprintf(text, sizeof(text), NAME " %s", device);
	emu_control(board, "device", text);
	if (sscanf(emu_show(board, "bus"), "spi%d", &bus) != 1)
		return -1;
	snprintf(text, sizeof(text), "/dev/spidev%d.%d", bus, select);
	return open(text, O_RDWR | O_CLOEXEC);
}

int bus_open(const char *board)
{
	return spidev_open(board, "");
}

static int send(int fd, const struct spi_ioc_transfer *transfers, size_t count)
{
	unsigned long request = _IOC(_IOC_WRITE, SPI_IOC_MAGIC, 0,
				     count * sizeof(*transfers));

	return ioctl(fd, request, transfers) < 0 ? errno : 0;
}

int bus_transfer(int fd, unsigned short flags, void *bytes, size_t count)
{
	struct spi_ioc_transfer transfers[LATCHES_MAX] = { 0 };
	const unsigned char *at = bytes;

	if (flags || count > LATCHES_MAX)
		return EINVAL;
	for (size_t i = 0; i < count; i++) {
		transfers[i].tx_buf = (uintptr_t)&at[i];
		transfers[i].len = 1;
		transfers[i].cs_change = i + 1 < count;
	}
	return send(fd, transfers, count);
}

int spidev_exchange(int fd, const void *bytes, void *back, size_t count)
{
	struct spi_ioc_transfer transfer = {
		.tx_buf = (uintptr_t)bytes, .rx_buf = (uintptr_t)back, .len = count,
	};

	return send(fd, &transfer, 1);
}

int spidev_shift(int fd, const void *bytes, size_t count)
{
	return spidev_exchange(fd, bytes, NULL, count);
}
