/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of /dev/LCD share: files, screens, attributes, displays and
 * the module. Everything goes through system calls as any program's would.
 *
 * A step that is beside the point of a test ends it with a message when it
 * fails (_or_fail). What is being tested returns 0 or the errno.
 *
 * Before main() the module is loaded if it is not, from the file that the
 * variable DEVLCD_KO names, or from the top of the tree. Where that cannot be,
 * the program says why and skips all.
 */
#ifndef DEVICE_H
#define DEVICE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#define LCD "/dev/LCD"

/* The longest screen: 4 rows of 40 characters of 4 bytes and a line feed. */
#define SCREEN_MAX (4 * (40 * 4 + 1))

/* Files */

int open_or_fail(const char *path, int flags);

/* All of the text in one write(2). */
void write_or_fail(int fd, const char *text);
void write_bytes_or_fail(int fd, const void *bytes, size_t count);

/* echo -n text > /dev/LCD; echo -n text >> /dev/LCD */
void lcd_overwrite(const char *text);
void lcd_append(const char *text);

/* A shell command, which must succeed. */
void shell_or_fail(const char *command);

/* An address where nothing is. */
void *nowhere(void);

/*
 * Screens, as one line: each line feed is shown as '|', so the blank screen of
 * four rows is "||||". What is returned stays until the next call.
 */
const char *screen_line(const char *bytes, size_t count);
const char *screen_of(const char *name);		/* by a new open file */
const char *screen_again(int fd);			/* from its offset 0 */
const char *screen_rest(int fd);			/* from where it is */
const char *lcd_screen(void);				/* of /dev/LCD */

/* The events of poll(2) after at most @timeout_ms; all that matter are asked for. */
#define EVENTS_ASKED (POLLIN | POLLRDNORM | POLLPRI | POLLOUT | POLLWRNORM)
short events_of(int fd, int timeout_ms);

/* Attributes: /sys/class/devlcd/@display/@attribute, without its line feed. */
const char *attr_show(const char *display, const char *attribute);
int attr_store(const char *display, const char *attribute, const char *value);
int file_store(const char *path, const char *value);	/* of another folder */
unsigned long long generation_of(const char *display);
unsigned long long lcd_generation(void);

/* Displays */

int display_new(const char *geometry);
int display_delete(const char *name);
bool display_exists(const char *name);
int display_count(void);

/* One blank display, LCD, as if the module had just been loaded. */
void displays_reset(const char *geometry);

/* The event file of the display's keypad; "" if there is none. */
const char *keypad_file(const char *display);

/* The module */

/* The file that @variable names, else @name in the nearest folder above. */
const char *tree_file(const char *variable, const char *name);

int module_load(const char *parameters);
int module_unload(void);
bool module_loaded(void);
int module_users(void);

/* Also where it is still on its way in, or out. */
void module_unload_or_fail(void);

/* Time */

double seconds_now(void);

/* Try @condition every 2 ms, for some 15 s at most: is it true in the end? */
#define eventually(condition) ({					\
	double _deadline = seconds_now() + 15 * patience();		\
	bool _met;							\
									\
	while (!(_met = (condition)) && seconds_now() < _deadline)	\
		usleep(2000);						\
	_met;								\
})

#endif
