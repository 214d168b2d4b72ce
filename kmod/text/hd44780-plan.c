// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cheapest list of instructions from what the glass holds to what it should
 * hold.
 *
 * Data writes run the address counter around the ring of DDRAM; an address in
 * between ends one run of writes and starts another. So a list is a set of runs,
 * and its cost is what the bytes in them cost, changed or not, and one address a
 * run, with two changes of RS. Three things are to be had cheaper:
 *
 * - the opening: a run from where the address counter stands needs no address,
 *   if it is the first thing sent;
 * - the closing: after a run that ends under the visible cursor, and is the last
 *   thing sent, the cursor needs no address;
 * - a gap of unchanged bytes between two runs may cost less than an address.
 *
 * Think of two pens that go around the ring together, once. What the early pen
 * writes is sent before CGRAM, what the late pen writes after it. Each may be
 * up or down at a cell, and pays for the cells over which it is down and for
 * each time that it is put down. Putting down the early pen where the address
 * counter stands is the opening; lifting the late pen at the cursor's cell is
 * the closing. All else may be sent in any order. Both pens may be down: the
 * opening can reach beyond the start of the closing, when the two meet.
 *
 * So any list is a way of the pens around the ring, and what it costs at a cell
 * depends on the cell and on where the pens were one cell before: dynamic
 * programming over the cells finds the cheapest. Where the ring is cut, at the
 * seam, all states of the pens are tried; a pen that is down from before the
 * seam is HELD until it was lifted once, or a run all around the ring would have
 * no start to pay for. What this cannot say is a run that is opening and closing
 * at once, from the address counter to the cursor: that one is tried besides.
 *
 * Nothing else could be cheaper. Within a pen's turn to write, two runs over the
 * same byte can be cut so that they do not overlap, unless one is the opening
 * and one the closing, which are different pens; and a run longer than the ring
 * costs more than another address (struct hd44780_costs).
 *
 * RS: an address between data changes it twice. It starts as it was left, and
 * what is sent first differs: an address is cheaper by one change if RS was low,
 * and the opening dearer by one. A constant apart, the opening costs those two.
 *
 * CGRAM is for the early pen alone, which stays up over one byte more than there
 * are: the data sheet does not say that its addresses run around.
 */
#include "hd44780.h"

#define BLANK 0x20u
#define ROWS (HD44780_SLOTS * HD44780_SLOT_ROWS)

/* Which pen has to write a byte; in struct hd44780_walk @need. */
enum need { NEED_NONE, NEED_EITHER, NEED_EARLY, NEED_LATE, NEED_UP };

/* Where a pen is. The state of both is late * PENS + early. */
enum pen { PEN_UP, PEN_DOWN, PEN_HELD, PENS };

#define STATES (PENS * PENS)
#define EARLY(state) ((enum pen)((state) % PENS))
#define LATE(state) ((enum pen)((state) / PENS))
#define STATE(early, late) ((late) * PENS + (early))

/* What a pen does at a byte; in struct hd44780_walk @early and @late. */
#define PATH_DOWN 0x01u
#define PATH_START 0x02u

/* What is sent in which order. */
enum stage { STAGE_EARLY, STAGE_CGRAM, STAGE_LATE };

#define NEVER 0x10000000		/* dearer than any list, and three add up */

/**
 * struct fares - what the pens pay in a memory; fare() makes them of costs
 * @byte:   over a byte
 * @start:  for putting a pen down
 * @open:   for putting the early pen down at @first
 * @close:  what lifting the late pen at @last saves
 * @first:  where the address counter stands, or -1
 * @last:   where the visible cursor is, or -1
 * @size:   bytes around
 * @states: PENS, or STATES where there is a late pen
 */
struct fares {
	int byte;
	int start;
	int open;
	int close;
	int first;
	int last;
	unsigned int size;
	unsigned int states;
};

