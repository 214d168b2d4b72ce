// SPDX-License-Identifier: GPL-2.0-only
#include "keys.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/input.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>

#include "../common/keypad.h"

/* Set @path to the event file. */
static bool find(const char *display, char *path)
{
	char folder[PATH_MAX];

	snprintf(folder, sizeof(folder), "/sys/class/devlcd/%s", display);
	return keypad_find(folder, path);
}

bool keys_are_there(const char *display)
{
	char path[KEYPAD_PATH_MAX];

	return find(display, path);
}

/* In one write, so that no other press comes in between. */
static bool write_press(int fd, unsigned short code)
{
	const struct input_event events[] = {
		{ .type = EV_KEY, .code = code, .value = 1 },
		{ .type = EV_SYN, .code = SYN_REPORT },
		{ .type = EV_KEY, .code = code, .value = 0 },
		{ .type = EV_SYN, .code = SYN_REPORT },
	};

	return write(fd, events, sizeof(events)) == sizeof(events);
}

enum keys_result keys_press(const char *display, const char *key)
{
	char path[KEYPAD_PATH_MAX];
	unsigned short number = 0;
	bool pressed;
	int fd;

	while (number < KEYPAD_KEYS && strcasecmp(keypad_names[number], key))
		number++;
	if (!find(display, path))
		return KEYS_NO_KEYPAD;
	if (number == KEYPAD_KEYS)
		return KEYS_NO_SUCH_KEY;
	fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return KEYS_FAILED;
	pressed = write_press(fd, BTN_0 + number);
	close(fd);
	return pressed ? KEYS_PRESSED : KEYS_FAILED;
}
