// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals at every wait for a panel, on a wire so slow that there is time for
 * them: fsync() ends or is restarted, an O_SYNC write is taken once.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "panel.h"

#define SLOW_TEXT "01234567890123456789012345678901234567890123456789"
#define SLOW_SECONDS 1.5	/* on the wire, at least, at 1 kHz */

static atomic_int signals;

static void count_signal(int number)
{
	(void)number;
	signals++;
}

/* A signal every @ms milliseconds, from now on. */
static void signal_every(int ms, int flags)
{
	struct sigaction action = { .sa_handler = count_signal, .sa_flags = flags };
	struct itimerval timer = {
		.it_value.tv_usec = ms * 1000, .it_interval.tv_usec = ms * 1000,
	};

	signals = 0;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

/* Seconds that the wire was in use: a stop of the machine does not count. */
static double wire_seconds(void)
{
	return emu_counter("i2c", "wire_us") / 1e6;
}

static void signals_end(void)
{
	struct itimerval off = { 0 };

	setitimer(ITIMER_REAL, &off, NULL);
}

FIXTURE(slow) {
	int fd;
};

FIXTURE_SETUP(slow)
{
	panel_start("i2c", "realtime=1 bus_khz=1", "retry_max_s=1");
	ASSERT_EQ(0, lcd_sync());
	self->fd = open_or_fail(LCD, O_RDWR);
}

FIXTURE_TEARDOWN(slow)
{
	signals_end();
	close(self->fd);
}

TEST_F(slow, fsync_ends_with_a_signal)
{
	double begin = wire_seconds();

	write_or_fail(self->fd, SLOW_TEXT);
	signal_every(50, 0);
	EXPECT_EQ(-1, fsync(self->fd));
	EXPECT_EQ(EINTR, errno);
	EXPECT_LT(wire_seconds() - begin, SLOW_SECONDS);
	signals_end();

	EXPECT_EQ(0, fsync(self->fd));
	EXPECT_STREQ(lcd_screen(), glass_of("i2c"));
}

TEST_F(slow, fsync_goes_on_where_the_handler_restarts_it)
{
	double begin = seconds_now();

	write_or_fail(self->fd, SLOW_TEXT);
	signal_every(50, SA_RESTART);
	EXPECT_EQ(0, fsync(self->fd));
	EXPECT_LT(SLOW_SECONDS, seconds_now() - begin);
	EXPECT_LT(3, signals);
	EXPECT_STREQ(lcd_screen(), glass_of("i2c"));
}

TEST_F(slow, synchronous_write_ends_with_its_count)
{
	int fd = open_or_fail(LCD, O_WRONLY | O_SYNC);
	double begin = wire_seconds();

	for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
		write_or_fail(self->fd, "\f");
		signal_every(50, flags);
		EXPECT_EQ(strlen(SLOW_TEXT), write(fd, SLOW_TEXT, strlen(SLOW_TEXT)));
		EXPECT_LT(0, signals);
		signals_end();
	}
	EXPECT_LT(wire_seconds() - begin, SLOW_SECONDS);
	EXPECT_STREQ("01234567890123456789|01234567890123456789|0123456789||",
		     lcd_screen());
	close(fd);
}

TEST_F(slow, write_takes_all_whatever_signals_come)
{
	static char text[1 << 20];

	memset(text, 'a', sizeof(text));
	signal_every(1, 0);
	for (int i = 0; i < 2; i++)
		EXPECT_EQ(sizeof(text), write(self->fd, text, sizeof(text)));
	EXPECT_LT(0, signals);
}

TEST_F(slow, fsync_can_be_killed)
{
	int status;
	pid_t child;

	write_or_fail(self->fd, SLOW_TEXT);
	child = fork();
	if (!child) {
		fsync(self->fd);
		_exit(1);
	}
	usleep(100 * 1000);
	ASSERT_EQ(0, kill(child, SIGKILL));
	EXPECT_EQ(child, waitpid(child, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
}

TEST_F(slow, poll_ends_with_a_signal)
{
	struct pollfd asked = { .fd = self->fd, .events = POLLIN };

	screen_again(self->fd);
	signal_every(50, 0);
	EXPECT_EQ(-1, poll(&asked, 1, 5000));
	EXPECT_EQ(EINTR, errno);
}

/* Others end the wait */

struct waiter {
	pthread_t thread;
	int fd;
	int err;
	double ended;
};

static void *wait_for_glass(void *data)
{
	struct waiter *waiter = data;

	waiter->err = fsync(waiter->fd) ? errno : 0;
	waiter->ended = wire_seconds();
	return NULL;
}

static void waiter_begin(struct waiter *waiter, int fd)
{
	*waiter = (struct waiter){ .fd = fd, .err = -1 };
	write_or_fail(fd, SLOW_TEXT);
	pthread_create(&waiter->thread, NULL, wait_for_glass, waiter);
	usleep(100 * 1000);
}

TEST_F(slow, fsync_ends_when_the_display_is_deleted)
{
	double begin = wire_seconds();
	struct waiter waiter;

	waiter_begin(&waiter, self->fd);
	EXPECT_EQ(0, display_delete("LCD"));
	pthread_join(waiter.thread, NULL);
	EXPECT_EQ(ENODEV, waiter.err);
	EXPECT_LT(waiter.ended - begin, SLOW_SECONDS);
}

TEST_F(slow, fsync_ends_when_the_panel_goes)
{
	double begin = wire_seconds();
	struct waiter waiter;

	waiter_begin(&waiter, self->fd);
	panel_unbind("i2c");
	pthread_join(waiter.thread, NULL);
	EXPECT_EQ(0, waiter.err);
	EXPECT_LT(waiter.ended - begin, SLOW_SECONDS);
}

TEST_F(slow, fsync_ends_when_the_panel_is_lost)
{
	struct waiter waiter;

	waiter_begin(&waiter, self->fd);
	emu_control("i2c", "absent", "1");
	pthread_join(waiter.thread, NULL);
	EXPECT_EQ(EIO, waiter.err);
	emu_control("i2c", "absent", "0");
}

TEST_HARNESS_MAIN
