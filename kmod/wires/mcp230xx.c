// SPDX-License-Identifier: GPL-2.0-only
/*
 * A transfer names a register, then come bytes for it. In byte mode they all go to
 * that register, here the latch of the outputs, so that each byte is a state of the
 * port. With two ports, the registers have to be in two banks as well: else every
 * other byte goes to the other port.
 *
 * Pins that are not wired stay inputs. The module is never read: a byte takes at
 * least twelve bytes on the bus, and sending it again takes four.
 *
 * A key connects a pin to ground, and the chip pulls it up. Its interrupt line is an
 * open drain: a chip that has 5 V must not drive a pin for 3.3 V high.
 */
#include <linux/bits.h>
#include <linux/device.h>
#include <linux/kernel.h>

#include "../displays.h"
#include "../wiring.h"
#include "mcp230xx.h"

/* Registers of a port, and how far port B's are from port A's (table 3-1). */
#define IODIR 0x00
#define IPOL 0x01
#define GPINTEN 0x02
#define INTCON 0x04
#define IOCON 0x05
#define GPPU 0x06
#define GPIO 0x09
#define OLAT 0x0a
#define BANK 0x10

#define IOCON_NO_BANKS 0x0a	/* its address while there is one bank */
#define IOCON_BANKS BIT(7)
#define IOCON_BYTE_MODE BIT(5)
#define IOCON_OPEN_DRAIN BIT(2)
#define IOCON_MODE (IOCON_BYTE_MODE | IOCON_OPEN_DRAIN)

/* Bytes that are put from now on are for this register. */
static void mcp230xx_select(struct mcp230xx *mcp, u8 address)
{
	struct stream *stream = mcp->port.stream;

	stream_transfer(stream);
	stream->head[stream->head_length - 1] = address;
}

static void mcp230xx_set(struct mcp230xx *mcp, u8 address, u8 value)
{
	mcp230xx_select(mcp, address);
	stream_put(mcp->port.stream, value);
}

static u8 mcp230xx_address(const struct mcp230xx *mcp, unsigned int side, u8 address)
{
	return side ? BANK + address : address;
}

/* Bytes that are put from now on are states of the port. */
static void mcp230xx_select_port(struct mcp230xx *mcp)
{
	mcp230xx_select(mcp, mcp230xx_address(mcp, mcp->side, OLAT));
}

/*
 * From any state. With banks, the first address is IOCON's, and the banks are gone.
 * Without, it is GPINTENB's, which is cleared at the end.
 */
static void mcp230xx_set_mode(struct mcp230xx *mcp)
{
	mcp230xx_set(mcp, IOCON, IOCON_MODE);
	if (mcp->ports == 1)
		return;
	mcp230xx_set(mcp, IOCON_NO_BANKS, IOCON_BANKS | IOCON_MODE);
	mcp230xx_set(mcp, BANK + GPINTEN, 0);
}

static void mcp230xx_set_other_light(struct mcp230xx *mcp)
{
	bool lit = panel_wire_light(&mcp->port.panel);
	u8 latch = lit ? mcp->light_high : mcp->light_low;

	if (mcp->light_high | mcp->light_low)
		mcp230xx_set(mcp, mcp230xx_address(mcp, !mcp->side, OLAT), latch);
}

static void mcp230xx_set_other_outputs(struct mcp230xx *mcp)
{
	u8 outputs = mcp->light_high | mcp->light_low;

	if (mcp->ports == 2)
		mcp230xx_set(mcp, mcp230xx_address(mcp, !mcp->side, IODIR), ~outputs);
}

/* A key that is pressed reads as 1, and interrupts when it changes. No @pins: no key. */
static void mcp230xx_set_keys(struct mcp230xx *mcp, u8 pins)
{
	const struct {
		u8 address;
		u8 value;
	} registers[] = {
		{ IPOL, pins },
		{ GPPU, pins },
		{ INTCON, 0 },
		{ GPINTEN, mcp->port.panel.keys.irq > 0 ? pins : 0 },
	};

	if (!mcp->keys)
		return;
	for (int i = 0; i < ARRAY_SIZE(registers); i++)
		mcp230xx_set(mcp, mcp230xx_address(mcp, mcp->key_side, registers[i].address),
			     registers[i].value);
}

