// SPDX-License-Identifier: GPL-2.0-only
/*
 * The HD44780 controller: memory map, initialisation, and what a list of
 * instructions leaves in it. Page numbers: HD44780U data sheet, ADE-207-272(Z).
 */
#include "hd44780.h"

/* Instructions (table 6, p. 24) */
#define CLEAR 0x01u
#define HOME 0x02u
#define ENTRY_INCREMENT 0x06u
#define FUNCTION 0x20u
#define FUNCTION_8_BITS 0x10u
#define FUNCTION_2_LINES 0x08u
#define SET_DDRAM 0x80u

#define LINE_CELLS 40u		/* cells of a line in 2-line mode (p. 11) */
#define LINE_ADDRESSES 0x40u	/* addresses from one line to the next */

/* Microseconds */
#define POWER_ON_US 40000u	/* until Vcc is 2.7 V and beyond (p. 46) */
#define FIRST_SYNC_US 4100u	/* p. 46 */
#define SECOND_SYNC_US 100u	/* p. 46 */
#define INSTRUCTION_US 37u	/* p. 24 */
#define DATA_US 41u		/* 37, and 4 for the address counter (p. 25) */
#define HOME_US 1520u		/* clear and home (p. 24) */

/*
 * A module of one true line has a duty of 1/8 (p. 27); all others are driven
 * as two lines, the four rows of a 20x4 too.
 */
static bool has_two_lines(const struct hd44780_module *module)
{
	return module->rows > 1 || module->split;
}

static unsigned int stride(const struct hd44780_module *module)
{
	return module->stride ? module->stride : module->cols;
}

unsigned int hd44780_units(const struct hd44780_module *module)
{
	return module->rows > 2 && module->cols > LINE_CELLS / 2 ? 2 : 1;
}

bool hd44780_module_valid(const struct hd44780_module *module)
{
	if (module->rows < 1 || module->rows > 4 ||
	    module->cols < 1 || module->cols > LINE_CELLS)
		return false;
	if (module->bits != 4 && module->bits != 8)
		return false;
	if (module->split)
		return module->rows == 1;
	if (module->rows <= 2 || hd44780_units(module) > 1)
		return true;
	return stride(module) >= module->cols &&
	       stride(module) + module->cols <= LINE_CELLS;
}

struct hd44780_place hd44780_place(const struct hd44780_module *module,
				   unsigned int row, unsigned int col)
{
	unsigned int left = module->split ? (module->cols + 1u) / 2 : LINE_CELLS;
	unsigned int unit = 0, cell;

	if (module->split && col >= left)
		cell = LINE_CELLS + col - left;
	else
		cell = (row & 1) * LINE_CELLS + col;
	if (hd44780_units(module) > 1)
		unit = (row >> 1) & 1;
	else
		cell += (row >> 1) * stride(module);
	return (struct hd44780_place){ unit, cell % HD44780_CELLS };
}

u8 hd44780_address(const struct hd44780_module *module, unsigned int cell)
{
	if (has_two_lines(module) && cell >= LINE_CELLS)
		cell += LINE_ADDRESSES - LINE_CELLS;
	return SET_DDRAM | cell;
}

int hd44780_cell(const struct hd44780_module *module, u8 address)
{
	unsigned int cell = address & ~SET_DDRAM;

	if (!(address & SET_DDRAM))
		return -1;
	if (has_two_lines(module) && cell >= LINE_ADDRESSES)
		cell -= LINE_ADDRESSES - LINE_CELLS;
	return cell < HD44780_CELLS ? (int)cell : -1;
}

u8 hd44780_next_address(const struct hd44780_module *module, u8 address)
{
	int cell = hd44780_cell(module, address);

	if (cell >= 0)
		return hd44780_address(module, (cell + 1) % HD44780_CELLS);
	if ((address & HD44780_SET_CGRAM) &&
	    address != (HD44780_SET_CGRAM | 0x3f))
		return address + 1;
	return HD44780_NO_ADDRESS;
}

static void forget_unit(struct hd44780_state *unit)
{
	memset(unit->ddram, HD44780_NO_CODE, sizeof(unit->ddram));
	memset(unit->cgram, HD44780_NO_ROW, sizeof(unit->cgram));
	unit->control = HD44780_NO_CONTROL;
	unit->address = HD44780_NO_ADDRESS;
}

static void forget(struct hd44780_glass *glass)
{
	for (unsigned int i = 0; i < HD44780_UNITS; i++)
		forget_unit(&glass->unit[i]);
	glass->rs = HD44780_RS_UNKNOWN;
}

static unsigned int not_below(unsigned int us, unsigned int least)
{
	return us > least ? us : least;
}

