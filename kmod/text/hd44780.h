/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The HD44780 controller: what it holds, how to initialise it, and a cheap list of
 * instructions that changes what it holds to what it should hold. Page numbers are those
 * of Hitachi's HD44780U data sheet, ADE-207-272(Z).
 *
 * Each function that sets a plan is followed by sending it, and by hd44780_commit(). No
 * function can fail, whatever its arguments.
 */
#ifndef DEVLCD_TEXT_HD44780_H
#define DEVLCD_TEXT_HD44780_H

#include "types.h"

#define HD44780_CELLS 80	/* bytes of DDRAM (p. 10), visible or not */
#define HD44780_SLOTS 8		/* characters in CGRAM (p. 19), */
#define HD44780_SLOT_ROWS 8	/* of so many rows, the top one first, */
#define HD44780_ROW_PIXELS 0x1f	/* in five bits, the left pixel in bit 4 */
#define HD44780_UNITS 2		/* controllers of a 40x4 module */
#define HD44780_LINES 4		/* lines of memory of any variant */

#define HD44780_GAP 8		/* the most bytes rewritten instead of an address */

/*
 * The longest list for one controller: power and cursor; cells before CGRAM, CGRAM, and
 * cells after it, each part with one address; the cursor's address. A further address
 * replaces a byte that was left out, except after a line that the address counter strays
 * from. HD44780_GAP bytes may be rewritten instead of the first address, and instead of
 * the cursor's.
 */
#define HD44780_UNIT_OPS					\
	(1 + (HD44780_CELLS + HD44780_GAP) + 2 * HD44780_LINES +	\
	 (HD44780_SLOTS * HD44780_SLOT_ROWS + 1) +		\
	 (HD44780_CELLS + 1) + HD44780_GAP)
#define HD44780_OPS (HD44780_UNITS * HD44780_UNIT_OPS)

/* In what a controller holds: unknown. In what it should hold: does not matter. */
#define HD44780_NO_CODE 0x0fu	/* 0x08..0x0f only repeat 0x00..0x07 (p. 19) */
#define HD44780_NO_ROW 0xffu
#define HD44780_NO_CONTROL 0x00u
#define HD44780_NO_ADDRESS 0x00u

/* Instructions that other files use (table 6, p. 24). */
#define HD44780_CONTROL 0x08u		/* display off, and these bits: */
#define HD44780_CONTROL_DISPLAY 0x04u
#define HD44780_CONTROL_CURSOR 0x02u
#define HD44780_CONTROL_BLINK 0x01u
#define HD44780_SET_CGRAM 0x40u
#define HD44780_SET_DDRAM 0x80u

/* What the variable bits of an instruction say. */
enum hd44780_value {
	HD44780_CONTRAST,
	HD44780_LEVEL,		/* of the light */
	HD44780_DIMNESS,	/* how far the light is below its highest level */
	HD44780_FULL,		/* all ones if the light is at its highest level, else 0 */
};

/* An instruction that only one controller has. */
struct hd44780_step {
	u8 byte;	/* the variable bits are zero */
	u8 mask;	/* the variable bits */
	u8 shift;	/* of the value, to the right */
	u8 value;	/* enum hd44780_value */
	bool data;	/* sent as data, which do not go to memory */
};

/**
 * struct hd44780_variant - how a controller differs from the HD44780
 * @synchronise: how it is synchronised, an enum hd44780_synchronise
 * @power_on_ms: time from power-on until it listens; 0 for the HD44780's
 * @exec_us:     the least time of an instruction or a data write; 0 for the HD44780's
 * @home_us:     the least time of clear and home; 0 for the HD44780's
 * @two_lines:   the bit of function set for two lines, or 0 for the HD44780's bit
 * @extended:    the bit of function set for the instruction table of @steps, or 0 if
 *               the controller has one table only
 * @leave:       an instruction that leaves a table within that one, and changes no
 *               mode elsewhere. It is sent twice, because the first may be taken for
 *               an operand. 0 if there is no such table
 * @steps:       instructions that are sent whenever the modes are set
 * @step_count:  number of @steps
 * @settle_ms:   time until the voltages that @steps switch on have risen
 * @lines:       number of lines of memory, each for one row of the glass; 0 for
 *               the HD44780's memory
 * @line_cells:  number of cells of such a line
 * @line_step:   addresses from one line to the next
 * @strays:      after the last cell of a line, the address counter is not, or not
 *               known to be, at the first cell of the next
 * @contrast:    @steps set the contrast
 * @light_max:   the highest level of a light that is the controller's own, which
 *               @steps set; level 0 is a display that is off. 0 if the light is not
 *               the controller's
 */
