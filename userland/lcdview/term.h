/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Takes the terminal over, and restores it.
 */
#ifndef DEVLCD_LCDVIEW_TERM_H
#define DEVLCD_LCDVIEW_TERM_H

#include <stdbool.h>
#include <termios.h>

/**
 * struct term - standard input and output as a terminal
 * @screen: standard output is a terminal
 * @keys:   standard input is a terminal
 * @saved:  settings of the input before, if @keys
 */
struct term {
	bool screen;
	bool keys;
	struct termios saved;
};

/**
 * term_init() - find out whether input and output are terminals
 * @term: filled
 */
void term_init(struct term *term);

/**
 * term_await_foreground() - let the shell stop a job in the background
 * @term: terminal that term_enter() has not taken over; stays as it is
 */
void term_await_foreground(const struct term *term);

/**
 * term_enter() - take the terminal over: alternate screen, no cursor, no echo
 * @term: terminal; does nothing if there is none
 */
void term_enter(struct term *term);

/**
 * term_leave() - restore the state before term_enter()
 * @term: terminal
 */
void term_leave(struct term *term);

/**
 * term_has_room() - is there room for so many lines and columns?
 * @lines:   lines
 * @columns: columns
 *
 * True if the size is unknown: on a serial line, and without a terminal.
 */
bool term_has_room(unsigned int lines, unsigned int columns);

#endif
