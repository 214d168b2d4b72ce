/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rate limiting: an action that comes too early is done as soon as it is permitted. The
 * timer runs only while an action waits.
 */
#ifndef LCDBRIDGE_PACE_H
#define LCDBRIDGE_PACE_H

#include <event2/event.h>
#include <stdbool.h>

#include "text/types.h"

/**
 * struct pace - the rate of an action
 * @later: timer: performs the waiting action
 * @due:   earliest time of the next action, as timer_now() counts
 */
struct pace {
	struct event *later;
	u64 due;
};

/* @fn performs the action, if pace_allows(). Return: false without memory. */
bool pace_init(struct pace *pace, struct event_base *base, event_callback_fn fn, void *arg);
void pace_free(struct pace *pace);

/* May the action be done now? If not, the function is called as soon as it may be. */
bool pace_allows(struct pace *pace);

/* The action was done: do not allow it again for @ms. */
void pace_rest(struct pace *pace, unsigned int ms);

/* The action was not possible: call the function again after @ms. */
void pace_retry(struct pace *pace, unsigned int ms);

#endif
