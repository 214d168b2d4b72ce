/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A module of emulated controllers on the plainest of wires: it sends what a
 * plan lists, waits as long as the plan says and not a nanosecond more, counts
 * what that costs and which rules of the data sheet it breaks, and remembers
 * what is known of the controllers.
 */
#ifndef DEVLCD_WIRE_H
#define DEVLCD_WIRE_H

#include "../emulator/glass.h"
#include "../emulator/mpu.h"
#include "hd44780.h"

/**
 * struct wire - a module and its wire
 * @module: as the planner sees it
 * @glass:  as it is made
 * @unit:   its controllers
 * @now:    nanoseconds
 * @known:  what is known of the controllers
 * @should: what they should hold
 * @plan:   what was sent last
 */
struct wire {
	struct hd44780_module module;
	const struct glass *glass;
	struct mpu unit[HD44780_UNITS];
	u64 now;
	struct hd44780_glass known;
	struct hd44780_state should[HD44780_UNITS];
	struct hd44780_plan plan;
};

/**
 * wire_power_on() - power comes slowly: garbage in RAM and in the registers
 * @wire: wire
 * @name: of the module: "20x4", "16x1s"
 * @controller: "ks0066", ...; NULL for the HD44780U
 * @bits: data lines: 4 or 8
 * @seed: of the garbage
 */
void wire_power_on(struct wire *wire, const char *name, const char *controller, u8 bits,
		   u64 seed);

/* Initialise it. */
void wire_init(struct wire *wire);

/* It should show nothing, whatever its CGRAM and its address counter hold. */
void wire_want_blank(struct wire *wire);

/* Plan what leads to @should. */
void wire_plan(struct wire *wire, const struct hd44780_costs *costs);

/* Plan it and send that; return what it cost. */
unsigned int wire_flush(struct wire *wire, const struct hd44780_costs *costs);

/* Send one thing that was planned. */
void wire_send(struct wire *wire, const struct hd44780_op *op);

/* The code that a place of the glass shows now, and the picture of codes 0..7 */
u8 wire_code(const struct wire *wire, unsigned int row, unsigned int col);
const u8 *wire_picture(const struct wire *wire, unsigned int row, u8 code);

/* The name of a rule that was broken, or "none". */
const char *wire_breach(const struct wire *wire);

/* What @plan costs where RS is @rs (enum hd44780_rs) before it. */
unsigned int wire_cost(const struct hd44780_costs *costs, u8 rs,
		       const struct hd44780_plan *plan);

#endif
