/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The HD44780 controller: what it holds, how it is initialised, and the
 * cheapest list of instructions from what it holds to what it should hold.
 * Page numbers are those of Hitachi's HD44780U data sheet, ADE-207-272(Z).
 *
 * A panel keeps a struct hd44780_glass (what is known of the controllers), and
 * lists what to send in a struct hd44780_plan:
 *
 *	at first, and after the wire failed:
 *		hd44780_init(), send the plan, hd44780_commit()
 *	to show a screen:
 *		glyphs_render() says what the glass should hold,
 *		hd44780_plan(), send the plan, hd44780_commit()
 *
 * All is bounded and nothing can fail, whatever the arguments hold.
 */
#ifndef DEVLCD_TEXT_HD44780_H
#define DEVLCD_TEXT_HD44780_H

#include "types.h"

#define HD44780_CELLS 80	/* bytes of DDRAM (p. 10), visible or not */
#define HD44780_SLOTS 8		/* characters in CGRAM (p. 19), */
#define HD44780_SLOT_ROWS 8	/* of so many rows, the top one first, */
#define HD44780_ROW_PIXELS 0x1f	/* in five bits, the left pixel in bit 4 */
#define HD44780_UNITS 2		/* controllers of a 40x4 module */

/*
 * The most that a list can hold for one controller: one for power and cursor;
 * cells before CGRAM, CGRAM, cells after it, each with one address more than it
 * could have were every byte sent; the cursor's address. An address is sent only
 * after a byte that was left out, so addresses do not add up.
 */
#define HD44780_UNIT_OPS					\
	(1 + (HD44780_CELLS + 1) +				\
	 (HD44780_SLOTS * HD44780_SLOT_ROWS + 1) +		\
	 (HD44780_CELLS + 1) + 1)
#define HD44780_OPS (HD44780_UNITS * HD44780_UNIT_OPS)

/* Unknown in what a controller holds, and no matter in what it should hold. */
#define HD44780_NO_CODE 0x0fu	/* 0x08..0x0f only repeat 0x00..0x07 (p. 19) */
#define HD44780_NO_ROW 0xffu
#define HD44780_NO_CONTROL 0x00u
#define HD44780_NO_ADDRESS 0x00u

/* The instructions that others need to know of (table 6, p. 24). */
#define HD44780_CONTROL 0x08u		/* display off, and these bits: */
#define HD44780_CONTROL_DISPLAY 0x04u
#define HD44780_CONTROL_CURSOR 0x02u
#define HD44780_CONTROL_BLINK 0x01u
#define HD44780_SET_CGRAM 0x40u

/**
 * struct hd44780_module - what kind of module it is
 * @rows:    1..4; more than two rows of more than 20 columns have a second
 *           controller with its own E line for rows 2 and 3
 * @cols:    1..40
 * @stride:  DDRAM bytes from row 0 to row 2 and from row 1 to row 3; @cols on
 *           nearly all, and where it is 0
 * @split:   one row whose right half is the controller's second line
 * @bits:    4 or 8: the data lines that are wired
 * @exec_us: how long an instruction or a data write takes; less than the data
 *           sheet's 37 and 41 us (p. 24) has no effect, clones need more
 */
struct hd44780_module {
	u8 rows;
	u8 cols;
	u8 stride;
	bool split;
	u8 bits;
	u16 exec_us;
};

/**
 * struct hd44780_costs - what a wire has to send, in any unit
 * @data:        a byte of data; not 0
 * @instruction: an instruction; not 0, and no more than 40 bytes of data
 * @rs_change:   a change of RS before either
 *
 * An unpadded PCF8574 has 4, 4, 1 (bytes): a character costs 4, an address
 * between characters 6. GPIO has 1, 1, 0 (instructions, all equally slow).
 */
struct hd44780_costs {
	u8 data;
	u8 instruction;
	u8 rs_change;
};

/**
 * struct hd44780_state - what one controller holds, or what it should hold
 * @ddram:   character codes in the order in which the address counter runs:
 *           addresses 0x00..0x27, 0x40..0x67, and around
 * @cgram:   the pictures of codes 0..7
 * @control: the display on/off instruction last given
 * @address: the instruction that sets the address counter to where it is; in
 *           what should be, HD44780_NO_ADDRESS unless the cursor is visible
 */
struct hd44780_state {
	u8 ddram[HD44780_CELLS];
	u8 cgram[HD44780_SLOTS][HD44780_SLOT_ROWS];
	u8 control;
	u8 address;
};

/**
 * enum hd44780_rs - the level of the RS line
 * @HD44780_RS_UNKNOWN:     nothing was sent yet
 * @HD44780_RS_INSTRUCTION: low
 * @HD44780_RS_DATA:        high
 */
enum hd44780_rs {
	HD44780_RS_UNKNOWN,
	HD44780_RS_INSTRUCTION,
	HD44780_RS_DATA,
};

/**
 * struct hd44780_glass - all that is known of a panel
 * @unit: what each controller holds
 * @rs:   enum hd44780_rs: what was sent last to any of them
 *
 * The owner provides the locking. No pointers: it may be copied.
 */
