/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs one of the programs and keeps what it said.
 */
#ifndef DEVLCD_SELFTESTS_TOOL_H
#define DEVLCD_SELFTESTS_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdnoreturn.h>

#define TOOL_SECONDS 60		/* then it is killed */

/**
 * struct tool - how a program ended, and what it said
 * @status: exit status, or -SIGNAL
 * @ms:     how long it took
 * @out:    standard output, NUL-terminated
 * @err:    standard error, likewise
 */
struct tool {
	int status;
	int ms;
	char out[200000];
	char err[8192];
};

/**
 * tool_run() - run a program to its end
 * @tool:   filled
 * @locale: LC_ALL
 * @input:  standard input, NULL for none
 * @length: bytes of @input
 * @argv:   program, which is looked for in PROGRAMS, and arguments
 */
void tool_run(struct tool *tool, const char *locale, const char *input, size_t length,
	      const char *const argv[]);

/* Arguments in place, in a UTF-8 locale, without input. */
#define RUN(tool, ...) \
	tool_run(tool, "C.UTF-8", NULL, 0, (const char *const[]){ __VA_ARGS__, NULL })

/**
 * tool_exec() - become the program, in a child; the test fails if it cannot
 * @argv: as above
 */
noreturn void tool_exec(const char *const argv[]);

/* A monotonic clock. */
long long tool_now_ms(void);

/**
 * tool_sleeps_for() - wait until a program has slept for so long without a break
 * @pid: program
 * @ms:  how long; longer than the timer of some 20 ms that it may still have
 *
 * Its schedstat changes as soon as it runs. A timer that has expired meanwhile makes it
 * run, or wait for a processor.
 */
bool tool_sleeps_for(int pid, int ms);

/* A file's first bytes as a string; "" where it cannot be read. */
void tool_read_file(const char *path, char *text, size_t size);

/* How often one text is in another. */
int tool_count(const char *text, const char *part);

#endif
