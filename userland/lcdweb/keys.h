/* SPDX-License-Identifier: GPL-2.0-only */
/* Presses the keys of a display, by writing to the event file of its input device. */
#ifndef LCDWEB_KEYS_H
#define LCDWEB_KEYS_H

#include <stdbool.h>

#define KEYS_NAMES "up, down, left, right, enter, escape, f1 to f4"

enum keys_result { KEYS_PRESSED, KEYS_NO_KEYPAD, KEYS_NO_SUCH_KEY, KEYS_FAILED };

bool keys_are_there(const char *display);

/**
 * keys_press() - press and release a key
 * @display: name
 * @key:     one of KEYS_NAMES
 *
 * Return: KEYS_FAILED with errno.
 */
enum keys_result keys_press(const char *display, const char *key);

#endif