struct hd44780_glass {
	struct hd44780_state unit[HD44780_UNITS];
	u8 rs;
};

/**
 * enum hd44780_flags - what kind of thing to send
 * @HD44780_DATA:   with RS high
 * @HD44780_NIBBLE: on four data lines one E pulse, for bits 7..4; and the busy
 *                  flag cannot be read yet
 * @HD44780_PAUSE:  send nothing, only wait
 * @HD44780_SECOND: to the second controller
 */
enum hd44780_flags {
	HD44780_DATA = 1 << 0,
	HD44780_NIBBLE = 1 << 1,
	HD44780_PAUSE = 1 << 2,
	HD44780_SECOND = 1 << 3,
};

/**
 * struct hd44780_op - one thing to send
 * @wait_us: how long its controller then needs, before it takes another
 * @byte:    instruction or data
 * @flags:   enum hd44780_flags
 */
struct hd44780_op {
	u16 wait_us;
	u8 byte;
	u8 flags;
};

/**
 * struct hd44780_walk - how the planner goes through a memory; its own
 * @need:  which pen has to write a byte
 * @early: where the early pen is down, and where it starts
 * @late:  the same of the late pen
 */
struct hd44780_walk {
	u8 need[HD44780_CELLS];
	u8 early[HD44780_CELLS];
	u8 late[HD44780_CELLS];
};

/**
 * struct hd44780_plan - a list of things to send, in this order
 * @count: how many
 * @ops:   what
 * @ddram: the planner's own, as is the rest
 * @cgram: see @ddram
 * @from:  see @ddram
 *
 * A few KiB: keep it beside the glass, not on a stack.
 */
struct hd44780_plan {
	unsigned int count;
	struct hd44780_op ops[HD44780_OPS];
	struct hd44780_walk ddram;
	struct hd44780_walk cgram;
	u8 from[HD44780_CELLS][9];
};

/**
 * struct hd44780_place - where a cell of the module is
 * @unit: which controller
 * @cell: index into its @ddram
 */
struct hd44780_place {
	u8 unit;
	u8 cell;
};

/**
 * hd44780_module_valid() - can such a module be?
 * @module: rows and columns in range, rows that do not overlap in DDRAM, 4 or
 *          8 bits
 */
bool hd44780_module_valid(const struct hd44780_module *module);

/**
 * hd44780_units() - how many controllers, so E lines, the module has
 * @module: module
 */
unsigned int hd44780_units(const struct hd44780_module *module);

/**
 * hd44780_place() - where a cell of the module is
 * @module: module
 * @row:    from 0
 * @col:    from 0
 */
struct hd44780_place hd44780_place(const struct hd44780_module *module,
				   unsigned int row, unsigned int col);

/**
 * hd44780_address() - the instruction that sets the address counter to a cell
 * @module: module
 * @cell:   index into @ddram
 */
u8 hd44780_address(const struct hd44780_module *module, unsigned int cell);

/**
 * hd44780_cell() - the cell that a set address instruction names
 * @module:  module
 * @address: instruction
 *
 * Return: index into @ddram, or -1 where it names none: CGRAM, or unknown.
 */
int hd44780_cell(const struct hd44780_module *module, u8 address);

/**
 * hd44780_next_address() - where the address counter goes after a data write
 * @module:  module
 * @address: the instruction that sets it to where it is
 *
 * Return: the instruction that sets it to where it will be; HD44780_NO_ADDRESS
 * where the data sheet does not say.
 */
u8 hd44780_next_address(const struct hd44780_module *module, u8 address);

/**
 * hd44780_op() - make a thing to send, with the time that it needs
 * @module: module
 * @flags:  enum hd44780_flags
 * @byte:   instruction or data
 */
struct hd44780_op hd44780_op(const struct hd44780_module *module, u8 flags,
			     u8 byte);

/**
 * hd44780_init() - forget the glass, and list what initialises it in any state
 * @module: module
 * @glass:  set: nothing is known
 * @plan:   set
 *
 * Leaves the display off; the first flush paints all of it and switches it on.
 */
void hd44780_init(const struct hd44780_module *module,
		  struct hd44780_glass *glass, struct hd44780_plan *plan);

/**
 * hd44780_plan() - list the cheapest way from what is to what should be
 * @module: module
 * @costs:  what the wire has to send
 * @is:     what is known of the glass
 * @should: what it should hold: one for each controller
 * @plan:   set; empty when nothing has to change
 *
 * The order: what is switched off; cells that leave a CGRAM slot which is about
 * to be redrawn; CGRAM; cells that enter such a slot; what is switched on; the
 * visible cursor's address. Cells that do neither go where it is cheapest.
 */
void hd44780_plan(const struct hd44780_module *module,
		  const struct hd44780_costs *costs,
		  const struct hd44780_glass *is,
		  const struct hd44780_state should[HD44780_UNITS],
		  struct hd44780_plan *plan);

/**
 * hd44780_commit() - the wire has sent all of it: know what the glass holds now
 * @module: module
 * @plan:   what was sent
 * @glass:  updated
 */
void hd44780_commit(const struct hd44780_module *module,
		    const struct hd44780_plan *plan,
		    struct hd44780_glass *glass);

#endif
