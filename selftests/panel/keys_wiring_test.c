// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which pins are keys, adapters that cannot read them, and what devlcd leaves of an
 * MCP23008 or MCP23017.
 */
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "keypad.h"
#include "panel.h"

#define POLL_MS 20
#define QUIET_MS 300	/* no event within this: there is none */
#define PLATE "chip=mcp23017"

static void __attribute__((constructor(102))) evdev_require(void)
{
	keypad_require();
}

/* A bound panel whose entry in the parameter panel says this as well. */
static void start_with_entry(const char *emulator, const char *entry)
{
	char parameters[256];

	panel_prepare("i2c", emulator, "");
	snprintf(parameters, sizeof(parameters), "panel=%d-%s", emu_bus("i2c"), entry);
	module_restart(parameters);
	panel_bind("i2c");
}

TEST(a_key_may_be_on_the_port_of_the_panel)
{
	int keypad;

	start_with_entry("chip=mcp23008", "0020:rs=1,e=2,d4=3,d5=4,d6=5,d7=6,bl=7,key_f4=0");
	keypad = keypad_open_without_repetition("LCD");
	lcd_show("a backpack");
	emu_control("i2c", "keys", "1");
	EXPECT_STREQ("265+", keypad_read(keypad, 1));
	emu_control("i2c", "keys", "0");
	EXPECT_STREQ("265-", keypad_read(keypad, 1));
	EXPECT_STREQ("a backpack||||", glass_of("i2c"));
	close(keypad);
}

TEST(a_plate_whose_pins_name_no_key_has_none)
{
	int keypad;

	start_with_entry(PLATE, "0020:rs=b7,rw=b6,e=b5,d4=b4,d5=b3,d6=b2,d7=b1");
	keypad = keypad_open_without_repetition("LCD");
	lcd_show("no keys");
	emu_control("i2c", "reset", "1");
	emu_control("i2c", "keys", "1");
	EXPECT_TRUE(keypad_is_quiet(keypad, QUIET_MS));
	EXPECT_EQ(0, emu_counter("i2c", "transfers"));
	EXPECT_EQ(NULL, strstr(attr_show("LCD", "hardware"), "keys"));
	close(keypad);
}

/* A chip that lost its power forgets which pins interrupt. */
TEST(a_release_without_an_interrupt_is_found_by_the_next_self_check)
{
	int keypad;

	panel_start("i2c", PLATE " interrupt=Y", "refresh_s=1");
	keypad = keypad_open_without_repetition("LCD");
	lcd_show("held");
	emu_control("i2c", "keys", "1");
	EXPECT_STREQ("260+", keypad_read(keypad, 1));
	emu_control("i2c", "power_cycle", "7");
	emu_control("i2c", "keys", "0");
	EXPECT_STREQ("260-", keypad_read(keypad, 1));
	close(keypad);
	emu_control("i2c", "plugged", "0");
}

TEST(without_a_keypad_they_are_not_read)
{
	panel_start("i2c", PLATE, "keypad=0");
	lcd_show("no keypad");
	emu_control("i2c", "reset", "1");
	emu_control("i2c", "keys", "1");
	usleep(10 * POLL_MS * 1000);
	EXPECT_EQ(0, emu_counter("i2c", "transfers"));
}

/* Adapters that cannot */

FIXTURE(unreadable) {
};

FIXTURE_VARIANT(unreadable) {
	const char *board;
	const char *emulator;
};

FIXTURE_SETUP(unreadable)
{
	shell_or_fail("dmesg -C");
	panel_start(variant->board, variant->emulator, "");
}

FIXTURE_TEARDOWN(unreadable)
{
}

FIXTURE_VARIANT_ADD(unreadable, smbus) {
	.board = "smbus",
	.emulator = PLATE " smbus_func=0x00100000",	/* writes byte data */
};

FIXTURE_VARIANT_ADD(unreadable, i2c) {
	.board = "i2c",
	.emulator = PLATE " reads=none",
};

FIXTURE_VARIANT_ADD(unreadable, i2c_that_fails) {
	.board = "i2c",
	.emulator = PLATE " reads=fail",
};

