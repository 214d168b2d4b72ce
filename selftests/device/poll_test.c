// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll(2), select(2) and epoll(7) of /dev/LCD: readable when the generation
 * has moved since this file's snapshot, and once at first; always writable.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "kselftest_harness.h"

#include "device.h"

#define READABLE (POLLIN | POLLRDNORM | POLLPRI)
#define WRITABLE (POLLOUT | POLLWRNORM)

/* The three calls, by what they say of being readable */

static bool poll_says_readable(int fd, int timeout_ms)
{
	struct pollfd asked = { .fd = fd, .events = POLLIN };

	return poll(&asked, 1, timeout_ms) == 1 && asked.revents & POLLIN;
}

static bool poll_says_urgent(int fd, int timeout_ms)
{
	struct pollfd asked = { .fd = fd, .events = POLLPRI };

	return poll(&asked, 1, timeout_ms) == 1 && asked.revents & POLLPRI;
}

static bool select_says_readable(int fd, int timeout_ms)
{
	struct timeval timeout = {
		.tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000,
	};
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fd, &set);
	return select(fd + 1, &set, NULL, NULL, &timeout) == 1;
}

static bool select_says_exceptional(int fd, int timeout_ms)
{
	struct timeval timeout = {
		.tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000,
	};
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fd, &set);
	return select(fd + 1, NULL, NULL, &set, &timeout) == 1;
}

static bool epoll_says_readable(int fd, int timeout_ms)
{
	struct epoll_event event = { .events = EPOLLIN };
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	bool readable;

	readable = !epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) &&
		   epoll_wait(epoll, &event, 1, timeout_ms) == 1;
	close(epoll);
	return readable;
}

FIXTURE(call) {
	int fd;
};

FIXTURE_VARIANT(call) {
	bool (*readable)(int fd, int timeout_ms);
};

FIXTURE_VARIANT_ADD(call, poll) {
	.readable = poll_says_readable,
};

FIXTURE_VARIANT_ADD(call, poll_for_urgent) {
	.readable = poll_says_urgent,
};

FIXTURE_VARIANT_ADD(call, select) {
	.readable = select_says_readable,
};

FIXTURE_VARIANT_ADD(call, select_for_exceptional) {
	.readable = select_says_exceptional,
};

FIXTURE_VARIANT_ADD(call, epoll) {
	.readable = epoll_says_readable,
};

FIXTURE_SETUP(call)
{
	displays_reset("20x4");
	lcd_append("hi");
	self->fd = open_or_fail(LCD, O_RDWR);
}

FIXTURE_TEARDOWN(call)
{
	close(self->fd);
}

TEST_F(call, readable_at_first)
{
	EXPECT_TRUE(variant->readable(self->fd, 0));
}

TEST_F(call, not_readable_after_a_snapshot)
{
	screen_rest(self->fd);
	EXPECT_FALSE(variant->readable(self->fd, 20));
}

TEST_F(call, readable_again_after_a_change)
{
	screen_rest(self->fd);
	lcd_append("!");
	EXPECT_TRUE(variant->readable(self->fd, 0));
	EXPECT_STREQ("hi!||||", screen_again(self->fd));
	EXPECT_FALSE(variant->readable(self->fd, 0));
}

static void *change_soon(void *unused)
{
	usleep(50 * 1000);
	lcd_append("!");
	return unused;
}

TEST_F(call, a_change_wakes_a_sleeper)
{
	double begin = seconds_now();
	pthread_t thread;

	screen_rest(self->fd);
	ASSERT_EQ(0, pthread_create(&thread, NULL, change_soon, NULL));
	EXPECT_TRUE(variant->readable(self->fd, 60 * 1000));
	EXPECT_GT(50, seconds_now() - begin);
	pthread_join(thread, NULL);
}

/* What counts as a snapshot */

FIXTURE(file) {
	int fd;
	char bytes[SCREEN_MAX];
};

FIXTURE_SETUP(file)
{
	displays_reset("20x4");
	lcd_append("hi");
	self->fd = open_or_fail(LCD, O_RDWR);
}

FIXTURE_TEARDOWN(file)
{
	close(self->fd);
}

TEST_F(file, all_events_come_together)
{
	EXPECT_EQ(READABLE | WRITABLE, events_of(self->fd, 0));
	screen_rest(self->fd);
	EXPECT_EQ(WRITABLE, events_of(self->fd, 0));
}

