// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keys of a display: its input device, presses that one program writes and
 * others read, and what becomes of open event files.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/input.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/ioctl.h>

#include "kselftest_harness.h"

#include "device.h"
#include "keypad.h"

#define KEYS 10
#define UP BTN_0
#define ENTER BTN_4

/* Before main(): handlers that might take a keypad, and evdev, which has to. */
static void __attribute__((constructor(102))) handlers_require(void)
{
	keypad_require();
}

static void write_key(int fd, int key, int value)
{
	const struct input_event events[] = {
		{ .type = EV_KEY, .code = key, .value = value },
		{ .type = EV_SYN, .code = SYN_REPORT },
	};

	write_bytes_or_fail(fd, events, sizeof(events));
}

FIXTURE(keypad) {
	int reader;
	int writer;
};

FIXTURE_SETUP(keypad)
{
	displays_reset("20x4");
	self->reader = keypad_open_without_repetition("LCD");
	self->writer = keypad_open("LCD");
}

FIXTURE_TEARDOWN(keypad)
{
	close(self->reader);
	close(self->writer);
}

/* What it is */

TEST_F(keypad, is_named_after_its_display)
{
	char name[64] = "";

	ASSERT_LT(0, ioctl(self->reader, EVIOCGNAME(sizeof(name)), name));
	EXPECT_STREQ("devlcd LCD keypad", name);
}

TEST_F(keypad, has_ten_keys_that_repeat_and_nothing_else)
{
	unsigned char types[EV_CNT / 8] = "", keys[KEY_CNT / 8] = "", want[KEY_CNT / 8] = "";

	for (int key = BTN_0; key < BTN_0 + KEYS; key++)
		want[key / 8] |= 1 << key % 8;
	ASSERT_LT(0, ioctl(self->reader, EVIOCGBIT(0, sizeof(types)), types));
	ASSERT_LT(0, ioctl(self->reader, EVIOCGBIT(EV_KEY, sizeof(keys)), keys));
	EXPECT_EQ(1 << EV_SYN | 1 << EV_KEY, types[0]);
	EXPECT_EQ(1 << EV_REP % 8, types[EV_REP / 8]);
	EXPECT_EQ(0, types[1]);
	EXPECT_EQ(0, memcmp(want, keys, sizeof(want)));
}

/* The line "H: Handlers=" of the keypad in /proc/bus/input/devices. */
static const char *handlers(void)
{
	static char line[256];
	FILE *devices = fopen("/proc/bus/input/devices", "r");
	bool ours = false;

	while (devices && fgets(line, sizeof(line), devices)) {
		if (!strncmp(line, "N: ", 3))
			ours = strstr(line, "\"devlcd LCD keypad\"");
		if (ours && !strncmp(line, "H: Handlers=", 12))
			break;
	}
	if (devices)
		fclose(devices);
	line[strcspn(line, "\n")] = '\0';
	return line + strlen("H: Handlers=");
}

TEST_F(keypad, is_no_keyboard_mouse_or_joystick)
{
	char want[64];

	snprintf(want, sizeof(want), "%s ", keypad_file("LCD") + strlen("/dev/input/"));
	EXPECT_STREQ(want, handlers());
}

/* Presses */

TEST_F(keypad, tells_one_program_what_another_presses)
{
	write_key(self->writer, UP, 1);
	EXPECT_STREQ("256+", keypad_read(self->reader, 1));
	write_key(self->writer, UP, 0);
	EXPECT_STREQ("256-", keypad_read(self->reader, 1));
}

TEST_F(keypad, takes_a_press_and_its_release_in_one_write)
{
	const struct input_event events[] = {
		{ .type = EV_KEY, .code = ENTER, .value = 1 },
		{ .type = EV_SYN, .code = SYN_REPORT },
		{ .type = EV_KEY, .code = ENTER, .value = 0 },
		{ .type = EV_SYN, .code = SYN_REPORT },
	};

	write_bytes_or_fail(self->writer, events, sizeof(events));
	EXPECT_STREQ("260+ 260-", keypad_read(self->reader, 2));
}

TEST_F(keypad, has_each_of_its_keys)
{
	char want[32];

	for (int key = BTN_0; key < BTN_0 + KEYS; key++) {
		snprintf(want, sizeof(want), "%d+ %d-", key, key);
		write_key(self->writer, key, 1);
		write_key(self->writer, key, 0);
		EXPECT_STREQ(want, keypad_read(self->reader, 2));
	}
}

TEST_F(keypad, has_no_other_key)
{
	static const int others[] = {
		KEY_A, KEY_ENTER, KEY_POWER, BTN_0 + KEYS, BTN_LEFT, BTN_SOUTH,
	};

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		write_key(self->writer, others[i], 1);
	EXPECT_TRUE(keypad_is_quiet(self->reader, 0));
}

/* By itself: a new one. */
TEST_F(keypad, repeats_a_key_that_is_held)
{
	int fd;

	displays_reset("20x4");
	fd = keypad_open("LCD");
	write_key(fd, UP, 1);
	EXPECT_STREQ("256+ 256* 256* 256*", keypad_read(fd, 4));
	write_key(fd, UP, 0);
	close(fd);
}

