// SPDX-License-Identifier: GPL-2.0-only
/*
 * The other calls on /dev/LCD, and the programs that make them: vectors,
 * splice(2) and sendfile(2) work; pwrite(2), mmap(2) and ioctl(2) are refused.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <termios.h>

#include "kselftest_harness.h"

#include "device.h"

#define FILE_PATH "/tmp/devlcd-calls"

FIXTURE(calls) {
	int fd;
	int file;
	int pipe[2];
	char bytes[SCREEN_MAX];
	unsigned long long before;
};

FIXTURE_SETUP(calls)
{
	displays_reset("20x4");
	lcd_append("abc\ndef");
	self->fd = open_or_fail(LCD, O_RDWR);
	self->file = open_or_fail(FILE_PATH, O_RDWR | O_CREAT | O_TRUNC);
	ASSERT_EQ(0, pipe(self->pipe));
	self->before = lcd_generation();
}

FIXTURE_TEARDOWN(calls)
{
	close(self->fd);
	close(self->file);
	close(self->pipe[0]);
	close(self->pipe[1]);
	unlink(FILE_PATH);
}

/* Vectors */

TEST_F(calls, readv_fills_one_buffer_after_the_other)
{
	char first[2], second[3];
	struct iovec both[] = { { first, 2 }, { second, 3 } };

	EXPECT_EQ(5, readv(self->fd, both, 2));
	EXPECT_EQ(0, memcmp("ab", first, 2));
	EXPECT_EQ(0, memcmp("c\nd", second, 3));
	EXPECT_STREQ("ef|||", screen_rest(self->fd));
}

TEST_F(calls, preadv_reads_at_an_offset)
{
	struct iovec one = { self->bytes, 3 };

	EXPECT_EQ(1, read(self->fd, self->bytes, 1));
	EXPECT_EQ(3, preadv(self->fd, &one, 1, 4));
	EXPECT_EQ(0, memcmp("def", self->bytes, 3));
	EXPECT_EQ(1, lseek(self->fd, 0, SEEK_CUR));
}

TEST_F(calls, writev_writes_one_buffer_after_the_other)
{
	struct iovec both[] = { { "gh", 2 }, { "i", 1 } };

	EXPECT_EQ(3, writev(self->fd, both, 2));
	EXPECT_STREQ("abc|defghi|||", lcd_screen());
	EXPECT_EQ(self->before + 1, lcd_generation());
}

/* splice and sendfile */

TEST_F(calls, splice_from_a_pipe_writes)
{
	write_or_fail(self->pipe[1], "ghi");

	EXPECT_EQ(3, splice(self->pipe[0], NULL, self->fd, NULL, 4096, 0));
	EXPECT_STREQ("abc|defghi|||", lcd_screen());
	EXPECT_EQ(self->before + 1, lcd_generation());
}

TEST_F(calls, splice_to_a_pipe_reads)
{
	EXPECT_EQ(10, splice(self->fd, NULL, self->pipe[1], NULL, 4096, 0));
	EXPECT_EQ(10, read(self->pipe[0], self->bytes, SCREEN_MAX));
	EXPECT_EQ(0, memcmp("abc\ndef\n\n\n", self->bytes, 10));
	EXPECT_EQ(0, splice(self->fd, NULL, self->pipe[1], NULL, 4096, 0));
}

TEST_F(calls, splice_at_an_offset_of_the_display_is_refused)
{
	off_t offset = 2;

	write_or_fail(self->pipe[1], "ghi");
	EXPECT_EQ(-1, splice(self->pipe[0], NULL, self->fd, &offset, 3, 0));
	EXPECT_EQ(self->before, lcd_generation());
}

TEST_F(calls, sendfile_writes)
{
	write_or_fail(self->file, "ghi");
	ASSERT_EQ(0, lseek(self->file, 0, SEEK_SET));

	EXPECT_EQ(3, sendfile(self->fd, self->file, NULL, 4096));
	EXPECT_STREQ("abc|defghi|||", lcd_screen());
	EXPECT_EQ(0, lseek(self->fd, 0, SEEK_CUR));
}

TEST_F(calls, sendfile_reads)
{
	EXPECT_EQ(10, sendfile(self->file, self->fd, NULL, 4096));
	EXPECT_EQ(10, pread(self->file, self->bytes, SCREEN_MAX, 0));
	EXPECT_EQ(0, memcmp("abc\ndef\n\n\n", self->bytes, 10));
	EXPECT_EQ(0, sendfile(self->file, self->fd, NULL, 4096));
}

TEST_F(calls, sendfile_from_one_display_to_another)
{
	int other;

	ASSERT_EQ(0, display_new("8x2"));
	other = open_or_fail("/dev/LCD1", O_WRONLY);
	EXPECT_EQ(10, sendfile(other, self->fd, NULL, 4096));
	close(other);
	EXPECT_STREQ("||", screen_of("LCD1"));	/* four rows through two */
}

/* What is refused */