TEST_F(unreadable, adapter_has_a_panel_without_keys)
{
	int keypad = keypad_open_without_repetition("LCD");

	lcd_show("still a panel");
	EXPECT_STREQ("still a panel||||", glass_of(variant->board));
	EXPECT_TRUE(eventually(!system("dmesg | grep -q 'the adapter cannot read: no keys'")));
	emu_control(variant->board, "keys", "1");
	EXPECT_TRUE(keypad_is_quiet(keypad, QUIET_MS));
	close(keypad);
	shell_or_fail("test $(dmesg | grep -c 'cannot read') = 1");
	EXPECT_NE(NULL, strstr(attr_show("LCD", "hardware"), "keys unreadable"));
	EXPECT_NE(NULL, strstr(attr_show("LCD", "stats"), "losses 0\n"));
}

/* Mistakes */

FIXTURE(refused) {
};

FIXTURE_VARIANT(refused) {
	const char *emulator;
	const char *entry;	/* in the parameter panel */
	const char *message;
};

FIXTURE_SETUP(refused)
{
	shell_or_fail("dmesg -C");
}

FIXTURE_TEARDOWN(refused)
{
}

FIXTURE_VARIANT_ADD(refused, keys_on_both_ports) {
	.emulator = PLATE,
	.entry = "0020:rs=b7,e=b5,d4=b4,d5=b3,d6=b2,d7=b1,key_up=a0,key_down=b0",
	.message = "the keys have to be on one port",
};

FIXTURE_VARIANT_ADD(refused, keys_on_a_backpack_that_reads_none) {
	.emulator = "chip=pcf8574",
	.entry = "0027:rs=0,e=2,d4=4,d5=5,d6=6,d7=7,key_up=1",
	.message = "0027: keys: only an MCP23008, MCP23017",
};

TEST_F(refused, with_a_message)
{
	char command[128];

	start_with_entry(variant->emulator, variant->entry);
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	snprintf(command, sizeof(command), "dmesg | grep -q '%s'", variant->message);
	shell_or_fail(command);
}

/* After devlcd */

static int register_of(int fd, unsigned char address)
{
	unsigned char value = 0xee;
	struct i2c_msg msgs[] = {
		{ .addr = 0x20, .len = 1, .buf = &address },
		{ .addr = 0x20, .flags = I2C_M_RD, .len = 1, .buf = &value },
	};
	struct i2c_rdwr_ioctl_data data = { .msgs = msgs, .nmsgs = 2 };

	return ioctl(fd, I2C_RDWR, &data) == 2 ? value : -1;
}

static int open_bus(const char *board)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/i2c-%d", emu_bus(board));
	return open_or_fail(path, O_RDWR);
}

/* Other drivers expect one bank, as there is after a reset. */
TEST(an_unbound_chip_has_the_modes_of_a_reset)
{
	int fd;

	panel_start("i2c", PLATE " interrupt=Y", "");
	lcd_show("stays");
	panel_unbind("i2c");
	fd = open_bus("i2c");
	EXPECT_EQ(0, register_of(fd, 0x0a));	/* IOCON */
	EXPECT_EQ(0, register_of(fd, 0x02));	/* IPOLA */
	EXPECT_EQ(0, register_of(fd, 0x04));	/* GPINTENA */
	EXPECT_EQ(0, register_of(fd, 0x0c));	/* GPPUA */
	EXPECT_EQ(0x3f, register_of(fd, 0x00));	/* IODIRA: its light stays on */
	EXPECT_STREQ("stays||||", glass_of("i2c"));
	EXPECT_STREQ("3", emu_state("i2c", "lit"));
	close(fd);
}

TEST(an_unbound_chip_of_one_port_has_the_modes_of_a_reset)
{
	int fd;

	panel_start("i2c", "chip=mcp23008", "");
	lcd_show("stays");
	panel_unbind("i2c");
	fd = open_bus("i2c");
	EXPECT_EQ(0, register_of(fd, 0x05));
	EXPECT_STREQ("stays||||", glass_of("i2c"));
	close(fd);
}

TEST_HARNESS_MAIN
