// SPDX-License-Identifier: GPL-2.0-only
#include "name.h"

#include <ctype.h>
#include <libevdev/libevdev.h>
#include <stdio.h>
#include <string.h>

#include "../../common/keypad.h"
#include "../base/macros.h"
#include "../net/key.h"

/* Codes of keyboards, remote controls and gamepads for the keys of a keypad. */
static const struct {
	unsigned int code;
	const char *name;
} synonyms[] = {
	{ KEY_UP, "up" },
	{ KEY_DOWN, "down" },
	{ KEY_LEFT, "left" },
	{ KEY_RIGHT, "right" },
	{ BTN_DPAD_UP, "up" },
	{ BTN_DPAD_DOWN, "down" },
	{ BTN_DPAD_LEFT, "left" },
	{ BTN_DPAD_RIGHT, "right" },
	{ KEY_ENTER, "enter" },
	{ KEY_KPENTER, "enter" },
	{ KEY_OK, "enter" },
	{ KEY_SELECT, "enter" },
	{ KEY_ESC, "escape" },
	{ KEY_BACK, "escape" },
	{ KEY_EXIT, "escape" },
	{ KEY_CANCEL, "escape" },
};

static const char *key_synonym(unsigned int code)
{
	if (code >= BTN_0 && code < BTN_0 + KEYPAD_KEYS)
		return keypad_names[code - BTN_0];
	for (size_t i = 0; i < ARRAY_SIZE(synonyms); i++)
		if (synonyms[i].code == code)
			return synonyms[i].name;
	return NULL;
}

void key_name(unsigned int code, char *name)
{
	const char *known = key_synonym(code);
	const char *given = known ? NULL : libevdev_event_code_get_name(EV_KEY, code);

	/* Keep "btn_": a mouse's BTN_LEFT must not be "left", which turns pages. */
	if (given)
		known = strncmp(given, "KEY_", 4) ? given : given + 4;
	if (known)
		snprintf(name, KEY_NAME_MAX, "%s", known);
	else
		snprintf(name, KEY_NAME_MAX, "key_%u", code);
	for (char *letter = name; *letter; letter++)
		*letter = tolower((unsigned char)*letter);
}

const char *key_turned(unsigned int axis, int direction)
{
	switch (axis) {
	case REL_X:
	case REL_DIAL:
	case REL_HWHEEL:
		return direction > 0 ? "right" : "left";
	case REL_Y:
		return direction > 0 ? "down" : "up";
	case REL_WHEEL:
		return direction > 0 ? "up" : "down";
	}
	return NULL;
}
