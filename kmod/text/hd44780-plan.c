// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plans what to send so that the glass holds what it should.
 *
 * A write of data moves the address counter to the next byte. An address costs more than
 * a byte, because RS changes before and after it: so rewrite the unchanged cells of a
 * short gap.
 *
 * The planner makes two lists and takes the cheaper one. The early list starts at the
 * address counter, where the first write needs no address, and writes before CGRAM what
 * it can. The late list starts at the cursor, where the last write may leave the address
 * counter, and writes after CGRAM what it can.
 */
#include "hd44780.h"

#define ROWS (HD44780_SLOTS * HD44780_SLOT_ROWS)

/* An unfinished list for one controller. */
struct planner {
	const struct hd44780_module *module;
	const struct hd44780_costs *costs;
	const struct hd44780_state *should;
	struct hd44780_plan *plan;
	unsigned int count;
	unsigned int cost;	/* of this controller's part */
	struct hd44780_state now;	/* what the controller holds after the list */
	u8 rs;
	u8 unit;	/* flags of all that is sent */
};

static void send(struct planner *p, u8 flags, u8 byte)
{
	struct hd44780_op op = hd44780_op(p->module, p->unit | flags, byte);
	bool data = flags & HD44780_DATA;
	u8 rs = data ? HD44780_RS_DATA : HD44780_RS_INSTRUCTION;

	p->cost += data ? p->costs->data : p->costs->instruction;
	p->cost += rs != p->rs ? p->costs->rs_change : 0;
	p->rs = rs;
	p->plan->ops[p->count++] = op;
	hd44780_apply(p->module, &op, &p->now);
}

/* The byte at an address, or -1 if it is unknown. */
static int byte_at(struct planner *p, u8 address)
{
	const u8 *byte = hd44780_byte(p->module, &p->now, address);
	u8 unknown = address & HD44780_SET_DDRAM ? HD44780_NO_CODE : HD44780_NO_ROW;

	return byte && *byte != unknown ? *byte : -1;
}

/*
 * Move the address counter by an address, or by rewriting the bytes in between
 * if that costs less. At equal cost prefer the address: it is right even if the
 * address counter was wrong. If @data_follow, RS must be high afterwards.
 */
static void go_to(struct planner *p, u8 address, bool data_follow)
{
	const struct hd44780_costs *costs = p->costs;
	unsigned int jump = costs->instruction;
	unsigned int rewriting = data_follow ? 0 : costs->rs_change;
	unsigned int gap = 0;
	u8 at = p->now.address;

	if (at == address)
		return;
	if (p->rs == HD44780_RS_DATA)
		jump += 2 * costs->rs_change;
	while (at != address && gap < HD44780_GAP && byte_at(p, at) >= 0) {
		at = hd44780_next_address(p->module, at);
		rewriting += costs->data;
		gap++;
	}
	if (at != address || rewriting >= jump) {
		send(p, 0, address);
		return;
	}
	while (gap--)
		send(p, HD44780_DATA, byte_at(p, p->now.address));
}

/* The value to write to row @i of CGRAM; HD44780_NO_ROW if it is already right. */
static u8 row_due(const struct planner *p, unsigned int i)
{
	u8 now = p->now.cgram[i / HD44780_SLOT_ROWS][i % HD44780_SLOT_ROWS];
	u8 should = p->should->cgram[i / HD44780_SLOT_ROWS][i % HD44780_SLOT_ROWS];

	return should != now ? should : HD44780_NO_ROW;
}

static void write_rows(struct planner *p)
{
	for (unsigned int i = 0; i < ROWS; i++) {
		u8 due = row_due(p, i);

		if (due == HD44780_NO_ROW)
			continue;
		go_to(p, HD44780_SET_CGRAM | i, true);
		send(p, HD44780_DATA, due);
	}
}

/* The slots whose pictures must still be drawn, one bit for each. */
static u8 slots_due(const struct planner *p)
{
	u8 slots = 0;

	for (unsigned int i = 0; i < ROWS; i++)
		if (row_due(p, i) != HD44780_NO_ROW)
			slots |= 1 << i / HD44780_SLOT_ROWS;
	return slots;
}

/* May a cell with this code show one of the slots? An unknown code may. */
static bool shows(u8 code, u8 slots)
{
	if (code == HD44780_NO_CODE)
		return slots;
	return code < HD44780_SLOTS && (slots & 1 << code);
}

static unsigned int first_cell(const struct planner *p, bool late)
{
	int counter = hd44780_cell(p->module, p->now.address);
	int cursor = hd44780_cell(p->module, p->should->address);

	if (cursor >= 0 && (counter < 0 || late))
		return cursor;
	return counter >= 0 ? counter : 0;
}

/*
 * Write the cells that differ and do not need a picture that is still to be drawn.
 * If @leaving, write only cells that may show a picture which is about to change.
 */
static void write_cells(struct planner *p, unsigned int first, bool leaving)
{
	u8 slots = slots_due(p);

	for (unsigned int i = 0; i < HD44780_CELLS; i++) {
		unsigned int cell = (first + i) % HD44780_CELLS;
		u8 now = p->now.ddram[cell], should = p->should->ddram[cell];

		if (should == HD44780_NO_CODE || should == now || shows(should, slots))
			continue;
		if (leaving && !shows(now, slots))
			continue;
		go_to(p, hd44780_address(p->module, cell), true);
		send(p, HD44780_DATA, should);
	}
}

static bool control_is_due(const struct planner *p)
{
	return p->should->control != HD44780_NO_CONTROL &&
	       p->should->control != p->now.control;
}

/*
 * A cell that changes from one redrawn slot to another shows a wrong picture until
 * the list is sent. That takes milliseconds, and liquid crystals are slower.
 */
static unsigned int plan_unit(struct planner *p, const struct planner *start,
			      bool late)
{
	*p = *start;
	if (control_is_due(p) && (p->now.control & ~p->should->control))
		send(p, 0, p->should->control);		/* switches something off */
	write_cells(p, first_cell(p, late), late);
	write_rows(p);
	write_cells(p, first_cell(p, late), false);
	if (control_is_due(p))
		send(p, 0, p->should->control);
	if (p->should->address != HD44780_NO_ADDRESS)
		go_to(p, p->should->address, false);
	return p->cost;
}

void hd44780_plan(const struct hd44780_module *module,
		  const struct hd44780_costs *costs,
		  const struct hd44780_glass *is,
		  const struct hd44780_state should[HD44780_UNITS],
		  struct hd44780_plan *plan)
{
	struct planner p = { .rs = is->rs };

	for (unsigned int i = 0; i < hd44780_units(module); i++) {
		const struct planner start = {
			.module = module, .costs = costs, .should = &should[i],
			.plan = plan, .now = is->unit[i], .rs = p.rs,
			.unit = i ? HD44780_SECOND : 0, .count = p.count,
		};
		unsigned int late = plan_unit(&p, &start, true);

		if (late < plan_unit(&p, &start, false))
			plan_unit(&p, &start, true);
	}
	plan->count = p.count;
}