TEST_F(file, writing_only_it_is_writable)
{
	int fd = open_or_fail(LCD, O_WRONLY);

	EXPECT_EQ(WRITABLE, events_of(fd, 0) & WRITABLE);
	close(fd);
}

TEST_F(file, the_first_byte_of_a_snapshot_suffices)
{
	ASSERT_EQ(1, read(self->fd, self->bytes, 1));
	EXPECT_EQ(WRITABLE, events_of(self->fd, 0));
}

TEST_F(file, reading_on_in_a_snapshot_does_not_renew_it)
{
	ASSERT_EQ(1, read(self->fd, self->bytes, 1));
	lcd_append("!");
	ASSERT_EQ(1, read(self->fd, self->bytes, 1));
	EXPECT_EQ(READABLE | WRITABLE, events_of(self->fd, 0));
}

TEST_F(file, a_snapshot_that_was_not_delivered_does_not_count)
{
	ASSERT_EQ(-1, read(self->fd, nowhere(), 1));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(READABLE | WRITABLE, events_of(self->fd, 0));
}

TEST_F(file, a_change_that_was_not_delivered_does_not_count)
{
	screen_rest(self->fd);
	lcd_append("!");
	ASSERT_EQ(-1, pread(self->fd, nowhere(), 1, 0));
	EXPECT_EQ(READABLE | WRITABLE, events_of(self->fd, 0));
}

TEST_F(file, reading_from_where_it_sought_counts)
{
	ASSERT_EQ(4, lseek(self->fd, 4, SEEK_SET));
	EXPECT_EQ(READABLE | WRITABLE, events_of(self->fd, 0));
	ASSERT_EQ(1, read(self->fd, self->bytes, 1));
	EXPECT_EQ(WRITABLE, events_of(self->fd, 0));
}

TEST_F(file, its_own_writes_count)
{
	screen_rest(self->fd);
	write_or_fail(self->fd, "!");
	EXPECT_EQ(READABLE | WRITABLE, events_of(self->fd, 0));
}

TEST_F(file, each_has_a_snapshot_of_its_own)
{
	int other = open_or_fail(LCD, O_RDONLY);

	screen_rest(self->fd);
	EXPECT_EQ(READABLE | WRITABLE, events_of(other, 0));
	EXPECT_EQ(WRITABLE, events_of(self->fd, 0));
	close(other);
}

TEST_F(file, a_truncation_to_come_does_not_count)
{
	int other;

	screen_rest(self->fd);
	other = open_or_fail(LCD, O_WRONLY | O_TRUNC);
	EXPECT_EQ(WRITABLE, events_of(self->fd, 0));
	close(other);
	EXPECT_EQ(READABLE | WRITABLE, events_of(self->fd, 0));
}

/* What changes, and what does not */

FIXTURE(change) {
	int fd;
};

FIXTURE_VARIANT(change) {
	const char *text;
	bool counts;
};

#define CHANGE(name, what, does)				\
	FIXTURE_VARIANT_ADD(change, name) { .text = what, .counts = does }

CHANGE(of_text, "!", true);
CHANGE(of_the_last_cell, "\x1b[4;20Hx\x1b[1;3H", true);
CHANGE(of_the_cursor, "\x1b[4;4H", true);
CHANGE(of_cursor_shown, "\x1b[?25h", true);
CHANGE(of_blink, "\x1b[LB", true);
CHANGE(of_backlight, "\x1b[L-", true);
CHANGE(of_power, "\x1b[Ld", true);
CHANGE(of_a_glyph, "\x1b[LG01f1f1f1f1f1f1f1f;", true);
CHANGE(by_erasing, "\f", true);
CHANGE(to_the_same_text, "\rhi", false);
CHANGE(to_the_same_backlight, "\x1b[L+", false);
CHANGE(there_and_back, "!\b \b", false);
CHANGE(of_colours, "\x1b[1;31m", false);
CHANGE(by_an_unknown_escape, "\x1b[99z", false);
CHANGE(by_half_a_character, "\xc3", false);
CHANGE(by_nothing_printable, "\x0e\x7f", false);

FIXTURE_SETUP(change)
{
	displays_reset("20x4");
	lcd_append("hi");
	self->fd = open_or_fail(LCD, O_RDONLY);
	screen_rest(self->fd);
}

FIXTURE_TEARDOWN(change)
{
	close(self->fd);
}

