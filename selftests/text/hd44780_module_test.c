// SPDX-License-Identifier: GPL-2.0-only
/* What modules there are, how they start, and that each holds what is planned. */
#include "kselftest_harness.h"

#include "wire.h"

static const struct hd44780_costs pcf8574 = {
	.data = 4, .instruction = 4, .rs_change = 1,
};

static const struct hd44780_costs gpio = { .data = 1, .instruction = 1 };

static unsigned int seed = 1;

static unsigned int below(unsigned int limit)
{
	return rand_r(&seed) % limit;
}

/* ---- what a module may be, and its times ---- */

TEST(modules_that_cannot_be_are_refused)
{
	const struct hd44780_module modules[] = {
		{ .rows = 0, .cols = 20, .bits = 4 },
		{ .rows = 5, .cols = 20, .bits = 4 },
		{ .rows = 2, .cols = 0, .bits = 4 },
		{ .rows = 2, .cols = 41, .bits = 4 },
		{ .rows = 2, .cols = 16, .bits = 5 },
		{ .rows = 2, .cols = 16, .bits = 4, .split = true },
		{ .rows = 4, .cols = 20, .bits = 4, .stride = 16 },
		{ .rows = 4, .cols = 16, .bits = 4, .stride = 25 },
		{ 0 }
	};
	const struct hd44780_module *module = modules;

	do {
		EXPECT_EQ(false, hd44780_module_valid(module));
	} while (module++->bits);
}

TEST(rows_may_be_further_apart_than_they_are_long)
{
	const struct hd44780_module module = {
		.rows = 4, .cols = 16, .stride = 20, .bits = 4,
	};

	EXPECT_TRUE(hd44780_module_valid(&module));
	EXPECT_EQ(20, hd44780_place(&module, 2, 0).cell);
	EXPECT_EQ(75, hd44780_place(&module, 3, 15).cell);
}

TEST(instructions_that_set_no_address_name_no_byte)
{
	const struct hd44780_module module = { .rows = 4, .cols = 20, .bits = 4 };
	const u8 instructions[] = { HD44780_NO_ADDRESS, 0x3f, 0xe8, 0xff };
	struct hd44780_state state;

	for (unsigned int i = 0; i < sizeof(instructions); i++)
		EXPECT_EQ(NULL, hd44780_byte(&module, &state, instructions[i]));
	EXPECT_EQ(&state.cgram[7][7], hd44780_byte(&module, &state, 0x7f));
	EXPECT_EQ(&state.ddram[79], hd44780_byte(&module, &state, 0xe7));
}

FIXTURE(times) {
};

FIXTURE_VARIANT(times) {
	u16 exec_us;
	u16 instruction_us;
	u16 data_us;
	u16 home_us;
};

FIXTURE_SETUP(times)
{
}

FIXTURE_TEARDOWN(times)
{
}

TEST_F(times, are_waited)
{
	const struct hd44780_module module = { .exec_us = variant->exec_us };

	EXPECT_EQ(variant->instruction_us, hd44780_op(&module, 0, 0x80).wait_us);
	EXPECT_EQ(variant->data_us,
		  hd44780_op(&module, HD44780_DATA, 0x01).wait_us);
	EXPECT_EQ(variant->home_us, hd44780_op(&module, 0, 0x01).wait_us);
	EXPECT_EQ(variant->home_us, hd44780_op(&module, 0, 0x02).wait_us);
}

FIXTURE_VARIANT_ADD(times, of_the_data_sheet_at_least) { 0, 37, 41, 1520 };

FIXTURE_VARIANT_ADD(times, of_a_slow_clone) { 74, 74, 74, 3040 };

FIXTURE_VARIANT_ADD(times, beyond_what_a_list_can_say) {
	0xffff, 0xffff, 0xffff, 0xffff,
};

/* ---- every module, four bits and eight ---- */

FIXTURE(module) {
	struct wire wire;
};

FIXTURE_VARIANT(module) {
	const char *name;
	u8 bits;
	const char *controller;
};

FIXTURE_SETUP(module)
{
	seed = 1;
	wire_power_on(&self->wire, variant->name, variant->controller, variant->bits, 1);
	ASSERT_TRUE(hd44780_module_valid(&self->wire.module));
	ASSERT_EQ(self->wire.glass->controllers,
		  hd44780_units(&self->wire.module));
	wire_want_blank(&self->wire);
}