TEST_F(calls, pwrite_is_refused)
{
	struct iovec one = { "x", 1 };

	EXPECT_EQ(-1, pwrite(self->fd, "x", 1, 0));
	EXPECT_EQ(ESPIPE, errno);
	EXPECT_EQ(-1, pwritev(self->fd, &one, 1, 0));
	EXPECT_EQ(ESPIPE, errno);
	EXPECT_EQ(self->before, lcd_generation());
}

TEST_F(calls, mmap_is_refused)
{
	EXPECT_EQ(MAP_FAILED, mmap(NULL, 1, PROT_READ, MAP_SHARED, self->fd, 0));
	EXPECT_EQ(ENODEV, errno);
	EXPECT_EQ(MAP_FAILED, mmap(NULL, 1, PROT_READ, MAP_PRIVATE, self->fd, 0));
	EXPECT_EQ(ENODEV, errno);
}

TEST_F(calls, ioctl_is_refused)
{
	int count;

	EXPECT_EQ(-1, ioctl(self->fd, 0));
	EXPECT_EQ(ENOTTY, errno);
	EXPECT_EQ(-1, ioctl(self->fd, FIONREAD, &count));
	EXPECT_EQ(ENOTTY, errno);
	EXPECT_EQ(-1, ioctl(self->fd, _IOWR('L', 1, int), &count));
	EXPECT_EQ(ENOTTY, errno);
	EXPECT_FALSE(isatty(self->fd));
}

/* What a file has */

TEST_F(calls, it_is_a_character_device)
{
	struct stat stat;

	ASSERT_EQ(0, fstat(self->fd, &stat));
	EXPECT_TRUE(S_ISCHR(stat.st_mode));
	EXPECT_EQ(0, stat.st_size);
}

TEST_F(calls, nonblocking_files_never_have_to_try_again)
{
	int fd = open_or_fail(LCD, O_RDWR | O_NONBLOCK);

	EXPECT_STREQ("abc|def|||", screen_rest(fd));
	EXPECT_EQ(0, read(fd, self->bytes, 1));
	write_or_fail(fd, "ghi");
	EXPECT_STREQ("abc|defghi|||", screen_again(fd));
	close(fd);
}

/* Programs */

FIXTURE(program) {
};

FIXTURE_VARIANT(program) {
	const char *command;
	const char *screen;
};

#define PROGRAM(name, does, shows)				\
	FIXTURE_VARIANT_ADD(program, name) { .command = does, .screen = shows }

PROGRAM(cat_to_it, "cat /tmp/in > /dev/LCD", "one|Crème|||");
PROGRAM(cp_to_it, "cp /tmp/in /dev/LCD", "one|Crème|||");
PROGRAM(cp_from_it, "cat /tmp/in > /dev/LCD; cp /dev/LCD /tmp/out;"
	"printf 'one\\nCrème\\n\\n\\n' | cmp - /tmp/out", "one|Crème|||");
PROGRAM(tee_to_it, "tee /dev/LCD < /tmp/in | cmp - /tmp/in", "one|Crème|||");
PROGRAM(tee_appends, "tee -a /dev/LCD < /tmp/in | cmp - /tmp/in",
	"old|one|Crème||");
PROGRAM(dd_to_it, "dd if=/tmp/in of=/dev/LCD 2> /dev/null", "one|Crème|||");
PROGRAM(dd_to_it_by_single_bytes, "dd bs=1 if=/tmp/in of=/dev/LCD 2> /dev/null",
	"one|Crème|||");
PROGRAM(dd_from_it_by_single_bytes, "cat /tmp/in > /dev/LCD;"
	"dd bs=1 if=/dev/LCD of=/tmp/out 2> /dev/null;"
	"printf 'one\\nCrème\\n\\n\\n' | cmp - /tmp/out", "one|Crème|||");
PROGRAM(dd_from_its_middle, "cat /tmp/in > /dev/LCD;"
	"test \"$(dd bs=1 skip=4 count=6 if=/dev/LCD 2> /dev/null)\" = Crème",
	"one|Crème|||");
PROGRAM(head_of_it, "cat /tmp/in > /dev/LCD;"
	"test \"$(head -n 1 /dev/LCD)\" = one", "one|Crème|||");
PROGRAM(tail_of_it, "printf 'a\\nb\\nc\\nd' > /dev/LCD;"
	"test \"$(tail -n 1 /dev/LCD)\" = d", "a|b|c|d|");
PROGRAM(wc_of_it, "test \"$(wc -l < /dev/LCD)\" -eq 4", "old||||");
PROGRAM(itself_to_itself, "cat /tmp/in > /dev/LCD; cat /dev/LCD > /dev/LCD",
	"one|Crème|||");

FIXTURE_SETUP(program)
{
	int in = open_or_fail("/tmp/in", O_WRONLY | O_CREAT | O_TRUNC);

	displays_reset("20x4");
	write_or_fail(in, "one\nCrème\n");
	close(in);
	lcd_append("old\n");
}

FIXTURE_TEARDOWN(program)
{
	unlink("/tmp/in");
	unlink("/tmp/out");
}

TEST_F(program, works)
{
	shell_or_fail(variant->command);
	EXPECT_STREQ(variant->screen, lcd_screen());
}

TEST_HARNESS_MAIN
