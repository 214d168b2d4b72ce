// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program that reads or writes /dev/LCD with a buffer whose page faults for
 * ever, as userfaultfd(2) or a FUSE file make it: it stops nobody but itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "kselftest_harness.h"

#include "device.h"

/* A page that is not there before fill() says so. */
struct slow_page {
	int uffd;
	char *bytes;
	size_t size;
};

static int slow_page_make(struct slow_page *page)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };

	page->size = sysconf(_SC_PAGESIZE);
	page->bytes = mmap(NULL, page->size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	page->uffd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	if (page->uffd < 0 || ioctl(page->uffd, UFFDIO_API, &api))
		return -1;
	range.range.start = (unsigned long)page->bytes;
	range.range.len = page->size;
	return ioctl(page->uffd, UFFDIO_REGISTER, &range);
}

/* Wait until somebody has touched it: now he is stuck. */
static bool slow_page_touched(const struct slow_page *page)
{
	struct pollfd asked = { .fd = page->uffd, .events = POLLIN };

	return poll(&asked, 1, 15000 * patience()) == 1;
}

static void slow_page_fill(const struct slow_page *page, const char *text)
{
	static char content[1 << 16] __attribute__((aligned(1 << 16)));
	struct uffdio_copy copy = {
		.dst = (unsigned long)page->bytes,
		.src = (unsigned long)content,
		.len = page->size,
	};

	strcpy(content, text);
	ioctl(page->uffd, UFFDIO_COPY, &copy);
}

static void slow_page_free(struct slow_page *page)
{
	close(page->uffd);
	munmap(page->bytes, page->size);
}

static void __attribute__((constructor(102))) userfaultfd_require(void)
{
	struct slow_page page;

	if (!slow_page_make(&page)) {
		slow_page_free(&page);
		return;
	}
	ksft_print_header();
	ksft_exit_skip("userfaultfd: %s (CONFIG_USERFAULTFD)\n", strerror(errno));
}

/* Somebody who is stuck in a read or in a write of "old||||" + 3 */

FIXTURE(stuck) {
	struct slow_page page;
	int fd;
	ssize_t (*call)(int fd, void *bytes, size_t count);
	pthread_t thread;
	ssize_t result;
	int error;
	char bytes[SCREEN_MAX];
};

FIXTURE_VARIANT(stuck) {
	ssize_t (*call)(int fd, void *bytes, size_t count);
};

static ssize_t call_write(int fd, void *bytes, size_t count)
{
	return write(fd, bytes, count);
}

FIXTURE_VARIANT_ADD(stuck, in_write) {
	.call = call_write,
};

FIXTURE_VARIANT_ADD(stuck, in_read) {
	.call = read,
};

static void *get_stuck(void *data)
{
	FIXTURE_DATA(stuck) *self = data;

	self->result = self->call(self->fd, self->page.bytes, 3);
	self->error = errno;
	return NULL;
}

FIXTURE_SETUP(stuck)
{
	displays_reset("20x4");
	lcd_append("old");
	self->call = variant->call;
	self->fd = open_or_fail(LCD, O_RDWR);
	ASSERT_EQ(0, slow_page_make(&self->page));
	ASSERT_EQ(0, pthread_create(&self->thread, NULL, get_stuck, self));
	ASSERT_TRUE(slow_page_touched(&self->page));
}

static void come_free(FIXTURE_DATA(stuck) *self)
{
	slow_page_fill(&self->page, "new");
	pthread_join(self->thread, NULL);
}

FIXTURE_TEARDOWN(stuck)
{
	if (!self->result)
		come_free(self);
	slow_page_free(&self->page);
	close(self->fd);
}

TEST_F(stuck, other_files_go_on)
{
	int other = open_or_fail(LCD, O_RDWR);

	write_or_fail(other, "er");
	EXPECT_STREQ("older||||", screen_again(other));
	EXPECT_EQ(POLLOUT, events_of(other, 0) & (POLLIN | POLLOUT));
	EXPECT_EQ(0, fsync(other));
	close(other);
}

TEST_F(stuck, truncation_by_others_goes_on)
{
	lcd_overwrite("new");
	EXPECT_STREQ("new||||", lcd_screen());
	close(open_or_fail(LCD, O_WRONLY | O_TRUNC));
	EXPECT_STREQ("||||", lcd_screen());
}

/* But for read, write and lseek, which wait: they share an offset, as in any file. */
TEST_F(stuck, the_same_file_goes_on)
{
	EXPECT_EQ(6, pread(self->fd, self->bytes, 6, 0));
	EXPECT_EQ(0, memcmp("old\n\n\n", self->bytes, 6));
	EXPECT_EQ(POLLOUT, events_of(self->fd, 0) & (POLLIN | POLLOUT));
	EXPECT_EQ(0, fsync(self->fd));
}

