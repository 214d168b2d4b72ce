// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "device.h"
#include "shortage.h"

#define FAULTS "/sys/kernel/debug/fail"

void shortages_prepare(void)
{
	file_store(FAULTS "slab/ignore-gfp-wait", "N");
	/* A backtrace looks like a bug. */
	file_store(FAULTS "slab/verbose", "0");
	file_store(FAULTS "_page_alloc/verbose", "0");
	file_store(FAULTS "_usercopy/verbose", "0");
}

int shortage_open(void)
{
	return open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
}

void shortage_set(int fd, unsigned int nth)
{
	char word[16];
	int count = snprintf(word, sizeof(word), "%u", nth);

	/* Copying this may be what fails. */
	for (int i = 0; i < 2 && fd >= 0 && write(fd, word, count) < 0; i++)
		;
}

bool shortage_met(int fd)
{
	char word[16] = "";

	return fd >= 0 && pread(fd, word, sizeof(word) - 1, 0) > 0 && !atoi(word);
}
