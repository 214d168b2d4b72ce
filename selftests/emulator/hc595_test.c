// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chips on the SPI controller, through spidev. The shift register: when a byte reaches
 * the glass, what the emulator says of a wrong mode or clock, and the faults it makes.
 * Expanders: which messages they take; expander_test is of the same registers on I2C.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "burst.h"
#include "bus.h"
#include "emu.h"
#include "spidev.h"

FIXTURE(shift) {
	int fd;
	struct burst burst;
};

/* The device, as spidev_open() takes it. */
static void restart(FIXTURE_DATA(shift) *self, const char *device)
{
	if (self->fd > 0)
		close(self->fd);
	emu_fresh("spi");
	self->fd = spidev_open("spi", device);
}

FIXTURE_SETUP(shift)
{
	emu_set_defaults();
	emu_set("chip", "hc595");
	emu_set("bus_khz", "100");
	restart(self, "");
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(shift)
{
	close(self->fd);
}

TEST_F(shift, powers_on_with_all_outputs_high)
{
	unsigned char port = 0;

	EXPECT_STREQ("on", emu_state("spi", "backlight"));
	EXPECT_EQ(0, spidev_shift(self->fd, &port, 1));
	EXPECT_STREQ("off", emu_state("spi", "backlight"));
	EXPECT_EQ(1, emu_violations("spi", "hold"));
}

TEST_F(shift, shows_text_after_initialisation)
{
	bus_initialise(self->fd);
	burst_text(&self->burst, "Hello", 0);
	EXPECT_EQ(0, burst_send(self->fd, &self->burst));
	EXPECT_STREQ("Hello", emu_row("spi", 0));
	EXPECT_STREQ("4", emu_state("spi", "bits"));
	EXPECT_EQ(0, emu_violations("spi", NULL));
}

TEST_F(shift, only_what_is_there_when_the_select_line_rises_counts)
{
	unsigned char ports[] = { 0xff & ~E, BACKLIGHT | E, 0, BACKLIGHT };

	bus_transfer(self->fd, 0, ports, 1);
	emu_control("spi", "reset", "1");
	EXPECT_EQ(0, spidev_shift(self->fd, ports, sizeof(ports)));
	EXPECT_EQ(1, emu_counter("spi", "steps"));
	EXPECT_EQ(4, emu_counter("spi", "bytes"));
	EXPECT_EQ(0, emu_counter("spi", "instructions"));
	EXPECT_STREQ("on", emu_state("spi", "backlight"));
	EXPECT_EQ(0, emu_violations("spi", NULL));
}

TEST_F(shift, counts_what_passes)
{
	bus_initialise(self->fd);
	emu_control("spi", "reset", "1");
	burst_text(&self->burst, "abc", 0);
	burst_send(self->fd, &self->burst);
	EXPECT_EQ(1, emu_counter("spi", "transfers"));
	EXPECT_EQ(1 + 3 * 4, emu_counter("spi", "bytes"));
	EXPECT_EQ(1 + 3 * 4, emu_counter("spi", "steps"));
	EXPECT_EQ(3, emu_counter("spi", "data_writes"));
	EXPECT_EQ(13 * 8 * 10, emu_counter("spi", "wire_us"));
}

TEST_F(shift, at_1_mhz_characters_need_five_bytes_more)
{
	restart(self, "0 1000");
	bus_initialise(self->fd);
	burst_text(&self->burst, "ab", 5);
	burst_send(self->fd, &self->burst);
	EXPECT_EQ(0, emu_violations("spi", NULL));
	burst_text(&self->burst, "cd", 3);
	burst_send(self->fd, &self->burst);
	EXPECT_EQ(1, emu_violations("spi", "busy"));
}

TEST_F(shift, bytes_before_the_last_of_a_transfer_are_a_pause)
{
	unsigned char ports[6] = { [5] = BACKLIGHT | RS | E };

	restart(self, "0 1000");
	bus_initialise(self->fd);
	burst_text(&self->burst, "a", 0);
	burst_send(self->fd, &self->burst);
	burst_text(&self->burst, "b", 0);
	EXPECT_EQ(0, spidev_shift(self->fd, ports, sizeof(ports)));
	EXPECT_EQ(0, bus_transfer(self->fd, 0, self->burst.bytes + 2,
				  self->burst.count - 2));
	EXPECT_EQ(0, emu_violations("spi", "busy"));
}

TEST_F(shift, in_mode_3_it_sees_the_same)
{
	restart(self, "3");
	bus_initialise(self->fd);
	burst_text(&self->burst, "same", 0);
	EXPECT_EQ(0, burst_send(self->fd, &self->burst));
	EXPECT_STREQ("same", emu_row("spi", 0));
	EXPECT_EQ(0, emu_violations("spi", NULL));
}

TEST_F(shift, in_other_modes_bits_come_late)
{
	unsigned char port = 2 * BACKLIGHT;

	for (int mode = 1; mode <= 2; mode++) {
		restart(self, mode == 1 ? "1" : "2");
		EXPECT_EQ(0, spidev_shift(self->fd, "", 1));
		EXPECT_STREQ("off", emu_state("spi", "backlight"));
		EXPECT_EQ(0, spidev_shift(self->fd, &port, 1));
		EXPECT_STREQ("on", emu_state("spi", "backlight"));
		EXPECT_EQ(2, emu_violations("spi", "mode"));
	}
}

TEST_F(shift, a_clock_that_is_too_fast_is_a_breach)
{
	restart(self, "0 25000");
	EXPECT_EQ(0, spidev_shift(self->fd, "\373", 1));
	EXPECT_EQ(0, emu_violations("spi", "clock"));
	restart(self, "0 25001");
	EXPECT_EQ(0, spidev_shift(self->fd, "\373", 1));
	EXPECT_EQ(1, emu_violations("spi", "clock"));
}

TEST_F(shift, does_not_hear_what_the_other_select_line_is_for)
{
	restart(self, "0 100 1");
	EXPECT_EQ(0, spidev_shift(self->fd, "", 1));
	EXPECT_STREQ("on", emu_state("spi", "backlight"));
	EXPECT_EQ(0, emu_counter("spi", "steps"));
}

/* Faults */

TEST_F(shift, refuses_the_next_messages)
{
	emu_control("spi", "nak", "2");
	EXPECT_EQ(EIO, spidev_shift(self->fd, "\010", 1));
	EXPECT_EQ(EIO, spidev_shift(self->fd, "\010", 1));
	EXPECT_EQ(0, spidev_shift(self->fd, "\010", 1));
	EXPECT_EQ(2, emu_counter("spi", "naks"));
}

TEST_F(shift, refuses_a_byte_in_the_middle)
{
	unsigned char ports[] = { BACKLIGHT, 0, BACKLIGHT };

	emu_control("spi", "nak", "1 at 2 after 1 as 110");
	EXPECT_EQ(0, bus_transfer(self->fd, 0, ports, 3));
	EXPECT_EQ(ETIMEDOUT, bus_transfer(self->fd, 0, ports, 3));
	EXPECT_STREQ("off", emu_state("spi", "backlight"));
	EXPECT_EQ(0, bus_transfer(self->fd, 0, ports, 3));
}

TEST_F(shift, nobody_notices_that_it_is_absent)
{
	unsigned char back = 0;

	emu_control("spi", "absent", "1");
	EXPECT_EQ(0, spidev_exchange(self->fd, "", &back, 1));
	EXPECT_EQ(0xff, back);
	EXPECT_STREQ("on", emu_state("spi", "backlight"));
	emu_control("spi", "absent", "0");
	EXPECT_EQ(0, spidev_shift(self->fd, "", 1));
	EXPECT_STREQ("off", emu_state("spi", "backlight"));
}

TEST_F(shift, noise_changes_its_outputs)
{
	EXPECT_EQ(0, spidev_shift(self->fd, "", 1));
	emu_control("spi", "disturb", "port 08");
	EXPECT_STREQ("on", emu_state("spi", "backlight"));
	EXPECT_EQ(0, emu_violations("spi", "setup"));
}

TEST_F(shift, loses_its_outputs_in_a_power_cycle)
{
	EXPECT_EQ(0, spidev_shift(self->fd, "", 1));
	emu_control("spi", "power_cycle", "7");
	EXPECT_STREQ("on", emu_state("spi", "backlight"));
	EXPECT_STREQ("off", emu_state("spi", "display"));
}

/* Settings */

TEST_F(shift, takes_no_longer_message_than_the_controller)
{
	unsigned char ports[33] = { 0 };

	emu_set("max_write_len", "32");
	restart(self, "");
	EXPECT_EQ(0, spidev_shift(self->fd, ports, 32));
	EXPECT_EQ(EMSGSIZE, spidev_shift(self->fd, ports, 33));
}

TEST_F(shift, a_chip_is_on_the_bus_that_it_is_for)
{
	close(self->fd);
	self->fd = 0;
	emu_set("chip", "pcf8574");
	emu_replug("spi");
	EXPECT_STREQ("\n", emu_show("spi", "bus"));
	EXPECT_EQ(ENODEV, emu_try_control("spi", "device", "ltc2488"));
	EXPECT_EQ(EOPNOTSUPP, emu_try_control("i2c", "device", "ltc2488"));
}

/* Expanders */

#define WRITE 0x40
#define READ 0x41
#define IODIR 0x00
#define IOCON 0x05

FIXTURE(expander) {
	int fd;
};

FIXTURE_SETUP(expander)
{
	emu_set_defaults();
	emu_set("chip", "mcp23s08");
	emu_fresh("spi");
	self->fd = bus_open("spi");
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(expander)
{
	close(self->fd);
}

static int write_register(int fd, unsigned char opcode, unsigned char which,
			  unsigned char value)
{
	const unsigned char message[] = { opcode, which, value };

	return spidev_shift(fd, message, sizeof(message));
}

static int read_register(int fd, unsigned char which)
{
	const unsigned char message[] = { READ, which, 0 };
	unsigned char back[3] = { 0 };

	return spidev_exchange(fd, message, back, sizeof(back)) ? -1 : back[2];
}

TEST_F(expander, gives_what_was_written)
{
	EXPECT_EQ(0xff, read_register(self->fd, IODIR));
	EXPECT_EQ(0, write_register(self->fd, WRITE, IODIR, 0x5a));
	EXPECT_EQ(0x5a, read_register(self->fd, IODIR));
}

TEST_F(expander, takes_no_opcode_but_its_own)
{
	EXPECT_EQ(0, write_register(self->fd, WRITE + 2, IODIR, 0x5a));
	EXPECT_EQ(0, write_register(self->fd, READ, IODIR, 0x5a));
	EXPECT_EQ(0xff, read_register(self->fd, IODIR));
}

TEST_F(expander, each_message_begins_with_an_opcode)
{
	unsigned char bytes[] = { WRITE, IODIR, 0x5a };

	EXPECT_EQ(0, bus_transfer(self->fd, 0, bytes, sizeof(bytes)));
	EXPECT_EQ(0xff, read_register(self->fd, IODIR));
}

TEST_F(expander, one_register_may_be_written_over_and_over)
{
	const unsigned char message[] = { WRITE, IODIR, 1, 2, 3 };

	EXPECT_EQ(0, write_register(self->fd, WRITE, IOCON, 0x20));
	EXPECT_EQ(0, spidev_shift(self->fd, message, sizeof(message)));
	EXPECT_EQ(3, read_register(self->fd, IODIR));
}

TEST_F(expander, has_a_slower_clock_than_the_shift_register)
{
	close(self->fd);
	self->fd = spidev_open("spi", "0 10001");
	read_register(self->fd, IODIR);
	EXPECT_EQ(1, emu_violations("spi", "clock"));
}

int main(int argc, char **argv)
{
	int err = emu_load() ?: spidev_load();

	if (!err && access("/sys/kernel/debug/lcdemu/spi", F_OK))
		err = ENODEV;
	if (err)
		ksft_exit_skip("lcdemu.ko or spidev: %s\n", strerror(err));
	return test_harness_run(argc, argv);
}
