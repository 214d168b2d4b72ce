// SPDX-License-Identifier: GPL-2.0-only
/*
 * Several disturbances a second at random, while four programs write: when both
 * end, a panel is right within refresh_s and a second. The variable SEED repeats
 * a run; SECONDS is how long each panel is disturbed.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "look.h"
#include "panel.h"

#define WRITERS 4
#define OFTEN "refresh_s=1 retry_max_s=1"
#define ON_GPIO OFTEN " gpio_panel="

static uint64_t random_state;

/* xorshift64* */
static unsigned int random_below(unsigned int limit)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (random_state * 0x2545f4914f6cdd1dULL >> 33) % limit;
}

static unsigned long number(const char *variable, unsigned long otherwise)
{
	const char *text = getenv(variable);

	return text ? strtoul(text, NULL, 0) : otherwise;
}

static void random_begin(void)
{
	unsigned long seed = number("SEED", time(NULL));

	printf("# SEED=%lu\n", seed);
	random_state = (seed + 1) * 0x9e3779b97f4a7c15ULL;
}

/* Disturbances */

static void any_instruction(char *what)
{
	sprintf(what, "instruction %x", random_below(256));
}

/* Of either line, for each nibble that E may pass. */
static void any_pulses(char *what, bool on_gpio)
{
	int length = sprintf(what, "port");

	for (unsigned int pulses = 1 + random_below(3); pulses; pulses--) {
		unsigned int rs = random_below(2), data = random_below(16) << 4;
		unsigned int idle = on_gpio ? 0x1000 | rs << 8 | data :
					      8 | rs | data;

		length += sprintf(what + length, " %x %x %x", idle,
				  idle | (on_gpio ? 0x400 : 4), idle);
	}
}

static void any_cell(char *what)
{
	sprintf(what, "ddram %x %x", random_below(2) << 6 | random_below(40),
		random_below(256));
}

static void any_picture(char *what)
{
	sprintf(what, "cgram %x %x", random_below(64), random_below(32));
}

static void any_dip(char *what)
{
	sprintf(what, "dip %u %s", random_below(1000),
		random_below(2) ? "noreset" : "");
}

static void disturb_somehow(const char *board)
{
	char what[64];

	switch (random_below(8)) {
	case 0:
	case 1:
		any_instruction(what);
		break;
	case 2:
	case 3:
	case 4:
		any_pulses(what, !strcmp(board, "gpio"));
		break;
	case 5:
		any_cell(what);
		break;
	case 6:
		any_picture(what);
		break;
	case 7:
		any_dip(what);
		break;
	}
	/* A cell that the mode of one line lacks is refused. */
	emu_try_control(board, "disturb", what);
}

/* Three a second on average; the last just before the end. */
static void disturb_for_seconds(const char *board, unsigned int seconds)
{
	double end = seconds_now() + seconds;

	while (seconds_now() < end) {
		usleep(random_below(667) * 1000);
		disturb_somehow(board);
	}
}

/* Writers */

/* Each has a row, and the letters that it has pictures for. */
static void write_until_killed(int row)
{
	static const char *const letters[WRITERS] = { "éè", "êë", "àâ", "çù" };
	char text[128];

	for (unsigned int i = 0;; i++) {
		int fd = open_or_fail(LCD, O_WRONLY | O_APPEND);

		snprintf(text, sizeof(text), "\033[%d;%uH%s%08x", row + 1,
			 1 + i % 11, letters[row], i * 2654435761U);
		write_or_fail(fd, text);
		close(fd);
		usleep(1000 + i % 7 * 1000);
	}
}

static void writers_start(pid_t writers[WRITERS])
{
	for (int i = 0; i < WRITERS; i++) {
		writers[i] = fork();
		if (!writers[i])
			write_until_killed(i);
	}
}

/* Were all of them still writing? One that fails ends by itself. */
static bool writers_stop(pid_t writers[WRITERS])
{
	bool wrote = true;
	int status;

	for (int i = 0; i < WRITERS; i++) {
		kill(writers[i], SIGKILL);
		waitpid(writers[i], &status, 0);
		wrote &= WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
	}
	return wrote;
}

FIXTURE(disturbed) {
};

FIXTURE_VARIANT(disturbed) {
	const char *board;
	const char *emulator;
	const char *module;
	bool cursor;
};

FIXTURE_VARIANT_ADD(disturbed, i2c) {
	.board = "i2c",
	.emulator = "",
	.module = OFTEN,
};

FIXTURE_VARIANT_ADD(disturbed, i2c_10_khz) {
	.board = "i2c",
	.emulator = "bus_khz=10",
	.module = OFTEN,
};

FIXTURE_VARIANT_ADD(disturbed, i2c_400_khz_without_rw) {
	.board = "i2c",
	.emulator = "bus_khz=400 rw_wired=N first_rs=Y",
	.module = OFTEN,
	.cursor = true,
};

FIXTURE_VARIANT_ADD(disturbed, smbus) {
	.board = "smbus",
	.emulator = "",
	.module = OFTEN,
};

FIXTURE_VARIANT_ADD(disturbed, gpio_4_bits) {
	.board = "gpio",
	.emulator = "",
	.module = ON_GPIO GPIO_4BIT,
	.cursor = true,
};

FIXTURE_VARIANT_ADD(disturbed, gpio_4_bits_with_rw) {
	.board = "gpio",
	.emulator = "first_rs=Y",
	.module = ON_GPIO GPIO_4BIT ",rw=9",
};

FIXTURE_VARIANT_ADD(disturbed, gpio_8_bits_with_rw) {
	.board = "gpio",
	.emulator = "",
	.module = ON_GPIO GPIO_8BIT ",rw=9",
	.cursor = true,
};

FIXTURE_SETUP(disturbed)
{
	random_begin();
	panel_start(variant->board, variant->emulator, variant->module);
	if (variant->cursor)
		attr_store("LCD", "cursor", "1");
	ASSERT_TRUE(check_ends());
}

FIXTURE_TEARDOWN(disturbed)
{
}

TEST_F_TIMEOUT(disturbed, is_right_in_the_end, 100)
{
	unsigned long long before = stats_of("checks");
	pid_t writers[WRITERS];
	struct look healed;

	writers_start(writers);
	/* Longer if no check has come to its end, as the machine is slow. */
	for (int i = 0; i < 3 && stats_of("checks") == before; i++)
		disturb_for_seconds(variant->board, number("SECONDS", 5));
	EXPECT_TRUE(writers_stop(writers));
	EXPECT_LT(before, stats_of("checks"));
	/* It may just be lost: then it is tried again within a second. */
	ASSERT_TRUE(eventually(!lcd_sync()));
	disturb_somehow(variant->board);

	/* The first may have been under way. */
	ASSERT_TRUE(check_ends());
	ASSERT_TRUE(check_ends());
	panel_look(variant->board, &healed);
	ASSERT_EQ(0, attr_store("LCD", "reinit", "1"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_TRUE(panel_looks(variant->board, &healed));
}

TEST_HARNESS_MAIN