TEST_F(keypad, belongs_to_one_display)
{
	int other;

	ASSERT_EQ(0, display_new("16x2"));
	other = keypad_open("LCD1");
	write_key(self->writer, UP, 1);
	write_key(self->writer, UP, 0);
	EXPECT_STREQ("256+ 256-", keypad_read(self->reader, 2));
	EXPECT_FALSE(keypad_has_events(other, 0));
	close(other);
}

TEST_F(keypad, that_is_grabbed_tells_nobody_else)
{
	int other = keypad_open("LCD");

	ASSERT_EQ(0, ioctl(self->reader, EVIOCGRAB, 1));
	write_key(self->writer, ENTER, 1);
	write_key(self->writer, ENTER, 0);
	EXPECT_STREQ("260+ 260-", keypad_read(self->reader, 2));
	EXPECT_FALSE(keypad_has_events(other, 0));

	EXPECT_EQ(-1, ioctl(other, EVIOCGRAB, 1));
	EXPECT_EQ(EBUSY, errno);
	close(other);
}

TEST_F(keypad, leaves_the_screen_alone)
{
	unsigned long long before = lcd_generation();

	write_key(self->writer, UP, 1);
	write_key(self->writer, UP, 0);
	EXPECT_EQ(before, lcd_generation());
}

/* Its end */

TEST_F(keypad, goes_with_its_display)
{
	struct input_event event;

	write_key(self->writer, UP, 1);
	ASSERT_EQ(0, display_delete("LCD"));
	EXPECT_EQ(POLLHUP | POLLERR, events_of(self->reader, 0) & (POLLHUP | POLLERR));
	EXPECT_EQ(-1, read(self->reader, &event, sizeof(event)));
	EXPECT_EQ(ENODEV, errno);
	EXPECT_EQ(-1, write(self->writer, &event, sizeof(event)));
	EXPECT_EQ(ENODEV, errno);
}

TEST_F(keypad, of_the_next_display_has_no_key_pressed)
{
	unsigned char keys[KEY_CNT / 8], none[KEY_CNT / 8] = "";
	int next;

	write_key(self->writer, UP, 1);
	displays_reset("20x4");
	next = keypad_open("LCD");
	memset(keys, 0xff, sizeof(keys));
	ASSERT_LT(0, ioctl(next, EVIOCGKEY(sizeof(keys)), keys));
	EXPECT_EQ(0, memcmp(none, keys, sizeof(none)));
	close(next);
}

TEST_F(keypad, does_not_keep_the_module)
{
	struct input_event event;

	write_key(self->writer, UP, 1);
	EXPECT_EQ(0, module_users());
	ASSERT_EQ(0, module_unload());
	EXPECT_EQ(-1, read(self->reader, &event, sizeof(event)));
	EXPECT_EQ(ENODEV, errno);
}

TEST_F(keypad, is_not_there_if_the_parameter_says_so)
{
	module_unload_or_fail();
	ASSERT_EQ(0, module_load("keypad=0"));
	EXPECT_TRUE(display_exists("LCD"));
	EXPECT_STREQ("", keypad_file("LCD"));
	EXPECT_EQ(0, display_delete("LCD"));
	module_unload_or_fail();
}

/* Presses keys as fast as it can on whatever keypad there is. */
static void *press_busily(void *data)
{
	const struct input_event events[] = {
		{ .type = EV_KEY, .code = UP, .value = 1 },
		{ .type = EV_SYN, .code = SYN_REPORT },
	};
	atomic_bool *stop = data;
	char path[64];
	int fd;

	while (!*stop) {
		glob_t found;

		if (glob("/dev/input/event*", 0, NULL, &found))
			continue;
		snprintf(path, sizeof(path), "%s", found.gl_pathv[found.gl_pathc - 1]);
		globfree(&found);
		fd = open(path, O_RDWR | O_NONBLOCK);
		if (fd < 0)
			continue;
		while (!*stop && write(fd, events, sizeof(events)) > 0)
			;
		close(fd);
	}
	return NULL;
}

TEST_F_TIMEOUT(keypad, comes_and_goes_while_it_is_used, 120)
{
	atomic_bool stop = false;
	pthread_t thread;

	ASSERT_EQ(0, pthread_create(&thread, NULL, press_busily, &stop));
	for (int i = 0; i < 100; i++) {
		ASSERT_EQ(0, display_new("16x2"));
		usleep(1000 * (i % 5));
		ASSERT_EQ(0, display_delete("LCD1"));
	}
	for (int i = 0; i < 20; i++) {
		EXPECT_TRUE(eventually(!module_unload()));
		ASSERT_EQ(0, module_load(""));
		usleep(1000 * (i % 5));
	}
	stop = true;
	pthread_join(thread, NULL);
	EXPECT_EQ(0, module_users());
}

static void *delete_lcd(void *result)
{
	*(int *)result = display_delete("LCD");
	return NULL;
}

/* Of two who delete a display at a time, one does. */
TEST_F(keypad, is_removed_once)
{
	int results[2];
	pthread_t threads[2];

	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < 2; i++)
			ASSERT_EQ(0, pthread_create(&threads[i], NULL, delete_lcd, &results[i]));
		for (int i = 0; i < 2; i++)
			pthread_join(threads[i], NULL);
		EXPECT_EQ(ENODEV, results[0] + results[1]);
		ASSERT_EQ(0, display_new("20x4"));
	}
}

TEST_HARNESS_MAIN
