/* SPDX-License-Identifier: GPL-2.0-only */
/* Time and the event loop's timers, in milliseconds. */
#ifndef LCDBRIDGE_TIMER_H
#define LCDBRIDGE_TIMER_H

#include <event2/event.h>
#include <time.h>

#include "text/types.h"

/* CLOCK_MONOTONIC. */
static inline u64 timer_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ull + now.tv_nsec / 1000000;
}

/* Run once, after @ms; restarts a pending timer. */
static inline void timer_arm(struct event *timer, u64 ms)
{
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	event_add(timer, &tv);
}

/* The shorter of two times; 0 is never. */
static inline unsigned int sooner(unsigned int a, unsigned int b)
{
	return !a || (b && b < a) ? b : a;
}

#endif
