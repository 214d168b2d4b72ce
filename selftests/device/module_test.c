// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading and unloading devlcd.ko: the parameter geometry, what is refused and
 * how that is said.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>

#include "kselftest_harness.h"

#include "device.h"
#include "uevent.h"

FIXTURE(module) {
	char event[UEVENT_MAX];
	int events;
	int kmsg;
};

FIXTURE_SETUP(module)
{
	module_unload_or_fail();
	self->events = uevent_listen();
	self->kmsg = open_or_fail("/dev/kmsg", O_RDONLY | O_NONBLOCK);
	lseek(self->kmsg, 0, SEEK_END);
}

FIXTURE_TEARDOWN(module)
{
	close(self->events);
	close(self->kmsg);
	module_unload_or_fail();
}

/* Has anything that was logged since the test began both of these words? */
static bool logged(int kmsg, const char *one, const char *other)
{
	char record[8192];
	ssize_t count;

	while ((count = read(kmsg, record, sizeof(record) - 1)) > 0) {
		record[count] = '\0';
		if (strstr(record, one) && strstr(record, other))
			return true;
	}
	return false;
}

TEST_F(module, makes_one_display_of_20x4)
{
	ASSERT_EQ(0, module_load(""));
	EXPECT_EQ(1, display_count());
	EXPECT_STREQ("20", attr_show("LCD", "cols"));
	EXPECT_STREQ("4", attr_show("LCD", "rows"));
	EXPECT_STREQ("||||", lcd_screen());
}

TEST_F(module, makes_the_displays_that_geometry_says)
{
	ASSERT_EQ(0, module_load("geometry=16x2,40x4,1x1"));
	EXPECT_EQ(3, display_count());
	EXPECT_STREQ("||", screen_of("LCD"));
	EXPECT_STREQ("16", attr_show("LCD", "cols"));
	EXPECT_STREQ("||||", screen_of("LCD1"));
	EXPECT_STREQ("40", attr_show("LCD1", "cols"));
	EXPECT_STREQ("|", screen_of("LCD2"));
	EXPECT_STREQ("1", attr_show("LCD2", "cols"));
}

/* geometry=1x1,2x1,3x1, ... */
static const char *geometry_of(int displays)
{
	static char list[256] = "geometry=1x1";
	size_t at = strlen("geometry=1x1");

	for (int i = 2; i <= displays; i++)
		at += snprintf(list + at, sizeof(list) - at, ",%dx1", i);
	return list;
}

TEST_F(module, makes_sixteen_displays)
{
	ASSERT_EQ(0, module_load(geometry_of(16)));
	EXPECT_EQ(16, display_count());
	EXPECT_STREQ("16", attr_show("LCD15", "cols"));
}

TEST_F(module, refuses_seventeen_displays)
{
	EXPECT_NE(0, module_load(geometry_of(17)));
	EXPECT_FALSE(module_loaded());
}

TEST_F(module, takes_all_away_with_it)
{
	ASSERT_EQ(0, module_load("geometry=16x2,40x4"));
	lcd_append("text\x1b[L-\x1b[L*");
	ASSERT_EQ(0, module_unload());
	EXPECT_EQ(-1, access(LCD, F_OK));
	EXPECT_EQ(-1, access("/dev/LCD1", F_OK));
	EXPECT_EQ(-1, access("/sys/class/devlcd", F_OK));
}

TEST_F(module, may_make_no_display_but_later)
{
	ASSERT_EQ(0, module_load(""));
	ASSERT_EQ(0, display_delete("LCD"));
	ASSERT_EQ(0, module_unload());
	ASSERT_EQ(0, module_load(""));
	EXPECT_STREQ("||||", lcd_screen());
}

/* A geometry that is refused */

FIXTURE(refusal) {
	char event[UEVENT_MAX];
	int events;
	int kmsg;
	int result;
};

FIXTURE_VARIANT(refusal) {
	const char *parameters;
	const char *named;
};

#define REFUSAL(name, text, bad)				\
	FIXTURE_VARIANT_ADD(refusal, name) { .parameters = text, .named = bad }

