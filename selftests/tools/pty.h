/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs a program in a terminal of its own, as the foreground job of a shell
 * that does nothing but wait for it, or alone.
 */
#ifndef DEVLCD_SELFTESTS_PTY_H
#define DEVLCD_SELFTESTS_PTY_H

#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

/**
 * struct pty - a terminal, and the program in it
 * @terminal: the terminal's side
 * @program:  the program's side, so that it stays open
 * @waits:    gives an int for each time that the program stopped or ended
 * @pid:      of the program
 * @shell:    of its parent
 * @before:   how the terminal was set before
 * @length:   bytes in @out
 * @out:      what the program wrote, NUL-terminated
 */
struct pty {
	int terminal;
	int program;
	int waits;
	pid_t pid;
	pid_t shell;
	struct termios before;
	size_t length;
	char out[1 << 20];
};

/* Start a program of PROGRAMS in a UTF-8 locale. */
int pty_start(struct pty *pty, int rows, int cols, const char *const argv[]);

/* The same as a job that the shell did not give the terminal. */
int pty_start_in_background(struct pty *pty, int rows, int cols, const char *const argv[]);

/* The same without a shell, as a terminal starts what it is told: pty_wait() does not work. */
int pty_start_alone(struct pty *pty, int rows, int cols, const char *const argv[]);

/* Kill what is left, close everything. */
void pty_end(struct pty *pty);

/* Type something. */
void pty_type(struct pty *pty, const char *keys);

/* Change the size. */
void pty_resize(struct pty *pty, int rows, int cols);

/**
 * pty_frame() - the newest frame that lcdview has drawn
 * @pty:  terminal
 * @want: waited for, up to the deadline of a test
 *
 * Return: the frame, with \n for \r\n, without what begins and ends it; of
 * what was written before a screen was left, nothing.
 */
const char *pty_frame(struct pty *pty, const char *want);

/* Wait until @text was written; how often it was. */
int pty_saw(struct pty *pty, const char *text);

/* Wait until the program stops or ends; its wait status, -1 if it does not. */
int pty_wait(struct pty *pty);

/* Is the terminal set as before, and is its screen left? */
int pty_is_restored(struct pty *pty);

/* Is the other screen shown? */
int pty_is_taken(const struct pty *pty);

#endif
