// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every refresh_s a panel is checked, so that what noise or a weak supply did to
 * it without an error is mended: each kind of disturbance alone, on each kind of
 * wire. No check may make a cell wrong that was right.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "look.h"
#include "panel.h"

#define WRITE_ONLY "0x08540000"		/* an SMBus adapter that cannot read */
#define ON_GPIO "refresh_s=1 gpio_panel="
#define I2C_40X4 "refresh_s=1 geometry=40x4 panel_geometry=40x4 pcf8574_pins=" PINS_40X4
#define ON_40X4 "geometry=40x4 panel_geometry=40x4 " ON_GPIO GPIO_4BIT ",e2=11,rw=9"

FIXTURE(panel) {
	struct look right;
};

/* @depth: how many kinds of disturbance are tried, the first ones in the table */
FIXTURE_VARIANT(panel) {
	const char *board;
	const char *emulator;
	const char *module;
	bool cursor;
	bool reads;		/* the check reads, as that is cheaper */
	int depth;
};

#define ALL 100
#define FEW 4
#define DIPS 4			/* of the kinds below */

FIXTURE_VARIANT_ADD(panel, i2c) {
	.board = "i2c",
	.emulator = "",
	.module = "refresh_s=1",
	.depth = ALL,
};

FIXTURE_VARIANT_ADD(panel, i2c_10_khz_reads_after_a_write) {
	.board = "i2c",
	.emulator = "bus_khz=10 reads=after_write",
	.module = "refresh_s=1",
	.depth = FEW,
};

FIXTURE_VARIANT_ADD(panel, i2c_400_khz_without_rw) {
	.board = "i2c",
	.emulator = "bus_khz=400 rw_wired=N first_rs=Y",
	.module = "refresh_s=1",
	.cursor = true,
	.depth = FEW,
};

FIXTURE_VARIANT_ADD(panel, i2c_never_reads) {
	.board = "i2c",
	.emulator = "reads=none max_write_len=16",
	.module = "refresh_s=1",
	.depth = FEW,
};

FIXTURE_VARIANT_ADD(panel, smbus) {
	.board = "smbus",
	.emulator = "",
	.module = "refresh_s=1",
	.depth = FEW,
};

FIXTURE_VARIANT_ADD(panel, smbus_never_reads) {
	.board = "smbus",
	.emulator = "smbus_func=" WRITE_ONLY,
	.module = "refresh_s=1",
	.depth = FEW,
};

FIXTURE_VARIANT_ADD(panel, gpio_4_bits) {
	.board = "gpio",
	.emulator = "",
	.module = ON_GPIO GPIO_4BIT,
	.depth = FEW,
};

FIXTURE_VARIANT_ADD(panel, gpio_4_bits_with_rw) {
	.board = "gpio",
	.emulator = "first_rs=Y",
	.module = ON_GPIO GPIO_4BIT ",rw=9",
	.reads = true,
	.depth = FEW,
};

FIXTURE_VARIANT_ADD(panel, gpio_8_bits) {
	.board = "gpio",
	.emulator = "",
	.module = ON_GPIO GPIO_8BIT,
	.cursor = true,
	.depth = FEW,
};

FIXTURE_VARIANT_ADD(panel, gpio_8_bits_with_rw) {
	.board = "gpio",
	.emulator = "",
	.module = ON_GPIO GPIO_8BIT ",rw=9",
	.reads = true,
	.depth = ALL,
};

FIXTURE_VARIANT_ADD(panel, gpio_40x4) {
	.board = "gpio",
	.emulator = "geometry=40x4",
	.module = ON_40X4,
	.reads = true,
	.depth = FEW,
};

FIXTURE_VARIANT_ADD(panel, i2c_40x4) {
	.board = "i2c",
	.emulator = EMULATED_40X4,
	.module = I2C_40X4,
	.depth = FEW,
};