/**
 * struct planner - a list in the making
 * @module:  module
 * @costs:   what the wire has to send
 * @is:      what the controller holds
 * @should:  what it should hold
 * @plan:    the list
 * @redrawn: the CGRAM slots that change, a bit each
 * @unit:    flags of all that is sent
 * @rs:      RS after what is in the list
 * @control: power and cursor after what is in the list
 * @address: the address counter after what is in the list
 */
struct planner {
	const struct hd44780_module *module;
	const struct hd44780_costs *costs;
	const struct hd44780_state *is;
	const struct hd44780_state *should;
	struct hd44780_plan *plan;
	u8 redrawn;
	u8 unit;
	u8 rs;
	u8 control;
	u8 address;
};

/* Of lists that cost the same, the one with the fewest instructions. */
static int fare(unsigned int cost, unsigned int count)
{
	return (int)(cost << 8 | count);
}

static bool is_down(enum pen pen)
{
	return pen != PEN_UP;
}

/* Does a pen that was @from at the last cell start a run at this one? */
static bool starts(enum pen from, enum pen to)
{
	return to == PEN_DOWN && from != PEN_DOWN;
}

/* What a pen pays to be somewhere at a cell after it was somewhere before it. */
struct turns {
	int cost[PENS][PENS];
};

static struct turns turns_of(int start, int close)
{
	struct turns turns = { 0 };

	for (enum pen from = PEN_UP; from < PENS; from++)
		for (enum pen to = PEN_UP; to < PENS; to++) {
			int *cost = &turns.cost[from][to];

			if (from == to)
				continue;
			*cost += is_down(from) ? -close : 0;
			*cost += starts(from, to) ? start : 0;
			*cost += to == PEN_HELD ? NEVER : 0;
		}
	return turns;
}

static bool meets(enum need need, unsigned int state)
{
	bool early = is_down(EARLY(state)), late = is_down(LATE(state));

	switch (need) {
	case NEED_EITHER:
		return early || late;
	case NEED_EARLY:
		return early;
	case NEED_LATE:
		return late;
	case NEED_UP:
		return !early && !late;
	default:
		return true;
	}
}

/*
 * From what it costs to be in each state at the cell before @i, to what it costs
 * at cell @i. Sets the state that each comes from.
 */
static void step(const struct fares *fares, enum need need, unsigned int i,
		 int *cost, u8 *from)
{
	const struct turns early =
		turns_of((int)i == fares->first ? fares->open : fares->start, 0);
	const struct turns late =
		turns_of(fares->start, (int)i == fares->last ? fares->close : 0);
	int best[STATES];

	for (unsigned int to = 0; to < fares->states; to++) {
		best[to] = NEVER;
		if (!meets(need, to))
			continue;
		for (unsigned int s = 0; s < fares->states; s++) {
			int sum = cost[s] + early.cost[EARLY(s)][EARLY(to)] +
				  late.cost[LATE(s)][LATE(to)];

			if (sum >= best[to])
				continue;
			best[to] = sum;
			from[to] = s;
		}
		best[to] += is_down(EARLY(to)) ? fares->byte : 0;
		best[to] += is_down(LATE(to)) ? fares->byte : 0;
	}
	memcpy(cost, best, fares->states * sizeof(*cost));
}

/*
 * The cheapest way that comes over the seam in state @seam and ends in state
 * @end. Sets @from, the state that each state of each cell comes from.
 */
static int sweep(const struct fares *fares, const u8 *need, unsigned int seam,
		 unsigned int end, u8 (*from)[STATES])
{
	int cost[STATES];

	for (unsigned int s = 0; s < STATES; s++)
		cost[s] = s == seam ? 0 : NEVER;
	for (unsigned int i = 0; i < fares->size; i++)
		step(fares, need[i], i, cost, from[i]);
	return cost[end];
}

