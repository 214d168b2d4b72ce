/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * HD44780 modules on eight outputs of an expander. Each byte of its stream is a
 * state of them. A nibble takes two, data with E and data without.
 */
#ifndef DEVLCD_PORT_H
#define DEVLCD_PORT_H

#include <linux/types.h>

#include "../panel.h"
#include "../wiring.h"
#include "stream.h"

#define PORT_PINS 8

/*
 * The outputs and the module on them: masks of the outputs that are wired to a line, 0
 * for none. All but @panel and @state never change.
 */
struct port {
	struct panel panel;
	struct stream *stream;
	u8 rs;
	u8 rw;
	u8 e[HD44780_UNITS];
	u8 data[4];	/* D4 to D7 */
	u8 light_high;	/* high while it is lit */
	u8 light_low;	/* low while it is lit */
	u8 state;	/* as last put; the worker's own */
};

#define to_port(p) container_of(p, struct port, panel)

/**
 * port_setup() - find out which output is which line, and what a byte costs
 * @port:   @stream and the configuration of @panel set
 * @wiring: of the expander
 * @first:  the expander's pin that is the first output. Pins of the light and of
 *          keys may be elsewhere: they are no business of this port
 *
 * Return: 0; -EINVAL if a line is elsewhere that must not be, with a message.
 */
int port_setup(struct port *port, const struct wiring *wiring, unsigned int first);

/* Return: the mask of the pin that is wired to a line, 0 for none. @first is as above. */
u8 port_mask_of(const struct wiring *wiring, enum wiring_line line, unsigned int first);

/* Likewise for all pins of the light that @line lights, WIRING_BL or WIRING_BL_LOW. */
u8 port_light_mask(const struct wiring *wiring, enum wiring_line line,
		   unsigned int first);

/* Return: the mask of all outputs that are wired. */
u8 port_mask(const struct port *port);

/* Return: the state in which all lines are low, and the light is as it should be. */
u8 port_idle(const struct port *port);

void port_put(struct port *port, u8 state);

/**
 * port_reset() - all lines low, and the light as it should be
 * @panel: the port's
 *
 * Outputs that have just got their power may all be high: E falls before RW.
 *
 * Return: 0 or a negative errno.
 */
int port_reset(struct panel *panel);

/* For the struct panel_wire of a wire that embeds a port. */
int port_send(struct panel *panel, const struct hd44780_op *ops, unsigned int count);
int port_light(struct panel *panel);

#endif