struct hd44780_variant {
	u8 synchronise;
	u16 power_on_ms;
	u16 exec_us;
	u16 home_us;
	u8 two_lines;
	u8 extended;
	u8 leave;
	const struct hd44780_step *steps;
	u8 step_count;
	u8 settle_ms;
	u8 lines;
	u8 line_cells;
	u8 line_step;
	bool strays;
	bool contrast;
	u8 light_max;
};

enum hd44780_synchronise {
	HD44780_NIBBLES,	/* three function sets, and a fourth for four data lines */
	HD44780_ZEROS,	/* on four data lines: five half bytes of zeros, then a lower half */
	HD44780_WHOLE_BYTES,	/* not needed: bytes come whole, or pins set the width */
};

#define HD44780_CONTRAST_MAX 63

/**
 * struct hd44780_module - the kind of a module
 * @variant: its controller, or NULL for the HD44780
 * @contrast: 0..HD44780_CONTRAST_MAX, if the variant has a contrast
 * @light:   level of the light, if that is the variant's own
 * @font:    the bits of function set that choose the variant's font table
 * @rows:    1..4; more than two rows of more than 20 columns have a second
 *           controller with its own E line for rows 2 and 3
 * @cols:    1..40
 * @stride:  DDRAM bytes from row 0 to row 2 and from row 1 to row 3; 0 is @cols,
 *           which nearly all modules have
 * @split:   one row, whose right half is the controller's second line
 * @bits:    number of wired data lines, 4 or 8
 * @exec_us: time for an instruction or a data write; at least the data sheet's 37
 *           and 41 us (p. 24) are waited, clones need more
 */
struct hd44780_module {
	const struct hd44780_variant *variant;
	u8 contrast;
	u8 light;
	u8 font;
	u8 rows;
	u8 cols;
	u8 stride;
	bool split;
	u8 bits;
	u16 exec_us;
};

/*
 * What it costs a wire to send something, in any unit. An unpadded PCF8574 has 4, 4, 1
 * (bytes): a character costs 4, an address between characters 6. GPIO has 1, 1, 0
 * (instructions, all equally slow).
 */
struct hd44780_costs {
	u8 data;
	u8 instruction;
	u8 rs_change;
};

/*
 * What one controller holds, or what it should hold. It should have HD44780_NO_ADDRESS
 * unless the cursor is visible.
 */
struct hd44780_state {
	u8 ddram[HD44780_CELLS];	/* in the order of the address counter */
	u8 cgram[HD44780_SLOTS][HD44780_SLOT_ROWS];
	u8 control;	/* the last display on/off instruction */
	u8 address;	/* as the instruction that sets it */
};

/* The RS line as of the last byte to any controller. */
enum hd44780_rs {
	HD44780_RS_UNKNOWN,
	HD44780_RS_INSTRUCTION,
	HD44780_RS_DATA,
};

/*
 * All that is known of a panel. The owner provides the locking. It contains no pointer,
 * so it may be copied.
 */
struct hd44780_glass {
	struct hd44780_state unit[HD44780_UNITS];
	u8 rs;	/* enum hd44780_rs */
};

/* The kind of a struct hd44780_op. */
enum hd44780_flags {
	HD44780_DATA = 1 << 0,	/* with RS high */
	HD44780_NIBBLE = 1 << 1,	/* bits 7..4 only; the busy flag cannot be read yet */
	HD44780_PAUSE = 1 << 2,	/* send nothing, only wait */
	HD44780_SECOND = 1 << 3,	/* to the second controller */
	HD44780_OWN = 1 << 4,	/* of the controller's own, or what that announced */
};

