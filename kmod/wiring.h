/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which line of the module is wired to which pin, as people write it down:
 * "rs=7,e=27,d4=22,d5=23,d6=24,d7=25".
 */
#ifndef DEVLCD_WIRING_H
#define DEVLCD_WIRING_H

#include <linux/types.h>

/*
 * The lines of an HD44780 module as in its data sheet, E2 the second controller's E;
 * lines of a backlight, as some have three colours; and keys, in the order of the
 * keypad's, each between its pin and ground.
 */
enum wiring_line {
	WIRING_RS, WIRING_RW, WIRING_E, WIRING_E2,
	WIRING_BL, WIRING_BL_LOW,		/* lit by a high level, by a low level */
	WIRING_D0, WIRING_D1, WIRING_D2, WIRING_D3,
	WIRING_D4, WIRING_D5, WIRING_D6, WIRING_D7,
	WIRING_KEY_UP, WIRING_KEY_DOWN, WIRING_KEY_LEFT, WIRING_KEY_RIGHT,
	WIRING_KEY_ENTER, WIRING_KEY_ESCAPE,
	WIRING_KEY_F1, WIRING_KEY_F2, WIRING_KEY_F3, WIRING_KEY_F4,
	WIRING_LIGHT_2, WIRING_LIGHT_3,		/* lit by the same level as the first */
	WIRING_LINES,
};

#define WIRING_KEYS (WIRING_KEY_F4 - WIRING_KEY_UP + 1)
#define WIRING_NONE -1
#define WIRING_TWO_PORTS 16

struct wiring {
	unsigned int pins;
	int pin[WIRING_LINES];		/* or WIRING_NONE */
};

/**
 * wiring_parse() - read a list of line=pin
 * @what:   where the list is from, for messages
 * @text:   the list, separated by commas; rs, e and d4..d7 have to be in it,
 *          d0..d3 all or none; bl or bl_low up to three times; key_up,
 *          key_down, key_left, key_right, key_enter, key_escape, key_f1..key_f4
 * @pins:   how many pins there are. Those of two ports of eight may also be
 *          called a0 to a7 and b0 to b7
 * @wiring: set
 *
 * Return: 0; -EINVAL, with a message that names what is wrong.
 */
int wiring_parse(const char *what, const char *text, unsigned int pins,
		 struct wiring *wiring);

bool wiring_has_light(const struct wiring *wiring);

/* The chip cannot read keys. Return: 0; -EINVAL if a key is wired, with a message. */
int wiring_refuse_keys(const char *what, const struct wiring *wiring);

#endif
