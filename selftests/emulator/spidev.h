/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The emulated SPI bus through spidev: bus_open() and bus_transfer() of bus.h for
 * the shift register on it, and what else such a bus can do.
 */
#ifndef SPIDEV_H
#define SPIDEV_H

#include <stddef.h>

/* 0, or the errno if the kernel has no spidev. */
int spidev_load(void);

/* As bus_open(), with @device as the control "device" takes it after the name. */
int spidev_open(const char *board, const char *device);

/* Shift all bytes, and let the select line rise once: 0 or the errno. */
int spidev_shift(int fd, const void *bytes, size_t count);

/* The same, and what came back meanwhile. */
int spidev_exchange(int fd, const void *bytes, void *back, size_t count);

#endif
