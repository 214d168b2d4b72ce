/* SPDX-License-Identifier: GPL-2.0-only */
/* Timers of the event loop, in milliseconds. */
#ifndef LCDBRIDGE_TIMER_H
#define LCDBRIDGE_TIMER_H

#include <event2/event.h>

#include "text/types.h"

/* It runs once, after so long; anew where it was pending. */
static inline void timer_arm(struct event *timer, u64 ms)
{
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	event_add(timer, &tv);
}

#endif
