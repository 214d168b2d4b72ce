/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of keys. */
#ifndef LCDBRIDGE_KEYS_NAME_H
#define LCDBRIDGE_KEYS_NAME_H

/**
 * key_name() - the name of a key
 * @code: of EV_KEY
 * @name: room for KEY_NAME_MAX bytes
 *
 * Codes that mean the same have the same name: the keypad's BTN_4, KEY_ENTER and
 * KEY_OK are "enter". Others have the kernel's name, in lower case, without "key_".
 */
void key_name(unsigned int code, char *name);

/**
 * key_turned() - the key for a step of a knob or wheel
 * @axis:      of EV_REL
 * @direction: of the step
 *
 * Return: its name; NULL for other axes.
 */
const char *key_turned(unsigned int axis, int direction);

#endif
