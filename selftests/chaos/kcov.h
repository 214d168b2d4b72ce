/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which places of devlcd the threads run through, where the kernel was built
 * with KCOV. What the flush workers do is not seen: they are the kernel's
 * threads, and no call of ours waits in them.
 */
#ifndef CHAOS_KCOV_H
#define CHAOS_KCOV_H

#include <stdbool.h>

/* struct kcov - of one thread; @trace is NULL where there is none */
struct kcov {
	int fd;
	unsigned long *trace;
};

/* The module is loaded now, and stays. False where the kernel has no KCOV. */
bool kcov_available(void);

/* By the thread: from now on; add what was met since; until now. */
void kcov_begin(struct kcov *kcov);
void kcov_collect(struct kcov *kcov);
void kcov_end(struct kcov *kcov);

/* How many places all threads have met. */
int kcov_places(void);

/* Where the module calls for them, in hexadecimal, a line each behind a '@'. */
void kcov_print(void);

#endif
