/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VOTE_CLOCK_H
#define VOTE_CLOCK_H

#include <time.h>

/* Seconds, by a clock that nobody sets. */
static inline time_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

#endif
