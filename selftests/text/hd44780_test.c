// SPDX-License-Identifier: GPL-2.0-only
/* Plans for a 20x4 on the emulator's controller: what they cost, what is sent when. */
#include "kselftest_harness.h"

#include "wire.h"

static const struct hd44780_costs pcf8574 = {
	.data = 4, .instruction = 4, .rs_change = 1,
};

static void want_text(struct wire *wire, u8 code)
{
	memset(wire->should[0].ddram, code, HD44780_CELLS);
}

static void want_cursor(struct wire *wire, unsigned int cell)
{
	wire->should[0].control |= HD44780_CONTROL_CURSOR;
	wire->should[0].address = hd44780_address(&wire->module, cell);
}

static void want_picture(struct wire *wire, u8 slot, u8 row)
{
	memset(wire->should[0].cgram[slot], row, HD44780_SLOT_ROWS);
}

/* ---- the figures, on 20x4, unpadded PCF8574 ---- */

/* All of the glass shows 'a', and the address counter is home again. */
FIXTURE(glass) {
	struct wire wire;
};

FIXTURE_SETUP(glass)
{
	wire_power_on(&self->wire, "20x4", NULL, 4, 1);
	wire_init(&self->wire);
	wire_want_blank(&self->wire);
	wire_flush(&self->wire, &pcf8574);
	want_text(&self->wire, 'a');
	wire_flush(&self->wire, &pcf8574);
	ASSERT_EQ(0x80, self->wire.known.unit[0].address);
	ASSERT_EQ(HD44780_RS_DATA, self->wire.known.rs);
}

FIXTURE_TEARDOWN(glass)
{
	EXPECT_STREQ("none", wire_breach(&self->wire));
}

#define COST() wire_flush(&self->wire, &pcf8574)

TEST_F(glass, that_is_right_costs_nothing)
{
	EXPECT_EQ(0, COST());
	EXPECT_EQ(0, self->wire.plan.count);
}

TEST_F(glass, full_refresh_is_characters_alone)
{
	want_text(&self->wire, 'b');
	EXPECT_EQ(80 * 4, COST());
}

TEST_F(glass, one_digit_is_an_address_and_a_character)
{
	self->wire.should[0].ddram[47] = '1';
	EXPECT_EQ(6 + 4, COST());
}

TEST_F(glass, first_and_last_cell_of_a_row_are_two_digits)
{
	self->wire.should[0].ddram[40] = '1';
	self->wire.should[0].ddram[59] = '2';
	EXPECT_EQ(2 * (6 + 4), COST());
}

TEST_F(glass, gap_of_one_is_written_over)
{
	self->wire.should[0].ddram[50] = '1';
	self->wire.should[0].ddram[52] = '2';
	EXPECT_EQ(6 + 3 * 4, COST());
}

TEST_F(glass, gap_of_two_is_jumped)
{
	self->wire.should[0].ddram[50] = '1';
	self->wire.should[0].ddram[53] = '2';
	EXPECT_EQ(2 * (6 + 4), COST());
}

TEST_F(glass, address_runs_on_from_the_third_row_to_the_second)
{
	self->wire.should[0].ddram[39] = '1';
	self->wire.should[0].ddram[40] = '2';
	EXPECT_EQ(6 + 2 * 4, COST());
}

TEST_F(glass, address_runs_on_from_the_last_row_to_the_first)
{
	self->wire.should[0].ddram[79] = '1';
	self->wire.should[0].ddram[0] = '2';
	EXPECT_EQ(6 + 2 * 4, COST());
}

TEST_F(glass, first_change_is_where_the_address_is)
{
	self->wire.should[0].ddram[1] = '1';
	self->wire.should[0].ddram[70] = '2';
	EXPECT_EQ(2 * 4 + 6 + 4, COST());
}

TEST_F(glass, last_change_leads_to_the_cursor)
{
	want_cursor(&self->wire, 31);
	COST();
	self->wire.should[0].ddram[30] = '1';
	self->wire.should[0].ddram[60] = '2';
	EXPECT_EQ(5 + 4 + 6 + 4, COST());
}

