// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/minmax.h>
#include <linux/spi/spi.h>
#include <linux/time64.h>

#include "../displays.h"
#include "../panel.h"
#include "spi-wire.h"

#define BITS 8

static bool samples_at_rising_edge(const struct spi_device *spi)
{
	return !(spi->mode & SPI_CPOL) == !(spi->mode & SPI_CPHA);
}

int spi_wire_setup(struct spi_device *spi, struct stream *stream, unsigned int max_hz)
{
	int err;

	if (!samples_at_rising_edge(spi)) {
		dev_err(&spi->dev, "SPI mode %u: want 0 or 3\n",
			(unsigned int)(spi->mode & (SPI_CPOL | SPI_CPHA)));
		return -EINVAL;
	}
	spi->bits_per_word = BITS;
	spi->max_speed_hz = min_not_zero(spi->max_speed_hz, max_hz);
	err = spi_setup(spi);
	if (err) {
		dev_err(&spi->dev, "the controller refuses its settings: error %d\n", err);
		return err;
	}

	stream->gap = 0;
	stream->byte_ns = NSEC_PER_SEC / max(spi->max_speed_hz / BITS, 1U);
	stream_set_limit(stream, min(spi_max_transfer_size(spi), spi_max_message_size(spi)));
	return 0;
}

/* The driver */

void spi_wire_shutdown(struct spi_device *spi)
{
	panel_shutdown(spi_get_drvdata(spi));
}

static int spi_wire_resume(struct device *dev)
{
	panel_resume(dev_get_drvdata(dev));
	return 0;
}

DEFINE_SIMPLE_DEV_PM_OPS(spi_wire_pm_ops, NULL, spi_wire_resume);
