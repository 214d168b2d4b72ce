// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest.h"

#include "allocation.h"
#include "device.h"

#define FAIL_NTH "/proc/thread-self/fail-nth"
#define DEBUG "/sys/kernel/debug"
#define FAULTS_MAX 5000		/* more than any operation has allocations */
#define START_SPARE 20		/* of what is counted as its start: it ends, too */

static int fail_nth = -1;

static void put(const char *path, const char *word)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	write_or_fail(fd, word);
	close(fd);
}

static void set(const char *kind, const char *file, const char *word)
{
	char path[128];

	snprintf(path, sizeof(path), DEBUG "/%s/%s", kind, file);
	put(path, word);
}

void fault_injection_of_pages(bool pages)
{
	/* What may sleep for memory, as nearly all may. */
	set("failslab", "ignore-gfp-wait", pages ? "Y" : "N");
	set("fail_page_alloc", "ignore-gfp-wait", pages ? "N" : "Y");
	set("fail_page_alloc", "min-order", pages ? "0" : "1");
}

/* Without a trace in the log for each fault. */
void fault_injection_require(void)
{
	if (!access(DEBUG "/failslab", F_OK) && !access(FAIL_NTH, R_OK | W_OK)) {
		set("failslab", "verbose", "0");
		set("fail_page_alloc", "verbose", "0");
		set("fail_usercopy", "verbose", "0");
		fault_injection_of_pages(false);
		return;
	}
	ksft_print_header();
	ksft_exit_skip(FAIL_NTH ", failslab: not in this kernel (make check-debug)\n");
}

/* The write of a number may itself meet the fault that was set before. */
static void fault_set(int number)
{
	char word[16];

	if (fail_nth < 0)
		fail_nth = open_or_fail(FAIL_NTH, O_RDWR);
	snprintf(word, sizeof(word), "%d", number);
	if (pwrite(fail_nth, word, strlen(word), 0) < 0 &&
	    pwrite(fail_nth, word, strlen(word), 0) < 0)
		exit(1);
}

/*
 * How many allocations before the fault that was set? 0 once it has come to
 * pass. In any case none comes any more. A fault that nothing else has met may
 * be met by this.
 */
static int fault_left(void)
{
	char left[16] = "";
	ssize_t count = pread(fail_nth, left, sizeof(left) - 1, 0);

	fault_set(0);
	return count > 0 ? atoi(left) : 1;
}

static void prepare(const struct operation *operation)
{
	if (operation->prepare)
		operation->prepare();
}

static void undo(const struct operation *operation)
{
	if (operation->undo)
		operation->undo();
}

/* Nodes, devices, attributes and drivers that can be found of the module. */
static int traces(void)
{
	static const char * const where[] = {
		"/dev/LCD*", "/sys/class/devlcd/LCD*", "/sys/class/leds/LCD*",
		"/sys/class/devlink/*devlcd*", "/sys/devices/virtual/devlcd/*",
		"/sys/devices/platform/devlcd*", "/sys/module/devlcd",
		"/sys/bus/i2c/drivers/devlcd*", "/sys/bus/i2c/drivers/devlcd*/*-*",
		"/sys/bus/platform/drivers/devlcd*",
		"/sys/bus/platform/drivers/devlcd*/*-*",
	};
	glob_t found = { 0 };
	int count;

	for (size_t i = 0; i < ARRAY_SIZE(where); i++)
		glob(where[i], GLOB_NOSORT | (i ? GLOB_APPEND : 0), NULL, &found);
	count = found.gl_pathc;
	globfree(&found);
	return count;
}

static int numbers_reserved(void)
{
	FILE *file = fopen("/proc/devices", "r");
	char line[128];
	int count = 0;

	while (file && fgets(line, sizeof(line), file))
		count += !!strstr(line, " devlcd");
	if (file)
		fclose(file);
	return count;
}

/* What is in use, while nothing is done. */
static int in_use(void)
{
	int users = module_loaded() ? module_users() : 0;

	return users * 10000 + numbers_reserved() * 1000 + traces();
}

static bool succeeds(const struct operation *operation)
{
	bool done;
	int err;

	prepare(operation);
	err = operation->act();
	done = !err && operation->done();
	if (!done)
		fprintf(stderr, "# without a fault: %s\n", strerror(err));
	undo(operation);
	return done;
}

/* Is it as it has to be after @err, with a fault @met or not? */
static bool clean(const struct operation *operation, int err, bool met)
{
	if (err)
		return met && (err == ENOMEM || err == EFAULT) &&
		       (!operation->kept || operation->kept());
	return met && operation->partly ? operation->partly() : operation->done();
}

/* Set @met if there are as many allocations. */
static bool survives(const struct operation *operation, int number, bool *met)
{
	int err, before;
	bool well;

	prepare(operation);
	before = in_use();
	fault_set(number);
	err = operation->act();
	*met = !fault_left();
	well = clean(operation, err, *met);
	undo(operation);
	well &= in_use() == before;
	if (!well)
		fprintf(stderr, "# allocation %d fails: %s, %d in use, were %d\n",
			number, strerror(err), in_use(), before);
	return (operation->slow || succeeds(operation)) && well;
}

static int first_fault(const struct operation *operation)
{
	int count;

	if (!operation->start)
		return 1;
	prepare(operation);
	fault_set(FAULTS_MAX);
	operation->start();
	count = FAULTS_MAX - fault_left() - START_SPARE;
	return count > 1 ? count : 1;
}

bool survives_each_fault(const struct operation *operation)
{
	int first = first_fault(operation), number = first;
	bool well = true, met = true;

	if (!succeeds(operation))
		return false;
	for (; met && number < FAULTS_MAX; number++)
		well &= survives(operation, number, &met);
	number -= first + 1;
	fprintf(stderr, "# %d allocations after %d\n", number, first - 1);
	return well && !met && number && succeeds(operation);
}