TEST_F(stuck, attributes_go_on)
{
	EXPECT_STREQ("old\n\n\n", attr_show("LCD", "text"));
	EXPECT_EQ(0, attr_store("LCD", "backlight", "0"));
	EXPECT_STREQ("0", attr_show("LCD", "backlight"));
}

TEST_F(stuck, displays_come_and_go)
{
	EXPECT_EQ(0, display_new("16x2"));
	EXPECT_STREQ("||", screen_of("LCD1"));
	EXPECT_EQ(0, display_delete("LCD1"));
}

TEST_F(stuck, its_display_can_be_deleted)
{
	EXPECT_EQ(0, display_delete("LCD"));
	EXPECT_EQ(POLLHUP, events_of(self->fd, 0) & POLLHUP);
	EXPECT_EQ(0, display_new("16x2"));
	EXPECT_STREQ("||", lcd_screen());
}

TEST_F(stuck, unloading_is_refused_at_once)
{
	EXPECT_EQ(EWOULDBLOCK, module_unload());
}

TEST_F(stuck, it_goes_on_when_the_page_comes)
{
	come_free(self);
	EXPECT_EQ(3, self->result);
	EXPECT_STREQ(variant->call == read ? "old||||" : "oldnew||||",
		     lcd_screen());
}

static void ignore_signal(int number)
{
	(void)number;
}

TEST_F(stuck, a_signal_does_not_cut_it_short)
{
	struct sigaction action = { .sa_handler = ignore_signal };

	ASSERT_EQ(0, sigaction(SIGUSR1, &action, NULL));
	for (int i = 0; i < 5; i++) {
		ASSERT_EQ(0, pthread_kill(self->thread, SIGUSR1));
		usleep(10 * 1000);
	}
	come_free(self);
	EXPECT_EQ(3, self->result);
}

/* What only a writer has */

FIXTURE(stuck_writer) {
	struct slow_page page;
	int fd;
	ssize_t result;
	int error;
};

FIXTURE_SETUP(stuck_writer)
{
	displays_reset("20x4");
	lcd_append("old");
	self->fd = open_or_fail(LCD, O_RDWR | O_TRUNC);
	ASSERT_EQ(0, slow_page_make(&self->page));
}

FIXTURE_TEARDOWN(stuck_writer)
{
	slow_page_free(&self->page);
	close(self->fd);
}

static void *write_slow_page(void *data)
{
	FIXTURE_DATA(stuck_writer) *self = data;

	self->result = write(self->fd, self->page.bytes, 3);
	self->error = errno;
	return NULL;
}

TEST_F(stuck_writer, truncates_only_when_its_text_comes)
{
	pthread_t thread;

	ASSERT_EQ(0, pthread_create(&thread, NULL, write_slow_page, self));
	ASSERT_TRUE(slow_page_touched(&self->page));
	EXPECT_STREQ("old||||", lcd_screen());

	slow_page_fill(&self->page, "new");
	pthread_join(thread, NULL);
	EXPECT_EQ(3, self->result);
	EXPECT_STREQ("new||||", lcd_screen());
}

TEST_F(stuck_writer, finds_its_display_deleted)
{
	pthread_t thread;

	ASSERT_EQ(0, pthread_create(&thread, NULL, write_slow_page, self));
	ASSERT_TRUE(slow_page_touched(&self->page));
	ASSERT_EQ(0, display_delete("LCD"));

	slow_page_fill(&self->page, "new");
	pthread_join(thread, NULL);
	EXPECT_EQ(-1, self->result);
	EXPECT_EQ(ENODEV, self->error);
}

TEST_F(stuck_writer, leaves_the_offset_of_its_file)
{
	pthread_t thread;
	char bytes[4];

	EXPECT_EQ(4, read(self->fd, bytes, sizeof(bytes)));
	ASSERT_EQ(0, pthread_create(&thread, NULL, write_slow_page, self));
	ASSERT_TRUE(slow_page_touched(&self->page));

	slow_page_fill(&self->page, "new");
	pthread_join(thread, NULL);
	EXPECT_EQ(3, self->result);
	EXPECT_EQ(4, lseek(self->fd, 0, SEEK_CUR));
}

/* A process that is stuck, and tells so through the pipe. */

static void get_stuck_and_tell(ssize_t (*call)(int, void *, size_t), int tell)
{
	FIXTURE_DATA(stuck) self = { .call = call };

	self.fd = open_or_fail(LCD, O_RDWR);
	if (slow_page_make(&self.page) ||
	    pthread_create(&self.thread, NULL, get_stuck, &self) ||
	    !slow_page_touched(&self.page))
		_exit(1);
	write_or_fail(tell, "!");
	pthread_join(self.thread, NULL);
	_exit(1);
}

