// SPDX-License-Identifier: GPL-2.0-only
/*
 * Controllers that are on the I2C bus themselves, through i2c-dev: what control
 * bytes do, the instructions of their own, and what the emulator says of who is
 * too fast.
 */
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "bus.h"
#include "emu.h"

#define SEND(...)							\
	({								\
		unsigned char bytes[] = { __VA_ARGS__ };		\
									\
		bus_transfer(self->fd, 0, bytes, sizeof(bytes));	\
	})

#define MORE 0x80
#define DATA 0x40

FIXTURE(native) {
	int fd;
};

FIXTURE_SETUP(native)
{
	self->fd = -1;
}

FIXTURE_TEARDOWN(native)
{
	if (self->fd >= 0)
		close(self->fd);
}

static void wait_ms(unsigned int ms)
{
	usleep(ms * 1000);
}

/* At the address of bus.h, and cleared. */
static int plug_again(void)
{
	unsigned char clear[] = { 0, 0x01 };
	int fd;

	emu_fresh("i2c");
	fd = bus_open("i2c");
	bus_transfer(fd, 0, clear, sizeof(clear));
	wait_ms(2);
	emu_control("i2c", "reset", "1");
	return fd;
}

static int plug(const char *chip, const char *khz)
{
	emu_set_defaults();
	emu_set("chip", chip);
	emu_set("bus_khz", khz);
	return plug_again();
}

