// SPDX-License-Identifier: GPL-2.0-only
/* Calls that wait, and what must wake them. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "kselftest.h"

#include "boards.h"
#include "chaos.h"
#include "device.h"

#define SYNC_SECONDS 5
#define SLEEP_MS 500
#define CHANGES_MAX 2		/* that may come between waking up and looking */
#define MISSED_MAX 2		/* in a run: whoever looks may be late himself */

/* Reading the clock is a copy as well, which may be the one that fails. */
static double seconds_since(const struct worker *worker, double begin)
{
	double seconds = seconds_now() - begin;

	return fell_short(worker) ? 0 : seconds;
}

/* A panel shows what is asked for, is lost, or goes: none of it takes long. */
static void must_sync(struct worker *worker, int fd)
{
	double begin = seconds_now();

	CHECK(worker, fsync(fd), CLOSED, ENODEV);
	if (seconds_since(worker, begin) > SYNC_SECONDS * patience())
		surprise(worker, "took %.1f s", seconds_since(worker, begin));
}

static void do_fsync(struct worker *worker)
{
	must_sync(worker, any_file(worker));
}

static int open_any(struct worker *worker, char name[8])
{
	char path[16];
	int fd;

	any_name(worker, name);
	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, O_RDWR | O_CLOEXEC);
	CHECK(worker, fd, ENOENT, ENXIO, ENODEV, EINTR);
	return fd;
}

static void do_write_and_fsync(struct worker *worker)
{
	char name[8];
	int fd = open_any(worker, name);

	if (fd < 0)
		return;
	CHECK(worker, write(fd, name, 1 + draw(worker, 3)), ENODEV);
	must_sync(worker, fd);
	close(fd);
}

static unsigned long long generation_now(const char *name)
{
	char path[64], line[32];

	snprintf(path, sizeof(path), "/sys/class/devlcd/%s/generation", name);
	get_line(path, line, sizeof(line));
	return strtoull(line, NULL, 10);
}

/* poll() looks once more when its time is up: only that it took so long is odd. */
static void must_have_slept(struct worker *worker, const char *name, short events,
			    unsigned long long seen)
{
	static atomic_int missed;
	unsigned long long now = generation_now(name);

	if (!(events & POLLHUP) && now <= seen + CHANGES_MAX)
		return;
	if (++missed > MISSED_MAX)
		surprise(worker, "slept through a deletion, or from generation %llu to %llu",
			 seen, now);
}

static void do_poll_for_change(struct worker *worker)
{
	char name[8], bytes[SCREEN_MAX];
	int fd = open_any(worker, name);
	struct pollfd asked = { .fd = fd, .events = POLLIN };
	unsigned long long seen;
	ssize_t count;
	double begin;

	if (fd < 0)
		return;
	count = read(fd, bytes, sizeof(bytes));
	seen = generation_now(name);
	begin = seconds_now();
	if (count > 0 && seen && poll(&asked, 1, SLEEP_MS) >= 0 &&
	    seconds_since(worker, begin) >= SLEEP_MS / 1000.0)
		must_have_slept(worker, name, asked.revents, seen);
	close(fd);
}

static void do_signal(struct worker *worker)
{
	any_signal(worker);
}

const struct call *wait_calls(void)
{
	static const struct call calls[] = {
		{ "fsync", do_fsync, 3 },
		{ "write and fsync", do_write_and_fsync, 3 },
		{ "poll for a change", do_poll_for_change, 3 },
		{ "signal", do_signal, 2 },
		{ }
	};

	return calls;
}
