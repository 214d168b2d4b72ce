/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The terminal: taken over, and given back as it was.
 */
#ifndef DEVLCD_LCDVIEW_TERM_H
#define DEVLCD_LCDVIEW_TERM_H

#include <stdbool.h>
#include <termios.h>

/**
 * struct term - standard input and output as a terminal
 * @screen: output is a terminal
 * @keys:   so is input
 * @saved:  how input was before, where @keys
 */
struct term {
	bool screen;
	bool keys;
	struct termios saved;
};

/**
 * term_init() - find out what there is
 * @term: filled
 */
void term_init(struct term *term);

/**
 * term_enter() - take the terminal over: the other screen, no cursor, no echo
 * @term: terminal; nothing is done to what is none
 */
void term_enter(struct term *term);

/**
 * term_leave() - give it back as it was before term_enter()
 * @term: terminal
 */
void term_leave(struct term *term);

/**
 * term_has_room() - is there room for so many rows and columns?
 * @rows: rows
 * @cols: columns
 *
 * A terminal that does not know its size, as a serial line, has room.
 */
bool term_has_room(unsigned int rows, unsigned int cols);

#endif
