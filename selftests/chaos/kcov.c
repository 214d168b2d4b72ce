// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <linux/kcov.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kcov.h"

#define FILE_NAME "/sys/kernel/debug/kcov"
#define TRACE_WORDS 0x10000
#define MODULE_MAX 0x400000
#define CALL 4			/* from where it names its function to its return */

static unsigned long module_start, module_size;
static atomic_bool met[MODULE_MAX];	/* by the offset in the module */

static void find_module(void)
{
	FILE *file = fopen("/proc/modules", "r");
	char line[256];

	if (!file)
		return;
	while (fgets(line, sizeof(line), file))
		sscanf(line, "devlcd %lu %*s %*s %*s %lx", &module_size, &module_start);
	fclose(file);
	if (module_size > MODULE_MAX)
		module_size = MODULE_MAX;
}

bool kcov_available(void)
{
	find_module();
	return module_start && !access(FILE_NAME, R_OK | W_OK);
}

static void *map_trace(int fd)
{
	void *trace;

	if (ioctl(fd, KCOV_INIT_TRACE, TRACE_WORDS))
		return NULL;
	trace = mmap(NULL, TRACE_WORDS * sizeof(unsigned long),
		     PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return trace == MAP_FAILED ? NULL : trace;
}

void kcov_begin(struct kcov *kcov)
{
	kcov->trace = NULL;
	kcov->fd = open(FILE_NAME, O_RDWR | O_CLOEXEC);
	if (kcov->fd < 0)
		return;
	kcov->trace = map_trace(kcov->fd);
	if (!kcov->trace || ioctl(kcov->fd, KCOV_ENABLE, KCOV_TRACE_PC))
		kcov_end(kcov);
}

void kcov_collect(struct kcov *kcov)
{
	unsigned long count, offset;

	if (!kcov->trace)
		return;
	count = __atomic_load_n(&kcov->trace[0], __ATOMIC_RELAXED);
	for (unsigned long i = 1; i <= count && i < TRACE_WORDS; i++) {
		offset = kcov->trace[i] - module_start;
		if (offset < module_size)
			met[offset] = true;
	}
	__atomic_store_n(&kcov->trace[0], 0, __ATOMIC_RELAXED);
}

void kcov_end(struct kcov *kcov)
{
	if (kcov->fd < 0)
		return;
	ioctl(kcov->fd, KCOV_DISABLE, 0);
	if (kcov->trace)
		munmap(kcov->trace, TRACE_WORDS * sizeof(unsigned long));
	close(kcov->fd);
	kcov->trace = NULL;
	kcov->fd = -1;
}

void kcov_print(void)
{
	for (unsigned long i = 0; i < MODULE_MAX; i++)
		if (met[i])
			printf("@%016lx\n", i - CALL);
}

int kcov_places(void)
{
	int places = 0;

	for (unsigned long i = 0; i < MODULE_MAX; i++)
		places += met[i];
	return places;
}
