/* SPDX-License-Identifier: GPL-2.0-only */
/* The inside of an HD44780U: memories, address counter and instructions. */
#ifndef LCDEMU_CONTROLLER_H
#define LCDEMU_CONTROLLER_H

#include "types.h"

#define CONTROLLER_DDRAM	80
#define CONTROLLER_CGRAM	64
#define CONTROLLER_LINE		40	/* characters a line when there are two */

/**
 * struct controller - what an HD44780U holds
 * @ddram: line 0 then line 1, or one line of 80: see controller_cell()
 * @cgram: eight glyphs of eight rows
 * @ac: the address counter, as the busy flag's read shows it
 * @in_cgram: @ac points into @cgram
 * @increment: entry mode I/D
 * @autoshift: entry mode S
 * @on: display on; @cursor and @blink likewise
 * @shift: characters by which the glass is ahead of address 0
 * @wide: the interface has eight bits (DL)
 * @two_line: N
 * @tall: F
 */
struct controller {
	u8 ddram[CONTROLLER_DDRAM];
	u8 cgram[CONTROLLER_CGRAM];
	u8 ac;
	bool in_cgram;
	bool increment;
	bool autoshift;
	bool on;
	bool cursor;
	bool blink;
	u8 shift;
	bool wide;
	bool two_line;
	bool tall;
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

/* A data write or read at the address counter, which then moves on. */
void controller_write(struct controller *c, u8 data);
u8 controller_read(struct controller *c);

/* The index in @ddram of a position on a line, seen from address 0. */
unsigned int controller_cell(const struct controller *c, unsigned int line,
			     unsigned int position);

#endif