struct hd44780_op {
	u16 wait_us;	/* until its controller takes the next */
	u8 byte;
	u8 flags;	/* enum hd44780_flags */
};

/* What to send, in this order. Almost 2 KiB: keep it beside the glass, not on a stack. */
struct hd44780_plan {
	unsigned int count;
	struct hd44780_op ops[HD44780_OPS];
};

/* Where a cell of the module is: a controller, and an index into its @ddram. */
struct hd44780_place {
	u8 unit;
	u8 cell;
};

/* Rows and columns in range, rows that do not overlap in DDRAM, and 4 or 8 bits? */
bool hd44780_module_valid(const struct hd44780_module *module);

/* Return: the number of controllers, each with an E line. */
unsigned int hd44780_units(const struct hd44780_module *module);

struct hd44780_place hd44780_place(const struct hd44780_module *module,
				   unsigned int row, unsigned int col);

/* Return: the instruction that sets the address counter to a cell of @ddram. */
u8 hd44780_address(const struct hd44780_module *module, unsigned int cell);

/* The reverse. Return: -1 for an address in CGRAM or an unknown one. */
int hd44780_cell(const struct hd44780_module *module, u8 address);

/**
 * hd44780_next_address() - the address counter after a data write
 * @module:  module
 * @address: the address counter before, as the instruction that sets it
 *
 * Return: the address counter after the write, as an instruction too;
 * HD44780_NO_ADDRESS if the data sheet does not say.
 */
u8 hd44780_next_address(const struct hd44780_module *module, u8 address);

struct hd44780_op hd44780_op(const struct hd44780_module *module, u8 flags,
			     u8 byte);

/**
 * hd44780_init() - forget the glass, and list what initialises it from any state
 * @module: module
 * @glass:  set to unknown
 * @plan:   set
 *
 * Leaves the display off; the first flush paints all of it and switches it on.
 */
void hd44780_init(const struct hd44780_module *module,
		  struct hd44780_glass *glass, struct hd44780_plan *plan);

/**
 * hd44780_resync() - list what repairs phase and modes, and blanks nothing
 * @module: module
 * @unit:   which controller
 * @glass:  what is known of it
 * @plan:   set
 *
 * Noise can put a controller out of phase, switch it off, shift its display or
 * change its modes. The list sets the phase and the modes in @glass again, hides the
 * cursor, and moves the address counter to the first cell. If the controller was
 * out of phase, the cell or picture at the address counter may have changed.
 */
void hd44780_resync(const struct hd44780_module *module, unsigned int unit,
		    const struct hd44780_glass *glass,
		    struct hd44780_plan *plan);

/* Likewise the modes, contrast and light among them. */
void hd44780_set_modes(const struct hd44780_module *module,
		       struct hd44780_plan *plan);

/**
 * hd44780_plan() - list cheap changes from what the glass holds to what it should hold
 * @module: module
 * @costs:  what the wire has to send
 * @is:     what is known of the glass
 * @should: what it should hold, for each controller
 * @plan:   set; empty if nothing has to change
 *
 * The order: switching off; cells that stop showing a CGRAM slot which is about to
 * be redrawn; CGRAM; cells that start showing such a slot; switching on; the
 * visible cursor's address. All other cells go before CGRAM or after it.
 *
 * A cell or a row may be unknown in @is. Then it is written, and only with what it
 * should hold.
 */
void hd44780_plan(const struct hd44780_module *module,
		  const struct hd44780_costs *costs,
		  const struct hd44780_glass *is,
		  const struct hd44780_state should[HD44780_UNITS],
		  struct hd44780_plan *plan);

/* Return: the byte of @unit that a set address instruction names, or NULL. */
u8 *hd44780_byte(const struct hd44780_module *module,
		 struct hd44780_state *unit, u8 address);

/* Update what a controller holds after @op was sent, which is no pause. */
void hd44780_apply(const struct hd44780_module *module,
		   const struct hd44780_op *op, struct hd44780_state *unit);

/* Likewise the glass, after the wire has sent a plan. */
void hd44780_commit(const struct hd44780_module *module,
		    const struct hd44780_plan *plan,
		    struct hd44780_glass *glass);

#endif