FIXTURE_TEARDOWN(module)
{
	EXPECT_STREQ("none", wire_breach(&self->wire));
}

/* What a controller is like: @on, 2 lines, shift 0, ... in one line. */
static const char *modes(const struct controller *c)
{
	static char text[80];

	sprintf(text, "%u bits, %u lines of %s, shift %u, %s%s, at %u, display %s",
		c->wide ? 8 : 4, c->two_line ? 2 : 1, c->tall ? "10" : "8",
		c->shift, c->increment ? "forward" : "backward",
		c->autoshift ? " and shifting" : "", c->ac, c->on ? "on" : "off");
	return text;
}

TEST_F(module, is_initialised_from_any_state)
{
	bool own_lines = self->wire.module.variant && self->wire.module.variant->lines;
	bool one_line = self->wire.glass->rows == 1 &&
			!self->wire.glass->split && !own_lines;
	char want[80];

	sprintf(want, "%u bits, %u lines of 8, shift 0, forward, at 0, display off",
		variant->bits, one_line ? 1 : 2);
	for (u64 garbage = 1; garbage <= 100; garbage++) {
		wire_power_on(&self->wire, variant->name, variant->controller,
			      variant->bits, garbage);
		wire_init(&self->wire);
		for (unsigned int i = 0; i < self->wire.glass->controllers; i++) {
			EXPECT_STREQ(want,
				     modes(&self->wire.unit[i].controller));
			EXPECT_FALSE(self->wire.unit[i].controller.dark);
		}
		ASSERT_STREQ("none", wire_breach(&self->wire));
	}
}

TEST_F(module, has_every_cell_where_the_planner_has_it)
{
	const struct glass *glass = self->wire.glass;

	wire_init(&self->wire);
	for (unsigned int i = 0; i < glass->rows * glass->cols; i++) {
		struct hd44780_place place =
			hd44780_place(&self->wire.module, i / glass->cols,
				      i % glass->cols);

		self->wire.should[place.unit].ddram[place.cell] = ' ' + i;
	}
	wire_flush(&self->wire, &gpio);
	for (unsigned int i = 0; i < glass->rows * glass->cols; i++)
		EXPECT_EQ(' ' + i, wire_code(&self->wire, i / glass->cols,
					     i % glass->cols));
}

/* ---- one random state after another ---- */

static u8 random_code(void)
{
	return below(4) ? ' ' + below(0xe0) : below(HD44780_SLOTS);
}

static void change_cells(struct hd44780_state *should)
{
	unsigned int first = below(HD44780_CELLS);
	unsigned int most = below(4) ? 10 : HD44780_CELLS;

	for (unsigned int i = below(most); i > 0; i--)
		should->ddram[(first + below(most)) % HD44780_CELLS] =
			random_code();
}

static void change_pictures(struct hd44780_state *should)
{
	for (unsigned int i = below(4); i > 0; i--) {
		u8 *rows = should->cgram[below(HD44780_SLOTS)];

		for (unsigned int row = below(HD44780_SLOT_ROWS);
		     row < HD44780_SLOT_ROWS; row += 1 + below(3))
			rows[row] = below(HD44780_ROW_PIXELS + 1);
	}
}

static void change_cursor(const struct hd44780_module *module,
			  struct hd44780_state *should)
{
	should->control = HD44780_CONTROL | below(8);
	should->address = HD44780_NO_ADDRESS;
	if (should->control & HD44780_CONTROL_CURSOR)
		should->address = hd44780_address(module, below(HD44780_CELLS));
}

static void change(struct wire *wire)
{
	for (unsigned int i = 0; i < wire->glass->controllers; i++) {
		struct hd44780_state *should = &wire->should[i];

		change_cells(should);
		if (!below(4))
			change_pictures(should);
		if (!below(8))
			change_cursor(&wire->module, should);
	}
}

/* The instruction that sets the address counter to where it is. */
static u8 address_of(const struct controller *c)
{
	return c->ac | (c->in_cgram ? 0x40 : 0x80);
}

static u8 control_of(const struct controller *c)
{
	return HD44780_CONTROL | (c->on ? HD44780_CONTROL_DISPLAY : 0) |
	       (c->cursor ? HD44780_CONTROL_CURSOR : 0) |
	       (c->blink ? HD44780_CONTROL_BLINK : 0);
}

