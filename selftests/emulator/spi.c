// SPDX-License-Identifier: GPL-2.0-only
/*
 * An SPI controller with two chip selects. A chip is on the first, and samples at
 * the rising edge of the clock. That is modes 0 and 3; in modes 1 and 2 the
 * controller changes the data at that edge, so the chip sees each bit a clock late.
 *
 * A message is a transfer of the wire.
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/spi/spi.h>
#include <linux/string.h>
#include <linux/units.h>

#include "board.h"
#include "spi.h"
#include "wire.h"

#define SELECTS 2
#define FASTEST_HZ (50 * HZ_PER_MHZ)

/**
 * struct host - a controller and the one chip on it
 * @controller: for the SPI core
 * @board: the display module
 * @device: made by host_device(), NULL if there is none; under the board's
 *          @plugging
 * @wire: the message that is being sent
 * @selected: the chip's select line is low
 * @last: the last bit that was sent, in bit 7
 * @pause: ns from the next change of the select line to the one after that
 */
struct host {
	struct spi_controller *controller;
	struct board *board;
	struct spi_device *device;
	struct wire wire;
	bool selected;
	u8 last;
	u64 pause;
};

static size_t host_max_size(struct spi_device *spi)
{
	const struct host *host = spi_controller_get_devdata(spi->controller);

	return host->board->config.max_write_len ?: SIZE_MAX;
}

static int host_prepare_message(struct spi_controller *controller,
				struct spi_message *message)
{
	struct host *host = spi_controller_get_devdata(controller);

	if (message->frame_length > host_max_size(message->spi))
		return -EMSGSIZE;
	wire_start(&host->wire, host->board);
	return 0;
}

static int host_unprepare_message(struct spi_controller *controller,
				  struct spi_message *message)
{
	struct host *host = spi_controller_get_devdata(controller);

	wire_stop(&host->wire);
	return 0;
}

/* The core also sets the line when no message is sent, to what it is. */
static void host_set_cs(struct spi_device *spi, bool high)
{
	struct host *host = spi_controller_get_devdata(spi->controller);

	if (spi_get_chipselect(spi, 0) || host->selected == !high)
		return;
	host->selected = !high;
	wire_select(&host->wire, host->selected);
	wire_pass(&host->wire, host->pause);
	host->pause = 0;
}

static bool rising_edge_samples(const struct spi_device *spi)
{
	return !(spi->mode & SPI_CPOL) == !(spi->mode & SPI_CPHA);
}

static u8 seen_late(struct host *host, u8 byte)
{
	u8 seen = host->last | byte >> 1;

	host->last = byte << 7;
	return seen;
}

static u64 delay_ns(const struct spi_delay *delay, struct spi_transfer *transfer)
{
	struct spi_delay copy = *delay;

	return max(spi_delay_to_ns(&copy, transfer), 0);
}

static int host_transfer_one(struct spi_controller *controller,
			     struct spi_device *spi,
			     struct spi_transfer *transfer)
{
	struct host *host = spi_controller_get_devdata(controller);
	bool right = rising_edge_samples(spi);
	const u8 *out = transfer->tx_buf;
	u8 *in = transfer->rx_buf;
	int err = 0;

	wire_judge(&host->wire, right, transfer->speed_hz);
	for (unsigned int i = 0; i < transfer->len && !err; i++) {
		u8 byte = out ? out[i] : 0, back = 0xff;

		if (!right)
			byte = seen_late(host, byte);
		err = wire_exchange(&host->wire, byte, &back, transfer->speed_hz,
				    host->selected);
		if (in)
			in[i] = back;
	}
	wire_pass(&host->wire, delay_ns(&transfer->delay, transfer));
	if (transfer->cs_change)
		host->pause = delay_ns(&transfer->cs_change_delay, transfer);
	return err;
}

static int host_probe(struct platform_device *pdev)
{
	struct board **board = dev_get_platdata(&pdev->dev);
	struct spi_controller *controller;
	struct host *host;
	int err;

	if (!(*board)->config.target->exchange) {
		dev_err(&pdev->dev, "chip: %s is not one for SPI\n",
			(*board)->config.target->name);
		return -EINVAL;
	}
	controller = devm_spi_alloc_host(&pdev->dev, sizeof(*host));
	if (!controller)
		return -ENOMEM;
	host = spi_controller_get_devdata(controller);
	host->controller = controller;
	host->board = *board;
	host->wire.board = *board;
	controller->bus_num = -1;
	controller->num_chipselect = SELECTS;
	controller->mode_bits = SPI_CPOL | SPI_CPHA;
	controller->bits_per_word_mask = SPI_BPW_MASK(8);
	controller->max_speed_hz = FASTEST_HZ;
	controller->max_transfer_size = host_max_size;
	controller->max_message_size = host_max_size;
	controller->prepare_message = host_prepare_message;
	controller->unprepare_message = host_unprepare_message;
	controller->set_cs = host_set_cs;
	controller->transfer_one = host_transfer_one;
	platform_set_drvdata(pdev, host);
	err = devm_spi_register_controller(&pdev->dev, controller);
	if (!err)
		board_set_bus(*board, dev_name(&controller->dev));
	return err;
}

static void host_shutdown(struct platform_device *pdev)
{
	struct board **board = dev_get_platdata(&pdev->dev);

	board_shutdown(*board);
}

/* What a board's description says to the kernel's drivers: one 74HC595; one MCP23S08. */
static const struct property_entry device_properties[] = {
	PROPERTY_ENTRY_U32("registers-number", 1),
	PROPERTY_ENTRY_U32("microchip,spi-present-mask", BIT(0)),
	{ }
};

static const struct software_node device_node = {
	.properties = device_properties,
};

/*
 * The kernel's drivers need the node. Newer kernels name a device after its node, and the
 * others here are to have the name spi0.0.
 */
static bool needs_node(const char *modalias)
{
	return strstarts(modalias, "74hc") || strstarts(modalias, "mcp23s");
}

static int host_add_device(struct host *host, const char *text)
{
	unsigned int mode = 0, khz = host->board->config.khz, select = 0;
	struct spi_board_info info = { 0 };

	if (sscanf(text, "%31s %u %u %u", info.modalias, &mode, &khz, &select) < 1)
		return -EINVAL;
	if (needs_node(info.modalias))
		info.swnode = &device_node;
	info.mode = mode;
	info.max_speed_hz = khz * HZ_PER_KHZ;
	info.chip_select = select;
	if (host->board->config.interrupt)
		info.irq = host->board->interrupt.irq;
	host->device = spi_new_device(host->controller, &info);
	return host->device ? 0 : -EINVAL;
}

int host_device(struct board *b, const char *text)
{
	struct host *host;

	guard(mutex)(&b->plugging);
	host = b->device ? platform_get_drvdata(b->device) : NULL;
	if (!host)
		return -ENODEV;
	if (host->device)
		spi_unregister_device(host->device);
	host->device = NULL;
	return strcmp(text, "none") ? host_add_device(host, text) : 0;
}

static struct platform_driver host_driver = {
	.driver.name = HOST_SPI,
	.probe = host_probe,
	.shutdown = host_shutdown,
};

int host_register(void)
{
	return platform_driver_register(&host_driver);
}

void host_unregister(void)
{
	platform_driver_unregister(&host_driver);
}
