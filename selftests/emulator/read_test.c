// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads over the backpack, a nibble a transfer of one write and one read, and the
 * modules and adapters that cannot do that.
 */
#include <errno.h>
#include <linux/i2c.h>
#include <string.h>

#include "kselftest_harness.h"

#include "burst.h"
#include "bus.h"
#include "emu.h"

#define HIGH 0xf0	/* a pin that is latched high can be read */

FIXTURE(read) {
	int fd;
	struct burst burst;
};

static void begin(FIXTURE_DATA(read) *self)
{
	emu_fresh("i2c");
	self->fd = bus_open("i2c");
	bus_initialise(self->fd);
}

static void restart(FIXTURE_DATA(read) *self)
{
	close(self->fd);
	begin(self);
}

FIXTURE_SETUP(read)
{
	emu_set_defaults();
	begin(self);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(read)
{
	close(self->fd);
}

static unsigned char read_nibble(int fd, unsigned char rs, unsigned char data)
{
	unsigned char idle = data | BACKLIGHT | RW | rs;
	unsigned char ports[] = { idle, idle | E };
	unsigned char seen = 0;

	bus_write_read(fd, ports, sizeof(ports), &seen);
	return seen & 0xf0;
}

static unsigned char read_byte(int fd, unsigned char rs)
{
	unsigned char idle = HIGH | BACKLIGHT | RW | rs;
	unsigned char high = read_nibble(fd, rs, HIGH);
	unsigned char low = read_nibble(fd, rs, HIGH);

	bus_transfer(fd, 0, &idle, 1);
	return high | low >> 4;
}

static void show(FIXTURE_DATA(read) *self, const char *text)
{
	burst_text(&self->burst, text, 0);
	burst_send(self->fd, &self->burst);
}

TEST_F(read, the_address_counter)
{
	instruct_and_wait(self->fd, 0x80 | 0x45, 50);
	EXPECT_EQ(0x45, read_byte(self->fd, 0));
	show(self, "a");
	EXPECT_EQ(0x46, read_byte(self->fd, 0));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(read, cells_from_line_to_line)
{
	instruct_and_wait(self->fd, 0x80 | 0x27, 50);
	show(self, "ab");
	instruct_and_wait(self->fd, 0x80 | 0x27, 50);
	EXPECT_EQ('a', read_byte(self->fd, RS));
	EXPECT_EQ('b', read_byte(self->fd, RS));
	EXPECT_EQ(0x41, read_byte(self->fd, 0));
	EXPECT_EQ(2, emu_counter("i2c", "data_reads"));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(read, pictures)
{
	instruct_and_wait(self->fd, 0x40 | 0x08, 50);
	show(self, "\x11\x0e");
	instruct_and_wait(self->fd, 0x40 | 0x08, 50);
	EXPECT_EQ(0x11, read_byte(self->fd, RS));
	EXPECT_EQ(0x0e, read_byte(self->fd, RS));
	EXPECT_EQ(0x0a, read_byte(self->fd, 0));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(read, text_goes_on_after_it)
{
	show(self, "ab");
	instruct_and_wait(self->fd, 0x80, 50);
	read_byte(self->fd, RS);
	show(self, "c");
	EXPECT_STREQ("ac", emu_row("i2c", 0));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(read, without_an_address_is_a_breach)
{
	show(self, "ab");
	EXPECT_EQ('b', read_byte(self->fd, RS));
	EXPECT_EQ(1, emu_violations("i2c", "read"));
	EXPECT_EQ(1, emu_violations("i2c", NULL));
}

TEST_F(read, a_single_nibble_leaves_the_phase_wrong)
{
	unsigned char idle = BACKLIGHT | RW;

	instruct_and_wait(self->fd, 0x80 | 0x45, 50);
	EXPECT_EQ(0x40, read_nibble(self->fd, 0, HIGH));
	bus_transfer(self->fd, 0, &idle, 1);
	EXPECT_EQ(0x50, read_nibble(self->fd, 0, HIGH));
	EXPECT_EQ(0x40, read_nibble(self->fd, 0, HIGH));
	show(self, "x");
	EXPECT_STRNE("x", emu_row("i2c", 1));
}

TEST_F(read, a_pin_that_is_latched_low_is_low)
{
	instruct_and_wait(self->fd, 0x80 | 0x67, 50);
	EXPECT_EQ(0x20, read_nibble(self->fd, 0, 0x20));
	EXPECT_EQ(0x30, read_nibble(self->fd, 0, 0x30));
}

TEST_F(read, pins_without_e_are_as_they_are_latched)
{
	unsigned char port = HIGH | RW | RS;
	unsigned char seen = 0;

	EXPECT_EQ(0, bus_write_read(self->fd, &port, 1, &seen));
	EXPECT_EQ(port, seen);
}

TEST_F(read, counts)
{
	emu_control("i2c", "reset", "1");
	read_nibble(self->fd, 0, HIGH);
	EXPECT_EQ(1, emu_counter("i2c", "transfers"));
	EXPECT_EQ(1, emu_counter("i2c", "reads"));
	EXPECT_EQ(5, emu_counter("i2c", "bytes"));
	EXPECT_EQ(480, emu_counter("i2c", "wire_us"));
	EXPECT_EQ(480, emu_counter("i2c", "longest_us"));
	read_byte(self->fd, 0);
	EXPECT_EQ(480, emu_counter("i2c", "longest_us"));
}

/* What cannot be read */

TEST_F(read, of_data_without_rw_writes_what_the_lines_have)
{
	emu_set("rw_wired", "N");
	restart(self);
	show(self, "ab");
	instruct_and_wait(self->fd, 0x80, 50);
	EXPECT_EQ(0xff, read_byte(self->fd, RS));
	EXPECT_STREQ("\\xffb", emu_row("i2c", 0));
	EXPECT_EQ(0, emu_counter("i2c", "data_reads"));
}

TEST_F(read, of_the_address_without_rw_is_an_instruction)
{
	emu_set("rw_wired", "N");
	restart(self);
	EXPECT_EQ(0xff, read_byte(self->fd, 0));
	EXPECT_STREQ("ddram 0x7f", emu_state("i2c", "address"));
	EXPECT_EQ(0, emu_counter("i2c", "flag_reads"));
}

TEST_F(read, alone_is_refused_by_some_adapters)
{
	unsigned char port = HIGH | RW;
	unsigned char seen = 0;

	emu_set("reads", "after_write");
	restart(self);
	emu_control("i2c", "reset", "1");
	EXPECT_EQ(EOPNOTSUPP, bus_transfer(self->fd, I2C_M_RD, &seen, 1));
	EXPECT_EQ(0, emu_counter("i2c", "transfers"));
	EXPECT_EQ(0, bus_write_read(self->fd, &port, 1, &seen));
	EXPECT_EQ(port, seen);
}

TEST_F(read, any_is_refused_by_others)
{
	unsigned char port = HIGH | RW;
	unsigned char seen = 0;

	emu_set("reads", "none");
	restart(self);
	emu_control("i2c", "reset", "1");
	EXPECT_EQ(EOPNOTSUPP, bus_transfer(self->fd, I2C_M_RD, &seen, 1));
	EXPECT_EQ(EOPNOTSUPP, bus_write_read(self->fd, &port, 1, &seen));
	EXPECT_EQ(0, emu_counter("i2c", "transfers"));
	EXPECT_EQ(0, bus_transfer(self->fd, 0, &port, 1));
}

TEST_F(read, needs_a_known_kind_of_adapter)
{
	close(self->fd);
	emu_set("reads", "sometimes");
	emu_control("i2c", "plugged", "0");
	EXPECT_EQ(EINVAL, emu_try_control("i2c", "plugged", "1"));
	emu_set("reads", "any");
	emu_control("i2c", "plugged", "1");
	self->fd = bus_open("i2c");
}

int main(int argc, char **argv)
{
	int err = emu_load();

	if (err)
		ksft_exit_skip("lcdemu.ko or i2c-dev: %s\n", strerror(err));
	return test_harness_run(argc, argv);
}