TEST_F(native, a_control_byte_says_what_follows)
{
	self->fd = plug("aip31068", "100");
	EXPECT_EQ(0, SEND(MORE, 0x38, MORE, 0x0c, MORE, 0x06));
	EXPECT_EQ(0, SEND(DATA, 'r', 'u', 'n'));
	EXPECT_EQ(0, SEND(MORE | DATA, '+', MORE | DATA, '1', DATA, 'a', 'b'));
	EXPECT_STREQ("run+1ab", emu_row("i2c", 0));
	EXPECT_EQ(0, SEND(MORE, 0xc0, DATA, 'x'));
	EXPECT_STREQ("run+1ab", emu_row("i2c", 0));
	EXPECT_STREQ("x", emu_row("i2c", 1));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(native, after_a_control_byte_without_more_there_is_none)
{
	self->fd = plug("aip31068", "100");
	SEND(0, 0x38, 0x0c, 0x06, 0x80);
	EXPECT_EQ(4, emu_counter("i2c", "instructions"));
	SEND(DATA, 'a', DATA, 'b');
	EXPECT_EQ(3, emu_counter("i2c", "data_writes"));
	EXPECT_STREQ("a@b", emu_row("i2c", 0));
}

TEST_F(native, a_transfer_begins_with_a_control_byte)
{
	self->fd = plug("aip31068", "100");
	SEND(0, 0x38, 0x0c);
	SEND(DATA, 'a');
	SEND(DATA);
	SEND(DATA, 'b');
	EXPECT_STREQ("ab", emu_row("i2c", 0));
}

TEST_F(native, data_at_400_khz_come_too_early)
{
	self->fd = plug("aip31068", "400");
	SEND(MORE, 0x38, MORE, 0x0c);
	EXPECT_EQ(0, emu_violations("i2c", NULL));
	SEND(MORE | DATA, 'a', MORE | DATA, 'b', MORE | DATA, 'c');
	EXPECT_EQ(0, emu_violations("i2c", NULL));
	EXPECT_STREQ("abc", emu_row("i2c", 0));
	SEND(DATA, 'd', 'e', 'f');
	EXPECT_EQ(1, emu_violations("i2c", "busy"));
	EXPECT_STREQ("abcdf", emu_row("i2c", 0));
}

TEST_F(native, the_time_after_power_on_is_watched)
{
	self->fd = plug("st7032", "100");
	/* A busy machine may have waited without being told to. */
	for (int i = 0; i < 20 && !emu_violations("i2c", "init"); i++) {
		emu_control("i2c", "power_cycle", "1");
		SEND(0, 0x38);
	}
	EXPECT_EQ(1, emu_violations("i2c", "init"));
}

TEST_F(native, st7032_is_dark_without_booster_and_follower)
{
	self->fd = plug("st7032", "100");
	SEND(0, 0x38, 0x0c);
	SEND(DATA, 'a');
	EXPECT_STREQ("", emu_row("i2c", 0));
	SEND(0, 0x39, 0x14, 0x78, 0x56, 0x6c, 0x38);
	EXPECT_STREQ("a", emu_row("i2c", 0));
	EXPECT_STREQ("40", emu_state("i2c", "contrast"));
	EXPECT_STREQ("0", emu_state("i2c", "shift"));
	SEND(0, 0x39, 0x52);
	EXPECT_STREQ("", emu_row("i2c", 0));
}

TEST_F(native, st7032_has_its_own_instructions_in_their_table_only)
{
	self->fd = plug("st7032", "100");
	SEND(0, 0x38, 0x70, 0x41);
	EXPECT_STREQ("0", emu_state("i2c", "contrast"));
	EXPECT_STREQ("cgram 0x01", emu_state("i2c", "address"));
	SEND(0, 0x39, 0x7f, 0x80, 0x41);
	EXPECT_STREQ("15", emu_state("i2c", "contrast"));
	EXPECT_STREQ("ddram 0x00", emu_state("i2c", "address"));
}

TEST_F(native, st7032_is_to_be_off_until_its_voltages_have_risen)
{
	int tries = 0;

	/* A busy machine may have waited without being told to. */
	do {
		if (tries)
			close(self->fd);
		self->fd = plug("st7032", "100");
		SEND(0, 0x39, 0x14, 0x78, 0x56, 0x6c, 0x38);
		SEND(0, 0x0c);
	} while (!emu_violations("i2c", "init") && ++tries < 20);
	EXPECT_EQ(1, emu_violations("i2c", "init"));

	close(self->fd);
	self->fd = plug("st7032", "100");
	SEND(0, 0x39, 0x14, 0x78, 0x56, 0x6c, 0x38);
	wait_ms(200);
	SEND(0, 0x0c);
	EXPECT_EQ(0, emu_violations("i2c", "init"));
}

TEST_F(native, three_lines_of_an_st7036_are_three_rows)
{
	emu_set_defaults();
	emu_set("chip", "st7036-3line");
	emu_set("geometry", "16x3");
	self->fd = plug_again();
	SEND(0, 0x39, 0x15, 0x74, 0x55, 0x6e, 0x38);
	wait_ms(200);
	SEND(0, 0x0c, 0x06, 0x8f);
	SEND(DATA, 'a', 'b');
	SEND(MORE, 0x80 | 0x20, DATA, 'c');
	EXPECT_STREQ("               a", emu_row("i2c", 0));
	EXPECT_STREQ("b", emu_row("i2c", 1));
	EXPECT_STREQ("c", emu_row("i2c", 2));
	SEND(0, 0x80 | 0x30);
	EXPECT_EQ(1, emu_violations("i2c", "address"));
	SEND(0, 0x39, 0x14, 0x38);
	EXPECT_STREQ("", emu_row("i2c", 0));
}

TEST_F(native, pcf2119_has_ascii_in_the_upper_half)
{
	self->fd = plug("pcf2119", "100");
	SEND(0, 0x35, 0x42, 0xa0, 0x34, 0x0c, 0x06);
	SEND(DATA, 0x80 | 'o', 0x80 | 'k', 'n');
	EXPECT_STREQ("ok\\x6e", emu_row("i2c", 0));
	EXPECT_STREQ("32", emu_state("i2c", "contrast"));
	EXPECT_STREQ("2", emu_state("i2c", "lines"));
	SEND(0, 0x35, 0x80, 0x34);
	EXPECT_STREQ("", emu_row("i2c", 0));
}

TEST_F(native, the_light_is_another_chip)
{
	unsigned char byte = 0;

	self->fd = plug("jhd1313", "100");
	EXPECT_STREQ("off", emu_state("i2c", "backlight"));
	EXPECT_EQ(0, bus_transfer_to(self->fd, 0x62, (unsigned char[]){ 0x08, 0x15 }, 2));
	EXPECT_STREQ("off", emu_state("i2c", "backlight"));
	EXPECT_EQ(0, bus_transfer_to(self->fd, 0x62, (unsigned char[]){ 0x00, 0x00 }, 2));
	EXPECT_STREQ("on", emu_state("i2c", "backlight"));
	EXPECT_NE(0, bus_transfer_to(self->fd, 0x30, &byte, 1));

	close(self->fd);
	self->fd = plug("jhd1313-v5", "100");
	EXPECT_EQ(0, bus_transfer_to(self->fd, 0x30, (unsigned char[]){ 0x04, 0x15 }, 2));
	EXPECT_STREQ("on", emu_state("i2c", "backlight"));
	EXPECT_NE(0, bus_transfer_to(self->fd, 0x62, &byte, 1));
}

/* Write @value to a register of the light at @address. */
static int light_write(int fd, unsigned int address, unsigned char at, unsigned char value)
{
	return bus_transfer_to(fd, address, (unsigned char[]){ at, value }, 2);
}

TEST_F(native, the_light_has_levels)
{
	self->fd = plug("jhd1313", "100");
	EXPECT_EQ(0, light_write(self->fd, 0x62, 0x00, 0x00));
	EXPECT_EQ(0, light_write(self->fd, 0x62, 0x08, 0x2a));
	EXPECT_STREQ("off", emu_state("i2c", "backlight"));
	EXPECT_EQ(0, light_write(self->fd, 0x62, 0x03, 100));
	EXPECT_EQ(0, light_write(self->fd, 0x62, 0x05, 100));
	EXPECT_STREQ("100", emu_state("i2c", "level"));
	EXPECT_EQ(0, light_write(self->fd, 0x62, 0x08, 0x15));
	EXPECT_STREQ("768", emu_state("i2c", "level"));

	close(self->fd);
	self->fd = plug("jhd1313-v5", "100");
	EXPECT_EQ(0, light_write(self->fd, 0x30, 0x04, 0x15));
	EXPECT_STREQ("240", emu_state("i2c", "level"));
	EXPECT_EQ(0, light_write(self->fd, 0x30, 0x06, 0));
	EXPECT_EQ(0, light_write(self->fd, 0x30, 0x07, 0xff));
	EXPECT_EQ(0, light_write(self->fd, 0x30, 0x08, 191));
	EXPECT_STREQ("385", emu_state("i2c", "level"));
	EXPECT_EQ(0, light_write(self->fd, 0x30, 0x04, 0x04));
	EXPECT_STREQ("192", emu_state("i2c", "level"));
}

int main(int argc, char **argv)
{
	int err = emu_load();

	if (err)
		ksft_exit_skip("lcdemu.ko or i2c-dev: %s\n", strerror(err));
	return test_harness_run(argc, argv);
}
