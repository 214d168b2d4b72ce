// SPDX-License-Identifier: GPL-2.0-only
/*
 * What displays show all day, on a 20x4 and each wire there is: what the plans
 * cost beside two limits. One is a list that gives each run of changes an address
 * of its own. The other is the cheapest list there is, if that can be found soon:
 * for steps of up to three bytes.
 */
#include "kselftest_harness.h"

#include "cheapest.h"
#include "glyphs.h"
#include "wire.h"

#define STEPS 2000
#define SOLVED 250	/* steps whose cheapest list is looked for */
#define SOLVED_ITEMS 3
#define ROWS (HD44780_SLOTS * HD44780_SLOT_ROWS)

static unsigned int seed = 1;

static unsigned int below(unsigned int limit)
{
	return rand_r(&seed) % limit;
}

/* ---- what changes from step to step ---- */

static void put(struct screen *screen, unsigned int row, unsigned int col, const char *text)
{
	while (*text)
		screen->cells[row][col++] = *text++;
}

static void put_words(struct screen *screen, unsigned int row)
{
	for (unsigned int col = 0; col < screen->cols; col++)
		screen->cells[row][col] = below(5) ? "etaoinshrdlu"[below(12)] : ' ';
}

static void put_cursor(struct screen *screen, unsigned int row, unsigned int col)
{
	screen->cursor = true;
	screen->row = row;
	screen->col = col;
}

static void clock_ticks(struct screen *screen, unsigned int step)
{
	char text[20];

	sprintf(text, "%02u:%02u:%02u", step / 3600 % 24, step / 60 % 60, step % 60);
	put(screen, 0, 12, text);
}

static void sensors_change(struct screen *screen, unsigned int step)
{
	char text[20];

	sprintf(text, "%5.1f", 20 + below(30) / 10.0);
	put(screen, step % 4, 10, text);
}

static void rows_are_replaced(struct screen *screen, unsigned int step)
{
	put_words(screen, (step + below(3)) % 4);
}

static void text_scrolls(struct screen *screen, unsigned int)
{
	memmove(screen->cells[0], screen->cells[1], 3 * sizeof(screen->cells[0]));
	put_words(screen, 3);
}

static void text_scrolls_below_a_cursor(struct screen *screen, unsigned int step)
{
	text_scrolls(screen, step);
	put_cursor(screen, 3, below(20));
}

static void text_is_typed(struct screen *screen, unsigned int step)
{
	unsigned int row = screen->row, col = screen->col;

	screen->cells[row][col++] = 'a' + below(26);
	if (col == 20 || !below(15)) {
		col = 0;
		row++;
	}
	if (row == 4) {
		text_scrolls(screen, step);
		row = 3;
	}
	put_cursor(screen, row, col);
}

static void text_is_typed_below_a_clock(struct screen *screen, unsigned int step)
{
	text_is_typed(screen, step);
	clock_ticks(screen, step);
}

static void text_is_edited(struct screen *screen, unsigned int step)
{
	text_is_typed(screen, step);
	if (!below(6))
		put_cursor(screen, below(4), below(20));
	else if (!below(6) && screen->col < 19)
		screen->col++;
}

/* Bars of up to 16 pixels, by eighths of a cell: seven pictures. */
static void bars_rise_and_fall(struct screen *screen, unsigned int)
{
	for (unsigned int col = 0; col < 20; col++) {
		unsigned int height = below(17);

		screen->cells[2][col] = height > 8 ? 0x2580 + height - 8 : ' ';
		screen->cells[3][col] = height ? 0x2580 + (height < 8 ? height : 8) : ' ';
	}
}

/* More letters than there are slots, so that pictures come and go. */
static void accents_come_and_go(struct screen *screen, unsigned int)
{
	static const u32 letters[] = {
		0xe0, 0xe2, 0xe7, 0xe8, 0xe9, 0xea, 0xee, 0xf4, 0xf9, 0xfb, 0xeb, 0xef,
	};

	for (unsigned int i = 0; i < 6; i++)
		screen->cells[below(4)][below(20)] = letters[below(12)];
	if (!below(3))
		put_words(screen, below(4));
}

static void picture_is_animated(struct screen *screen, unsigned int step)
{
	for (unsigned int row = 0; row < SCREEN_GLYPH_ROWS; row++)
		screen->glyphs[step % 3][row] = below(32);
	screen->cells[step % 4][step % 20] = SCREEN_GLYPH_FIRST + step % 3;
}

static void cells_change(struct screen *screen, unsigned int)
{
	for (unsigned int i = 1 + below(10); i > 0; i--)
		screen->cells[below(4)][below(20)] = 'A' + below(26);
}

