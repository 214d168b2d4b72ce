// SPDX-License-Identifier: GPL-2.0-only
/*
 * Displays that come and go: /sys/class/devlcd/{new,delete}_display, and what
 * an open file finds once its display is deleted.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <sys/stat.h>

#include "kselftest_harness.h"

#include "device.h"
#include "uevent.h"

#define DISPLAYS_MAX 16

/* Making */

FIXTURE(displays) {
	char event[UEVENT_MAX];
};

FIXTURE_SETUP(displays)
{
	displays_reset("20x4");
}

FIXTURE_TEARDOWN(displays)
{
}

TEST_F(displays, are_numbered_as_they_come)
{
	ASSERT_EQ(0, display_new("16x2\n"));
	ASSERT_EQ(0, display_new("40x4"));
	EXPECT_STREQ("16", attr_show("LCD1", "cols"));
	EXPECT_STREQ("2", attr_show("LCD1", "rows"));
	EXPECT_STREQ("40", attr_show("LCD2", "cols"));
	EXPECT_EQ(0, access("/dev/LCD2", F_OK));
}

TEST_F(displays, take_the_lowest_free_name)
{
	ASSERT_EQ(0, display_new("16x2"));
	ASSERT_EQ(0, display_new("16x2"));
	ASSERT_EQ(0, display_delete("LCD1"));
	ASSERT_EQ(0, display_new("8x1"));
	EXPECT_STREQ("8", attr_show("LCD1", "cols"));

	ASSERT_EQ(0, display_delete("LCD"));
	ASSERT_EQ(0, display_new("9x1"));
	EXPECT_STREQ("9", attr_show("LCD", "cols"));
	EXPECT_EQ(3, display_count());
}

TEST_F(displays, show_each_their_own)
{
	int fd;

	ASSERT_EQ(0, display_new("16x2"));
	lcd_append("first");
	fd = open_or_fail("/dev/LCD1", O_WRONLY);
	write_or_fail(fd, "second");
	close(fd);

	EXPECT_STREQ("first||||", lcd_screen());
	EXPECT_STREQ("second||", screen_of("LCD1"));
}

TEST_F(displays, are_sixteen_at_most)
{
	for (int i = 1; i < DISPLAYS_MAX; i++)
		ASSERT_EQ(0, display_new("8x1"));
	EXPECT_TRUE(display_exists("LCD15"));

	EXPECT_EQ(ENOSPC, display_new("8x1"));
	EXPECT_EQ(DISPLAYS_MAX, display_count());

	ASSERT_EQ(0, display_delete("LCD7"));
	EXPECT_EQ(0, display_new("8x1"));
	EXPECT_TRUE(display_exists("LCD7"));
}

TEST_F(displays, begin_blank_again_after_deletion)
{
	lcd_append("old\x1b[L-\x1b[LG01f;");
	ASSERT_EQ(0, display_delete("LCD"));
	ASSERT_EQ(0, display_new("20x4"));

	EXPECT_STREQ("||||", lcd_screen());
	EXPECT_STREQ("1", attr_show("LCD", "backlight"));
	EXPECT_STREQ("00 00 00 00 00 00 00 00", attr_show("LCD", "glyph0"));
}

FIXTURE(geometry) {
};

FIXTURE_VARIANT(geometry) {
	const char *text;
	int result;
};

#define GEOMETRY(name, geometry_text, err)				\
	FIXTURE_VARIANT_ADD(geometry, name) { .text = geometry_text, .result = err }

GEOMETRY(smallest, "1x1", 0);
GEOMETRY(largest, "40x4", 0);
GEOMETRY(with_line_feed, "20x4\n", 0);
GEOMETRY(empty, "\n", EINVAL);
GEOMETRY(without_rows, "20", EINVAL);
GEOMETRY(without_rows_after_x, "20x", EINVAL);
GEOMETRY(without_columns, "x4", EINVAL);
GEOMETRY(of_no_columns, "0x4", EINVAL);
GEOMETRY(of_no_rows, "20x0", EINVAL);
GEOMETRY(too_wide, "41x4", EINVAL);
GEOMETRY(too_high, "40x5", EINVAL);
GEOMETRY(transposed, "4x20", EINVAL);
GEOMETRY(negative, "-20x4", EINVAL);
GEOMETRY(with_a_plus, "+20x4", EINVAL);
GEOMETRY(over_two_lines, "20x\n4", EINVAL);
GEOMETRY(behind_a_line_feed, "\n20x4", EINVAL);
GEOMETRY(of_three_numbers, "20x4x1", EINVAL);
GEOMETRY(with_something_behind, "20x4 yes", EINVAL);
GEOMETRY(of_two_lines, "20x4\n16x2\n", EINVAL);
GEOMETRY(a_list, "20x4,16x2", EINVAL);
GEOMETRY(with_another_separator, "20*4", EINVAL);
GEOMETRY(beyond_32_bits, "4294967316x4", EINVAL);
GEOMETRY(beyond_64_bits, "18446744073709551636x4", EINVAL);
GEOMETRY(of_words, "big", EINVAL);

