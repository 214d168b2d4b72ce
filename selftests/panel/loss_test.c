// SPDX-License-Identifier: GPL-2.0-only
/*
 * Panels that stop answering, lose their power, are unplugged and come back:
 * the display, its text and its open files stay as they are.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "panel.h"

#define CHIP_BOUND "/sys/bus/platform/devices/lcdemu-gpio/driver"

static bool panel_is(const char *state)
{
	return !strcmp(attr_show("LCD", "panel"), state);
}

static bool panel_is_well(void)
{
	return !panel_is("none") && !panel_is_lost();
}

static void panel_unplug(const char *board)
{
	emu_control(board, "plugged", "0");
}

static void panel_replug(const char *board)
{
	emu_control(board, "plugged", "1");
	if (strcmp(board, "gpio"))
		panel_bind(board);
}

FIXTURE(panel) {
};

FIXTURE_VARIANT(panel) {
	const char *board;
	const char *module;
};

FIXTURE_VARIANT_ADD(panel, i2c) {
	.board = "i2c",
	.module = "retry_max_s=1",
};

FIXTURE_VARIANT_ADD(panel, smbus) {
	.board = "smbus",
	.module = "retry_max_s=1",
};

FIXTURE_SETUP(panel)
{
	panel_start(variant->board, "", variant->module);
	lcd_show("before");
}

FIXTURE_TEARDOWN(panel)
{
}

TEST_F(panel, one_nak_is_mended_at_once)
{
	emu_control(variant->board, "nak", "1");
	lcd_show("after");
	EXPECT_STREQ("after||||", glass_of(variant->board));
	EXPECT_TRUE(panel_is_well());
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

TEST_F(panel, a_nak_at_any_byte_is_mended)
{
	char where[16];

	for (int at = 0; at < 12; at++) {
		lcd_show("before");
		snprintf(where, sizeof(where), "1 at %d", at);
		emu_control(variant->board, "nak", where);
		lcd_show("after");
		EXPECT_STREQ("after||||", glass_of(variant->board));
	}
}

TEST_F(panel, fsync_fails_while_it_is_lost_and_works_when_it_is_back)
{
	int fd = open_or_fail(LCD, O_RDWR | O_SYNC);

	panel_lose(variant->board);
	lcd_append("x");
	ASSERT_TRUE(eventually(panel_is_lost()));
	EXPECT_EQ(EIO, lcd_sync());
	EXPECT_EQ(-1, write(fd, "y", 1));
	EXPECT_EQ(EIO, errno);
	EXPECT_STREQ("beforexy||||", lcd_screen());

	panel_find(variant->board);
	ASSERT_TRUE(eventually(panel_is_well()));
	EXPECT_EQ(0, lcd_sync());
	EXPECT_EQ(1, write(fd, "z", 1));
	EXPECT_STREQ("beforexyz||||", glass_of(variant->board));
	close(fd);
}

/* What is lost by another change than one of the screen. */
TEST_F(panel, fsync_of_what_was_shown_fails_while_it_is_lost)
{
	lcd_show("\\");
	panel_lose(variant->board);
	ASSERT_EQ(0, attr_store("LCD", "charset", "A02"));
	ASSERT_TRUE(eventually(panel_is_lost()));
	EXPECT_EQ(EIO, lcd_sync());
	panel_find(variant->board);
	ASSERT_TRUE(eventually(panel_is_well()));
	EXPECT_EQ(0, lcd_sync());
}

TEST_F(panel, fsync_waits_for_another_rom)
{
	if (!strcmp(getenv("DEVLCD_WIRE") ?: "", "pcf2119"))
		SKIP(return, "a PCF2119R has a ROM of its own");
	lcd_show("\u00e9");
	ASSERT_EQ(0, attr_store("LCD", "charset", "A02"));
	EXPECT_EQ(0, lcd_sync());
	EXPECT_STREQ("\\xe9||||", glass_of(variant->board));
}

static void *reinit_for_ever(void *stop)
{
	int fd = open_or_fail(LCD, O_WRONLY);

	while (!atomic_load((atomic_bool *)stop))
		write_or_fail(fd, "\033[LI");
	close(fd);
	return NULL;
}

