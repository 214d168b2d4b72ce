/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tests of keypads share, beside device.h: the event file of a display. */
#ifndef KEYPAD_H
#define KEYPAD_H

#include <stdbool.h>

/* Skips all unless the module has keypads and the kernel has evdev. Before main(). */
void keypad_require(void);

int keypad_open(const char *display);

/* The keys repeat after @delay_ms, each @period_ms; or not within any test's time. */
void keypad_repeat_after(int fd, unsigned int delay_ms, unsigned int period_ms);
int keypad_open_without_repetition(const char *display);

/* Is this key, BTN_0 to BTN_9, pressed? */
bool keypad_is_pressed(int fd, int key);

/* Is there an event to read, within @timeout_ms? */
bool keypad_has_events(int fd, int timeout_ms);

/*
 * The next @count events of keys within a while: "256+ 256-" is one press and
 * its release, "256*" a repetition. What is returned stays until the next call.
 */
const char *keypad_read(int fd, int count);

/* Is no key told within @timeout_ms? */
bool keypad_is_quiet(int fd, int timeout_ms);

#endif
