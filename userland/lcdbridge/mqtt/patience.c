// SPDX-License-Identifier: GPL-2.0-only
#include "patience.h"

#include <signal.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

#define PATIENCE_SIGNAL SIGURG		/* ignored by default */

static void patience_on_signal(int number)
{
}

bool patience_begin(timer_t *timer, unsigned int seconds)
{
	const struct sigaction action = { .sa_handler = patience_on_signal };
	const struct itimerspec often = { { seconds, 0 }, { seconds, 0 } };
	struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID,
				  .sigev_signo = PATIENCE_SIGNAL };
	sigset_t set;

	event.sigev_notify_thread_id = gettid();
	if (timer_create(CLOCK_MONOTONIC, &event, timer))
		return false;
	sigaction(PATIENCE_SIGNAL, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, PATIENCE_SIGNAL);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	timer_settime(*timer, 0, &often, NULL);
	return true;
}

void patience_end(timer_t timer)
{
	timer_delete(timer);
}