TEST_F(change, makes_it_readable_if_anybody_can_see_it)
{
	lcd_append(variant->text);
	EXPECT_EQ(variant->counts ? READABLE | WRITABLE : WRITABLE,
		  events_of(self->fd, 0));
}

TEST_F(change, moves_the_generation_if_anybody_can_see_it)
{
	unsigned long long before = lcd_generation();

	lcd_append(variant->text);
	EXPECT_EQ(before + variant->counts, lcd_generation());
}

/* epoll, edge triggered */

TEST_F(file, epoll_tells_each_change_once)
{
	struct epoll_event event = { .events = EPOLLPRI | EPOLLET };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	screen_rest(self->fd);
	ASSERT_EQ(0, epoll_ctl(epoll, EPOLL_CTL_ADD, self->fd, &event));
	EXPECT_EQ(0, epoll_wait(epoll, &event, 1, 20));
	lcd_append("!");
	EXPECT_EQ(1, epoll_wait(epoll, &event, 1, 1000));
	EXPECT_EQ(EPOLLPRI, event.events);
	EXPECT_EQ(0, epoll_wait(epoll, &event, 1, 20));
	lcd_append("!");
	EXPECT_EQ(1, epoll_wait(epoll, &event, 1, 1000));
	close(epoll);
}

TEST_F(file, epoll_tells_no_edge_where_nothing_changed)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	ASSERT_EQ(0, epoll_ctl(epoll, EPOLL_CTL_ADD, self->fd, &event));
	ASSERT_EQ(1, epoll_wait(epoll, &event, 1, 0));
	lcd_append("\rhi");
	EXPECT_EQ(0, epoll_wait(epoll, &event, 1, 20));
	close(epoll);
}

/* Deletion */

TEST_F(file, deletion_hangs_up)
{
	screen_rest(self->fd);
	ASSERT_EQ(0, display_delete("LCD"));
	EXPECT_EQ(POLLHUP, events_of(self->fd, 0) & POLLHUP);
}

/* A sleeper: its call would return after 60 s, and be right even then. */

FIXTURE(sleeper) {
	int fd;
	double begin;
	pthread_t thread;
};

static void *delete_soon(void *unused)
{
	usleep(50 * 1000);
	display_delete("LCD");
	return unused;
}

FIXTURE_SETUP(sleeper)
{
	displays_reset("20x4");
	self->fd = open_or_fail(LCD, O_RDONLY);
	screen_rest(self->fd);
	self->begin = seconds_now();
	ASSERT_EQ(0, pthread_create(&self->thread, NULL, delete_soon, NULL));
}

FIXTURE_TEARDOWN(sleeper)
{
	EXPECT_GT(50, seconds_now() - self->begin);
	pthread_join(self->thread, NULL);
	close(self->fd);
}

TEST_F(sleeper, who_asked_for_nothing_is_woken_by_deletion)
{
	struct pollfd asked = { .fd = self->fd };

	EXPECT_EQ(1, poll(&asked, 1, 60 * 1000));
	EXPECT_EQ(POLLHUP, asked.revents & POLLHUP);
}

TEST_F(sleeper, in_select_is_woken_by_deletion)
{
	EXPECT_TRUE(select_says_readable(self->fd, 60 * 1000));
}

TEST_F(sleeper, in_epoll_is_woken_by_deletion)
{
	EXPECT_TRUE(epoll_says_readable(self->fd, 60 * 1000));
}

/* What went nowhere has not been seen: the rest that is read is of the text before. */
TEST(a_change_is_not_missed_for_a_read_that_failed)
{
	char bytes[SCREEN_MAX];
	int fd;

	displays_reset("8x2");
	lcd_overwrite("before");
	fd = open_or_fail(LCD, O_RDONLY);
	ASSERT_EQ(3, read(fd, bytes, 3));
	lcd_overwrite("after");
	EXPECT_EQ(-1, pread(fd, nowhere(), 8, 0));
	EXPECT_EQ(EFAULT, errno);

	EXPECT_STREQ("ore||", screen_rest(fd));
	EXPECT_EQ(POLLIN, events_of(fd, 0) & POLLIN);
	EXPECT_STREQ("after||", screen_again(fd));
	EXPECT_EQ(0, events_of(fd, 0) & POLLIN);
	close(fd);
}

TEST_HARNESS_MAIN
