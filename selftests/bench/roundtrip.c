// SPDX-License-Identifier: GPL-2.0-only
/*
 * roundtrip PORT RATE COUNT: a client of LCDproc that sets a widget and awaits
 * the answer. Prints the 99th percentile of the time that took, in ms.
 */
#include <err.h>
#include <stdio.h>
#include <sys/prctl.h>

#include "talk.h"
#include "timing.h"

int main(int argc, char **argv)
{
	long long begin, period, *took, sent;
	char line[64];
	long count;
	int fd, n;

	if (argc != 4)
		errx(2, "usage: roundtrip PORT RATE COUNT");
	prctl(PR_SET_TIMERSLACK, 1);
	period = NS_PER_S / atof(argv[2]);
	count = atol(argv[3]);
	took = calloc(count, sizeof(*took));
	fd = lcdproc_connect(argv[1]);
	begin = now_ns();
	for (long i = 0; i < count; i++) {
		sleep_until(begin + i * period);
		n = snprintf(line, sizeof(line), "widget_set s w 1 1 {%ld}\n", i);
		sent = now_ns();
		talk_send(fd, line, n);
		lcdproc_await_lines(fd, 1);
		took[i] = now_ns() - sent;
	}
	printf("%.3f\n", percentile_ms(took, count, 99));
	return 0;
}