TEST_F(glass, typing_at_the_cursor_costs_a_character)
{
	want_cursor(&self->wire, 30);
	COST();
	self->wire.should[0].ddram[30] = 'b';
	want_cursor(&self->wire, 31);
	EXPECT_EQ(1 + 4, COST());
	self->wire.should[0].ddram[31] = 'c';
	want_cursor(&self->wire, 32);
	EXPECT_EQ(4, COST());
}

TEST_F(glass, full_refresh_from_the_cursor_ends_at_the_cursor)
{
	want_cursor(&self->wire, 30);
	COST();
	want_text(&self->wire, 'b');
	EXPECT_EQ(1 + 80 * 4, COST());
}

TEST_F(glass, full_refresh_with_the_cursor_elsewhere_costs_one_address)
{
	want_cursor(&self->wire, 0);
	COST();
	for (unsigned int step = 1; step < HD44780_CELLS; step++) {
		want_text(&self->wire, step % 2 ? 'b' : 'c');
		want_cursor(&self->wire, step * step % HD44780_CELLS);
		EXPECT_EQ(80 * 4 + 5, COST());
	}
}

/* ---- what is sent when ---- */

/* Instructions as @80, data as 'a' or 1f. */
static const char *told(const struct hd44780_plan *plan)
{
	static char text[HD44780_OPS * 4 + 1];
	char *end = text;

	*end = '\0';
	for (unsigned int i = 0; i < plan->count; i++) {
		const struct hd44780_op *op = &plan->ops[i];
		const char *format = op->byte >= ' ' ? " '%c" : " %02x";

		if (!(op->flags & HD44780_DATA))
			format = " @%02x";
		end += sprintf(end, format, op->byte);
	}
	return text[0] ? text + 1 : text;
}

#define TOLD() (COST(), told(&self->wire.plan))

TEST_F(glass, goes_off_before_it_changes)
{
	self->wire.should[0].control = HD44780_CONTROL;
	self->wire.should[0].ddram[5] = 'b';
	EXPECT_STREQ("@08 @85 'b", TOLD());
}

TEST_F(glass, comes_on_after_it_changed_and_before_the_cursor_is_placed)
{
	self->wire.should[0].control = HD44780_CONTROL;
	COST();
	self->wire.should[0].control |= HD44780_CONTROL_DISPLAY;
	want_cursor(&self->wire, 20);
	self->wire.should[0].ddram[5] = 'b';
	EXPECT_STREQ("@85 'b @0e @94", TOLD());
}

TEST_F(glass, cells_leave_a_slot_before_it_is_redrawn_and_enter_it_after)
{
	want_picture(&self->wire, 3, 0x11);
	self->wire.should[0].ddram[2] = 3;
	COST();
	want_picture(&self->wire, 3, 0x1f);
	self->wire.should[0].ddram[2] = 'x';
	self->wire.should[0].ddram[7] = 3;
	EXPECT_STREQ("@82 'x @58 1f 1f 1f 1f 1f 1f 1f 1f @87 03", TOLD());
}

TEST_F(glass, picture_is_redrawn_in_place_by_the_rows_that_change)
{
	want_picture(&self->wire, 3, 0x11);
	self->wire.should[0].ddram[2] = 3;
	COST();
	self->wire.should[0].cgram[3][4] = 0x1f;
	EXPECT_STREQ("@5c 1f", TOLD());
}

TEST_F(glass, address_counter_in_cgram_goes_on_there)
{
	want_picture(&self->wire, 3, 0x11);
	self->wire.should[0].cgram[3][7] = HD44780_NO_ROW;
	COST();
	self->wire.should[0].cgram[3][7] = 0x1f;
	EXPECT_STREQ("1f", TOLD());
}

TEST_F(glass, cursor_that_steps_right_rewrites_the_cell_if_that_is_cheaper)
{
	want_cursor(&self->wire, 30);
	COST();
	self->wire.should[0].ddram[30] = 'b';
	want_cursor(&self->wire, 31);
	COST();
	want_cursor(&self->wire, 32);
	EXPECT_STREQ("'a", TOLD());
}

