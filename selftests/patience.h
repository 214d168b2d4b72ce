/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Everything takes longer on a debug kernel: the variable DEVLCD_PATIENCE says
 * how many times as long a test may take, and wait. Included before each file,
 * as the time-outs are the harness's own: it calls alarm(). They are for a test that
 * hangs, so they are generous: a busy machine may stop it for seconds.
 */
#ifndef PATIENCE_H
#define PATIENCE_H

#include <stdlib.h>
#include <unistd.h>

static inline int patience(void)
{
	const char *times = getenv("DEVLCD_PATIENCE");

	return times && atoi(times) > 1 ? atoi(times) : 1;
}

#define alarm(seconds) alarm((seconds) * 3 * patience())

#endif
