/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * At most once in a while: what comes too early is done at its end. No timer
 * runs where nothing waits for it.
 */
#ifndef LCDBRIDGE_PACE_H
#define LCDBRIDGE_PACE_H

#include <event2/event.h>
#include <stdbool.h>

#include "text/types.h"

/**
 * struct pace - of something that is done now and then
 * @later: does it when it is due, where it was asked for earlier
 * @due:   not to be done before that, in timer_now()'s time
 */
struct pace {
	struct event *later;
	u64 due;
};

/* @fn does it, if pace_allows(). Return: false where memory fails. */
bool pace_init(struct pace *pace, struct event_base *base, event_callback_fn fn, void *arg);
void pace_free(struct pace *pace);

/* May it be done now? If not, the function is called when it may. */
bool pace_allows(struct pace *pace);

/* It was done: not again for so long. */
void pace_rest(struct pace *pace, unsigned int ms);

#endif