TEST_F(panel, fsync_does_not_wait_for_quiet)
{
	atomic_bool stop = false;
	pthread_t thread;

	ASSERT_EQ(0, pthread_create(&thread, NULL, reinit_for_ever, &stop));
	for (int i = 0; i < 3; i++) {
		lcd_append(".");
		EXPECT_EQ(0, lcd_sync());
	}
	atomic_store(&stop, true);
	pthread_join(thread, NULL);
	EXPECT_EQ(0, lcd_sync());
	/* What was asked for last comes within a second, and blanks the glass for a moment. */
	EXPECT_TRUE(eventually(!strcmp("before...||||", glass_of(variant->board))));
}

TEST_F(panel, fsync_that_waits_fails_when_it_is_lost)
{
	panel_lose(variant->board);
	lcd_append("x");
	EXPECT_EQ(EIO, lcd_sync());
	EXPECT_TRUE(panel_is_lost());
}

static int panel_errors(void)
{
	const char *line = strstr(attr_show("LCD", "stats"), "errors ");

	return line ? atoi(line + strlen("errors ")) : -1;
}

/* Writes go on through both tries, on a wire so slow that these take a while. */
TEST_F(panel, it_is_left_alone_for_a_second_whoever_writes)
{
	double begin;

	panel_start(variant->board, "realtime=1 bus_khz=10", variant->module);
	ASSERT_EQ(0, lcd_sync());
	ASSERT_EQ(0, panel_errors());
	begin = seconds_now();
	emu_control(variant->board, "nak", "always at 4");
	ASSERT_TRUE(eventually((lcd_append("x"), panel_is_lost())));
	ASSERT_TRUE(eventually(panel_errors() > 2));
	EXPECT_LE(1, seconds_now() - begin);
}

/* Each try is an error; two of them are the panel's own, a second apart. */
TEST_F(panel, users_have_a_lost_panel_tried_once_a_second)
{
	atomic_bool stop = false;
	pthread_t thread;
	double began;
	int before;

	panel_lose(variant->board);
	lcd_append("x");
	ASSERT_TRUE(eventually(panel_is_lost()));
	began = seconds_now();
	before = panel_errors();
	ASSERT_EQ(0, pthread_create(&thread, NULL, reinit_for_ever, &stop));
	usleep(3000 * 1000);
	atomic_store(&stop, true);
	pthread_join(thread, NULL);
	EXPECT_LE(1, panel_errors() - before);
	EXPECT_GE((int)(seconds_now() - began) + 1 + 3, panel_errors() - before);
}

TEST_F(panel, what_was_written_while_it_was_lost_is_shown_later)
{
	panel_lose(variant->board);
	lcd_overwrite("during");
	ASSERT_TRUE(eventually(panel_is_lost()));
	emu_control(variant->board, "power_cycle", "42");
	panel_find(variant->board);
	EXPECT_TRUE(eventually(glass_is_screen(variant->board)));
	EXPECT_STREQ("during||||", glass_of(variant->board));
}

TEST_F(panel, reinit_finds_it_without_waiting)
{
	panel_lose(variant->board);
	lcd_overwrite("during");
	ASSERT_TRUE(eventually(panel_is_lost()));
	panel_find(variant->board);
	EXPECT_EQ(0, attr_store("LCD", "reinit", "1"));
	EXPECT_TRUE(eventually(panel_is_well()));
	EXPECT_STREQ("during||||", glass_of(variant->board));
}