static void cells_and_cursor_change(struct screen *screen, unsigned int step)
{
	cells_change(screen, step);
	put_cursor(screen, below(4), below(20));
}

static void all_changes(struct screen *screen, unsigned int step)
{
	for (unsigned int i = 0; i < 80; i++)
		screen->cells[i / 20][i % 20] = 'a' + (i + step) % 26;
}

/* ---- the bytes that differ ---- */

/* Those that can be written before CGRAM, those of CGRAM, those after it. */
struct change {
	bool early[HD44780_CELLS];
	bool rows[ROWS];
	bool late[HD44780_CELLS];
	u8 redrawn;
};

static bool shows(u8 code, u8 slots)
{
	return code < HD44780_SLOTS && (slots & 1 << code);
}

static struct change change_of(const struct hd44780_state *is, const struct hd44780_state *should)
{
	struct change change = { 0 };

	for (unsigned int i = 0; i < ROWS; i++) {
		u8 row = should->cgram[i / HD44780_SLOT_ROWS][i % HD44780_SLOT_ROWS];

		change.rows[i] = row != HD44780_NO_ROW &&
				 row != is->cgram[i / HD44780_SLOT_ROWS][i % HD44780_SLOT_ROWS];
		if (change.rows[i])
			change.redrawn |= 1 << i / HD44780_SLOT_ROWS;
	}
	for (unsigned int i = 0; i < HD44780_CELLS; i++) {
		bool differs = should->ddram[i] != HD44780_NO_CODE &&
			       should->ddram[i] != is->ddram[i];

		change.late[i] = differs && shows(should->ddram[i], change.redrawn);
		change.early[i] = differs && !change.late[i];
	}
	return change;
}

/* ---- a list that gives each run an address of its own ---- */

