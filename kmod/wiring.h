/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which line of the module is wired to which pin, as people write it down:
 * "rs=7,e=27,d4=22,d5=23,d6=24,d7=25".
 */
#ifndef DEVLCD_WIRING_H
#define DEVLCD_WIRING_H

#include <linux/types.h>

/**
 * enum wiring_line - the lines of an HD44780 module
 * @WIRING_BL:     the backlight, lit by a high level
 * @WIRING_BL_LOW: the backlight, lit by a low level
 * @WIRING_LINES:  how many there are
 *
 * The others carry their names in the data sheet; E2 is the second
 * controller's E.
 */
enum wiring_line {
	WIRING_RS, WIRING_RW, WIRING_E, WIRING_E2, WIRING_BL, WIRING_BL_LOW,
	WIRING_D0, WIRING_D1, WIRING_D2, WIRING_D3,
	WIRING_D4, WIRING_D5, WIRING_D6, WIRING_D7,
	WIRING_LINES,
};

#define WIRING_NONE -1

/**
 * struct wiring - a pin for each line
 * @pin: its number, or WIRING_NONE
 */
struct wiring {
	int pin[WIRING_LINES];
};

/**
 * wiring_parse() - read a list of line=pin
 * @what:   where the list is from, for messages
 * @text:   the list, separated by commas; rs, e and d4..d7 have to be in it,
 *          d0..d3 all or none
 * @pins:   how many pins there are
 * @wiring: set
 *
 * Return: 0; -EINVAL, with a message that names what is wrong.
 */
int wiring_parse(const char *what, const char *text, unsigned int pins,
		 struct wiring *wiring);

#endif
