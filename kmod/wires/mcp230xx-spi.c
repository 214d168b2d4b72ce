// SPDX-License-Identifier: GPL-2.0-only
/*
 * HD44780 modules on an MCP23S08 or MCP23S17. A message begins with an opcode, which
 * has the chip's address: 0, as hardware addresses are off after a reset.
 */
#include <linux/device.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/property.h>
#include <linux/spi/spi.h>
#include <linux/units.h>

#include "../wiring.h"
#include "mcp230xx.h"
#include "spi-wire.h"
#include "wires.h"

#define OPCODE_WRITE 0x40
#define OPCODE_READ 0x41

/* PiFace Control and Display, as LCDproc's driver for it names the pins. */
#define CAD_PINS "rs=b6,rw=b5,e=b4,d4=b0,d5=b1,d6=b2,d7=b3,bl=b7," \
	"key_left=a0,key_down=a1,key_up=a2,key_right=a3,key_enter=a4," \
	"key_escape=a5,key_f1=a6,key_f2=a7"

#define MAX_HZ (1 * HZ_PER_MHZ)	/* as for the 74HC595: see there */

static const struct mcp230xx_kind mcp23s08 = { MCP230XX_BACKPACK, PORT_PINS };
static const struct mcp230xx_kind mcp23s17 = { CAD_PINS, WIRING_TWO_PORTS };

struct mcp230xx_spi {
	struct mcp230xx mcp;
	struct stream stream;
	struct spi_device *spi;
};

static int write_stream(struct stream *stream)
{
	struct mcp230xx_spi *lcd = container_of(stream, struct mcp230xx_spi, stream);

	return spi_write(lcd->spi, stream->buffer, stream->length);
}

static int read_register(struct mcp230xx *mcp, u8 address, u8 *value)
{
	struct mcp230xx_spi *lcd = container_of(mcp, struct mcp230xx_spi, mcp);
	const u8 head[] = { OPCODE_READ, address };

	return spi_write_then_read(lcd->spi, head, sizeof(head), value, 1);
}

static const struct spi_device_id mcp23s_ids[] = {
	{ "devlcd-mcp23s08", (kernel_ulong_t)&mcp23s08 },
	{ "devlcd-mcp23s17", (kernel_ulong_t)&mcp23s17 },
	{ }
};
MODULE_DEVICE_TABLE(spi, mcp23s_ids);

static const struct of_device_id mcp23s_of_ids[] = {
	{ .compatible = "devlcd,devlcd-mcp23s08", .data = &mcp23s08 },
	{ .compatible = "devlcd,devlcd-mcp23s17", .data = &mcp23s17 },
	{ }
};
MODULE_DEVICE_TABLE(of, mcp23s_of_ids);

/* A user's driver_override may have brought a device of any other name. */
static const struct mcp230xx_kind *kind_of(struct spi_device *spi)
{
	const struct mcp230xx_kind *kind = device_get_match_data(&spi->dev);
	const struct spi_device_id *id = spi_get_device_id(spi);

	if (!kind && id)
		kind = (const struct mcp230xx_kind *)id->driver_data;
	return kind ?: &mcp23s17;
}

static int mcp23s_probe(struct spi_device *spi)
{
	const struct mcp230xx_kind *kind = kind_of(spi);
	struct mcp230xx_spi *lcd;
	int err;

	lcd = devm_kzalloc(&spi->dev, sizeof(*lcd), GFP_KERNEL);
	if (!lcd)
		return -ENOMEM;
	lcd->spi = spi;
	lcd->stream.write = write_stream;
	lcd->stream.head[0] = OPCODE_WRITE;
	lcd->stream.head_length = 2;
	lcd->mcp.port.stream = &lcd->stream;
	lcd->mcp.read = read_register;
	lcd->mcp.port.panel.keys.irq = spi->irq;
	lcd->mcp.port.panel.dev = &spi->dev;
	spi_set_drvdata(spi, &lcd->mcp.port.panel);
	err = spi_wire_setup(spi, &lcd->stream, MAX_HZ);
	return err ?: mcp230xx_add(&lcd->mcp, kind->pins, kind->count);
}

struct spi_driver wire_mcp23s_driver = {
	.driver = {
		.name = "devlcd-mcp23s",
		.of_match_table = mcp23s_of_ids,
		.pm = pm_sleep_ptr(&spi_wire_pm_ops),
	},
	.probe = mcp23s_probe,
	.shutdown = spi_wire_shutdown,
	.id_table = mcp23s_ids,
};
