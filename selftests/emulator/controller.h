/* SPDX-License-Identifier: GPL-2.0-only */
/* The inside of an HD44780U: memories, address counter and instructions. */
#ifndef LCDEMU_CONTROLLER_H
#define LCDEMU_CONTROLLER_H

#include "types.h"

#define CONTROLLER_DDRAM	80
#define CONTROLLER_CGRAM	64
#define CONTROLLER_LINE		40	/* characters a line when there are two */
#define CONTROLLER_SPARE	24	/* the most addresses that a line has beyond these */

struct controller;

/**
 * struct controller_kind - how a controller differs from the HD44780U
 * @name: what the parameter "variant" calls it, if that can choose it
 * @ascii: what its ROM adds to ASCII codes
 * @lines: of memory, one for each row of the glass; 0 for the HD44780U's one or two
 * @line: characters in each of them
 * @step: addresses from one to the next; 0 for @line
 * @spare: addresses that each of two lines has beyond the HD44780U's
 * @zeros: so many half bytes of zeros, each an instruction's, make the next one the lower
 *         half of a byte; 0 for none
 * @when_told: has those lines only once an instruction says so
 * @converts: it makes the voltage of the glass, when told to
 * @width: 4 or 8 if pins say how wide its bus is, 0 if function set does
 * @brightness: after power-on
 * @power_on_ns: from power-on until it listens; 0 for the HD44780U's
 * @short_ns: what an instruction takes; 0 for the HD44780U's, as those below
 * @data_ns: what a data access takes, the move of the address counter included
 * @home_ns: what clear and home take
 * @translate: what an instruction is to an HD44780U, or CONTROLLER_OWN where it
 *             is of this controller alone and done now
 * @take: true if this data byte is not for memory, and done now
 */
struct controller_kind {
	const char *name;
	u8 ascii;
	u8 lines;
	u8 line;
	u8 step;
	u8 spare;
	u8 zeros;
	bool when_told;
	bool converts;
	u8 width;
	u8 brightness;
	u32 power_on_ns;
	u32 short_ns;
	u32 data_ns;
	u32 home_ns;
	int (*translate)(struct controller *c, u8 code);
	bool (*take)(struct controller *c, u8 data);
};

#define CONTROLLER_OWN	(-1)

/**
 * struct controller - what an HD44780U holds
 * @ddram: line 0 then line 1, or one line of 80: see controller_cell()
 * @spare: what follows the 40 characters of each line, if the kind has that
 * @cgram: eight glyphs of eight rows
 * @ac: the address counter, as the busy flag's read shows it
 * @in_cgram: @ac points into @cgram
 * @fetched: a read gives what @ac points to
 * @last: a read gives this otherwise: the last byte written or read
 * @increment: entry mode I/D
 * @autoshift: entry mode S
 * @on: display on; @cursor and @blink likewise
 * @shift: characters by which the glass is ahead of address 0
 * @wide: the interface has eight bits (DL)
 * @two_line: N
 * @tall: F
 * @kind: NULL for an HD44780U; no reset changes it, nor those below
 * @table: of instructions in force
 * @contrast: of the glass, 0 to 63
 * @three: the glass is driven as one of three lines
 * @booster: the voltage converter is on
 * @follower: the amplifier of the glass's voltage is on
 * @dark: the glass gets no voltage
 * @told: the lines of its own are in force
 * @brightness: of what glows by itself, in its own unit
 * @font: the character table that was chosen
 * @operand: the instruction whose second byte is to come
 * @awaits: the instruction whose data byte is to come
 */
struct controller {
	u8 ddram[CONTROLLER_DDRAM];
	u8 spare[2][CONTROLLER_SPARE];
	u8 cgram[CONTROLLER_CGRAM];
	u8 ac;
	bool in_cgram;
	bool fetched;
	u8 last;
	bool increment;
	bool autoshift;
	bool on;
	bool cursor;
	bool blink;
	u8 shift;
	bool wide;
	bool two_line;
	bool tall;
	const struct controller_kind *kind;
	u8 table;
	u8 contrast;
	bool three;
	bool booster;
	bool follower;
	bool dark;
	bool told;
	u8 brightness;
	u8 font;
	u8 operand;
	u8 awaits;
};

/**
 * controller_reset() - the internal reset at power-on, with garbage in RAM
 * @c: the controller
 * @seed: of the garbage; 0 gives the blank RAM of a reset that ran undisturbed
 *
 * Modes as on page 23 of the data sheet.
 */
void controller_reset(struct controller *c, u64 seed);

/**
 * controller_garble() - power came back too slowly for the internal reset
 * @c: the controller
 * @seed: of the garbage in RAM, address counter and modes
 */
void controller_garble(struct controller *c, u64 seed);

/**
 * controller_execute() - execute an instruction
 * @c: the controller
 * @code: DB7-DB0
 * @time: gets the execution time in ns at the nominal 270 kHz
 *
 * Return: false for an address that the memory has not.
 */
bool controller_execute(struct controller *c, u8 code, u32 *time);

/* The kind that the parameter "variant" calls so; NULL for none. */
const struct controller_kind *controller_kind_find(const char *name);

extern const struct controller_kind controller_us2066;

/* The rows of the glass are lines of its own. */
bool controller_has_own_lines(const struct controller *c);

/* The code of a blank. */
u8 controller_blank(const struct controller *c);

/* It is of another kind, or of none, and has just got its power. */
void controller_become(struct controller *c, const struct controller_kind *kind);

/*
 * A data write or read at the address counter, which then moves on. A read is
 * valid after an address, a move of the cursor, or another read (page 31).
 */
void controller_write(struct controller *c, u8 data);
u8 controller_read(struct controller *c);

/* The cell at a DDRAM address, NULL where the memory map has a hole. */
u8 *controller_ddram(struct controller *c, u8 address);

/* The index in @ddram of a position on a line, seen from address 0. */
unsigned int controller_cell(const struct controller *c, unsigned int line,
			     unsigned int position);

#endif
