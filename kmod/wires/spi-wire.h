/* SPDX-License-Identifier: GPL-2.0-only */
/* What the wires on SPI share. */
#ifndef DEVLCD_SPI_WIRE_H
#define DEVLCD_SPI_WIRE_H

#include <linux/pm.h>
#include <linux/spi/spi.h>

#include "stream.h"

/**
 * spi_wire_setup() - set the device up, and find out how long a byte takes
 * @spi:    device; its chip samples at the rising edge of the clock
 * @stream: the bytes for it; @byte_ns, @limit and @gap are set
 * @max_hz: no faster than that
 *
 * Return: 0 or a negative errno, with a message.
 */
int spi_wire_setup(struct spi_device *spi, struct stream *stream, unsigned int max_hz);

/* For the struct spi_driver of a wire whose drvdata is its struct panel. */
void spi_wire_shutdown(struct spi_device *spi);
extern const struct dev_pm_ops spi_wire_pm_ops;

#endif
