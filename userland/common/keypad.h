/* SPDX-License-Identifier: GPL-2.0-only */
/* The keypad of a display, an input device that devlcd makes. */
#ifndef DEVLCD_COMMON_KEYPAD_H
#define DEVLCD_COMMON_KEYPAD_H

#include <stdbool.h>

#define KEYPAD_KEYS 10
#define KEYPAD_PATH_MAX 64

/* In the order of their codes, BTN_0 to BTN_9. */
extern const char *const keypad_names[KEYPAD_KEYS];

/**
 * keypad_find() - the event file of a display's keypad
 * @display: the display's folder in sysfs
 * @path:    room for KEYPAD_PATH_MAX bytes
 *
 * Return: true if @path was set; a kernel without input devices or evdev has no file.
 */
bool keypad_find(const char *display, char *path);

#endif