REFUSAL(of_words, "geometry=big", "big");
REFUSAL(of_too_many_columns, "geometry=41x4", "41x4");
REFUSAL(of_too_many_rows, "geometry=20x5", "20x5");
REFUSAL(of_nothing, "geometry=0x0", "0x0");
REFUSAL(of_an_empty_list, "geometry=", "geometry=");
REFUSAL(of_the_second, "geometry=20x4,20x", "20x");
REFUSAL(of_the_last, "geometry=20x4,16x2,4x20", "4x20");

FIXTURE_SETUP(refusal)
{
	module_unload_or_fail();
	self->events = uevent_listen();
	self->kmsg = open_or_fail("/dev/kmsg", O_RDONLY | O_NONBLOCK);
	lseek(self->kmsg, 0, SEEK_END);
	self->result = module_load(variant->parameters);
}

FIXTURE_TEARDOWN(refusal)
{
	close(self->events);
	close(self->kmsg);
}

TEST_F(refusal, is_an_invalid_argument)
{
	EXPECT_EQ(EINVAL, self->result);
	EXPECT_FALSE(module_loaded());
}

TEST_F(refusal, names_the_parameter_and_the_value)
{
	char value[64];

	snprintf(value, sizeof(value), "%s", variant->named);
	EXPECT_TRUE(logged(self->kmsg, "devlcd: geometry", value));
}

/* Nobody may open what is taken back before it has begun. */
TEST_F(refusal, makes_nothing_meanwhile)
{
	EXPECT_FALSE(uevent_pending(self->events, self->event));
	EXPECT_EQ(-1, access(LCD, F_OK));
	EXPECT_EQ(-1, access("/sys/class/devlcd", F_OK));
}

/* Unloading while in use */

TEST_F(module, stays_while_a_file_is_open)
{
	int fd;

	ASSERT_EQ(0, module_load(""));
	fd = open_or_fail(LCD, O_RDWR);
	EXPECT_EQ(EWOULDBLOCK, module_unload());

	write_or_fail(fd, "still here");
	EXPECT_STREQ("still here||||", screen_again(fd));
	close(fd);
	EXPECT_EQ(0, module_unload());
}

TEST_F(module, counts_open_files)
{
	int first, second;

	ASSERT_EQ(0, module_load(""));
	EXPECT_EQ(0, module_users());
	first = open_or_fail(LCD, O_RDONLY);
	second = open_or_fail(LCD, O_WRONLY);
	EXPECT_LT(0, module_users());
	close(first);
	EXPECT_LT(0, module_users());
	close(second);
	EXPECT_EQ(0, module_users());
}

TEST_F(module, goes_while_attributes_are_open)
{
	int rows, make;
	char byte;

	ASSERT_EQ(0, module_load(""));
	rows = open_or_fail("/sys/class/devlcd/LCD/rows", O_RDONLY);
	make = open_or_fail("/sys/class/devlcd/new_display", O_WRONLY);
	EXPECT_EQ(0, module_unload());

	EXPECT_EQ(-1, read(rows, &byte, 1));
	EXPECT_EQ(ENODEV, errno);
	EXPECT_EQ(-1, write(make, "20x4", 4));
	EXPECT_EQ(ENODEV, errno);
	close(rows);
	close(make);
}

/* Somebody opens and uses it as fast as he can while it comes and goes. */
static void *use_busily(void *data)
{
	atomic_bool *stop = data;
	char bytes[SCREEN_MAX];
	int fd;

	while (!*stop) {
		fd = open(LCD, O_RDWR | O_TRUNC);
		if (fd < 0)
			continue;
		if (write(fd, "busy", 4) != 4 || read(fd, bytes, sizeof(bytes)) < 8)
			*stop = true;
		close(fd);
	}
	return NULL;
}

TEST_F_TIMEOUT(module, comes_and_goes_fifty_times_while_it_is_used, 120)
{
	atomic_bool stop = false;
	pthread_t thread;

	ASSERT_EQ(0, pthread_create(&thread, NULL, use_busily, &stop));
	for (int i = 0; i < 50; i++) {
		ASSERT_EQ(0, module_load(""));
		EXPECT_TRUE(eventually(!module_unload()));
	}
	EXPECT_FALSE(stop);
	stop = true;
	pthread_join(thread, NULL);
}

TEST_HARNESS_MAIN
