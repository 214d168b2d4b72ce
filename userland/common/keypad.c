// SPDX-License-Identifier: GPL-2.0-only
#include "keypad.h"

#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

const char *const keypad_names[KEYPAD_KEYS] = {
	"up", "down", "left", "right", "enter", "escape", "f1", "f2", "f3", "f4",
};

bool keypad_find(const char *display, char *path)
{
	char pattern[PATH_MAX];
	glob_t found;
	int length;

	snprintf(pattern, sizeof(pattern), "%s/input*/event*", display);
	if (glob(pattern, 0, NULL, &found))
		return false;
	length = snprintf(path, KEYPAD_PATH_MAX, "/dev/input%s",
			  strrchr(found.gl_pathv[0], '/'));
	globfree(&found);
	return length < KEYPAD_PATH_MAX;
}
