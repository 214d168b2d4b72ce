// SPDX-License-Identifier: GPL-2.0-only
/*
 * HD44780 modules on a 74HC595, a shift register: the clock of the SPI bus is its
 * SRCLK, the data is its SER, and the chip select is its RCLK, whose rising edge
 * brings what has been shifted to the eight outputs.
 *
 * So each state of the outputs is a transfer of its own within a message. A state
 * that is put again changes nothing, and needs no edge: its byte is shifted through
 * ahead of the next state, and takes the same time.
 */
#include <linux/device.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/spi/spi.h>
#include <linux/units.h>

#include "../displays.h"
#include "../wiring.h"
#include "port.h"
#include "spi-wire.h"
#include "wires.h"

/* The backpack of Adafruit, as its libraries name the pins; Q0 is QA. */
#define DEFAULT_PINS "rs=1,e=2,d4=6,d5=5,d6=4,d7=3,bl=7"

/*
 * The module takes the same time for a character whatever the clock. A faster one
 * means more pads, and asks more of the wires.
 */
#define MAX_HZ (1 * HZ_PER_MHZ)

#define STATES_MAX 128		/* of a message: some 30 characters */

/* The @states of a message are the worker's own. */
struct hc595 {
	struct port port;
	struct stream stream;
	struct spi_device *spi;
	struct spi_transfer states[STATES_MAX];
};

/* Where the transfer ends that begins at @at: after the first state that is new. */
static unsigned int state_end(const struct stream *stream, unsigned int at)
{
	const u8 *bytes = stream->buffer;

	while (at && at + 1 < stream->length && bytes[at] == bytes[at - 1])
		at++;
	return at + 1;
}

/* Write one message from @at on. Return: where it ends, or a negative errno. */
static int write_message(struct hc595 *lcd, unsigned int at)
{
	struct spi_transfer *state = lcd->states;
	struct stream *stream = &lcd->stream;
	struct spi_message message;
	int err;

	spi_message_init(&message);
	for (int i = 0; i < STATES_MAX && at < stream->length; i++) {
		unsigned int end = state_end(stream, at);

		state = &lcd->states[i];
		*state = (struct spi_transfer) {
			.tx_buf = &stream->buffer[at],
			.len = end - at,
			.cs_change = 1,
			.cs_change_delay.unit = SPI_DELAY_UNIT_NSECS,	/* none */
		};
		spi_message_add_tail(state, &message);
		at = end;
	}
	state->cs_change = 0;	/* it rises after the last one anyway */
	err = spi_sync(lcd->spi, &message);
	return err ?: at;
}

static int write_stream(struct stream *stream)
{
	struct hc595 *lcd = container_of(stream, struct hc595, stream);
	int at = 0;

	while (at >= 0 && at < stream->length)
		at = write_message(lcd, at);
	return min(at, 0);
}

static const struct panel_wire hc595_wire = {
	.reset = port_reset,
	.send = port_send,
	.light = port_light,
};

static int hc595_probe(struct spi_device *spi)
{
	struct wiring wiring;
	struct panel *panel;
	struct hc595 *lcd;
	int err;

	lcd = devm_kzalloc(&spi->dev, sizeof(*lcd), GFP_KERNEL);
	if (!lcd)
		return -ENOMEM;
	lcd->spi = spi;
	lcd->stream.write = write_stream;
	lcd->port.stream = &lcd->stream;
	panel = &lcd->port.panel;
	panel->dev = &spi->dev;
	panel->wire = &hc595_wire;
	spi_set_drvdata(spi, panel);

	err = wiring_parse(dev_name(&spi->dev), DEFAULT_PINS, PORT_PINS, &wiring);
	if (!err)
		err = panel_configure(panel, &wiring);
	if (!err)
		err = spi_wire_setup(spi, &lcd->stream, MAX_HZ);
	if (!err)
		err = port_setup(&lcd->port, &wiring, 0);
	return err ?: devm_panel_add(panel);
}

/* Not 74hc595, which is a GPIO expander. See pcf8574.c for the vendor's part. */
static const struct spi_device_id hc595_ids[] = {
	{ "devlcd-hc595" },
	{ }
};
MODULE_DEVICE_TABLE(spi, hc595_ids);

static const struct of_device_id hc595_of_ids[] = {
	{ .compatible = "devlcd,devlcd-hc595" },
	{ }
};
MODULE_DEVICE_TABLE(of, hc595_of_ids);

struct spi_driver wire_hc595_driver = {
	.driver = {
		.name = "devlcd-hc595",
		.of_match_table = hc595_of_ids,
		.pm = pm_sleep_ptr(&spi_wire_pm_ops),
	},
	.probe = hc595_probe,
	.shutdown = spi_wire_shutdown,
	.id_table = hc595_ids,
};
