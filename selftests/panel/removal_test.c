// SPDX-License-Identifier: GPL-2.0-only
/*
 * The I2C adapter, or the GPIO chip, goes at each phase of a panel, and at random
 * under a writer: nobody waits for ever, the text stays, and a panel that comes
 * back shows it.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "panel.h"
#include "stages.h"

#define MOMENTS 5	/* of a stage */
#define REMOVALS 20	/* under a writer */

static bool panel_is_gone(void)
{
	return !strcmp("none", attr_show("LCD", "panel"));
}

static void go(const char *board)
{
	emu_control(board, "plugged", "0");
}

static bool comes_back(const char *board)
{
	emu_control(board, "plugged", "1");
	panel_bind(board);
	return !panel_is_gone();
}

static bool shows(const char *board, const char *glass)
{
	return !lcd_sync() && !strcmp(glass, glass_of(board));
}

static void *sync_lcd(void *err)
{
	*(int *)err = lcd_sync();
	return NULL;
}

FIXTURE(panel) {
};

FIXTURE_VARIANT(panel) {
	const char *board;
	const char *emulator;
	const char *module;
};

/* A wire so slow that each transfer is caught. */
FIXTURE_VARIANT_ADD(panel, i2c) {
	.board = "i2c",
	.emulator = "realtime=1 bus_khz=10 max_write_len=32",
	.module = "retry_max_s=1",
};

FIXTURE_VARIANT_ADD(panel, smbus) {
	.board = "smbus",
	.emulator = "realtime=1 bus_khz=10",
	.module = "retry_max_s=1",
};

FIXTURE_VARIANT_ADD(panel, gpio) {
	.board = "gpio",
	.emulator = "",
	.module = "retry_max_s=1 gpio_panel=" GPIO_4BIT,
};

FIXTURE_SETUP(panel)
{
	panel_start(variant->board, variant->emulator, variant->module);
	ASSERT_EQ(0, lcd_sync());
}

FIXTURE_TEARDOWN(panel)
{
}

static double duration_of(const struct stage *stage, const char *board)
{
	double began;

	stage->prepare(board);
	began = seconds_now();
	stage->begin(board);
	lcd_sync();
	return seconds_now() - began;
}

/* Also while somebody waits for the text. */
static bool goes_during(const struct stage *stage, const char *board, double seconds)
{
	pthread_t waiter;
	int err = -1;
	bool well;

	stage->prepare(board);
	stage->begin(board);
	pthread_create(&waiter, NULL, sync_lcd, &err);
	usleep(seconds * 1e6);
	go(board);
	pthread_join(waiter, NULL);
	well = (!err || err == EIO) && panel_is_gone() && !lcd_sync();
	lcd_overwrite("meanwhile");
	well &= comes_back(board) && shows(board, "meanwhile||||");
	if (!well)
		fprintf(stderr, "# after %.3f s: fsync %d, %s\n", seconds, err,
			glass_of(board));
	return well;
}

static int goes(const struct stage *stage, const char *board)
{
	double duration = duration_of(stage, board);
	int bad = 0;

	for (int i = 0; i < MOMENTS; i++)
		bad += !goes_during(stage, board, duration * i / MOMENTS);
	return bad;
}

TEST_F_TIMEOUT(panel, may_go_while_it_is_new, 240)
{
	EXPECT_EQ(0, goes(&stage_probe, variant->board));
}

TEST_F_TIMEOUT(panel, may_go_during_initialisation, 240)
{
	EXPECT_EQ(0, goes(&stage_initialisation, variant->board));
}

TEST_F_TIMEOUT(panel, may_go_during_a_small_change, 240)
{
	EXPECT_EQ(0, goes(&stage_small_change, variant->board));
}

TEST_F_TIMEOUT(panel, may_go_during_a_repaint, 240)
{
	EXPECT_EQ(0, goes(&stage_repaint, variant->board));
}

struct writer {
	atomic_bool stop;
	atomic_int count;
	atomic_int err;	/* the first that is not that of a lost panel */
};

static void *write_on(void *argument)
{
	struct writer *writer = argument;
	int fd = open_or_fail(LCD, O_WRONLY);
	char text[32];

	while (!writer->stop && !writer->err) {
		snprintf(text, sizeof(text), "\f%d", writer->count++);
		if (write(fd, text, strlen(text)) < 0 ||
		    (fsync(fd) && errno != EIO))
			writer->err = errno;
	}
	close(fd);
	return NULL;
}

TEST_F_TIMEOUT(panel, may_go_at_random_under_a_writer, 240)
{
	struct writer writer = { 0 };
	unsigned int seed = 1;
	pthread_t thread;

	pthread_create(&thread, NULL, write_on, &writer);
	for (int i = 0; i < REMOVALS; i++) {
		usleep(rand_r(&seed) % 50000);
		go(variant->board);
		EXPECT_TRUE(panel_is_gone());
		usleep(rand_r(&seed) % 5000);
		EXPECT_TRUE(comes_back(variant->board));
	}
	/* A busy machine may have let it write next to nothing. */
	EXPECT_TRUE(eventually(writer.count > REMOVALS || writer.err));
	writer.stop = true;
	pthread_join(thread, NULL);
	EXPECT_EQ(0, writer.err);
	EXPECT_TRUE(shows(variant->board, lcd_screen()));
}

TEST_HARNESS_MAIN
