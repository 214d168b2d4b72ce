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

/* It runs once, after so long; anew where it was pending. */
static inline void timer_arm(struct event *timer, u64 ms)
{
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	event_add(timer, &tv);
}

#endif