FIXTURE_SETUP(geometry)
{
	displays_reset("20x4");
}

FIXTURE_TEARDOWN(geometry)
{
}

TEST_F(geometry, makes_a_display_or_none)
{
	EXPECT_EQ(variant->result, display_new(variant->text));
	EXPECT_EQ(variant->result ? 1 : 2, display_count());
}

/* Deleting */

TEST_F(displays, go_with_all_their_names)
{
	ASSERT_EQ(0, display_delete("LCD\n"));
	EXPECT_EQ(0, display_count());
	EXPECT_EQ(-1, access(LCD, F_OK));
	EXPECT_EQ(ENOENT, errno);
}

TEST_F(displays, that_are_not_there_are_not_deleted)
{
	static const char * const names[] = {
		"LCD1", "LCD0", "LC", "LCDx", "LCD1x", "lcd", "../LCD", "\n",
		"LCD LCD", "LCD-and-much-more-than-fits-a-name-of-a-display",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		EXPECT_EQ(ENODEV, display_delete(names[i]));
	EXPECT_EQ(1, display_count());
}

/* An open file whose display is deleted */

FIXTURE(orphan) {
	int fd;
	char bytes[SCREEN_MAX];
};

FIXTURE_SETUP(orphan)
{
	displays_reset("20x4");
	lcd_append("old");
	self->fd = open_or_fail(LCD, O_RDWR | O_TRUNC);
	ASSERT_EQ(1, read(self->fd, self->bytes, 1));
	ASSERT_EQ(0, display_delete("LCD"));
}

FIXTURE_TEARDOWN(orphan)
{
	if (self->fd >= 0)
		close(self->fd);
}

TEST_F(orphan, cannot_be_read)
{
	EXPECT_EQ(-1, read(self->fd, self->bytes, 1));
	EXPECT_EQ(ENODEV, errno);
	EXPECT_EQ(-1, pread(self->fd, self->bytes, 1, 0));
	EXPECT_EQ(ENODEV, errno);
}

TEST_F(orphan, cannot_be_written)
{
	struct iovec one = { "x", 1 };

	EXPECT_EQ(-1, write(self->fd, "x", 1));
	EXPECT_EQ(ENODEV, errno);
	EXPECT_EQ(-1, writev(self->fd, &one, 1));
	EXPECT_EQ(ENODEV, errno);
}

TEST_F(displays, once_deleted_have_no_length)
{
	int fd = open_or_fail(LCD, O_RDONLY);

	ASSERT_EQ(0, display_delete("LCD"));
	EXPECT_EQ(-1, lseek(fd, 0, SEEK_END));
	EXPECT_EQ(ENODEV, errno);
	close(fd);
}

TEST_F(orphan, cannot_be_synced)
{
	EXPECT_EQ(-1, fsync(self->fd));
	EXPECT_EQ(ENODEV, errno);
}

TEST_F(orphan, has_hung_up)
{
	EXPECT_EQ(POLLHUP | POLLOUT, events_of(self->fd, 0) & (POLLHUP | POLLOUT));
}

TEST_F(orphan, does_not_keep_the_name)
{
	ASSERT_EQ(0, display_new("16x2"));
	lcd_append("new");
	EXPECT_STREQ("new||", lcd_screen());

	EXPECT_EQ(-1, write(self->fd, "x", 1));
	EXPECT_EQ(ENODEV, errno);
	EXPECT_STREQ("new||", lcd_screen());
}

/* Its inode, kept by the open file, knows the display that the number was of. */
TEST_F(displays, a_node_of_ones_own_leads_to_the_display_that_has_its_number)
{
	static const char node[] = "/tmp/devlcd-node";
	struct stat device;
	int kept, fd;

	ASSERT_EQ(0, stat(LCD, &device));
	unlink(node);
	ASSERT_EQ(0, mknod(node, S_IFCHR | 0600, device.st_rdev));
	kept = open_or_fail(node, O_RDWR);
	ASSERT_EQ(0, display_delete("LCD"));
	EXPECT_EQ(-1, open(node, O_RDWR));
	EXPECT_EQ(ENODEV, errno);

	ASSERT_EQ(0, display_new("16x2"));
	fd = open_or_fail(node, O_WRONLY);
	write_or_fail(fd, "new");
	EXPECT_STREQ("new||", lcd_screen());
	EXPECT_EQ(-1, write(kept, "x", 1));
	EXPECT_EQ(ENODEV, errno);
	close(fd);
	close(kept);
	unlink(node);
	EXPECT_EQ(0, module_users());
}

TEST_F(orphan, truncates_nothing_when_closed)
{
	ASSERT_EQ(0, display_new("16x2"));
	lcd_append("new");
	close(self->fd);
	self->fd = -1;

	EXPECT_STREQ("new||", lcd_screen());
}

TEST_F(orphan, keeps_the_module_loaded)
{
	EXPECT_EQ(EWOULDBLOCK, module_unload());
	close(self->fd);
	self->fd = -1;
	EXPECT_EQ(0, module_users());
}

TEST_F(displays, attributes_that_are_open_answer_enodev_after_deletion)
{
	int text = open_or_fail("/sys/class/devlcd/LCD/text", O_RDONLY);
	int backlight = open_or_fail("/sys/class/devlcd/LCD/backlight", O_WRONLY);
	char byte;

	ASSERT_EQ(0, display_delete("LCD"));
	EXPECT_EQ(-1, read(text, &byte, 1));
	EXPECT_EQ(ENODEV, errno);
	EXPECT_EQ(-1, write(backlight, "0", 1));
	EXPECT_EQ(ENODEV, errno);
	close(text);
	close(backlight);
}

TEST_F(displays, may_be_deleted_while_the_backlight_flashes)
{
	int fd = open_or_fail(LCD, O_WRONLY);

	write_or_fail(fd, "\x1b[L-\x1b[L*");
	EXPECT_EQ(0, display_delete("LCD"));
	close(fd);
}

/*
 * The allocations of kmalloc that are in use, as large as a display or an open
 * file is: many smaller ones come and go with the kernel's own work.
 */
static long allocations(void)
{
	FILE *slabinfo = fopen("/proc/slabinfo", "r");
	long sum = 0, active, size;
	char line[512];

	while (slabinfo && fgets(line, sizeof(line), slabinfo))
		if (sscanf(line, "kmalloc-%*s %ld %*d %ld", &active, &size) == 2 &&
		    size >= 512)
			sum += active;
	if (slabinfo)
		fclose(slabinfo);
	return sum;
}

static void come_and_go_with_open_files(int times)
{
	for (int i = 0; i < times; i++) {
		int fd = open_or_fail(LCD, O_RDWR | O_TRUNC);

		write_or_fail(fd, "x");
		displays_reset("20x4");
		close(fd);
	}
}

/* KASAN keeps for long what was freed; kmemleak judges then, after the tests. */
static bool allocations_tell(void)
{
	return access("/sys/kernel/debug/kmemleak", F_OK) != 0;
}

TEST_F_TIMEOUT(displays, leave_nothing_behind, 120)
{
	enum { TIMES = 300 };
	long before;

	if (access("/proc/slabinfo", F_OK))
		SKIP(return, "/proc/slabinfo: not in this kernel");
	come_and_go_with_open_files(20);
	before = allocations();
	ASSERT_LT(0, before);
	come_and_go_with_open_files(TIMES);
	if (allocations_tell())
		EXPECT_TRUE(eventually(allocations() < before + TIMES / 2));
	EXPECT_EQ(0, module_users());
}

/* udev */

TEST_F(displays, are_announced)
{
	int events = uevent_listen();

	ASSERT_EQ(0, display_new("16x2"));
	ASSERT_TRUE(uevent_next(events, self->event));
	EXPECT_EQ(0, strncmp(self->event, "add@", sizeof("add")));
	EXPECT_NE(NULL, strstr(self->event, "/devlcd/LCD1\n"));
	EXPECT_NE(NULL, strstr(self->event, "\nDEVNAME=LCD1\n"));

	ASSERT_EQ(0, display_delete("LCD1"));
	ASSERT_TRUE(uevent_next(events, self->event));
	EXPECT_EQ(0, strncmp(self->event, "remove@", sizeof("remove")));
	close(events);
}

/* Wait for the next without sleeping, so as to be there at once. */
static bool catch_next(int events, char *event)
{
	double deadline = seconds_now() + 60 * patience();

	while (!uevent_pending(events, event))
		if (seconds_now() > deadline)
			return false;
	return true;
}

/* What a process of its own misses at the moment of each announcement. */
static int count_incomplete(int events, int displays)
{
	char event[UEVENT_MAX], name[16], path[64];
	int incomplete = 0;

	while (displays--) {
		if (!catch_next(events, event) ||
		    sscanf(strstr(event, "DEVNAME="), "DEVNAME=%15s", name) != 1)
			return 100;
		snprintf(path, sizeof(path), "/sys/class/devlcd/%s/stats", name);
		incomplete += access(path, R_OK) != 0;
		snprintf(path, sizeof(path), "/dev/%s", name);
		incomplete += access(path, R_OK) != 0;
	}
	return incomplete;
}

TEST_F(displays, are_complete_when_they_are_announced)
{
	int events = uevent_listen();
	pid_t child = fork();
	int status;

	if (!child)
		_exit(count_incomplete(events, DISPLAYS_MAX - 1));
	for (int i = 1; i < DISPLAYS_MAX; i++) {
		ASSERT_EQ(0, display_new("8x1"));
		usleep(1000);		/* the child is back in its loop */
	}
	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_EQ(0, WEXITSTATUS(status));
	close(events);
}

TEST_HARNESS_MAIN
