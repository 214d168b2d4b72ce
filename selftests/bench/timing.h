/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock of the benches, and what they tell of many times. */
#ifndef BENCH_TIMING_H
#define BENCH_TIMING_H

#include <stdlib.h>
#include <time.h>

#define NS_PER_S 1000000000LL
#define NS_PER_MS 1000000LL

static inline long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static inline void sleep_until(long long ns)
{
	struct timespec until = { ns / NS_PER_S, ns % NS_PER_S };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

static inline int timing_compare(const void *a, const void *b)
{
	const long long *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Sorts them. */
static inline double percentile_ms(long long *ns, long count, int percent)
{
	long at = count * percent / 100;

	qsort(ns, count, sizeof(*ns), timing_compare);
	return (double)ns[at < count ? at : count - 1] / NS_PER_MS;
}

#endif
