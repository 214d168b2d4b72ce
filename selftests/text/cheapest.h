/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the cheapest list of instructions costs, found by trying everything:
 * every byte of data and every address, from every state of the controller. It
 * knows no runs, no gaps and no pens.
 */
#ifndef DEVLCD_CHEAPEST_H
#define DEVLCD_CHEAPEST_H

#include "hd44780.h"

#define CHEAPEST_ITEMS 10
#define CHEAPEST_ROWS 64	/* of CGRAM */
#define CHEAPEST_CELLS 80
#define CHEAPEST_NOWHERE (CHEAPEST_CELLS + CHEAPEST_ROWS)
#define CHEAPEST_PLACES (CHEAPEST_NOWHERE + 1)

/* When a byte has to be written; a row of CGRAM, after each CHEAPEST_EARLY. */
enum cheapest_when { CHEAPEST_EITHER, CHEAPEST_EARLY, CHEAPEST_LATE, CHEAPEST_ROW };

/* Is there an instruction that has to follow when all is written? */
enum cheapest_control { CHEAPEST_NONE, CHEAPEST_SENT, CHEAPEST_PENDING };

/**
 * struct cheapest - a problem, and its answers
 * @costs:   of the wire
 * @cells:   bytes of DDRAM, in a ring
 * @count:   how many bytes have to be written
 * @items:   where (a cell, or CHEAPEST_CELLS + a row of CGRAM) and when
 * @cursor:  the cell where the address counter has to be at last, or -1
 * @least:   for each set of items, enum cheapest_control, place of the address
 *           counter and enum hd44780_rs: the cost from there to the end
 */
struct cheapest {
	struct hd44780_costs costs;
	unsigned int cells;
	unsigned int count;
	struct {
		unsigned int place;
		enum cheapest_when when;
	} items[CHEAPEST_ITEMS];
	int cursor;
	unsigned int least[1 << CHEAPEST_ITEMS][3][CHEAPEST_PLACES][3];
};

/* Fill @least. */
void cheapest_solve(struct cheapest *c);

#endif