TEST_F(stuck, can_be_killed)
{
	int told[2];
	char byte;
	pid_t child;
	int status;

	ASSERT_EQ(0, pipe(told));
	child = fork();
	if (!child)
		get_stuck_and_tell(variant->call, told[1]);
	ASSERT_EQ(1, read(told[0], &byte, 1));

	ASSERT_EQ(0, kill(child, SIGKILL));
	EXPECT_TRUE(eventually(waitpid(child, &status, WNOHANG) == child));
	EXPECT_TRUE(WIFSIGNALED(status));
}

/* Somebody who is stuck in a write to the event file of a keypad */

FIXTURE(stuck_press) {
	struct slow_page page;
	pthread_t press;
	pthread_t deletion;
	pthread_t creation;
	atomic_int deleter;
	int fd;
	int result;
};

static void *press_slowly(void *data)
{
	FIXTURE_DATA(stuck_press) *self = data;

	return (void *)write(self->fd, self->page.bytes, sizeof(struct input_event));
}

static void *delete_slowly(void *data)
{
	FIXTURE_DATA(stuck_press) *self = data;

	self->deleter = syscall(SYS_gettid);
	self->result = display_delete("LCD");
	return NULL;
}

static void *create_slowly(void *geometry)
{
	return (void *)(long)display_new(geometry);
}

/* Does the thread wait in the kernel, and is no signal able to end that? */
static bool is_stuck(int thread)
{
	char path[64], stat[256] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", thread);
	file = fopen(path, "r");
	if (!file)
		return false;
	if (!fgets(stat, sizeof(stat), file))
		stat[0] = '\0';
	fclose(file);
	return strstr(stat, ") D ");
}

FIXTURE_SETUP(stuck_press)
{
	if (system("modprobe -q evdev"))
		ksft_print_msg("no module evdev\n");
	displays_reset("20x4");
	if (!*keypad_file("LCD"))
		return;
	self->fd = open_or_fail(keypad_file("LCD"), O_RDWR);
	ASSERT_EQ(0, slow_page_make(&self->page));
	ASSERT_EQ(0, pthread_create(&self->press, NULL, press_slowly, self));
	ASSERT_TRUE(slow_page_touched(&self->page));
}

FIXTURE_TEARDOWN(stuck_press)
{
	if (!self->fd)
		return;
	close(self->fd);
	slow_page_free(&self->page);
}

/* No lock of all displays is held meanwhile. */
TEST_F(stuck_press, holds_up_the_deletion_of_its_display_alone)
{
	if (!self->fd)
		SKIP(return, "no event file: want CONFIG_INPUT=y and evdev");
	ASSERT_EQ(0, pthread_create(&self->deletion, NULL, delete_slowly, self));
	EXPECT_TRUE(eventually(self->deleter && is_stuck(self->deleter)));
	EXPECT_EQ(ENODEV, display_delete("LCD"));
	EXPECT_TRUE(display_exists("LCD"));
	lcd_append("still here");
	EXPECT_STREQ("still here||||", lcd_screen());

	slow_page_fill(&self->page, "");
	pthread_join(self->press, NULL);
	pthread_join(self->deletion, NULL);
	EXPECT_EQ(0, self->result);
	EXPECT_FALSE(display_exists("LCD"));
}

/* new_display waits as well, but without the lock of all displays. */
TEST_F(stuck_press, leaves_the_lock_of_all_displays_to_others_while_one_is_made)
{
	void *result;

	if (!self->fd)
		SKIP(return, "no event file: want CONFIG_INPUT=y and evdev");
	ASSERT_EQ(0, display_new("16x2"));
	ASSERT_EQ(0, pthread_create(&self->deletion, NULL, delete_slowly, self));
	EXPECT_TRUE(eventually(self->deleter && is_stuck(self->deleter)));
	ASSERT_EQ(0, pthread_create(&self->creation, NULL, create_slowly, "16x2"));
	EXPECT_TRUE(eventually(display_exists("LCD2")));
	EXPECT_EQ(ENODEV, display_delete("LCD3"));

	slow_page_fill(&self->page, "");
	pthread_join(self->press, NULL);
	pthread_join(self->deletion, NULL);
	pthread_join(self->creation, &result);
	EXPECT_EQ(NULL, result);
	EXPECT_EQ(0, display_delete("LCD1"));
	EXPECT_EQ(0, display_delete("LCD2"));
}

TEST_HARNESS_MAIN