FIXTURE_SETUP(panel)
{
	panel_start(variant->board, variant->emulator, variant->module);
	show_full_screen();
	if (variant->cursor) {
		attr_store("LCD", "cursor", "1");
		lcd_show_more("\033[2;5H");
	}
	ASSERT_TRUE(check_ends());
	panel_look(variant->board, &self->right);
	emu_control(variant->board, "watch", "1");
	emu_control(variant->board, "reset", "1");
}

FIXTURE_TEARDOWN(panel)
{
	/* After a dip the busy flag is up for too long, where it can be read. */
	EXPECT_LE(stats_of("errors"), variant->reads ? DIPS : 0);
	EXPECT_EQ(0, stats_of("losses"));
}

/* The kinds of disturbance */

#define NONE ""
#define ANY (~0ULL)

/*
 * @on_gpio: the same on GPIO if it differs; states of the port are lines there
 * @flickers: how many cells may be wrong for a moment that were right: one, at the
 *            address counter, where a data nibble was pending. Some pending nibbles
 *            make the first one of the synchronisation an instruction that drives a
 *            single line, for the time of home
 */
static const struct kind {
	const char *what;
	const char *on_gpio;
	unsigned long long flickers;
} kinds[] = {
	{ "port 08 0c 08", "port 1000 1400 1000", 0 },
	{ "port 09 0d 09", "port 1100 1500 1100", 1 },
	{ "dip 5", NULL, ANY },
	{ "ddram 41 78;cgram 00 15;instruction 04;instruction 18", NULL, 0 },
	/* two slips are a clear */
	{ "port 08 0c 08 18 1c 18", "port 1000 1400 1000 1010 1410 1010", 0 },
	{ "ddram 41 78", NULL, 0 },
	{ "cgram 00 15", NULL, 0 },
	{ "instruction 08", NULL, 0 },
	{ "instruction 18", NULL, 0 },
	{ "instruction 01", NULL, 0 },
	{ "port 28 2c 28", "port 1020 1420 1020", ANY },
	{ "port 38 3c 38", "port 1030 1430 1030", ANY },
	{ "port 88 8c 88", "port 1080 1480 1080", 0 },
	{ "port 59 5d 59", "port 1150 1550 1150", 1 },
	{ "port 00", NONE, 0 },			/* the light */
	{ "instruction 02", NULL, 0 },
	{ "instruction 04", NULL, 0 },
	{ "instruction 05", NULL, 0 },
	{ "instruction 07", NULL, 0 },
	{ "instruction 0f", NULL, 0 },
	{ "instruction 1c", NULL, 0 },
	{ "instruction 20", NULL, 0 },
	{ "instruction 30", NULL, 0 },
	{ "instruction 38", NULL, 0 },
	{ "instruction 48", NULL, 0 },
	{ "instruction a5", NULL, 0 },
	{ "ddram 67 ff", NULL, 0 },
	{ "cgram 3f 1f", NULL, 0 },
	{ "dip 0", NULL, ANY },
	{ "dip 6 noreset", NULL, ANY },
	{ "dip 9 noreset", NULL, ANY },
	{ "power_cycle 7", NONE, ANY },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* A letter that changes and changes back is seen, and the cursor returns. */
static bool text_arrives(const char *board, const struct look *right)
{
	struct look changed;
	char back[32];

	lcd_show_more("\0337\033[2;2HX\0338");
	panel_look(board, &changed);
	snprintf(back, sizeof(back), "\0337\033[2;2H%c\0338", right->cells[1][1][0]);
	lcd_show_more(back);
	return changed.cells[1][1][0] == 'X' && panel_looks(board, right);
}

static unsigned long long repairs_before;	/* the last disturbance */

/* Out of phase, the bytes of a check are other ones. A busy machine may be late. */
static bool disturb_between_checks(const char *board, const char *what)
{
	for (int i = 0; i < 10; i++) {
		if (!no_check_runs())
			return false;
		emu_control(board, "reset", "1");
		repairs_before = stats_of("repairs");
		panel_disturb(board, what);
		if (no_check_has_begun())
			break;
		attr_store("LCD", "reinit", "1");
		lcd_sync();
		check_ends();
	}
	return true;
}

static bool heals(const char *board, const char *what, unsigned long long flickers,
		  const struct look *right)
{
	bool healed = false;

	if (!disturb_between_checks(board, what))
		return false;
	/* A check that was under way may have passed the place. */
	for (int i = 0; i < 2 && !healed; i++)
		healed = check_ends() && panel_looks(board, right);
	if (healed && emu_counter(board, "flickers") > flickers) {
		fprintf(stderr, "# %s", emu_show(board, "counters"));
		healed = false;
	}
	healed = healed && text_arrives(board, right);
	if (!healed) {
		fprintf(stderr, "# after %s: %s", what, attr_show("LCD", "stats"));
		attr_store("LCD", "reinit", "1");
		lcd_sync();
		check_ends();
	}
	return healed;
}

static void checks_change_nothing(struct __test_metadata *_metadata, const char *board,
				  bool reads)
{
	for (int i = 0; i < 2; i++)
		ASSERT_TRUE(check_ends());
	EXPECT_EQ(0, emu_counter(board, "flickers"));
	EXPECT_EQ(0, emu_counter(board, "wrong"));
	EXPECT_EQ(0, emu_violations(board, NULL));
	EXPECT_EQ(0, stats_of("repairs"));
	EXPECT_EQ(reads, emu_counter(board, "data_reads") > 0);
	EXPECT_EQ(reads, emu_counter(board, "data_writes") == 0);
}

/* One after the other, each just after a check; before them, nothing. */
TEST_F_TIMEOUT(panel, heals_from_each_disturbance_alone, 400)
{
	bool on_gpio = !strcmp(variant->board, "gpio");

	checks_change_nothing(_metadata, variant->board, variant->reads);
	for (size_t i = 0; i < KINDS && (int)i < variant->depth; i++) {
		const struct kind *kind = &kinds[i];
		const char *what = on_gpio && kind->on_gpio ? kind->on_gpio :
							      kind->what;

		EXPECT_TRUE(!*what || heals(variant->board, what, kind->flickers,
					    &self->right));
	}
}

/* The second controller's E, and both at once, are the first two. */
static void lower_half_heals(struct __test_metadata *_metadata, const char *board,
			     const char *const strays[2])
{
	static const char *const lower[] = {
		"instruction 08 1", "instruction 18 1", "instruction 38 1",
		"ddram 41 78 1", "cgram 00 15 1",
	};
	struct look right;

	show_full_screen();
	ASSERT_TRUE(check_ends());
	panel_look(board, &right);
	emu_control(board, "watch", "1");
	for (size_t i = 0; i < 2; i++)
		EXPECT_TRUE(heals(board, strays[i], 0, &right));
	for (size_t i = 0; i < sizeof(lower) / sizeof(lower[0]); i++)
		EXPECT_TRUE(heals(board, lower[i], 0, &right));
}

TEST(both_halves_of_40x4_heal)
{
	static const char *const strays[] = {
		"port 1000 1800 1000", "port 1000 1c00 1000",
	};

	panel_start("gpio", "geometry=40x4", ON_40X4);
	lower_half_heals(_metadata, "gpio", strays);
}

TEST(both_halves_of_40x4_on_i2c_heal)
{
	static const char *const strays[] = { "port 08 0a 08", "port 08 0e 08" };

	panel_start("i2c", EMULATED_40X4, I2C_40X4);
	lower_half_heals(_metadata, "i2c", strays);
}

/* Reading */

FIXTURE(reading) {
	struct look right;
};

FIXTURE_VARIANT(reading) {
	const char *module;
};

FIXTURE_VARIANT_ADD(reading, four_bits) {
	.module = ON_GPIO GPIO_4BIT ",rw=9",
};

FIXTURE_VARIANT_ADD(reading, eight_bits) {
	.module = ON_GPIO GPIO_8BIT ",rw=9",
};

FIXTURE_SETUP(reading)
{
	panel_start("gpio", "", variant->module);
	show_full_screen();
	ASSERT_TRUE(check_ends());
	panel_look("gpio", &self->right);
	emu_control("gpio", "reset", "1");
}

FIXTURE_TEARDOWN(reading)
{
	EXPECT_TRUE(panel_looks("gpio", &self->right));
}

TEST_F(reading, writes_only_the_cell_that_is_wrong)
{
	ASSERT_TRUE(disturb_between_checks("gpio", "ddram 41 78"));
	ASSERT_TRUE(check_ends());
	EXPECT_EQ(1, emu_counter("gpio", "data_writes"));
	EXPECT_EQ(repairs_before + 1, stats_of("repairs"));
	ASSERT_TRUE(check_ends());
	EXPECT_EQ(1, emu_counter("gpio", "data_writes"));
	EXPECT_EQ(repairs_before + 1, stats_of("repairs"));
}

TEST_F(reading, finds_a_row_of_a_picture)
{
	ASSERT_TRUE(disturb_between_checks("gpio", "cgram 00 15"));
	ASSERT_TRUE(check_ends());
	EXPECT_NE(repairs_before, stats_of("repairs"));
}

/* Bus time */

FIXTURE(cost) {
};

/* @permille: of the bus, at a refresh_s of 30 */
FIXTURE_VARIANT(cost) {
	const char *board;
	const char *emulator;
	const char *module;
	unsigned int permille;
};

FIXTURE_VARIANT_ADD(cost, i2c) {
	.board = "i2c", .emulator = "", .module = "refresh_s=1", .permille = 5,
};

FIXTURE_VARIANT_ADD(cost, i2c_without_rw) {
	.board = "i2c", .emulator = "rw_wired=N", .module = "refresh_s=1", .permille = 5,
};

FIXTURE_VARIANT_ADD(cost, smbus) {
	.board = "smbus", .emulator = "", .module = "refresh_s=1", .permille = 5,
};

FIXTURE_VARIANT_ADD(cost, i2c_40x4) {
	.board = "i2c", .emulator = EMULATED_40X4, .module = I2C_40X4, .permille = 10,
};

FIXTURE_SETUP(cost)
{
	panel_start(variant->board, variant->emulator, variant->module);
	show_full_screen();
	ASSERT_TRUE(check_ends());
	emu_control(variant->board, "reset", "1");
}

FIXTURE_TEARDOWN(cost)
{
}

/* A controller's check every 30 s takes 0.5% of the bus; others wait for 10 ms. */
TEST_F(cost, of_a_check_is_bounded)
{
	unsigned long long before = stats_of("checks"), checks, wire_us, bytes;

	for (int i = 0; i < 3; i++)
		ASSERT_TRUE(check_ends());
	do {		/* no check more than are divided by */
		checks = stats_of("checks");
		wire_us = emu_counter(variant->board, "wire_us");
		bytes = emu_counter(variant->board, "bytes");
	} while (stats_of("checks") != checks);
	checks -= before;
	printf("# %llu us, %llu bytes a check, the longest transfer %llu us\n",
	       wire_us / checks, bytes / checks, emu_counter(variant->board, "longest_us"));
	EXPECT_LE(wire_us / checks, 30000 * variant->permille);
	EXPECT_LE(emu_counter(variant->board, "longest_us"), 10000);
}

/* When */

TEST(a_refresh_s_of_0_never_checks)
{
	panel_start("i2c", "", "refresh_s=0");
	show_full_screen();
	panel_disturb("i2c", "instruction 08");
	sleep(CHECK_LATE_SECONDS);
	EXPECT_EQ(0, stats_of("checks"));
	EXPECT_STREQ("off", emu_state("i2c", "display"));
}

TEST(by_default_a_check_is_not_due_for_half_a_minute)
{
	panel_start("i2c", "", "");
	show_full_screen();
	EXPECT_NE(NULL, strstr(attr_show("LCD", "hardware"), "refresh_s 30\n"));
	sleep(CHECK_LATE_SECONDS);
	EXPECT_EQ(0, stats_of("checks"));
}

TEST_HARNESS_MAIN