/* A pen that comes over the seam HELD has to get there DOWN. */
static unsigned int end_of(unsigned int seam)
{
	return STATE(is_down(EARLY(seam)) ? PEN_DOWN : PEN_UP,
		     is_down(LATE(seam)) ? PEN_DOWN : PEN_UP);
}

static void lift_pens(struct hd44780_walk *walk)
{
	memset(walk->early, 0, sizeof(walk->early));
	memset(walk->late, 0, sizeof(walk->late));
}

static u8 path_bits(enum pen from, enum pen to)
{
	return (is_down(to) ? PATH_DOWN : 0) |
	       (starts(from, to) ? PATH_START : 0);
}

/* Go back where the cheapest way came from. */
static void trace(const struct hd44780_plan *plan, unsigned int size,
		  unsigned int end, struct hd44780_walk *walk)
{
	unsigned int to = end;

	for (unsigned int i = size; i-- > 0;) {
		unsigned int from = plan->from[i][to];

		walk->early[i] = path_bits(EARLY(from), EARLY(to));
		walk->late[i] = path_bits(LATE(from), LATE(to));
		to = from;
	}
}

/* Set the cheapest paths that give every byte what it needs; return the cost. */
static int solve(const struct fares *fares, struct hd44780_plan *plan,
		 struct hd44780_walk *walk)
{
	static const u8 seams[] = {
		STATE(PEN_UP, PEN_UP), STATE(PEN_HELD, PEN_UP),
		STATE(PEN_UP, PEN_HELD), STATE(PEN_HELD, PEN_HELD),
	};
	unsigned int best = seams[0];
	int least = NEVER;

	for (unsigned int i = 0; i < 4 && seams[i] < fares->states; i++) {
		int cost = sweep(fares, walk->need, seams[i], end_of(seams[i]),
				 plan->from);

		if (cost >= least)
			continue;
		least = cost;
		best = seams[i];
	}
	sweep(fares, walk->need, best, end_of(best), plan->from);
	trace(plan, fares->size, end_of(best), walk);
	return least;
}

/*
 * Instead of that, one run from the address counter to the cursor, if it passes
 * all that changes and costs less than @least. It may also pass nothing that
 * changes: writing a cell again moves the cursor by one.
 */
static void try_one_run(const struct fares *fares, int least,
			struct hd44780_walk *walk)
{
	unsigned int run = (fares->last - fares->first + fares->size) % fares->size;

	if (!run)
		run = fares->size;
	for (unsigned int k = run; k < fares->size; k++)
		if (walk->need[(fares->first + k) % fares->size] != NEED_NONE)
			return;
	if (fares->open + (int)run * fares->byte >= least)
		return;
	lift_pens(walk);
	for (unsigned int k = 0; k < run; k++)
		walk->early[(fares->first + k) % fares->size] = PATH_DOWN;
	walk->early[fares->first] |= PATH_START;
}

static bool any(const u8 *need, unsigned int size, enum need what)
{
	for (unsigned int i = 0; i < size; i++)
		if (need[i] == what)
			return true;
	return false;
}

static u8 row(const struct hd44780_state *state, unsigned int i)
{
	return state->cgram[i / HD44780_SLOT_ROWS][i % HD44780_SLOT_ROWS];
}

static bool row_changes(const struct planner *p, unsigned int i)
{
	return row(p->should, i) != HD44780_NO_ROW &&
	       row(p->should, i) != row(p->is, i);
}

static void mark_cgram(struct planner *p)
{
	u8 *need = p->plan->cgram.need;

	p->redrawn = 0;
	for (unsigned int i = 0; i < ROWS; i++) {
		need[i] = row_changes(p, i) ? NEED_EARLY : NEED_NONE;
		if (need[i] == NEED_EARLY)
			p->redrawn |= 1 << i / HD44780_SLOT_ROWS;
	}
	need[ROWS] = NEED_UP;
}

static bool is_redrawn(const struct planner *p, u8 code)
{
	return code < HD44780_SLOTS && (p->redrawn & 1 << code);
}

