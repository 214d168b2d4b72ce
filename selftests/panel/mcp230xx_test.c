// SPDX-License-Identifier: GPL-2.0-only
/*
 * Panels on an MCP23008 and an MCP23017: with the usual pins and with others, from any
 * state of the chip, after a loss, and after a reset of the chip without an error.
 * make check-wires runs the other tests on these chips.
 */
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "look.h"
#include "panel.h"

#define BACKPACK "chip=mcp23008"
#define PLATE "chip=mcp23017"

#define WORD "0x00600000"	/* SMBus adapters that can do no more than this */
#define WORD_AND_BYTE_DATA "0x00780000"
#define BYTE_DATA "0x00180000"
#define BYTE "0x00060000"

static bool panel_is_well(void)
{
	return strcmp(attr_show("LCD", "panel"), "none") && !panel_is_lost();
}

/* A bound panel whose entry in the parameter panel says this as well. */
static void start_with_entry(const char *emulator, const char *entry, const char *more)
{
	char parameters[256];

	panel_prepare("i2c", emulator, "");
	snprintf(parameters, sizeof(parameters), "panel=%d-0020:%s %s", emu_bus("i2c"),
		 entry, more);
	module_restart(parameters);
	panel_bind("i2c");
}

/* The chip on every bus */

FIXTURE(chip) {
};

/* @lit: pins of its light */
FIXTURE_VARIANT(chip) {
	const char *board;
	const char *emulator;
	const char *lit;
};

#define CHIP(name, _board, _emulator, _lit)				\
	FIXTURE_VARIANT_ADD(chip, name) {				\
		.board = _board,					\
		.emulator = _emulator,					\
		.lit = _lit,						\
	}

CHIP(mcp23008, "i2c", BACKPACK, "1");
CHIP(mcp23008_400khz, "i2c", BACKPACK " bus_khz=400", "1");
CHIP(mcp23008_smbus, "smbus", BACKPACK, "1");
CHIP(mcp23017, "i2c", PLATE, "3");
CHIP(mcp23017_10khz, "i2c", PLATE " bus_khz=10", "3");
CHIP(mcp23017_400khz, "i2c", PLATE " bus_khz=400", "3");
CHIP(mcp23017_1000khz, "i2c", PLATE " bus_khz=1000", "3");
CHIP(mcp23017_short_writes, "i2c", PLATE " max_write_len=2", "3");
CHIP(mcp23017_smbus_block, "smbus", PLATE, "3");
CHIP(mcp23017_smbus_word_and_byte_data, "smbus", PLATE " smbus_func=" WORD_AND_BYTE_DATA, "3");
CHIP(mcp23017_smbus_byte_data, "smbus", PLATE " smbus_func=" BYTE_DATA, "3");

FIXTURE_SETUP(chip)
{
	panel_start(variant->board, variant->emulator, "retry_max_s=1");
	ASSERT_EQ(0, lcd_sync());
}