TEST_F(panel, a_power_cycle_is_mended_by_reinit)
{
	emu_control(variant->board, "power_cycle", "1");
	EXPECT_STRNE("before||||", glass_of(variant->board));
	EXPECT_EQ(0, attr_store("LCD", "reinit", "1"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_TRUE(eventually(glass_is_screen(variant->board)));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

TEST_F(panel, a_power_cycle_is_mended_by_an_escape_sequence)
{
	emu_control(variant->board, "power_cycle", "2");
	lcd_append("\033[LI");
	EXPECT_TRUE(eventually(glass_is_screen(variant->board)));
	EXPECT_STREQ("before||||", glass_of(variant->board));
}

TEST_F(panel, unbinding_leaves_the_display_and_its_open_files)
{
	int fd = open_or_fail(LCD, O_RDWR);

	panel_unbind(variant->board);
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	write_or_fail(fd, " and after");
	EXPECT_STREQ("before and after||||", screen_again(fd));
	EXPECT_EQ(0, fsync(fd));
	EXPECT_STREQ("before||||", glass_of(variant->board));

	panel_bind(variant->board);
	EXPECT_EQ(0, fsync(fd));
	EXPECT_STREQ("before and after||||", glass_of(variant->board));
	close(fd);
}

TEST_F(panel, it_returns_to_the_display_that_it_left)
{
	panel_unbind(variant->board);
	ASSERT_EQ(0, display_delete("LCD"));
	ASSERT_EQ(0, display_new("16x2"));
	ASSERT_EQ(0, display_new("20x4"));
	panel_bind(variant->board);
	EXPECT_STRNE("none", attr_show("LCD", "panel"));
	panel_unbind(variant->board);

	/* LCD is free, but it belonged to LCD1 last. */
	ASSERT_EQ(0, display_delete("LCD"));
	panel_bind(variant->board);
	panel_unbind(variant->board);
	ASSERT_EQ(0, display_new("20x4"));
	panel_bind(variant->board);
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	EXPECT_STRNE("none", attr_show("LCD1", "panel"));
}

TEST_F(panel, of_a_deleted_display_takes_the_next_that_is_made)
{
	int fd = open_or_fail(LCD, O_RDWR);

	ASSERT_EQ(0, display_delete("LCD"));
	EXPECT_EQ(-1, write(fd, "x", 1));
	EXPECT_EQ(ENODEV, errno);
	EXPECT_EQ(-1, fsync(fd));
	EXPECT_EQ(ENODEV, errno);
	close(fd);

	ASSERT_EQ(0, display_new("20x4"));
	EXPECT_TRUE(panel_is_well());
	lcd_show("anew");
	EXPECT_STREQ("anew||||", glass_of(variant->board));
}

TEST_F(panel, of_a_deleted_display_takes_another_that_has_none)
{
	ASSERT_EQ(0, display_new("20x4"));
	ASSERT_EQ(0, display_delete("LCD"));
	EXPECT_STRNE("none", attr_show("LCD1", "panel"));
}

TEST_F(panel, makes_a_display_where_there_is_none)
{
	panel_unbind(variant->board);
	ASSERT_EQ(0, display_delete("LCD"));
	panel_bind(variant->board);
	EXPECT_TRUE(display_exists("LCD"));
	lcd_show("made");
	EXPECT_STREQ("made||||", glass_of(variant->board));
}

TEST_F(panel, a_module_in_use_is_not_unloaded_though_its_panel_goes)
{
	int fd = open_or_fail(LCD, O_RDWR);

	panel_unplug(variant->board);
	EXPECT_EQ(EWOULDBLOCK, module_unload());
	write_or_fail(fd, "x");
	EXPECT_STREQ("beforex||||", screen_again(fd));
	close(fd);
	EXPECT_EQ(0, module_unload());
}

/* Unplugged and plugged again under four writers */

#define WRITERS 4

static void write_until_killed(int number)
{
	char text[32];

	for (unsigned int i = 0;; i++) {
		int fd = open_or_fail(LCD, O_WRONLY);

		snprintf(text, sizeof(text), "\033[%d;1H%d:%08u", number + 1,
			 number, i);
		write_or_fail(fd, text);
		close(fd);
		usleep(500);
	}
}

static pid_t writer_start(int number)
{
	pid_t pid = fork();

	if (!pid)
		write_until_killed(number);
	return pid;
}

/* True if it was still writing: a writer that fails ends by itself. */
static bool writer_stop(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static int replugs(void)
{
	const char *count = getenv("REPLUGS");

	return count ? atoi(count) : 1000;
}

TEST_F_TIMEOUT(panel, plugged_again_a_thousand_times_loses_nothing, 280)
{
	int count = replugs() / (strcmp(variant->board, "i2c") ? 10 : 1);
	pid_t writers[WRITERS];

	for (int i = 0; i < WRITERS; i++)
		writers[i] = writer_start(i);
	for (int i = 0; i < count; i++) {
		panel_unplug(variant->board);
		panel_replug(variant->board);
		if (i % 50 == 0)
			usleep(50 * 1000);	/* let it paint now and then */
	}
	for (int i = 0; i < WRITERS; i++)
		EXPECT_TRUE(writer_stop(writers[i]));

	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
	EXPECT_TRUE(panel_is_well());
}

TEST_F(panel, unbound_and_bound_while_a_file_is_written_and_synced)
{
	pid_t writer = writer_start(1);

	for (int i = 0; i < 50; i++) {
		panel_unbind(variant->board);
		panel_bind(variant->board);
		EXPECT_EQ(0, lcd_sync());
	}
	EXPECT_TRUE(writer_stop(writer));
}

/* GPIO */

FIXTURE(gpio) {
};

FIXTURE_SETUP(gpio)
{
}

FIXTURE_TEARDOWN(gpio)
{
}

TEST_F(gpio, probes_when_its_chip_comes_later)
{
	panel_prepare("i2c", "", "gpio_panel=" GPIO_4BIT);
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	lcd_overwrite("early");

	emu_control("gpio", "plugged", "1");
	EXPECT_TRUE(eventually(panel_is("devlcd-gpio")));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("early||||", glass_of("gpio"));
}

TEST_F(gpio, unbinds_and_binds)
{
	panel_start("gpio", "", "gpio_panel=" GPIO_4BIT);
	lcd_show("before");
	panel_unbind("gpio");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	lcd_overwrite("after");
	panel_bind("gpio");
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("after||||", glass_of("gpio"));
}

TEST_F(gpio, its_chip_may_go_and_come_back)
{
	panel_start("gpio", "", "gpio_panel=" GPIO_4BIT);
	lcd_show("before");
	for (int i = 0; i < 3; i++) {
		panel_unplug("gpio");
		EXPECT_STREQ("none", attr_show("LCD", "panel"));
		lcd_overwrite("between");
		EXPECT_EQ(0, lcd_sync());
		panel_replug("gpio");
		panel_bind("gpio");
		EXPECT_STREQ("devlcd-gpio", attr_show("LCD", "panel"));
		ASSERT_EQ(0, lcd_sync());
		EXPECT_STREQ("between||||", glass_of("gpio"));
	}
}

static void *unplug_slowly(void *done)
{
	panel_unplug("gpio");
	atomic_store((atomic_bool *)done, true);
	return NULL;
}

/* Load devlcd while its chip is going, which takes so long: was it in time? */
static bool load_while_chip_goes(int ms)
{
	atomic_bool gone = false;
	bool none, in_time;
	char linger[32];
	pthread_t thread;

	snprintf(linger, sizeof(linger), "linger_ms=%d", ms);
	panel_prepare("gpio", linger, "");
	errno = module_unload();
	if (errno || pthread_create(&thread, NULL, unplug_slowly, &gone))
		return false;
	eventually(access(CHIP_BOUND, F_OK));
	module_restart("gpio_panel=" GPIO_4BIT);
	none = panel_is("none");
	in_time = !atomic_load(&gone);
	pthread_join(thread, NULL);
	return none && in_time;
}

TEST_F_TIMEOUT(gpio, probes_when_its_chip_that_was_going_is_back, 60)
{
	/* A busy machine may take longer to load it. */
	for (int ms = 2000 * patience(); !load_while_chip_goes(ms); ms *= 4)
		ASSERT_GT(20000 * patience(), ms);

	emu_set_defaults();
	emu_control("gpio", "plugged", "1");
	ASSERT_TRUE(eventually(panel_is("devlcd-gpio")));
	lcd_show("after");
	EXPECT_STREQ("after||||", glass_of("gpio"));
}

TEST_F(gpio, a_power_cycle_is_mended_by_reinit)
{
	panel_start("gpio", "", "gpio_panel=" GPIO_4BIT);
	lcd_show("before");
	emu_control("gpio", "power_cycle", "5");
	EXPECT_STREQ("||||", glass_of("gpio"));
	EXPECT_EQ(0, attr_store("LCD", "reinit", "1"));
	EXPECT_EQ(0, lcd_sync());
	EXPECT_STREQ("before||||", glass_of("gpio"));
}

TEST_F(gpio, a_busy_flag_that_never_falls_loses_the_panel)
{
	panel_start("gpio", "", "gpio_panel=" GPIO_4BIT ",rw=9 retry_max_s=1");
	lcd_show("before");
	emu_control("gpio", "absent", "1");
	lcd_overwrite("after");
	EXPECT_TRUE(eventually(panel_is_lost()));
	EXPECT_EQ(EIO, lcd_sync());
	emu_control("gpio", "absent", "0");
	EXPECT_TRUE(eventually(panel_is_well()));
	EXPECT_STREQ("after||||", glass_of("gpio"));
}

TEST_HARNESS_MAIN
