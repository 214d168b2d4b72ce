// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bits.h>
#include <linux/device.h>

#include "port.h"

#define BYTE_STATES 4	/* of a byte: two nibbles, each with E and without */
#define POWER_ON 0xff	/* of a PCF8574; a shift register may have any state */

/* Which output is which line */

u8 port_mask_of(const struct wiring *wiring, enum wiring_line line, unsigned int first)
{
	int output = wiring->pin[line] - (int)first;

	return output >= 0 && output < PORT_PINS ? BIT(output) : 0;
}

u8 port_light_mask(const struct wiring *wiring, enum wiring_line line,
		   unsigned int first)
{
	u8 mask = port_mask_of(wiring, line, first);

	if (wiring->pin[line] == WIRING_NONE)
		return 0;
	for (int more = WIRING_LIGHT_2; more <= WIRING_LIGHT_3; more++)
		mask |= port_mask_of(wiring, more, first);
	return mask;
}

static bool wiring_fits(const struct wiring *wiring, unsigned int first)
{
	for (int line = 0; line <= WIRING_D7; line++)
		if (line != WIRING_BL && line != WIRING_BL_LOW &&
		    wiring->pin[line] != WIRING_NONE &&
		    !port_mask_of(wiring, line, first))
			return false;
	return wiring->pin[WIRING_D0] == WIRING_NONE;
}

/* In bytes: four, and the pads, among which a change of RS finds its place. */
static void find_costs(struct port *port)
{
	struct hd44780_module *module = &port->panel.module;
	struct hd44780_costs *costs = &port->panel.costs;
	u16 data_us = hd44780_op(module, HD44780_DATA, 0).wait_us;
	u16 instruction_us = hd44780_op(module, 0, 0).wait_us;
	unsigned int pads = stream_pads_sent(port->stream, instruction_us);

	costs->data = BYTE_STATES + stream_pads_sent(port->stream, data_us);
	costs->instruction = BYTE_STATES + pads;
	costs->rs_change = pads ? 0 : 1;
	port->panel.unit_ns = port->stream->byte_ns;
}

int port_setup(struct port *port, const struct wiring *wiring, unsigned int first)
{
	if (!wiring_fits(wiring, first)) {
		dev_err(port->panel.dev,
			"rs, rw, e, e2 and d4 to d7 have to be on one port, and d0 to d3 nowhere\n");
		return -EINVAL;
	}
	port->rs = port_mask_of(wiring, WIRING_RS, first);
	port->rw = port_mask_of(wiring, WIRING_RW, first);
	port->e[0] = port_mask_of(wiring, WIRING_E, first);
	port->e[1] = port_mask_of(wiring, WIRING_E2, first);
	for (int i = 0; i < ARRAY_SIZE(port->data); i++)
		port->data[i] = port_mask_of(wiring, WIRING_D4 + i, first);
	port->light_high = port_light_mask(wiring, WIRING_BL, first);
	port->light_low = port_light_mask(wiring, WIRING_BL_LOW, first);

	port->panel.module.bits = 4;
	port->panel.second_e = port->e[1];
	port->panel.light_max = wiring_has_light(wiring);
	find_costs(port);
	return 0;
}

u8 port_mask(const struct port *port)
{
	u8 mask = port->rs | port->rw | port->e[0] | port->e[1] |
		  port->light_high | port->light_low;

	for (int i = 0; i < ARRAY_SIZE(port->data); i++)
		mask |= port->data[i];
	return mask;
}

/* States */

u8 port_idle(const struct port *port)
{
	return panel_wire_light(&port->panel) ? port->light_high : port->light_low;
}

void port_put(struct port *port, u8 state)
{
	stream_put(port->stream, state);
	port->state = state;
}

/* D7..D4 as the upper half of @byte has them. */
static u8 data_outputs(const struct port *port, u8 byte)
{
	u8 outputs = 0;

	for (int i = 0; i < ARRAY_SIZE(port->data); i++)
		if (byte & BIT(4 + i))
			outputs |= port->data[i];
	return outputs;
}

/*
 * Give RS its level before E rises, and the module the time it needs. Data lines
 * stay as they are: a shift register need not show a state again.
 */
static void put_lead_in(struct port *port, u8 idle)
{
	unsigned int pads = stream_take_owed(port->stream);
	u8 pad = idle | (port->state & data_outputs(port, 0xf0));

	if (!pads && (idle ^ port->state) & port->rs)
		pads = 1;
	while (pads--)
		port_put(port, pad);
}

static void put_nibble(struct port *port, u8 idle, u8 e, u8 byte)
{
	u8 state = idle | data_outputs(port, byte);

	port_put(port, state | e);
	port_put(port, state);
}

static void put_op(struct port *port, const struct hd44780_op *op)
{
	u8 e = port->e[op->flags & HD44780_SECOND ? 1 : 0];
	u8 idle = port_idle(port);

	if (!(op->flags & HD44780_PAUSE)) {
		if (op->flags & HD44780_DATA)
			idle |= port->rs;
		put_lead_in(port, idle);
		put_nibble(port, idle, e, op->byte);
		if (!(op->flags & HD44780_NIBBLE))
			put_nibble(port, idle, e, op->byte << 4);
	}
	stream_wait(port->stream, op->wait_us);
}

/* The wire */

int port_send(struct panel *panel, const struct hd44780_op *ops, unsigned int count)
{
	struct port *port = to_port(panel);

	for (unsigned int i = 0; i < count; i++)
		put_op(port, &ops[i]);
	return stream_finish(port->stream);
}

int port_reset(struct panel *panel)
{
	struct port *port = to_port(panel);
	u8 low = port->e[0] | port->e[1] | port->light_high | port->light_low;

	port->stream->owed_us = 0;
	port_put(port, (POWER_ON & ~low) | port_idle(port));
	port_put(port, port_idle(port));
	return stream_finish(port->stream);
}

int port_light(struct panel *panel)
{
	struct port *port = to_port(panel);

	port_put(port, (port->state & port->rs) | port_idle(port));
	return stream_finish(port->stream);
}
