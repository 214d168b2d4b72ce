// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kselftest.h"

#include "device.h"
#include "keypad.h"

void keypad_require(void)
{
	if (system("modprobe -qa evdev joydev mousedev"))
		ksft_print_msg("some input handlers are not in this kernel\n");
	displays_reset("20x4");
	if (*keypad_file("LCD"))
		return;
	ksft_print_header();
	ksft_exit_skip("no event file: want CONFIG_INPUT=y and evdev\n");
}

int keypad_open(const char *display)
{
	return open_or_fail(keypad_file(display), O_RDWR | O_NONBLOCK);
}

void keypad_repeat_after(int fd, unsigned int delay_ms, unsigned int period_ms)
{
	unsigned int times[] = { delay_ms, period_ms };

	ioctl(fd, EVIOCSREP, times);
}

int keypad_open_without_repetition(const char *display)
{
	int fd = keypad_open(display);

	keypad_repeat_after(fd, 600000, 600000);
	return fd;
}

bool keypad_is_pressed(int fd, int key)
{
	unsigned char keys[KEY_CNT / 8] = "";

	return ioctl(fd, EVIOCGKEY(sizeof(keys)), keys) > 0 && keys[key / 8] & 1 << key % 8;
}

bool keypad_has_events(int fd, int timeout_ms)
{
	struct pollfd asked = { .fd = fd, .events = POLLIN };

	return poll(&asked, 1, timeout_ms) == 1 && asked.revents & POLLIN;
}

const char *keypad_read(int fd, int count)
{
	struct input_event event;
	static char text[256];
	size_t at = 0;

	text[0] = '\0';
	while (count && keypad_has_events(fd, 15000 * patience())) {
		while (count && read(fd, &event, sizeof(event)) == sizeof(event)) {
			if (event.type != EV_KEY)
				continue;
			at += snprintf(text + at, sizeof(text) - at, "%s%d%c", at ? " " : "",
				       event.code, "-+*"[event.value]);
			count--;
		}
	}
	return text;
}

bool keypad_is_quiet(int fd, int timeout_ms)
{
	struct input_event event;

	while (keypad_has_events(fd, timeout_ms))
		while (read(fd, &event, sizeof(event)) == sizeof(event))
			if (event.type == EV_KEY)
				return false;
	return true;
}