/* Where a controller is not as @state says, in words; "" if it is. */
static const char *differs(const struct controller *c,
			   const struct hd44780_state *state)
{
	static char text[80];

	for (unsigned int i = 0; i < HD44780_CELLS; i++)
		if (state->ddram[i] != HD44780_NO_CODE &&
		    state->ddram[i] != c->ddram[i]) {
			sprintf(text, "cell %u has %#x for %#x", i,
				c->ddram[i], state->ddram[i]);
			return text;
		}
	for (unsigned int i = 0; i < CONTROLLER_CGRAM; i++) {
		u8 row = state->cgram[i / 8][i % 8];

		if (row != HD44780_NO_ROW && row != c->cgram[i]) {
			sprintf(text, "row %u has %#x for %#x", i, c->cgram[i], row);
			return text;
		}
	}
	if (state->control != control_of(c))
		return "control";
	if (state->address != HD44780_NO_ADDRESS &&
	    state->address != address_of(c))
		return "address";
	return "";
}

static bool is_redrawn(const struct controller *before,
		       const struct hd44780_state *should, u8 code)
{
	const u8 *rows;

	if (code >= HD44780_SLOTS)
		return false;
	rows = should->cgram[code];
	for (unsigned int i = 0; i < HD44780_SLOT_ROWS; i++)
		if (rows[i] != HD44780_NO_ROW &&
		    rows[i] != before->cgram[code * HD44780_SLOT_ROWS + i])
			return true;
	return false;
}

/*
 * Does a cell show now what it showed before, or what it should show? One that
 * keeps its code may show a picture half redrawn; one that goes from one redrawn
 * slot to another cannot be right all the time.
 */
static bool cell_is_right(const struct controller *before,
			  const struct controller *now,
			  const struct hd44780_state *should, unsigned int i)
{
	u8 from = before->ddram[i], to = should->ddram[i], code = now->ddram[i];
	bool old = !memcmp(before->cgram, now->cgram, sizeof(before->cgram));

	if (from == to)
		return code == from;
	if (is_redrawn(before, should, from) && is_redrawn(before, should, to))
		return true;
	if (code == from)
		return old || !is_redrawn(before, should, from);
	return code == to && !is_redrawn(now, should, to);
}

/* Send the plan, and look at all cells after each byte: "" if they were right. */
static const char *watch(struct wire *wire)
{
	static char wrong[80];
	struct mpu before[HD44780_UNITS];

	wrong[0] = '\0';
	memcpy(before, wire->unit, sizeof(before));
	for (unsigned int i = 0; i < wire->plan.count; i++) {
		const struct hd44780_op *op = &wire->plan.ops[i];
		unsigned int unit = op->flags & HD44780_SECOND ? 1 : 0;

		wire_send(wire, op);
		for (unsigned int cell = 0; cell < HD44780_CELLS; cell++)
			if (!cell_is_right(&before[unit].controller,
					   &wire->unit[unit].controller,
					   &wire->should[unit], cell))
				sprintf(wrong, "cell %u after byte %u", cell, i);
	}
	hd44780_commit(&wire->module, &wire->plan, &wire->known);
	return wrong;
}

TEST_F(module, holds_one_random_state_after_another)
{
	wire_init(&self->wire);
	for (unsigned int n = 0; n < 1000; n++) {
		change(&self->wire);
		wire_flush(&self->wire, below(2) ? &pcf8574 : &gpio);
		for (unsigned int i = 0; i < self->wire.glass->controllers; i++) {
			const struct controller *c =
				&self->wire.unit[i].controller;

			ASSERT_STREQ("", differs(c, &self->wire.should[i]));
			ASSERT_STREQ("", differs(c, &self->wire.known.unit[i]));
		}
	}
}

TEST_F(module, shows_no_wrong_picture_on_the_way)
{
	wire_init(&self->wire);
	wire_flush(&self->wire, &gpio);
	for (unsigned int n = 0; n < 100; n++) {
		change(&self->wire);
		wire_plan(&self->wire, below(2) ? &pcf8574 : &gpio);
		ASSERT_STREQ("", watch(&self->wire));
	}
}

