// SPDX-License-Identifier: GPL-2.0-only
/* Controllers of another kind: how they start, and where their cells are. */
#include "kselftest_harness.h"

#include "hd44780-variants.h"
#include "wire.h"

static const struct hd44780_step steps[] = {
	{ .byte = 0x14 },
	{ .byte = 0x70, .mask = 0x0f },
	{ .byte = 0x54, .mask = 0x03, .shift = 4 },
};

static const struct hd44780_variant tables = {
	.synchronise = HD44780_WHOLE_BYTES, .extended = 0x01, .steps = steps,
	.step_count = ARRAY_SIZE(steps), .settle_ms = 120, .contrast = true,
};

static const struct hd44780_variant three_lines = {
	.lines = 3, .line_cells = 16, .line_step = 32,
};

/* Return: does the plan hold these bytes, in this order, from @at on? */
static bool plan_has(const struct hd44780_plan *plan, unsigned int at,
		     const u8 *bytes, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		if (at + i >= plan->count || plan->ops[at + i].byte != bytes[i])
			return false;
	return true;
}

TEST(a_controller_that_takes_whole_bytes_is_not_synchronised)
{
	const struct hd44780_module module = {
		.rows = 2, .cols = 16, .bits = 8, .variant = &tables, .contrast = 0x2b,
	};
	static const u8 modes[] = { 0x38, 0x39, 0x14, 0x7b, 0x56, 0x38 };
	struct hd44780_glass glass;
	struct hd44780_plan plan;

	hd44780_init(&module, &glass, &plan);
	EXPECT_EQ(HD44780_PAUSE, plan.ops[0].flags);
	EXPECT_TRUE(plan_has(&plan, 1, modes, sizeof(modes)));
	EXPECT_EQ(120000, plan.ops[7].wait_us + plan.ops[8].wait_us + plan.ops[9].wait_us);
	EXPECT_EQ(HD44780_PAUSE, plan.ops[9].flags);
	EXPECT_EQ(HD44780_CONTROL, plan.ops[10].byte);

	hd44780_resync(&module, 0, &glass, &plan);
	EXPECT_TRUE(plan_has(&plan, 0, modes, sizeof(modes)));
	for (unsigned int i = 0; i < plan.count; i++)
		EXPECT_EQ(0, plan.ops[i].flags & (HD44780_NIBBLE | HD44780_PAUSE));
}

TEST(setting_the_modes_leaves_the_address_counter_known)
{
	const struct hd44780_module module = {
		.rows = 2, .cols = 16, .bits = 8, .variant = &tables,
	};
	struct hd44780_glass glass = { 0 };
	struct hd44780_plan plan;

	hd44780_set_modes(&module, &plan);
	hd44780_commit(&module, &plan, &glass);
	EXPECT_EQ(HD44780_SET_DDRAM, glass.unit[0].address);
	EXPECT_EQ(HD44780_NO_CONTROL, glass.unit[0].control);
}

TEST(a_vfd_is_left_alone_for_long_after_power_on)
{
	const struct hd44780_module module = {
		.rows = 2, .cols = 20, .bits = 8, .variant = &hd44780_vfd,
	};
	struct hd44780_glass glass;
	struct hd44780_plan plan;
	unsigned int us = 0, i;

	hd44780_init(&module, &glass, &plan);
	for (i = 0; plan.ops[i].flags & HD44780_PAUSE; i++)
		us += plan.ops[i].wait_us;
	EXPECT_EQ(260000, us);
	EXPECT_EQ(0x38, plan.ops[i].byte);
}

/* What follows function set, for each level of the light. */
TEST(the_light_of_a_variant_is_an_instruction)
{
	struct hd44780_module module = {
		.rows = 2, .cols = 20, .bits = 8, .variant = &hd44780_vfd,
	};
	struct hd44780_plan plan;

	for (module.light = 1; module.light <= 4; module.light++) {
		const u8 modes[] = { 0x38, 4 - module.light, 0x80 };

		hd44780_set_modes(&module, &plan);
		EXPECT_EQ(sizeof(modes), plan.count);
		EXPECT_TRUE(plan_has(&plan, 0, modes, sizeof(modes)));
		EXPECT_EQ(HD44780_OWN | HD44780_DATA, plan.ops[1].flags);
	}
}

TEST(a_us2066_is_in_no_table_when_its_modes_are_set)
{
	const struct hd44780_module module = {
		.rows = 4, .cols = 20, .bits = 8, .variant = &hd44780_us2066, .light = 0xa5,
	};
	static const u8 modes[] = {
		0x78, 0x78, 0x38, 0x3a, 0x09, 0x72, 0x00, 0x79, 0x81, 0xa5, 0x78, 0x38, 0x80,
	};
	struct hd44780_plan plan;

	hd44780_set_modes(&module, &plan);
	EXPECT_EQ(sizeof(modes), plan.count);
	EXPECT_TRUE(plan_has(&plan, 0, modes, sizeof(modes)));
}