FIXTURE_TEARDOWN(chip)
{
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

TEST_F(chip, shows_text_and_keeps_the_data_sheets_times)
{
	ASSERT_STREQ("||||", glass_of(variant->board));
	lcd_show("The quick brown fox\njumps over the lazy\ndog\nand back: \u00e9\u00e8");
	EXPECT_STREQ("The quick brown fox|jumps over the lazy|dog|and back: \\x00\\x01|",
		     glass_of(variant->board));
	lcd_show("one\ntwo\033[?25h");
	EXPECT_STREQ("one|two|||", glass_of(variant->board));
	EXPECT_STREQ("ddram 0x43", emu_state(variant->board, "address"));
}

TEST_F(chip, all_pins_of_its_light_follow)
{
	EXPECT_STREQ(variant->lit, emu_state(variant->board, "lit"));
	EXPECT_EQ(0, attr_store("LCD", "backlight", "0"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("0", emu_state(variant->board, "lit"));
	lcd_show("text in the dark");
	EXPECT_STREQ("0", emu_state(variant->board, "lit"));
	EXPECT_EQ(0, attr_store("LCD", "backlight", "1"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ(variant->lit, emu_state(variant->board, "lit"));
	EXPECT_STREQ("text in the dark||||", glass_of(variant->board));
}

TEST_F(chip, comes_back_after_a_loss)
{
	lcd_show("before");
	emu_control(variant->board, "absent", "1");
	lcd_append("!");
	ASSERT_TRUE(eventually(panel_is_lost()));
	emu_control(variant->board, "power_cycle", "7 noreset");
	emu_control(variant->board, "absent", "0");
	ASSERT_TRUE(eventually(panel_is_well()));
	EXPECT_EQ(0, lcd_sync());
	EXPECT_STREQ("before!||||", glass_of(variant->board));
	EXPECT_STREQ(variant->lit, emu_state(variant->board, "lit"));
}

TEST(a_flush_is_one_transfer)
{
	panel_start("i2c", PLATE, "");
	/* The first text may be part of the initialisation, which ends with an instruction. */
	lcd_show("x");
	lcd_show_more("y");
	emu_control("i2c", "reset", "1");
	lcd_show_more("\033[2;1HThe lazy dog");
	EXPECT_EQ(1, emu_counter("i2c", "transfers"));
	/* The chip's address and the register; RS, the cell's address; RS, 12 characters. */
	EXPECT_EQ(2 + 1 + 4 + 1 + 12 * 4, emu_counter("i2c", "bytes"));
}

/* From any state */

static void write_registers(int fd, const unsigned char *pairs, size_t count)
{
	for (size_t i = 0; i < count; i += 2) {
		struct i2c_msg msg = { .addr = 0x20, .len = 2, .buf = (void *)&pairs[i] };
		struct i2c_rdwr_ioctl_data data = { .msgs = &msg, .nmsgs = 1 };

		ioctl(fd, I2C_RDWR, &data);
	}
}

FIXTURE(state) {
};

FIXTURE_VARIANT(state) {
	unsigned char pairs[8];		/* a register and its value */
};

FIXTURE_SETUP(state)
{
}

FIXTURE_TEARDOWN(state)
{
}

FIXTURE_VARIANT_ADD(state, byte_mode) {
	.pairs = { 0x0a, 0x20, 0x0a, 0x20, 0x14, 0xff, 0x15, 0xff },
};

FIXTURE_VARIANT_ADD(state, two_banks) {
	.pairs = { 0x0a, 0x80, 0x05, 0x80, 0x0a, 0xff, 0x1a, 0xff },
};

FIXTURE_VARIANT_ADD(state, two_banks_in_byte_mode) {
	.pairs = { 0x0a, 0xa0, 0x12, 0x20, 0x10, 0x00, 0x1a, 0xdf },
};

FIXTURE_VARIANT_ADD(state, interrupts) {
	.pairs = { 0x04, 0xff, 0x05, 0xff, 0x0b, 0x46, 0x01, 0x00 },
};

TEST_F(state, is_left_for_one_that_shows_text)
{
	char path[32];
	int fd;

	panel_prepare("i2c", PLATE, "");
	snprintf(path, sizeof(path), "/dev/i2c-%d", emu_bus("i2c"));
	fd = open_or_fail(path, O_RDWR);
	write_registers(fd, variant->pairs, sizeof(variant->pairs));
	close(fd);
	panel_bind("i2c");
	lcd_show("text");
	EXPECT_STREQ("text||||", glass_of("i2c"));
	EXPECT_STREQ("3", emu_state("i2c", "lit"));
}

/* What happens to the chip and not to the module behind. */
TEST(a_check_mends_a_chip_that_was_reset)
{
	static const char *const chips[] = { BACKPACK, PLATE };
	struct look right;

	for (int i = 0; i < 2; i++) {
		panel_start("i2c", chips[i], "refresh_s=1");
		show_full_screen();
		ASSERT_TRUE(check_ends());
		panel_look("i2c", &right);
		emu_control("i2c", "power_cycle", "7");
		ASSERT_TRUE(check_ends());
		EXPECT_TRUE(check_ends() && panel_looks("i2c", &right));
		EXPECT_EQ(0, stats_of("errors"));
	}
}

/* Stray pulses of E, the lines as the control "disturb" has them; and a dip of the supply. */
TEST(a_check_mends_what_noise_did)
{
	static const char *const kinds[] = {
		"port 1000 1400 1000", "port 1180 1580 1180", "instruction 08",
		"ddram 41 78", "cgram 00 15", "dip 6 noreset",
	};
	struct look right;

	panel_start("i2c", PLATE, "refresh_s=1");
	show_full_screen();
	ASSERT_TRUE(check_ends());
	panel_look("i2c", &right);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		panel_disturb("i2c", kinds[i]);
		ASSERT_TRUE(check_ends());
		EXPECT_TRUE(check_ends() && panel_looks("i2c", &right));
	}
	EXPECT_EQ(0, stats_of("errors"));
}

/* Pins */

TEST(a_panel_may_have_pins_of_its_own)
{
	start_with_entry("chip=mcp23017 mcp_pins=0,1,2,-1,3,4,5,6,7",
			 "rs=a0,rw=a1,e=a2,d4=a3,d5=a4,d6=a5,d7=a6,bl=7", "");
	lcd_show("port A");
	EXPECT_STREQ("port A||||", glass_of("i2c"));
	EXPECT_STREQ("1", emu_state("i2c", "lit"));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST(a_light_may_be_on_the_other_port_alone)
{
	start_with_entry("chip=mcp23017 mcp_pins=8,-1,9,-1,10,11,12,13,0",
			 "rs=b0,e=b1,d4=b2,d5=b3,d6=b4,d7=b5,bl=a0", "");
	lcd_show("port B");
	EXPECT_STREQ("port B||||", glass_of("i2c"));
	EXPECT_STREQ("1", emu_state("i2c", "lit"));
	EXPECT_EQ(0, attr_store("LCD", "backlight", "0"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("0", emu_state("i2c", "lit"));
}

TEST(forty_columns_and_four_rows_have_a_second_e)
{
	start_with_entry("chip=mcp23017 geometry=40x4 mcp_pins=15,-1,13,14,12,11,10,9",
			 "rs=b7,e=b5,e2=b6,d4=b4,d5=b3,d6=b2,d7=b1,geometry=40x4", "");
	lcd_show("first\nsecond\nthird\nfourth");
	EXPECT_STREQ("first|second|third|fourth|", glass_of("i2c"));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

FIXTURE(refused) {
};

FIXTURE_VARIANT(refused) {
	const char *emulator;
	const char *entry;
	const char *message;
};

FIXTURE_SETUP(refused)
{
	shell_or_fail("dmesg -C");
}

FIXTURE_TEARDOWN(refused)
{
}

FIXTURE_VARIANT_ADD(refused, lines_on_both_ports) {
	.emulator = PLATE,
	.entry = "rs=a0,e=b1,d4=b2,d5=b3,d6=b4,d7=b5",
	.message = "have to be on one port",
};

FIXTURE_VARIANT_ADD(refused, pin_that_the_chip_has_not) {
	.emulator = BACKPACK,
	.entry = "rs=0,e=1,d4=2,d5=3,d6=4,d7=9",
	.message = "d7=9: the pins are 0 to 7",
};

FIXTURE_VARIANT_ADD(refused, port_that_the_chip_has_not) {
	.emulator = BACKPACK,
	.entry = "rs=a0,e=1,d4=2,d5=3,d6=4,d7=5",
	.message = "rs=a0: want LINE=PIN",
};

FIXTURE_VARIANT_ADD(refused, adapter_that_writes_one_byte) {
	.emulator = PLATE " max_write_len=1",
	.entry = "refresh_s=1",
	.message = "the adapter cannot write a register",
};

TEST_F(refused, with_a_message)
{
	char command[128];

	start_with_entry(variant->emulator, variant->entry, "");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	snprintf(command, sizeof(command), "dmesg | grep -q '%s'", variant->message);
	shell_or_fail(command);
}

TEST(an_smbus_adapter_that_writes_one_byte_is_refused)
{
	panel_prepare("smbus", PLATE " smbus_func=" BYTE, "");
	panel_bind("smbus");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
}

/* The second byte of a word would be another register's. */
TEST(an_smbus_adapter_that_writes_words_alone_is_refused)
{
	panel_prepare("smbus", PLATE " smbus_func=" WORD, "");
	panel_bind("smbus");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
}

TEST_HARNESS_MAIN
