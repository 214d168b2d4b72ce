// SPDX-License-Identifier: GPL-2.0-only
/* The cheapest list of instructions, by trying everything. */
#include "cheapest.h"

#define FAR 1000000u

static bool has(const struct cheapest *c, unsigned int set,
		enum cheapest_when when)
{
	for (unsigned int i = 0; i < c->count; i++)
		if ((set & 1 << i) && c->items[i].when == when)
			return true;
	return false;
}

/*
 * The set that is left when the byte at @place was written; @allowed says
 * whether it may be. A cell that is to be written late can be passed before.
 */
static unsigned int write_byte(const struct cheapest *c, unsigned int set,
			       unsigned int place, bool *allowed)
{
	*allowed = place != CHEAPEST_NOWHERE;
	for (unsigned int i = 0; i < c->count; i++) {
		if (!(set & 1 << i) || c->items[i].place != place)
			continue;
		if (c->items[i].when == CHEAPEST_LATE && has(c, set, CHEAPEST_ROW))
			return set;
		*allowed = c->items[i].when != CHEAPEST_ROW ||
			   !has(c, set, CHEAPEST_EARLY);
		return set & ~(1 << i);
	}
	return set;
}

static unsigned int next_place(const struct cheapest *c, unsigned int place)
{
	if (place == c->cells - 1)
		return 0;
	return place + 1;	/* after the last row of CGRAM: nowhere */
}

static bool exists(const struct cheapest *c, unsigned int place)
{
	return place < c->cells || place >= CHEAPEST_CELLS;
}

static unsigned int lesser(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

static unsigned int rs_cost(const struct cheapest *c, u8 from, u8 to)
{
	return from == to ? 0 : c->costs.rs_change;
}

/* The least cost once any address was sent. */
static unsigned int any_address(const struct cheapest *c, unsigned int set,
				enum cheapest_control control)
{
	unsigned int least = FAR;

	for (unsigned int place = 0; place < CHEAPEST_NOWHERE; place++)
		if (exists(c, place))
			least = lesser(least, c->least[set][control][place]
							[HD44780_RS_INSTRUCTION]);
	return least;
}

static unsigned int try_all(const struct cheapest *c, unsigned int set,
			    enum cheapest_control control, unsigned int place,
			    u8 rs, unsigned int address)
{
	unsigned int instruction = c->costs.instruction +
				   rs_cost(c, rs, HD44780_RS_INSTRUCTION);
	unsigned int data = c->costs.data + rs_cost(c, rs, HD44780_RS_DATA);
	unsigned int least = c->least[set][control][place][rs];
	bool allowed;
	unsigned int left = write_byte(c, set, place, &allowed);

	least = lesser(least, instruction + address);
	if (control == CHEAPEST_PENDING && !set)
		least = lesser(least, instruction + c->least[0][CHEAPEST_SENT]
						[place][HD44780_RS_INSTRUCTION]);
	if (allowed)
		least = lesser(least, data + c->least[left][control]
					[next_place(c, place)][HD44780_RS_DATA]);
	return least;
}

/* One round over all states of a set; true when one became cheaper. */
static bool improve(struct cheapest *c, unsigned int set,
		    enum cheapest_control control)
{
	unsigned int address = any_address(c, set, control);
	bool better = false;

	for (unsigned int place = CHEAPEST_PLACES; place-- > 0;)
		for (u8 rs = 0; rs < 3; rs++) {
			unsigned int *least = &c->least[set][control][place][rs];
			unsigned int now;

			if (!exists(c, place))
				continue;
			now = try_all(c, set, control, place, rs, address);
			better |= now < *least;
			*least = now;
		}
	return better;
}

static void solve_set(struct cheapest *c, unsigned int set,
		      enum cheapest_control control)
{
	for (unsigned int place = 0; place < CHEAPEST_PLACES; place++)
		for (u8 rs = 0; rs < 3; rs++) {
			bool there = c->cursor < 0 || (int)place == c->cursor;

			c->least[set][control][place][rs] =
				!set && there && control != CHEAPEST_PENDING ?
				0 : FAR;
		}
	while (improve(c, set, control))
		;
}

void cheapest_solve(struct cheapest *c)
{
	for (unsigned int set = 0; set < 1u << c->count; set++)
		for (unsigned int control = 0; control < 3; control++)
			solve_set(c, set, control);
}