static unsigned int lesser(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

static unsigned int cost_of_runs(const struct hd44780_costs *costs, const bool *differs,
				 unsigned int count)
{
	unsigned int address = costs->instruction + 2 * costs->rs_change;
	unsigned int cost = 0, gap = address;

	for (unsigned int i = 0; i < count; i++) {
		if (differs[i]) {
			cost += lesser(gap, address) + costs->data;
			gap = 0;
		} else {
			gap += costs->data;
		}
	}
	return cost;
}

static unsigned int cost_of_all_runs(const struct hd44780_costs *costs,
				     const struct hd44780_state *is,
				     const struct hd44780_state *should)
{
	unsigned int instruction = costs->instruction + costs->rs_change;
	struct change change = change_of(is, should);

	return cost_of_runs(costs, change.early, HD44780_CELLS) +
	       cost_of_runs(costs, change.rows, ROWS) +
	       cost_of_runs(costs, change.late, HD44780_CELLS) +
	       (is->control != should->control ? instruction : 0) +
	       (should->address != HD44780_NO_ADDRESS ? instruction : 0);
}

/* ---- the cheapest list ---- */

static struct cheapest cheapest;

static void add_item(unsigned int place, enum cheapest_when when)
{
	if (cheapest.count < CHEAPEST_ITEMS) {
		cheapest.items[cheapest.count].place = place;
		cheapest.items[cheapest.count].when = when;
	}
	cheapest.count++;
}

static void add_items(const struct hd44780_state *is, const struct hd44780_state *should)
{
	struct change change = change_of(is, should);

	cheapest.count = 0;
	for (unsigned int i = 0; i < HD44780_CELLS; i++) {
		if (change.late[i])
			add_item(i, CHEAPEST_LATE);
		if (change.early[i])
			add_item(i, shows(is->ddram[i], change.redrawn) ? CHEAPEST_EARLY :
									   CHEAPEST_EITHER);
	}
	for (unsigned int i = 0; i < ROWS; i++)
		if (change.rows[i])
			add_item(CHEAPEST_CELLS + i, CHEAPEST_ROW);
}

/* What the cheapest list costs; 0 if nothing differs, or too much to find out. */
static unsigned int cost_of_cheapest(const struct hd44780_costs *costs, const struct wire *wire)
{
	const struct hd44780_state *is = &wire->known.unit[0], *should = &wire->should[0];
	bool control = is->control != should->control;
	unsigned int place = CHEAPEST_NOWHERE;

	add_items(is, should);
	if (cheapest.count > SOLVED_ITEMS)
		return 0;
	if (is->address & HD44780_SET_DDRAM)
		place = hd44780_cell(&wire->module, is->address);
	else if (is->address & HD44780_SET_CGRAM)
		place = CHEAPEST_CELLS + (is->address & (ROWS - 1));
	cheapest.costs = *costs;
	cheapest.cells = CHEAPEST_CELLS;
	cheapest.cursor = hd44780_cell(&wire->module, should->address);
	cheapest_solve(&cheapest);
	return cheapest.least[(1 << cheapest.count) - 1][control ? CHEAPEST_PENDING : CHEAPEST_NONE]
			     [place][wire->known.rs];
}

/* ---- */

FIXTURE(plans) {
	struct wire wire;
	struct screen screen;
	struct glyphs glyphs;
};

FIXTURE_VARIANT(plans) {
	void (*step)(struct screen *screen, unsigned int step);
	bool small;	/* has steps whose cheapest list is looked for */
};

FIXTURE_SETUP(plans)
{
	wire_power_on(&self->wire, "20x4", NULL, 4, 1);
	wire_init(&self->wire);
	screen_init(&self->screen, 4, 20);
}

FIXTURE_TEARDOWN(plans)
{
	EXPECT_STREQ("none", wire_breach(&self->wire));
}

static void render(FIXTURE_DATA(plans) *self)
{
	glyphs_render(&self->wire.module, CHARSET_A00, &self->screen, &self->wire.known,
		      &self->glyphs);
	memcpy(self->wire.should, self->glyphs.should, sizeof(self->wire.should));
}

/* What each list is to the other, in bytes or instructions. */
struct sums {
	unsigned long planned;
	unsigned long runs;
	unsigned int above_runs;	/* steps that cost more than runs */
	unsigned int solved;
	unsigned long planned_solved;
	unsigned long cheapest;
};

static struct sums sums_of(FIXTURE_DATA(plans) *self, const FIXTURE_VARIANT(plans) *variant,
			   const struct hd44780_costs *costs)
{
	struct sums sums = { 0 };

	render(self);
	wire_flush(&self->wire, costs);
	for (unsigned int step = 1; step <= STEPS; step++) {
		unsigned int least = 0, runs, planned;

		variant->step(&self->screen, step);
		render(self);
		runs = cost_of_all_runs(costs, &self->wire.known.unit[0], &self->wire.should[0]);
		if (sums.solved < SOLVED)
			least = cost_of_cheapest(costs, &self->wire);
		planned = wire_flush(&self->wire, costs);
		sums.planned += planned;
		sums.runs += runs;
		sums.above_runs += planned > runs;
		sums.solved += least > 0;
		sums.planned_solved += least ? planned : 0;
		sums.cheapest += least;
	}
	printf("# %lu planned, %lu in runs; %u small steps: %lu planned, %lu the cheapest\n",
	       sums.planned, sums.runs, sums.solved, sums.planned_solved, sums.cheapest);
	return sums;
}

#define EXPECT_CHEAP(...)							\
	do {									\
		static const struct hd44780_costs costs = { __VA_ARGS__ };	\
		struct sums sums = sums_of(self, variant, &costs);		\
										\
		EXPECT_EQ(0, sums.above_runs);					\
		EXPECT_EQ(variant->small, sums.solved > 0);			\
		EXPECT_LE(100 * sums.planned_solved, 102 * sums.cheapest);	\
	} while (0)

TEST_F(plans, on_pcf8574)
{
	EXPECT_CHEAP(.data = 4, .instruction = 4, .rs_change = 1);
}

TEST_F(plans, padded)
{
	EXPECT_CHEAP(.data = 6, .instruction = 6, .rs_change = 1);
}

TEST_F(plans, on_gpio)
{
	EXPECT_CHEAP(.data = 1, .instruction = 1);
}

FIXTURE_VARIANT_ADD(plans, clock) { clock_ticks, true };

FIXTURE_VARIANT_ADD(plans, sensors) { sensors_change, true };

FIXTURE_VARIANT_ADD(plans, rows) { rows_are_replaced, false };

FIXTURE_VARIANT_ADD(plans, scroll) { text_scrolls, false };

FIXTURE_VARIANT_ADD(plans, scroll_and_cursor) { text_scrolls_below_a_cursor, false };

FIXTURE_VARIANT_ADD(plans, typing) { text_is_typed, true };

FIXTURE_VARIANT_ADD(plans, typing_and_clock) { text_is_typed_below_a_clock, true };

FIXTURE_VARIANT_ADD(plans, editing) { text_is_edited, true };

FIXTURE_VARIANT_ADD(plans, bars) { bars_rise_and_fall, false };

FIXTURE_VARIANT_ADD(plans, accents) { accents_come_and_go, true };

FIXTURE_VARIANT_ADD(plans, animation) { picture_is_animated, false };

FIXTURE_VARIANT_ADD(plans, cells) { cells_change, true };

FIXTURE_VARIANT_ADD(plans, cells_and_cursor) { cells_and_cursor_change, true };

FIXTURE_VARIANT_ADD(plans, all_cells) { all_changes, false };

TEST_HARNESS_MAIN
