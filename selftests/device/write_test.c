// SPDX-License-Identifier: GPL-2.0-only
/*
 * write(2) of /dev/LCD: atomic in chunks of 4096 bytes, a parser for each open
 * file, and at once where no panel has to be waited for.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/uio.h>

#include "kselftest_harness.h"

#include "device.h"

#define CHUNK 4096

FIXTURE(writer) {
	int fd;
	unsigned long long before;
};

FIXTURE_SETUP(writer)
{
	displays_reset("20x4");
	self->fd = open_or_fail(LCD, O_WRONLY);
	self->before = lcd_generation();
}

FIXTURE_TEARDOWN(writer)
{
	close(self->fd);
}

/* Chunks */

/* @count bytes that would change the screen wherever they were cut in two. */
static void write_counting(int fd, size_t count)
{
	char bytes[3 * CHUNK];

	for (size_t i = 0; i < count; i++)
		bytes[i] = 'a' + i % 23;
	write_bytes_or_fail(fd, bytes, count);
}

TEST_F(writer, up_to_4096_bytes_are_one_change)
{
	write_counting(self->fd, 1);
	EXPECT_EQ(self->before + 1, lcd_generation());
	write_counting(self->fd, CHUNK - 1);
	EXPECT_EQ(self->before + 2, lcd_generation());
	write_counting(self->fd, CHUNK);
	EXPECT_EQ(self->before + 3, lcd_generation());
}

TEST_F(writer, longer_writes_are_chunks_of_4096_bytes)
{
	write_counting(self->fd, CHUNK + 1);
	EXPECT_EQ(self->before + 2, lcd_generation());
	write_counting(self->fd, 2 * CHUNK);
	EXPECT_EQ(self->before + 4, lcd_generation());
	write_counting(self->fd, 2 * CHUNK + 1);
	EXPECT_EQ(self->before + 7, lcd_generation());
}

TEST_F(writer, scattered_bytes_are_one_change)
{
	struct iovec pieces[16];

	for (int i = 0; i < 16; i++)
		pieces[i] = (struct iovec){ .iov_base = "piece", .iov_len = 5 };

	EXPECT_EQ(80, writev(self->fd, pieces, 16));
	EXPECT_EQ(self->before + 1, lcd_generation());
}

TEST_F(writer, all_bytes_are_taken)
{
	size_t count = 1 << 20;
	char *bytes = malloc(count);

	ASSERT_NE(NULL, bytes);
	memset(bytes, 'x', count - 2);
	memcpy(bytes + count - 2, "\ff", 2);

	EXPECT_EQ((ssize_t)count, write(self->fd, bytes, count));
	EXPECT_STREQ("f||||", lcd_screen());
	free(bytes);
}

TEST_F(writer, nothing_is_a_write_of_0_bytes)
{
	EXPECT_EQ(0, write(self->fd, "", 0));
	EXPECT_EQ(self->before, lcd_generation());
}

/* A parser for each open file */

TEST_F(writer, characters_and_escapes_may_be_cut_anywhere)
{
	const char *text = "Crème\x1b[2;3Hbrûlée €\x1b[LG0001f001f001f001f;\x1b]0;title\x07!";

	for (; *text; text++)
		write_bytes_or_fail(self->fd, text, 1);
	EXPECT_STREQ("Crème|  brûlée €!|||", lcd_screen());
	EXPECT_STREQ("00 1f 00 1f 00 1f 00 1f", attr_show("LCD", "glyph0"));
}

TEST_F(writer, an_incomplete_character_changes_nothing_yet)
{
	write_or_fail(self->fd, "\xe2\x82");
	EXPECT_EQ(self->before, lcd_generation());
	write_or_fail(self->fd, "\xac");
	EXPECT_STREQ("€||||", lcd_screen());
}

TEST_F(writer, others_do_not_cut_its_characters)
{
	write_or_fail(self->fd, "\xc3");
	lcd_append("x");
	write_or_fail(self->fd, "\xa9");

	EXPECT_STREQ("xé||||", lcd_screen());
}

TEST_F(writer, others_do_not_cut_its_escapes)
{
	write_or_fail(self->fd, "\x1b[2;");
	lcd_append("x");
	write_or_fail(self->fd, "5Hy");

	EXPECT_STREQ("x|    y|||", lcd_screen());
}

TEST_F(writer, two_may_be_inside_a_sequence_at_once)
{
	int other = open_or_fail(LCD, O_WRONLY);

	write_or_fail(self->fd, "\x1b[2;2");
	write_or_fail(other, "\x1b[3;3");
	write_or_fail(self->fd, "Ha");
	write_or_fail(other, "Hb");
	close(other);

	EXPECT_STREQ("| a|  b||", lcd_screen());
}

TEST_F(writer, an_incomplete_character_is_dropped_at_close)
{
	lcd_append("\xc3");
	EXPECT_STREQ("||||", lcd_screen());
	EXPECT_EQ(self->before, lcd_generation());

	lcd_append("\xa9!");
	EXPECT_STREQ("\ufffd!||||", lcd_screen());
}

