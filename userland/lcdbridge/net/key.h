/* SPDX-License-Identifier: GPL-2.0-only */
/* A key event, independent of the device, for all rooms. */
#ifndef LCDBRIDGE_KEY_H
#define LCDBRIDGE_KEY_H

#include <stdbool.h>

#define KEY_NAME_MAX 32

/**
 * enum key_action - what has happened to a key
 * @ACTION_PRESS:   it was pressed
 * @ACTION_REPEAT:  it is held, and repeats
 * @ACTION_LONG:    it has been held for the configured time; once for each press
 * @ACTION_RELEASE: it was released, or its device is gone
 */
enum key_action { ACTION_PRESS, ACTION_REPEAT, ACTION_LONG, ACTION_RELEASE };

/**
 * struct key - a key event
 * @name:   "up", "enter", "volumeup": lower-case letters, digits and "_"
 * @action: what has happened to the key
 * @taken:  its press has dismissed a notification, so it has no other effect
 */
struct key {
	char name[KEY_NAME_MAX];
	enum key_action action;
	bool taken;
};

#endif
