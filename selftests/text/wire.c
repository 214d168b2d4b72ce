// SPDX-License-Identifier: GPL-2.0-only
/* A module of emulated controllers on the plainest of wires. */
#include "hd44780-variants.h"
#include "wire.h"

#define EDGE_NS 500	/* from one edge to the next: E pulse 450, cycle 1000 */

static void drive(struct wire *wire, struct mpu *unit, struct mpu_levels levels)
{
	wire->now += EDGE_NS;
	mpu_drive(unit, &levels, wire->now);
}

static void strobe(struct wire *wire, struct mpu *unit, bool rs, u8 db)
{
	struct mpu_levels levels = { .rs = rs, .db = db };

	drive(wire, unit, levels);
	levels.e = true;
	drive(wire, unit, levels);
	levels.e = false;
	drive(wire, unit, levels);
}

static const struct hd44780_variant *variant_of(const char *controller)
{
	static const struct {
		const char *name;
		const struct hd44780_variant *variant;
	} variants[] = {
		{ "ks0066", &hd44780_ks0066 },
		{ "us2066", &hd44780_us2066 },
		{ "ws0010", &hd44780_ws0010 },
		{ "vfd", &hd44780_vfd },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(variants); i++)
		if (controller && !strcmp(controller, variants[i].name))
			return variants[i].variant;
	return NULL;
}

void wire_power_on(struct wire *wire, const char *name, const char *controller, u8 bits,
		   u64 seed)
{
	memset(wire, 0, sizeof(*wire));
	wire->glass = glass_find(name);
	wire->module.rows = wire->glass->rows;
	wire->module.cols = wire->glass->cols;
	wire->module.split = wire->glass->split;
	wire->module.bits = bits;
	wire->module.variant = variant_of(controller);
	for (unsigned int i = 0; i < wire->glass->controllers; i++) {
		controller_become(&wire->unit[i].controller,
				  controller_kind_find(controller ?: "hd44780"));
		wire->unit[i].power_on_wait = 40 * LCD_MSEC;
		mpu_power_on(&wire->unit[i], seed + i, false, wire->now);
	}
}

void wire_send(struct wire *wire, const struct hd44780_op *op)
{
	struct mpu *unit = &wire->unit[op->flags & HD44780_SECOND ? 1 : 0];
	bool rs = op->flags & HD44780_DATA;

	if (!(op->flags & HD44780_PAUSE)) {
		strobe(wire, unit, rs, op->byte);
		if (wire->module.bits == 4 && !(op->flags & HD44780_NIBBLE))
			strobe(wire, unit, rs, op->byte << 4);
	}
	/* A busy time runs from E's fall; E rises two edges after the wait. */
	wire->now += op->wait_us * LCD_USEC - 2 * EDGE_NS;
}

static void send_plan(struct wire *wire)
{
	for (unsigned int i = 0; i < wire->plan.count; i++)
		wire_send(wire, &wire->plan.ops[i]);
	hd44780_commit(&wire->module, &wire->plan, &wire->known);
}

void wire_init(struct wire *wire)
{
	hd44780_init(&wire->module, &wire->known, &wire->plan);
	send_plan(wire);
}

void wire_want_blank(struct wire *wire)
{
	for (unsigned int i = 0; i < HD44780_UNITS; i++) {
		struct hd44780_state *should = &wire->should[i];

		memset(should->ddram, ' ', sizeof(should->ddram));
		memset(should->cgram, HD44780_NO_ROW, sizeof(should->cgram));
		should->control = HD44780_CONTROL | HD44780_CONTROL_DISPLAY;
		should->address = HD44780_NO_ADDRESS;
	}
}

void wire_plan(struct wire *wire, const struct hd44780_costs *costs)
{
	hd44780_plan(&wire->module, costs, &wire->known, wire->should,
		     &wire->plan);
}

unsigned int wire_flush(struct wire *wire, const struct hd44780_costs *costs)
{
	u8 rs = wire->known.rs;

	wire_plan(wire, costs);
	send_plan(wire);
	return wire_cost(costs, rs, &wire->plan);
}

u8 wire_code(const struct wire *wire, unsigned int row, unsigned int col)
{
	const struct controller *const units[] = {
		&wire->unit[0].controller, &wire->unit[1].controller,
	};

	return glass_code(wire->glass, units, row, col);
}

const u8 *wire_picture(const struct wire *wire, unsigned int row, u8 code)
{
	unsigned int unit = wire->glass->controllers == 2 ? row / 2 : 0;

	return &wire->unit[unit].controller.cgram[code % HD44780_SLOTS *
						  HD44780_SLOT_ROWS];
}

const char *wire_breach(const struct wire *wire)
{
	for (unsigned int i = 0; i < HD44780_UNITS; i++)
		for (unsigned int rule = 0; rule < MPU_BREACHES; rule++)
			if (wire->unit[i].offences[rule].count)
				return mpu_rule(rule);
	return "none";
}

unsigned int wire_cost(const struct hd44780_costs *costs, u8 rs,
		       const struct hd44780_plan *plan)
{
	unsigned int cost = 0;

	for (unsigned int i = 0; i < plan->count; i++) {
		bool data = plan->ops[i].flags & HD44780_DATA;
		u8 next = data ? HD44780_RS_DATA : HD44780_RS_INSTRUCTION;

		cost += data ? costs->data : costs->instruction;
		cost += next != rs ? costs->rs_change : 0;
		rs = next;
	}
	return cost;
}