TEST_F(glass, cursor_is_addressed_if_rewriting_costs_more)
{
	const struct hd44780_costs dear = { .data = 1, .instruction = 5, .rs_change = 2 };

	want_cursor(&self->wire, 6);
	COST();
	self->wire.should[0].ddram[6] = 'b';
	want_cursor(&self->wire, 7);
	COST();
	want_cursor(&self->wire, 15);
	EXPECT_EQ(2 + 5, wire_flush(&self->wire, &dear));
}

TEST_F(glass, that_is_right_costs_nothing_even_if_rs_is_dear)
{
	const struct hd44780_costs dear = { .data = 1, .instruction = 1, .rs_change = 3 };

	want_cursor(&self->wire, 30);
	COST();
	EXPECT_EQ(0, wire_flush(&self->wire, &dear));
}

TEST_F(glass, one_forgotten_cell_is_written_again)
{
	self->wire.known.unit[0].ddram[47] = HD44780_NO_CODE;
	EXPECT_STREQ("@c7 'a", TOLD());
}

TEST_F(glass, forgotten_cells_of_a_row_are_written_again_in_one_run)
{
	memset(&self->wire.known.unit[0].ddram[40], HD44780_NO_CODE, 20);
	EXPECT_EQ(6 + 20 * 4, COST());
}

/* Whatever it should hold, a guess of the planner's would show. */
TEST_F(glass, forgotten_cell_in_a_gap_is_not_written_over)
{
	self->wire.should[0].ddram[50] = '1';
	self->wire.should[0].ddram[51] = HD44780_NO_CODE;
	self->wire.should[0].ddram[52] = '2';
	self->wire.known.unit[0].ddram[51] = HD44780_NO_CODE;
	EXPECT_STREQ("@ca '1 @cc '2", TOLD());
}

/* It may show the slot that is redrawn. */
TEST_F(glass, forgotten_cell_is_written_before_cgram)
{
	want_picture(&self->wire, 3, 0x11);
	self->wire.should[0].ddram[2] = 3;
	COST();
	self->wire.known.unit[0].ddram[2] = HD44780_NO_CODE;
	self->wire.known.unit[0].address = 0x58;
	self->wire.should[0].ddram[2] = 'x';
	want_picture(&self->wire, 3, 0x1f);
	EXPECT_STREQ("@82 'x @58 1f 1f 1f 1f 1f 1f 1f 1f", TOLD());
}

TEST_F(glass, forgotten_row_of_a_picture_is_written_again)
{
	want_picture(&self->wire, 3, 0x11);
	self->wire.should[0].ddram[2] = 3;
	COST();
	self->wire.known.unit[0].cgram[3][4] = HD44780_NO_ROW;
	EXPECT_STREQ("@5c 11", TOLD());
}

TEST_F(glass, forgotten_address_is_set_again)
{
	want_cursor(&self->wire, 30);
	COST();
	self->wire.known.unit[0].address = HD44780_NO_ADDRESS;
	EXPECT_STREQ("@9e", TOLD());
}

TEST_F(glass, that_was_forgotten_is_painted_whole)
{
	wire_init(&self->wire);
	COST();
	EXPECT_EQ(80 + 2, self->wire.plan.count);
}

TEST_F(glass, exchange_of_everything_is_the_longest_list)
{
	struct hd44780_state *should = &self->wire.should[0];

	for (unsigned int i = 0; i < HD44780_CELLS; i++)
		should->ddram[i] = i % 2 ? 'a' : i / 2 % HD44780_SLOTS;
	memset(should->cgram, 0x00, sizeof(should->cgram));
	COST();
	want_picture(&self->wire, 0, 0x01);
	COST();		/* leaves the address counter in CGRAM */
	for (unsigned int i = 0; i < HD44780_CELLS; i++)
		should->ddram[i] = i % 2 ? i / 2 % HD44780_SLOTS : 'a';
	memset(should->cgram, 0x1f, sizeof(should->cgram));
	want_cursor(&self->wire, 7);
	COST();
	EXPECT_EQ(1 + (1 + 79) + (1 + 64) + (1 + 79) + 1,
		  self->wire.plan.count);
	EXPECT_LE(self->wire.plan.count, HD44780_UNIT_OPS);
}

TEST_HARNESS_MAIN