/* Clear and home run on the same clock, so they are as much slower as it is. */
static u16 wait_us(const struct hd44780_module *module, u8 flags, u8 byte)
{
	unsigned int us = not_below(module->exec_us, INSTRUCTION_US);

	if (flags & HD44780_DATA)
		return not_below(module->exec_us, DATA_US);
	if (byte != CLEAR && byte != HOME)
		return us;
	us = (us * HOME_US + INSTRUCTION_US - 1) / INSTRUCTION_US;
	return us < 0xffff ? us : 0xffff;
}

struct hd44780_op hd44780_op(const struct hd44780_module *module, u8 flags,
			     u8 byte)
{
	return (struct hd44780_op){ wait_us(module, flags, byte), byte, flags };
}

static void add(struct hd44780_plan *plan, struct hd44780_op op)
{
	plan->ops[plan->count++] = op;
}

/*
 * Figures 23 and 24 (pp. 45, 46): whether the controller listens to eight lines
 * or to four, and in the middle of a byte, after three times 0x3 it is eight.
 * The first of them may end an instruction as slow as home.
 */
static void init_interface(const struct hd44780_module *module, u8 flags,
			   struct hd44780_plan *plan)
{
	struct hd44780_op sync = hd44780_op(module, flags | HD44780_NIBBLE,
					    FUNCTION | FUNCTION_8_BITS);
	u16 exec_us = sync.wait_us;

	sync.wait_us = not_below(wait_us(module, 0, HOME), FIRST_SYNC_US);
	add(plan, sync);
	sync.wait_us = not_below(exec_us, SECOND_SYNC_US);
	add(plan, sync);
	sync.wait_us = exec_us;
	add(plan, sync);
	if (module->bits == 4)
		add(plan, hd44780_op(module, sync.flags, FUNCTION));
}

/*
 * Home is not superfluous after clear: there are modules whose clear does not
 * home, and an old display shift would survive.
 */
static void init_registers(const struct hd44780_module *module, u8 flags,
			   struct hd44780_plan *plan)
{
	u8 function = FUNCTION;

	if (module->bits == 8)
		function |= FUNCTION_8_BITS;
	if (has_two_lines(module))
		function |= FUNCTION_2_LINES;
	add(plan, hd44780_op(module, flags, function));
	add(plan, hd44780_op(module, flags, HD44780_CONTROL));
	add(plan, hd44780_op(module, flags, CLEAR));
	add(plan, hd44780_op(module, flags, ENTRY_INCREMENT));
	add(plan, hd44780_op(module, flags, HOME));
}

void hd44780_init(const struct hd44780_module *module,
		  struct hd44780_glass *glass, struct hd44780_plan *plan)
{
	forget(glass);
	plan->count = 0;
	add(plan, (struct hd44780_op){ POWER_ON_US, 0, HD44780_PAUSE });
	for (unsigned int i = 0; i < hd44780_units(module); i++) {
		u8 flags = i ? HD44780_SECOND : 0;

		init_interface(module, flags, plan);
		init_registers(module, flags, plan);
	}
}

static void commit_data(const struct hd44780_module *module, u8 data,
			struct hd44780_state *unit)
{
	int cell = hd44780_cell(module, unit->address);
	unsigned int row = unit->address & ~HD44780_SET_CGRAM;

	if (cell >= 0)
		unit->ddram[cell] = data;
	else if (unit->address & HD44780_SET_CGRAM)
		unit->cgram[row / HD44780_SLOT_ROWS][row % HD44780_SLOT_ROWS] = data;
	unit->address = hd44780_next_address(module, unit->address);
}

/*
 * Clear and home are not trusted to leave blanks and address 0, and after them
 * everything is painted: a module that was too slow for the clear shows the
 * right text all the same.
 */
static void commit_instruction(u8 instruction, struct hd44780_state *unit)
{
	if (instruction & (SET_DDRAM | HD44780_SET_CGRAM))
		unit->address = instruction;
	else if ((instruction & ~0x07u) == HD44780_CONTROL)
		unit->control = instruction;
	else if (instruction == CLEAR || instruction == HOME)
		unit->address = HD44780_NO_ADDRESS;
}

void hd44780_commit(const struct hd44780_module *module,
		    const struct hd44780_plan *plan,
		    struct hd44780_glass *glass)
{
	for (unsigned int i = 0; i < plan->count; i++) {
		const struct hd44780_op *op = &plan->ops[i];
		struct hd44780_state *unit =
			&glass->unit[op->flags & HD44780_SECOND ? 1 : 0];

		if (op->flags & HD44780_PAUSE)
			continue;
		glass->rs = op->flags & HD44780_DATA ? HD44780_RS_DATA :
						       HD44780_RS_INSTRUCTION;
		if (op->flags & HD44780_DATA)
			commit_data(module, op->byte, unit);
		else
			commit_instruction(op->byte, unit);
	}
}
