// SPDX-License-Identifier: GPL-2.0-only
/* Calls that wait, and what must wake them. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "kselftest.h"

#include "chaos.h"
#include "device.h"

#define SYNC_SECONDS 15		/* generous */
#define SLEEP_MS 500
#define LATE_MAX 5		/* so many, and one in so many, may be late */
#define LATE_ONE_IN 20

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

static void do_write_and_fsync(struct worker *worker)
{
	char name[8];
	int fd = open_own(worker, name, O_RDWR);

	if (fd < 0)
		return;
	CHECK(worker, write(fd, name, 1 + draw(worker, 3)), ENODEV);
	must_sync(worker, fd);
	close(fd);
}

/*
 * Who was not woken finds what has come when the time is up, for poll() looks once
 * more. So does who was woken shortly before and comes late, but these are few.
 */
static struct waiters {
	const char *what;
	atomic_long woken;
	atomic_long overslept;
} waiters[] = { { .what = "a change" }, { .what = "a deletion" } };

static void wait_for_change(struct worker *worker, int fd)
{
	struct pollfd asked = { .fd = fd, .events = POLLIN };
	double begin = seconds_now();
	int ready = poll(&asked, 1, SLEEP_MS);
	double seconds = seconds_now() - begin;
	struct waiters *those;

	if (ready <= 0 || fell_short(worker))
		return;
	those = &waiters[!!(asked.revents & POLLHUP)];
	if (seconds < SLEEP_MS / 1000.0)
		those->woken++;
	else
		those->overslept++;
}

static void do_poll_for_change(struct worker *worker)
{
	char name[8], bytes[SCREEN_MAX];
	int fd = open_own(worker, name, O_RDWR);
	struct pollfd asked = { .fd = fd, .events = POLLIN };

	if (fd < 0)
		return;
	if (read(fd, bytes, sizeof(bytes)) > 0 && !poll(&asked, 1, 0))
		wait_for_change(worker, fd);
	close(fd);
}

bool waiters_are_woken(void)
{
	bool good = true;

	for (size_t i = 0; i < ARRAY_SIZE(waiters); i++) {
		ksft_print_msg("%ld woken by %s, %ld overslept it\n", waiters[i].woken,
			       waiters[i].what, waiters[i].overslept);
		if (waiters[i].overslept > LATE_MAX + waiters[i].woken / LATE_ONE_IN)
			good = false;
	}
	return good;
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