TEST(a_ws0010_has_a_font_table_and_two_levels)
{
	struct hd44780_module module = {
		.rows = 2, .cols = 16, .bits = 8, .variant = &hd44780_ws0010, .font = 0x02,
	};
	static const u8 power[] = { 0x13, 0x13, 0x17 };
	struct hd44780_plan plan;

	for (module.light = 0; module.light <= 2; module.light++) {
		const u8 modes[] = { 0x3a, power[module.light], 0x80 };

		hd44780_set_modes(&module, &plan);
		EXPECT_EQ(sizeof(modes), plan.count);
		EXPECT_TRUE(plan_has(&plan, 0, modes, sizeof(modes)));
	}
	EXPECT_EQ(6200, hd44780_op(&module, 0, 0x01).wait_us);
}

/* Return: the least brightness on the way. */
static unsigned int dimmest(struct wire *wire)
{
	unsigned int least = wire->unit[0].controller.brightness;

	for (unsigned int i = 0; i < wire->plan.count; i++) {
		wire_send(wire, &wire->plan.ops[i]);
		if (wire->unit[0].controller.brightness < least)
			least = wire->unit[0].controller.brightness;
	}
	return least;
}

/* Whatever half byte it was left with. */
TEST(a_ws0010_is_put_in_step_and_is_never_dim)
{
	static struct wire wire;
	struct mpu *unit = &wire.unit[0];

	wire_power_on(&wire, "16x2", "ws0010", 4, 1);
	wire.module.light = 2;
	wire_init(&wire);
	EXPECT_EQ(2, unit->controller.brightness);
	for (unsigned int half = 0; half < 16; half++) {
		const struct hd44780_op stray =
			hd44780_op(&wire.module, HD44780_NIBBLE, half << 4);

		wire_send(&wire, &stray);
		hd44780_resync(&wire.module, 0, &wire.known, &wire.plan);
		EXPECT_EQ(2, dimmest(&wire));
		EXPECT_FALSE(unit->half);
		EXPECT_FALSE(unit->controller.wide);
		EXPECT_TRUE(unit->controller.two_line);
		EXPECT_EQ(0, unit->controller.font);
		EXPECT_EQ(0, unit->controller.ac);
	}
	EXPECT_STREQ("none", wire_breach(&wire));
}

TEST(an_address_counter_that_strays_is_unknown_after_a_line)
{
	const struct hd44780_module us2066 = {
		.rows = 4, .cols = 20, .bits = 8, .variant = &hd44780_us2066,
	};
	const struct hd44780_module ws0010 = {
		.rows = 4, .cols = 20, .bits = 4, .variant = &hd44780_ws0010,
	};

	EXPECT_EQ(HD44780_NO_ADDRESS, hd44780_next_address(&us2066, 0x80 | 0x13));
	EXPECT_EQ(HD44780_NO_ADDRESS, hd44780_next_address(&ws0010, 0x80 | 0x27));
	EXPECT_EQ(0x80 | 0x14, hd44780_next_address(&ws0010, 0x80 | 0x13));
	EXPECT_EQ(0x80 | 0x21, hd44780_next_address(&us2066, 0x80 | 0x20));
	EXPECT_EQ(0x80 | 0x60, hd44780_address(&us2066, hd44780_place(&us2066, 3, 0).cell));
}

TEST(one_row_of_three_lines_has_the_bit_of_several_lines)
{
	const struct hd44780_module module = {
		.rows = 1, .cols = 16, .bits = 8, .variant = &three_lines,
	};
	struct hd44780_plan plan;

	hd44780_set_modes(&module, &plan);
	EXPECT_EQ(0x38, plan.ops[0].byte);
}

TEST(lines_of_a_controllers_own_are_rows)
{
	const struct hd44780_module module = {
		.rows = 3, .cols = 16, .bits = 8, .variant = &three_lines,
	};
	struct hd44780_module other = module;

	EXPECT_TRUE(hd44780_module_valid(&module));
	EXPECT_EQ(1, hd44780_units(&module));
	EXPECT_EQ(2 * 16 + 5, hd44780_place(&module, 2, 5).cell);
	EXPECT_EQ(0x80 | 0x45, hd44780_address(&module, 2 * 16 + 5));
	EXPECT_EQ(2 * 16 + 5, hd44780_cell(&module, 0x80 | 0x45));
	EXPECT_EQ(0x80 | 0x20, hd44780_next_address(&module, 0x80 | 0x0f));
	EXPECT_EQ(HD44780_NO_ADDRESS, hd44780_next_address(&module, 0x80 | 0x4f));
	EXPECT_EQ(-1, hd44780_cell(&module, 0x80 | 0x10));
	EXPECT_EQ(-1, hd44780_cell(&module, 0x80 | 0x60));

	other.rows = 4;
	EXPECT_FALSE(hd44780_module_valid(&other));
	other.rows = 3;
	other.cols = 17;
	EXPECT_FALSE(hd44780_module_valid(&other));
}

TEST_HARNESS_MAIN
