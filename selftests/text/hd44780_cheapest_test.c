// SPDX-License-Identifier: GPL-2.0-only
/* The plans for many small problems beside the cheapest lists there are. */
#include "kselftest_harness.h"

#include "cheapest.h"
#include "wire.h"

static struct cheapest cheapest;
static struct hd44780_plan plan;

static const struct hd44780_module module = { .rows = 2, .cols = 40, .bits = 4 };

/* The wires there are, and two extremes. */
#define PCF8574 { .data = 4, .instruction = 4, .rs_change = 1 }
#define PADDED { .data = 6, .instruction = 6, .rs_change = 1 }
#define GPIO { .data = 1, .instruction = 1 }
#define DEAR_DATA { .data = 7, .instruction = 2 }
#define DEAR_ADDRESSES { .data = 1, .instruction = 5, .rs_change = 2 }

static u8 address_of(unsigned int place)
{
	if (place == CHEAPEST_NOWHERE)
		return HD44780_NO_ADDRESS;
	if (place >= CHEAPEST_CELLS)
		return 0x40 | (place - CHEAPEST_CELLS);
	return place < 40 ? 0x80 | place : 0xc0 | (place - 40);
}

/* What a controller holds when nothing of @c is done, slot 0 in use. */
static void pose_is(const struct cheapest *c, struct hd44780_state *is)
{
	memset(is, 0, sizeof(*is));
	memset(is->ddram, 'a', sizeof(is->ddram));
	is->control = HD44780_CONTROL | HD44780_CONTROL_DISPLAY;
	for (unsigned int i = 0; i < c->count; i++)
		if (c->items[i].when == CHEAPEST_EARLY)
			is->ddram[c->items[i].place] = 0;
}

/* What it should hold when the items of @set are done. */
static void pose_should(const struct cheapest *c, unsigned int set,
			struct hd44780_state *should)
{
	pose_is(c, should);
	for (unsigned int i = 0; i < c->count; i++) {
		unsigned int place = c->items[i].place;
		bool late = c->items[i].when == CHEAPEST_LATE;

		if (!(set & 1 << i))
			continue;
		if (c->items[i].when == CHEAPEST_ROW)
			should->cgram[0][place - CHEAPEST_CELLS] = 0x1f;
		else
			should->ddram[place] = late ? 0 : 'b';
	}
	should->address = c->cursor < 0 ? HD44780_NO_ADDRESS :
					  address_of(c->cursor);
}

static unsigned int planned(unsigned int set, enum cheapest_control control,
			    unsigned int place, u8 rs)
{
	struct hd44780_state should[HD44780_UNITS];
	struct hd44780_glass is = { .rs = rs };

	pose_is(&cheapest, &is.unit[0]);
	pose_should(&cheapest, set, &should[0]);
	is.unit[0].address = address_of(place);
	if (control == CHEAPEST_PENDING)
		is.unit[0].control = HD44780_CONTROL;
	hd44780_plan(&module, &cheapest.costs, &is, should, &plan);
	return wire_cost(&cheapest.costs, rs, &plan);
}

/*
 * All the plans of a test, and the first that is out of bounds: no plan costs
 * less than the cheapest list, or two addresses more.
 */
static struct {
	unsigned long planned;
	unsigned long cheapest;
	char wrong[160];
} sum;

static void try_plan(unsigned int set, enum cheapest_control control,
		     unsigned int place, u8 rs)
{
	unsigned int cost = planned(set, control, place, rs);
	unsigned int least = cheapest.least[set][control][place][rs];
	unsigned int address = cheapest.costs.instruction + 2 * cheapest.costs.rs_change;

	sum.planned += cost;
	sum.cheapest += least;
	if ((cost >= least && cost <= least + 2 * address) || sum.wrong[0])
		return;
	snprintf(sum.wrong, sizeof(sum.wrong),
		 "%u for %u: items %#x of %#x.. %s from %#x, rs %u, cursor %d, wire %u %u %u",
		 cost, least, set, cheapest.items[0].place,
		 control ? "and control" : "", address_of(place), rs,
		 cheapest.cursor, cheapest.costs.data,
		 cheapest.costs.instruction, cheapest.costs.rs_change);
}

#define EXPECT_SUM_WITHIN_2_PERCENT()					\
	do {								\
		EXPECT_STREQ("", sum.wrong);				\
		EXPECT_LT(0, sum.cheapest);				\
		EXPECT_LE(100 * sum.planned, 102 * sum.cheapest);	\
	} while (0)

static void try_from(unsigned int set, unsigned int place)
{
	for (u8 rs = HD44780_RS_INSTRUCTION; rs <= HD44780_RS_DATA; rs++) {
		try_plan(set, CHEAPEST_NONE, place, rs);
		try_plan(set, CHEAPEST_PENDING, place, rs);
	}
}

/* Every set of the items, from the items' places and those next to them. */
static void try_all(void)
{
	cheapest_solve(&cheapest);
	for (unsigned int set = 0; set < 1u << cheapest.count; set++) {
		for (unsigned int i = 0; i < cheapest.count; i++) {
			unsigned int place = cheapest.items[i].place;

			try_from(set, place);
			try_from(set, place ? place - 1 : CHEAPEST_CELLS - 1);
		}
		try_from(set, CHEAPEST_CELLS + 1);
		try_from(set, CHEAPEST_NOWHERE);
	}
}

static void add(unsigned int place, enum cheapest_when when)
{
	cheapest.items[cheapest.count].place = place % CHEAPEST_CELLS;
	if (when == CHEAPEST_ROW)
		cheapest.items[cheapest.count].place = CHEAPEST_CELLS + place;
	cheapest.items[cheapest.count++].when = when;
}