/* Forget a few cells, rows and addresses; what @garbles is then wrong, too. */
static void forget_some(struct wire *wire, bool garbles)
{
	for (unsigned int i = 0; i < wire->glass->controllers; i++) {
		struct hd44780_state *known = &wire->known.unit[i];
		struct controller *c = &wire->unit[i].controller;

		for (unsigned int n = below(6); n > 0; n--) {
			unsigned int cell = below(HD44780_CELLS);

			known->ddram[cell] = HD44780_NO_CODE;
			if (garbles)
				c->ddram[cell] = random_code();
		}
		for (unsigned int n = below(3); n > 0; n--) {
			unsigned int row = below(CONTROLLER_CGRAM);

			known->cgram[row / 8][row % 8] = HD44780_NO_ROW;
			if (garbles)
				c->cgram[row] = below(HD44780_ROW_PIXELS + 1);
		}
		if (!below(4))
			known->address = HD44780_NO_ADDRESS;
	}
}

TEST_F(module, is_right_again_where_it_was_forgotten)
{
	wire_init(&self->wire);
	wire_flush(&self->wire, &gpio);
	for (unsigned int n = 0; n < 500; n++) {
		if (below(2))
			change(&self->wire);
		forget_some(&self->wire, true);
		wire_flush(&self->wire, below(2) ? &pcf8574 : &gpio);
		for (unsigned int i = 0; i < self->wire.glass->controllers; i++)
			ASSERT_STREQ("", differs(&self->wire.unit[i].controller,
						 &self->wire.should[i]));
		ASSERT_EQ(0, wire_flush(&self->wire, &gpio));
	}
}

TEST_F(module, shows_no_wrong_picture_while_what_was_forgotten_is_written)
{
	wire_init(&self->wire);
	wire_flush(&self->wire, &gpio);
	for (unsigned int n = 0; n < 200; n++) {
		if (below(2))
			change(&self->wire);
		forget_some(&self->wire, false);
		wire_plan(&self->wire, below(2) ? &pcf8574 : &gpio);
		ASSERT_STREQ("", watch(&self->wire));
	}
}

FIXTURE_VARIANT_ADD(module, 8x1) { .name = "8x1", .bits = 4 };

FIXTURE_VARIANT_ADD(module, 16x1) { .name = "16x1", .bits = 8 };

FIXTURE_VARIANT_ADD(module, 16x1_in_halves) { .name = "16x1s", .bits = 4 };

FIXTURE_VARIANT_ADD(module, 8x2) { .name = "8x2", .bits = 8 };

FIXTURE_VARIANT_ADD(module, 16x2) { .name = "16x2", .bits = 4 };

FIXTURE_VARIANT_ADD(module, 20x2) { .name = "20x2", .bits = 8 };

FIXTURE_VARIANT_ADD(module, 40x2) { .name = "40x2", .bits = 4 };

FIXTURE_VARIANT_ADD(module, 16x4) { .name = "16x4", .bits = 8 };

FIXTURE_VARIANT_ADD(module, 20x4) { .name = "20x4", .bits = 4 };

FIXTURE_VARIANT_ADD(module, 20x4_on_8_bits) { .name = "20x4", .bits = 8 };

FIXTURE_VARIANT_ADD(module, 40x4) { .name = "40x4", .bits = 4 };

FIXTURE_VARIANT_ADD(module, 40x4_on_8_bits) { .name = "40x4", .bits = 8 };

#define CONTROLLER(_fixture, _controller, _name, _bits)			\
	FIXTURE_VARIANT_ADD(module, _fixture) {				\
		.name = _name,						\
		.bits = _bits,						\
		.controller = _controller,				\
	}

CONTROLLER(ks0066, "ks0066", "20x4", 4);
CONTROLLER(us2066, "us2066", "20x4", 8);
CONTROLLER(us2066_of_two_lines, "us2066", "16x2", 8);
CONTROLLER(us2066_of_one_line, "us2066", "16x1", 8);
CONTROLLER(ws0010, "ws0010", "20x4", 4);
CONTROLLER(ws0010_on_8_bits, "ws0010", "16x2", 8);
CONTROLLER(ws0010_of_one_line, "ws0010", "16x1", 4);
CONTROLLER(vfd, "vfd", "20x2", 4);
CONTROLLER(vfd_on_8_bits, "vfd", "20x4", 8);

TEST_HARNESS_MAIN