/*
 * A cell that goes from one redrawn slot to another shows a wrong picture either
 * way, for the milliseconds until the list is through; liquid crystals are not
 * that fast.
 */
static enum need cell_need(const struct planner *p, unsigned int i)
{
	u8 is = p->is->ddram[i], should = p->should->ddram[i];

	if (should == HD44780_NO_CODE || should == is)
		return NEED_NONE;
	if (is_redrawn(p, should))
		return NEED_LATE;
	return is_redrawn(p, is) ? NEED_EARLY : NEED_EITHER;
}

/*
 * With no cell that has to go early, and no opening among the cells, the early
 * pen is of no use to them; unused, it leaves the opening to CGRAM.
 */
static void mark_ddram(struct planner *p, bool opening)
{
	u8 *need = p->plan->ddram.need;

	for (unsigned int i = 0; i < HD44780_CELLS; i++)
		need[i] = cell_need(p, i);
	if (!p->redrawn || opening || any(need, HD44780_CELLS, NEED_EARLY))
		return;
	for (unsigned int i = 0; i < HD44780_CELLS; i++)
		if (need[i] == NEED_EITHER)
			need[i] = NEED_LATE;
}

static bool changes(const u8 *need, unsigned int size)
{
	for (unsigned int i = 0; i < size; i++)
		if (need[i] != NEED_NONE)
			return true;
	return false;
}

static bool control_changes(const struct planner *p)
{
	return p->should->control != HD44780_NO_CONTROL &&
	       p->should->control != p->control;
}

static struct fares fares_of(const struct planner *p, unsigned int size)
{
	const struct hd44780_costs *costs = p->costs;
	unsigned int rs = costs->rs_change, open = 2 * rs;

	if (p->rs == HD44780_RS_DATA)
		open = 0;
	else if (p->rs == HD44780_RS_UNKNOWN)
		open = rs;
	return (struct fares){
		.byte = fare(costs->data, 1),
		.start = fare(costs->instruction + 2 * rs, 1),
		.open = fare(open, 0),
		.first = -1,
		.last = -1,
		.size = size,
		.states = PENS,
	};
}

/*
 * The closing saves the cursor's address, and the change of RS before it where
 * no other instruction comes between.
 */
static void plan_ddram(struct planner *p)
{
	struct fares fares = fares_of(p, HD44780_CELLS);
	struct hd44780_walk *walk = &p->plan->ddram;
	unsigned int rs = control_changes(p) ? 0 : p->costs->rs_change;
	int least = 0;

	fares.first = hd44780_cell(p->module, p->address);
	fares.last = hd44780_cell(p->module, p->should->address);
	fares.states = p->redrawn || fares.last >= 0 ? STATES : PENS;
	fares.close = fare(p->costs->instruction + rs, 1);
	mark_ddram(p, fares.first >= 0);
	lift_pens(walk);
	if (changes(walk->need, HD44780_CELLS))
		least = solve(&fares, p->plan, walk);
	else if (fares.first == fares.last)
		return;
	if (!p->redrawn && fares.first >= 0 && fares.last >= 0)
		try_one_run(&fares, least + fares.close, walk);
}

static void plan_cgram(struct planner *p)
{
	struct fares fares = fares_of(p, ROWS + 1);
	struct hd44780_walk *walk = &p->plan->cgram;

	lift_pens(walk);
	if (!p->redrawn)
		return;
	if ((p->address & ~(ROWS - 1)) == HD44780_SET_CGRAM &&
	    !any(p->plan->ddram.need, HD44780_CELLS, NEED_EARLY))
		fares.first = p->address & (ROWS - 1);
	solve(&fares, p->plan, walk);
}

static void send(struct planner *p, u8 flags, u8 byte)
{
	p->plan->ops[p->plan->count++] =
		hd44780_op(p->module, p->unit | flags, byte);
	p->rs = flags & HD44780_DATA ? HD44780_RS_DATA : HD44780_RS_INSTRUCTION;
}