TEST_F(writer, an_incomplete_escape_is_dropped_at_close)
{
	lcd_append("ab\x1b[2");
	lcd_append("J");

	EXPECT_STREQ("abJ||||", lcd_screen());
}

TEST_F(writer, duplicates_share_the_parser)
{
	int same = dup(self->fd);

	write_or_fail(self->fd, "\xc3");
	write_or_fail(same, "\xa9");
	close(same);

	EXPECT_STREQ("é||||", lcd_screen());
}

TEST_F(writer, closing_a_duplicate_drops_nothing)
{
	write_or_fail(self->fd, "\xc3");
	close(dup(self->fd));
	write_or_fail(self->fd, "\xa9");

	EXPECT_STREQ("é||||", lcd_screen());
}

TEST_F(writer, a_child_shares_the_parser)
{
	int status;

	write_or_fail(self->fd, "\xc3");
	if (!fork()) {
		write_or_fail(self->fd, "\xa9");
		_exit(0);
	}
	wait(&status);

	EXPECT_STREQ("é||||", lcd_screen());
}

/* Faults */

TEST_F(writer, a_faulting_buffer_changes_nothing)
{
	EXPECT_EQ(-1, write(self->fd, nowhere(), 1));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(self->before, lcd_generation());
}

TEST_F(writer, what_comes_before_a_fault_is_taken_and_counted)
{
	size_t page = sysconf(_SC_PAGESIZE);
	char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char expected[8] = "abc";
	ssize_t done;

	ASSERT_NE(MAP_FAILED, pages);
	ASSERT_EQ(0, mprotect(pages + page, page, PROT_NONE));
	memcpy(pages + page - 3, "abc", 3);

	done = write(self->fd, pages + page - 3, 10);
	ASSERT_LT(0, done);
	ASSERT_GE(3, done);
	strcpy(expected + done, "||||");
	EXPECT_STREQ(expected, lcd_screen());
}

/* Signals */

static void ignore_signal(int signal)
{
	(void)signal;
}

TEST_F(writer, a_signal_that_is_caught_does_not_shorten_it)
{
	struct itimerval often = {
		.it_interval.tv_usec = 2000, .it_value.tv_usec = 2000,
	};
	struct itimerval never = { 0 };
	struct sigaction action = { .sa_handler = ignore_signal };
	size_t count = 1 << 20;
	char *bytes = calloc(1, count);

	ASSERT_NE(NULL, bytes);
	ASSERT_EQ(0, sigaction(SIGALRM, &action, NULL));
	ASSERT_EQ(0, setitimer(ITIMER_REAL, &often, NULL));
	EXPECT_EQ((ssize_t)count, write(self->fd, bytes, count));
	setitimer(ITIMER_REAL, &never, NULL);
	free(bytes);
}

/* 1 GiB, from the same page over and over: minutes of writing. */
static void write_for_minutes(int fd)
{
	enum { PIECES = 1024, PIECE = 1 << 20 };
	static char piece[PIECE];
	struct iovec pieces[PIECES];

	for (int i = 0; i < PIECES; i++)
		pieces[i] = (struct iovec){ .iov_base = piece, .iov_len = PIECE };
	memset(piece, 'x', PIECE);
	_exit(writev(fd, pieces, PIECES) < 0);
}

TEST_F(writer, a_fatal_signal_ends_it)
{
	pid_t child = fork();
	double begin;
	int status;

	if (!child)
		write_for_minutes(self->fd);
	ASSERT_TRUE(eventually(lcd_generation() != self->before));
	begin = seconds_now();
	ASSERT_EQ(0, kill(child, SIGKILL));

	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	EXPECT_GT(20, seconds_now() - begin);	/* generous: it would write for minutes */
}

/* Waiting for hardware: there is none */

TEST_F(writer, fsync_returns_at_once_without_a_panel)
{
	write_or_fail(self->fd, "x");
	EXPECT_EQ(0, fsync(self->fd));
	EXPECT_EQ(0, fdatasync(self->fd));
}

TEST_F(writer, fsync_works_on_a_file_open_for_reading)
{
	int fd = open_or_fail(LCD, O_RDONLY);

	EXPECT_EQ(0, fsync(fd));
	close(fd);
}

TEST_F(writer, synchronous_writes_return_at_once_without_a_panel)
{
	int sync = open_or_fail(LCD, O_WRONLY | O_SYNC);
	int dsync = open_or_fail(LCD, O_WRONLY | O_DSYNC);

	EXPECT_EQ(1, write(sync, "a", 1));
	EXPECT_EQ(1, write(dsync, "b", 1));
	EXPECT_STREQ("ab||||", lcd_screen());
	close(sync);
	close(dsync);
}

TEST_HARNESS_MAIN