static int mcp230xx_read_keys(struct panel *panel, u16 *keys)
{
	struct mcp230xx *mcp = container_of(to_port(panel), struct mcp230xx, port);
	u8 pins;
	int err;

	err = mcp->read(mcp, mcp230xx_address(mcp, mcp->key_side, GPIO), &pins);
	if (err)
		return err;
	*keys = 0;
	for (int i = 0; i < WIRING_KEYS; i++)
		if (pins & mcp->key[i])
			*keys |= BIT(i);
	return 0;
}

/*
 * Latches come before directions, so that no pin has a level that is not meant. A
 * chip that is set up already is told what it has, so nothing changes on its pins.
 */
static int mcp230xx_reset(struct panel *panel)
{
	struct mcp230xx *mcp = container_of(to_port(panel), struct mcp230xx, port);
	struct port *port = &mcp->port;

	mcp230xx_set_mode(mcp);
	mcp230xx_set_other_light(mcp);
	mcp230xx_set_other_outputs(mcp);
	mcp230xx_select_port(mcp);
	port_put(port, port_idle(port));
	mcp230xx_set(mcp, mcp230xx_address(mcp, mcp->side, IODIR), ~port_mask(port));
	mcp230xx_set_keys(mcp, mcp->keys);
	mcp230xx_select_port(mcp);
	return stream_finish(port->stream);
}

static int mcp230xx_light(struct panel *panel)
{
	struct mcp230xx *mcp = container_of(to_port(panel), struct mcp230xx, port);

	mcp230xx_set_other_light(mcp);
	mcp230xx_select_port(mcp);
	return port_light(panel);
}

static const struct panel_wire mcp230xx_wire = {
	.reset = mcp230xx_reset,
	.refresh = mcp230xx_reset,
	.send = port_send,
	.light = mcp230xx_light,
	.read_keys = mcp230xx_read_keys,
};

static int mcp230xx_find_keys(struct mcp230xx *mcp, const struct wiring *wiring)
{
	struct panel *panel = &mcp->port.panel;
	u16 keys = 0;	/* those of port B in the upper byte */

	for (int i = 0; i < WIRING_KEYS; i++) {
		for (int side = 0; side < mcp->ports; side++) {
			u8 pin = port_mask_of(wiring, WIRING_KEY_UP + i,
					      side * PORT_PINS);

			keys |= pin << side * PORT_PINS;
			mcp->key[i] |= pin;
		}
	}
	if (keys & 0x00ff && keys & 0xff00) {
		dev_err(panel->dev, "the keys have to be on one port\n");
		return -EINVAL;
	}
	mcp->key_side = keys & 0xff00 ? 1 : 0;
	mcp->keys = keys | keys >> PORT_PINS;
	if (mcp->keys && !mcp->read) {
		dev_warn(panel->dev, "the adapter cannot read: no keys\n");
		panel->keys.unreadable = true;
		mcp->keys = 0;
	}
	panel->keys.wired = mcp->keys;
	return 0;
}

/* The kernel's driver for the chip expects the modes of a reset. The glass stays. */
static void mcp230xx_release(void *data)
{
	struct mcp230xx *mcp = data;

	if (!mcp->port.panel.ready)
		return;
	mcp230xx_set_keys(mcp, 0);
	mcp230xx_set(mcp, IOCON, 0);
	stream_finish(mcp->port.stream);
}

int mcp230xx_add(struct mcp230xx *mcp, const char *pins, unsigned int count)
{
	struct stream *stream = mcp->port.stream;
	struct panel *panel = &mcp->port.panel;
	struct wiring wiring;
	int err;

	if (stream->limit <= stream->head_length) {
		dev_err(panel->dev, "the adapter cannot write a register\n");
		return -EOPNOTSUPP;
	}
	panel->wire = &mcp230xx_wire;
	err = wiring_parse(dev_name(panel->dev), pins, count, &wiring);
	if (!err)
		err = panel_configure(panel, &wiring);
	if (err)
		return err;
	mcp->ports = count / PORT_PINS;
	mcp->side = wiring.pin[WIRING_RS] / PORT_PINS;
	err = port_setup(&mcp->port, &wiring, mcp->side * PORT_PINS);
	if (err)
		return err;
	mcp->light_high = port_light_mask(&wiring, WIRING_BL, !mcp->side * PORT_PINS);
	mcp->light_low = port_light_mask(&wiring, WIRING_BL_LOW, !mcp->side * PORT_PINS);
	err = mcp230xx_find_keys(mcp, &wiring);
	if (!err)
		err = devm_add_action(panel->dev, mcp230xx_release, mcp);
	return err ?: devm_panel_add(panel);
}
