// SPDX-License-Identifier: GPL-2.0-only
#include "pace.h"

#include "timer.h"

bool pace_init(struct pace *pace, struct event_base *base, event_callback_fn fn, void *arg)
{
	*pace = (struct pace){ .later = evtimer_new(base, fn, arg) };
	return pace->later;
}

void pace_free(struct pace *pace)
{
	if (pace->later)
		event_free(pace->later);
}

bool pace_allows(struct pace *pace)
{
	const u64 now = timer_now();

	if (now >= pace->due)
		return true;
	timer_arm(pace->later, pace->due - now);
	return false;
}

void pace_rest(struct pace *pace, unsigned int ms)
{
	pace->due = timer_now() + ms;
	event_del(pace->later);
}

void pace_retry(struct pace *pace, unsigned int ms)
{
	pace->due = timer_now() + ms;
	timer_arm(pace->later, ms);
}