static void start(void)
{
	memset(&cheapest, 0, sizeof(cheapest));
	cheapest.cells = CHEAPEST_CELLS;
	cheapest.cursor = -1;
}

/* Every set of five cells that are near each other; the cursor is near, too. */
FIXTURE(window) {
};

FIXTURE_VARIANT(window) {
	unsigned int cells[5];
	struct hd44780_costs costs;
};

FIXTURE_SETUP(window)
{
	start();
	cheapest.costs = variant->costs;
	for (unsigned int i = 0; i < 5; i++)
		add(variant->cells[i], CHEAPEST_EITHER);
}

FIXTURE_TEARDOWN(window)
{
}

TEST_F(window, without_a_cursor)
{
	try_all();
	EXPECT_SUM_WITHIN_2_PERCENT();
}

TEST_F(window, with_the_cursor_on_a_cell)
{
	for (unsigned int i = 0; i < 5; i += 2) {
		cheapest.cursor = variant->cells[i];
		try_all();
	}
	EXPECT_SUM_WITHIN_2_PERCENT();
}

TEST_F(window, with_the_cursor_after_a_cell)
{
	for (unsigned int i = 0; i < 5; i += 2) {
		cheapest.cursor = (variant->cells[i] + 1) % CHEAPEST_CELLS;
		try_all();
	}
	EXPECT_SUM_WITHIN_2_PERCENT();
}

FIXTURE_VARIANT_ADD(window, in_a_row_on_pcf8574) {
	.cells = { 10, 11, 13, 16, 17 }, .costs = PCF8574,
};

FIXTURE_VARIANT_ADD(window, in_a_row_on_gpio) {
	.cells = { 10, 11, 13, 16, 17 }, .costs = GPIO,
};

FIXTURE_VARIANT_ADD(window, from_row_to_row_on_pcf8574) {
	.cells = { 38, 39, 40, 42, 45 }, .costs = PCF8574,
};

FIXTURE_VARIANT_ADD(window, from_row_to_row_padded) {
	.cells = { 38, 39, 40, 42, 45 }, .costs = PADDED,
};

FIXTURE_VARIANT_ADD(window, from_the_end_to_home_on_pcf8574) {
	.cells = { 77, 79, 0, 1, 4 }, .costs = PCF8574,
};

FIXTURE_VARIANT_ADD(window, from_the_end_to_home_with_dear_data) {
	.cells = { 77, 79, 0, 1, 4 }, .costs = DEAR_DATA,
};

FIXTURE_VARIANT_ADD(window, far_apart_with_dear_addresses) {
	.cells = { 5, 12, 13, 20, 31 }, .costs = DEAR_ADDRESSES,
};

/*
 * A few cells near each other, some of which leave or enter slot 0, a few of its
 * rows, the cursor, on some wire: all of it differs from problem to problem.
 */
static unsigned int seed;

static unsigned int below(unsigned int limit)
{
	return rand_r(&seed) % limit;
}

static void pose_problem(unsigned int problem)
{
	unsigned int place, end;

	start();
	seed = problem;
	cheapest.costs.data = 1 + below(6);
	cheapest.costs.instruction = 1 + below(8);
	cheapest.costs.rs_change = below(4);
	place = below(CHEAPEST_CELLS);
	if (below(3))
		cheapest.cursor = (place + below(20)) % CHEAPEST_CELLS;
	for (end = place + 10; place < end; place += 1 + below(4))
		add(place, below(3));
	for (unsigned int row = below(8); row < 8; row += 1 + below(6))
		add(row, CHEAPEST_ROW);
}

/* Some sets of the items, from anywhere near. */
static void try_some(unsigned int count)
{
	cheapest_solve(&cheapest);
	while (count--) {
		unsigned int place = CHEAPEST_NOWHERE;

		if (below(8))
			place = cheapest.items[below(cheapest.count)].place;
		if (place < CHEAPEST_CELLS)
			place = (place + CHEAPEST_CELLS - below(3)) % CHEAPEST_CELLS;
		try_plan(below(1 << cheapest.count),
			 below(4) ? CHEAPEST_NONE : CHEAPEST_PENDING, place,
			 below(3));
	}
}

FIXTURE(pictures) {
};

FIXTURE_VARIANT(pictures) {
	unsigned int first;
	struct hd44780_costs costs;	/* random if 0 */
};

FIXTURE_SETUP(pictures)
{
}

FIXTURE_TEARDOWN(pictures)
{
}

TEST_F(pictures, and_cells)
{
	for (unsigned int problem = 0; problem < 10; problem++) {
		pose_problem(variant->first + problem);
		if (variant->costs.data)
			cheapest.costs = variant->costs;
		try_some(500);
	}
	EXPECT_SUM_WITHIN_2_PERCENT();
}

FIXTURE_VARIANT_ADD(pictures, problems_1) { .first = 10 };

FIXTURE_VARIANT_ADD(pictures, problems_2) { .first = 20 };

FIXTURE_VARIANT_ADD(pictures, problems_3) { .first = 30 };

FIXTURE_VARIANT_ADD(pictures, problems_4) { .first = 40 };

FIXTURE_VARIANT_ADD(pictures, on_pcf8574) { .first = 50, .costs = PCF8574 };

FIXTURE_VARIANT_ADD(pictures, padded) { .first = 60, .costs = PADDED };

FIXTURE_VARIANT_ADD(pictures, on_gpio) { .first = 70, .costs = GPIO };

TEST_HARNESS_MAIN
