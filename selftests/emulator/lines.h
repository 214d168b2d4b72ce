/* SPDX-License-Identifier: GPL-2.0-only */
/* A display module on the pins of an I/O expander. */
#ifndef LCDEMU_LINES_H
#define LCDEMU_LINES_H

#include "types.h"

struct board;

/**
 * struct board_lines - a mask of the expander's pins for each line; 0 for none
 * @rs: likewise the others; a line without a pin is low
 * @rw: likewise
 * @e: of each controller
 * @data: D4 to D7; D0 to D3 are not connected, the controller pulls them up
 * @light: may be several pins; the module is lit for good without one
 * @light_low: a low level lights it, whatever the parameter backlight_low says
 */
struct board_lines {
	u32 rs;
	u32 rw;
	u32 e[2];
	u32 data[4];
	u32 light;
	bool light_low;
};

/* The pins take these levels, all at once. Caller holds the board's lock. */
void lines_drive(struct board *b, u32 pins);

/* They had these levels before power came. Caller holds the board's lock. */
void lines_preset(struct board *b, u32 pins);

/* Which pins the controllers drive, and to which levels. */
u32 lines_driven(const struct board *b, u32 *levels);

#endif
