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

/*
 * A test is tried again where a busy machine has had the text shown before what was to
 * come meanwhile.
 */
#define TRIES 5

/* Another text each time, in all cells that SLOW_TEXT has. */
static void write_slowly(int fd)
{
	char text[] = "\f" SLOW_TEXT;
	static int turn;

	memset(text + 1, 'a' + turn++ % 26, strlen(SLOW_TEXT));
	write_or_fail(fd, text);
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
	bool ended = false;

	for (int i = 0; i < TRIES && !ended; i++) {
		double begin = wire_seconds();

		write_slowly(self->fd);
		signal_every(50, 0);
		ended = fsync(self->fd) && errno == EINTR;
		signals_end();
		ended = ended && wire_seconds() - begin < SLOW_SECONDS;
	}
	EXPECT_TRUE(ended);

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

	for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
		bool ended = false;

		for (int i = 0; i < TRIES && !ended; i++) {
			double begin = wire_seconds();

			write_or_fail(self->fd, "\f");
			signal_every(50, flags);
			EXPECT_EQ(strlen(SLOW_TEXT), write(fd, SLOW_TEXT, strlen(SLOW_TEXT)));
			ended = signals > 0 && wire_seconds() - begin < SLOW_SECONDS / 2;
			signals_end();
		}
		EXPECT_TRUE(ended);
	}
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
	bool killed = false;
	int status;
	pid_t child;

	for (int i = 0; i < TRIES && !killed; i++) {
		write_slowly(self->fd);
		child = fork();
		if (!child) {
			fsync(self->fd);
			_exit(1);
		}
		usleep(100 * 1000);
		ASSERT_EQ(0, kill(child, SIGKILL));
		ASSERT_EQ(child, waitpid(child, &status, 0));
		killed = WIFSIGNALED(status);
	}
	EXPECT_TRUE(killed);
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

/*
 * struct ending - what ends the wait for a glass
 * @act:     does it
 * @undo:    makes another wait possible
 * @err:     of the wait
 * @seconds: that the wire is in use until then, at most
 */
struct ending {
	void (*act)(void);
	void (*undo)(void);
	int err;
	double seconds;
};

static bool ends_wait(const struct ending *ending)
{
	struct waiter waiter = { .err = -1 };
	double begin = wire_seconds();

	waiter.fd = open_or_fail(LCD, O_RDWR);
	write_slowly(waiter.fd);
	pthread_create(&waiter.thread, NULL, wait_for_glass, &waiter);
	usleep(100 * 1000);
	ending->act();
	pthread_join(waiter.thread, NULL);
	close(waiter.fd);
	if (waiter.err == ending->err && waiter.ended - begin < ending->seconds)
		return true;
	fprintf(stderr, "# %s, after %.1f s\n", strerror(waiter.err), waiter.ended - begin);
	return false;
}

static bool ends_a_wait(const struct ending *ending)
{
	for (int i = 0; i < TRIES; i++) {
		if (ends_wait(ending))
			return true;
		ending->undo();
		eventually(!lcd_sync());
	}
	return false;
}

static void delete_display(void)
{
	display_delete("LCD");
}

static void make_display(void)
{
	display_new("20x4");
}

TEST_F(slow, fsync_ends_when_the_display_is_deleted)
{
	static const struct ending deletion = {
		.act = delete_display, .undo = make_display, .err = ENODEV, .seconds = SLOW_SECONDS,
	};

	EXPECT_TRUE(ends_a_wait(&deletion));
}

static void unbind(void)
{
	panel_unbind("i2c");
}

static void bind(void)
{
	panel_bind("i2c");
}

TEST_F(slow, fsync_ends_when_the_panel_goes)
{
	static const struct ending unbinding = {
		.act = unbind, .undo = bind, .err = 0, .seconds = SLOW_SECONDS,
	};

	EXPECT_TRUE(ends_a_wait(&unbinding));
}

static void lose(void)
{
	emu_control("i2c", "absent", "1");
}

static void find(void)
{
	emu_control("i2c", "absent", "0");
}

TEST_F(slow, fsync_ends_when_the_panel_is_lost)
{
	static const struct ending loss = {
		.act = lose, .undo = find, .err = EIO, .seconds = 100 * SLOW_SECONDS,
	};

	EXPECT_TRUE(ends_a_wait(&loss));
	find();
}

TEST_HARNESS_MAIN