static void send_control(struct planner *p)
{
	send(p, 0, p->should->control);
	p->control = p->should->control;
}

static void send_address(struct planner *p, u8 address)
{
	if (p->address == address)
		return;
	send(p, 0, address);
	p->address = address;
}

static void send_data(struct planner *p, u8 data)
{
	send(p, HD44780_DATA, data);
	p->address = hd44780_next_address(p->module, p->address);
}

static u8 address_of(const struct planner *p, enum stage when, unsigned int i)
{
	return when == STAGE_CGRAM ? HD44780_SET_CGRAM | i :
				      hd44780_address(p->module, i);
}

/* What to write, also into bytes that are only on the way. */
static u8 byte_of(const struct planner *p, enum stage when, unsigned int i)
{
	const u8 *need = p->plan->ddram.need;
	u8 byte = p->should->ddram[i];

	if (when == STAGE_CGRAM)
		return row(row_changes(p, i) ? p->should : p->is, i);
	if (need[i] == NEED_NONE || (need[i] == NEED_LATE && when == STAGE_EARLY))
		byte = p->is->ddram[i];
	return byte == HD44780_NO_CODE ? BLANK : byte;
}

static void draw_run(struct planner *p, enum stage when, const u8 *path,
		     unsigned int size, unsigned int i)
{
	send_address(p, address_of(p, when, i));
	do {
		send_data(p, byte_of(p, when, i));
		i = (i + 1) % size;
	} while ((path[i] & (PATH_DOWN | PATH_START)) == PATH_DOWN);
}

/*
 * Draw the runs of a pen in the order in which they start from @first on: a run
 * that starts there comes first, one that ends there last.
 */
static void draw(struct planner *p, enum stage when, const u8 *path,
		 unsigned int size, unsigned int first)
{
	for (unsigned int k = 0; k < size; k++) {
		unsigned int i = (first + k) % size;

		if (path[i] & PATH_START)
			draw_run(p, when, path, size, i);
	}
}

static void draw_ddram(struct planner *p, enum stage when, const u8 *path,
		       u8 address)
{
	int first = hd44780_cell(p->module, address);

	draw(p, when, path, HD44780_CELLS, first < 0 ? 0 : first);
}

static void draw_cgram(struct planner *p)
{
	bool inside = (p->address & ~(ROWS - 1)) == HD44780_SET_CGRAM;

	draw(p, STAGE_CGRAM, p->plan->cgram.early, ROWS + 1,
	     inside ? p->address & (ROWS - 1) : 0);
}

static void plan_unit(struct planner *p)
{
	if (control_changes(p) && (p->control & ~p->should->control))
		send_control(p);	/* it switches something off */
	mark_cgram(p);
	plan_ddram(p);
	plan_cgram(p);
	draw_ddram(p, STAGE_EARLY, p->plan->ddram.early, p->address);
	draw_cgram(p);
	draw_ddram(p, STAGE_LATE, p->plan->ddram.late, p->should->address);
	if (control_changes(p))
		send_control(p);
	if (p->should->address != HD44780_NO_ADDRESS)
		send_address(p, p->should->address);
}

void hd44780_plan(const struct hd44780_module *module,
		  const struct hd44780_costs *costs,
		  const struct hd44780_glass *is,
		  const struct hd44780_state should[HD44780_UNITS],
		  struct hd44780_plan *plan)
{
	struct planner p = {
		.module = module, .costs = costs, .plan = plan, .rs = is->rs,
	};

	plan->count = 0;
	for (unsigned int i = 0; i < hd44780_units(module); i++) {
		p.is = &is->unit[i];
		p.should = &should[i];
		p.unit = i ? HD44780_SECOND : 0;
		p.control = p.is->control;
		p.address = p.is->address;
		plan_unit(&p);
	}
}
