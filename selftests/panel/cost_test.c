// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a change costs on the bus, in bytes, the address of each transfer
 * included. The expectations are the limits of the wire, on a PCF8574 at
 * 100 kHz: four bytes a character, six an address between characters, one the
 * address of a transfer.
 */
#include <fcntl.h>
#include <string.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "panel.h"

static const char *screenful(int first)
{
	static char text[81];

	for (int i = 0; i < 80; i++)
		text[i] = 'a' + (first + i) % 26;
	return text;
}

/* The bytes on the bus from a write to the glass. */
static unsigned long long cost_of(const char *text)
{
	emu_control("i2c", "reset", "1");
	lcd_append(text);
	lcd_sync();
	return emu_counter("i2c", "bytes");
}

FIXTURE(cost) {
};

FIXTURE_SETUP(cost)
{
	panel_start("i2c", "bus_khz=100", "");
	lcd_show(screenful(0));
}

FIXTURE_TEARDOWN(cost)
{
	EXPECT_STREQ(lcd_screen(), glass_of("i2c"));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(cost, of_a_full_refresh_is_at_most_330_bytes)
{
	char text[90] = "\033[H";

	strcat(text, screenful(1));
	EXPECT_LE(cost_of(text), 330);
}

TEST_F(cost, of_one_digit_is_11_bytes)
{
	cost_of("\033[2;5H0");
	for (char digit = '1'; digit <= '9'; digit++) {
		char text[] = "\033[2;5H0";

		text[sizeof(text) - 2] = digit;
		EXPECT_EQ(11, cost_of(text));
	}
}

TEST_F(cost, of_both_ends_of_a_row_is_21_bytes)
{
	cost_of("\033[2;1H0\033[2;20H0");
	EXPECT_EQ(21, cost_of("\033[2;1H1\033[2;20H1"));
}

TEST_F(cost, of_nothing_is_nothing)
{
	char text[90] = "\033[H";

	strcat(text, screenful(0));
	EXPECT_EQ(0, cost_of(text));
	EXPECT_EQ(0, cost_of("\033[2J"
			     "\033[H"
			     "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
			     "abcdefghijklmnopqrstuvwxyzab"));
}

/* The time that the last byte of the change before needed has passed. */
TEST(of_one_digit_on_a_shift_register_is_15_bytes)
{
	panel_start("spi", "chip=hc595 bus_khz=1000", "");
	/* The first text may be part of the initialisation, which ends with an instruction. */
	lcd_show("x");
	lcd_show("0");
	for (char digit = '1'; digit <= '9'; digit++) {
		char text[] = "\033[H0";

		text[sizeof(text) - 2] = digit;
		emu_control("spi", "reset", "1");
		lcd_append(text);
		lcd_sync();
		EXPECT_EQ(15, emu_counter("spi", "bytes"));
	}
	EXPECT_EQ(0, emu_violations("spi", NULL));
}

/* A bus that takes its time: what 80 characters need is 29 ms. */
TEST(a_flood_of_writes_costs_a_bounded_number_of_bytes)
{
	double begin, longest = 0, end;
	unsigned int writes = 0;
	char text[90];
	int fd;

	panel_start("i2c", "bus_khz=100 realtime=1", "");
	lcd_show("");
	emu_control("i2c", "reset", "1");

	fd = open_or_fail(LCD, O_WRONLY);
	begin = seconds_now();
	while (seconds_now() < begin + 3 && writes < 30000) {
		double before = seconds_now(), took;

		snprintf(text, sizeof(text), "\033[H%s", screenful(writes++));
		write_or_fail(fd, text);
		took = seconds_now() - before;
		longest = took > longest ? took : longest;
	}
	EXPECT_EQ(0, fsync(fd));
	end = seconds_now();
	close(fd);

	printf("# %u writes in %.1f s, the longest %.1f ms; %llu bytes\n",
	       writes, end - begin, longest * 1000, emu_counter("i2c", "bytes"));
	EXPECT_STREQ(lcd_screen(), glass_of("i2c"));
	/* The wire carries 11,111 bytes a second, and every refresh at most 330. */
	EXPECT_LE(emu_counter("i2c", "bytes"), (end - begin) * 1e5 / 9 + 330);
	EXPECT_GT(writes, 2 * emu_counter("i2c", "bytes") / 320);
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

/* Who waits for each change gets 50 frames a second, and leaves others the bus. */
TEST(waiting_writers_do_not_keep_the_bus_busy)
{
	double begin, end;
	int fd;

	panel_start("i2c", "bus_khz=400", "coalesce_ms=20");
	lcd_show("");
	emu_control("i2c", "reset", "1");
	fd = open_or_fail(LCD, O_WRONLY | O_SYNC);
	begin = seconds_now();
	for (int i = 0; seconds_now() < begin + 2; i++)
		write_or_fail(fd, i % 2 ? "\033[H1" : "\033[H0");
	end = seconds_now();
	close(fd);
	EXPECT_LE(emu_counter("i2c", "transfers"), (end - begin) * 50 + 2);
	EXPECT_GE(emu_counter("i2c", "transfers"), 2);
}

/* settle_ms is for programs that write in pieces, also after an earlier hurry. */
TEST(an_fsync_while_a_frame_is_sent_does_not_hurry_a_later_frame)
{
	int before;

	panel_start("i2c", "bus_khz=10 realtime=Y", "settle_ms=1000 refresh_s=0");
	lcd_show("");
	emu_control("i2c", "reset", "1");
	lcd_append(screenful(0));
	ASSERT_TRUE(eventually(emu_counter("i2c", "transfers")));
	ASSERT_EQ(0, lcd_sync());
	before = panel_stat("flushes ");
	lcd_append("\f");
	usleep(100 * 1000);
	lcd_append("written in pieces");
	ASSERT_TRUE(eventually(glass_is_screen("i2c")));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_EQ(before + 1, panel_stat("flushes "));
}

TEST_HARNESS_MAIN
