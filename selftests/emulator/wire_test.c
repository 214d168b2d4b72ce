// SPDX-License-Identifier: GPL-2.0-only
/*
 * The backpack on the adapter for I2C, through i2c-dev: what its bytes do to the
 * glass, what the emulator says of who breaks a rule, and the faults it makes.
 */
#include <errno.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <sys/ioctl.h>
#include <time.h>

#include "kselftest_harness.h"

#include "burst.h"
#include "bus.h"
#include "emu.h"

FIXTURE(wire) {
	int fd;
	struct burst burst;
};

FIXTURE_SETUP(wire)
{
	emu_set_defaults();
	emu_fresh("i2c");
	self->fd = bus_open("i2c");
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(wire)
{
	close(self->fd);
}

static void restart(FIXTURE_DATA(wire) *self)
{
	close(self->fd);
	emu_fresh("i2c");
	self->fd = bus_open("i2c");
	bus_initialise(self->fd);
}

TEST_F(wire, powers_on_blank_and_with_all_pins_high)
{
	unsigned char port = 0;

	EXPECT_EQ(0, bus_transfer(self->fd, I2C_M_RD, &port, 1));
	EXPECT_EQ(0xff, port);
	EXPECT_STREQ("8", emu_state("i2c", "bits"));
	EXPECT_STREQ("off", emu_state("i2c", "display"));
	EXPECT_STREQ("on", emu_state("i2c", "backlight"));
	EXPECT_STREQ("", emu_row("i2c", 0));
}

TEST_F(wire, shows_text_after_initialisation)
{
	bus_initialise(self->fd);
	burst_text(&self->burst, "Hello", 0);
	EXPECT_EQ(0, burst_send(self->fd, &self->burst));
	EXPECT_STREQ("Hello", emu_row("i2c", 0));
	EXPECT_STREQ("4", emu_state("i2c", "bits"));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(wire, counts_what_passes)
{
	bus_initialise(self->fd);
	emu_control("i2c", "reset", "1");
	burst_text(&self->burst, "abc", 0);
	burst_send(self->fd, &self->burst);
	EXPECT_EQ(1, emu_counter("i2c", "transfers"));
	EXPECT_EQ(1 + 1 + 3 * 4, emu_counter("i2c", "bytes"));
	EXPECT_EQ(3, emu_counter("i2c", "data_writes"));
	EXPECT_EQ(0, emu_counter("i2c", "instructions"));
	EXPECT_EQ((14 * 9 + 2) * 10, emu_counter("i2c", "wire_us"));
}

TEST_F(wire, lowering_all_pins_at_once_breaks_the_hold_time)
{
	unsigned char port = 0;

	EXPECT_EQ(0, bus_transfer(self->fd, 0, &port, 1));
	EXPECT_EQ(1, emu_violations("i2c", "hold"));
	EXPECT_STREQ("off", emu_state("i2c", "backlight"));
}

TEST_F(wire, rs_with_e_breaks_the_set_up_time)
{
	bus_initialise(self->fd);
	burst_add(&self->burst, BACKLIGHT);
	burst_add(&self->burst, BACKLIGHT | RS | E);
	burst_add(&self->burst, BACKLIGHT | RS);
	burst_send(self->fd, &self->burst);
	EXPECT_EQ(1, emu_violations("i2c", "setup"));
	EXPECT_EQ(1, emu_violations("i2c", NULL));
}

TEST_F(wire, data_that_changes_as_e_falls_is_a_breach)
{
	bus_initialise(self->fd);
	burst_add(&self->burst, BACKLIGHT);
	burst_add(&self->burst, BACKLIGHT | E | 0x80);
	burst_add(&self->burst, BACKLIGHT | 0x40);
	burst_send(self->fd, &self->burst);
	EXPECT_EQ(1, emu_violations("i2c", "data"));
}

TEST_F(wire, at_100_khz_characters_need_no_pause)
{
	bus_initialise(self->fd);
	burst_text(&self->burst, "unpadded", 0);
	burst_send(self->fd, &self->burst);
	EXPECT_EQ(0, emu_violations("i2c", NULL));
	EXPECT_STREQ("unpadded", emu_row("i2c", 0));
}

TEST_F(wire, at_400_khz_characters_need_one_byte_more)
{
	emu_set("bus_khz", "400");
	restart(self);
	burst_text(&self->burst, "ab", 1);
	burst_send(self->fd, &self->burst);
	EXPECT_EQ(0, emu_violations("i2c", NULL));
	burst_text(&self->burst, "cdef", 0);
	burst_send(self->fd, &self->burst);
	EXPECT_NE(0, emu_violations("i2c", "busy"));
	EXPECT_STRNE("abcdef", emu_row("i2c", 0));
}

TEST_F(wire, at_1000_khz_characters_need_four_bytes_more)
{
	emu_set("bus_khz", "1000");
	restart(self);
	burst_text(&self->burst, "ab", 4);
	burst_send(self->fd, &self->burst);
	EXPECT_EQ(0, emu_violations("i2c", NULL));
	burst_text(&self->burst, "cd", 3);
	burst_send(self->fd, &self->burst);
	EXPECT_NE(0, emu_violations("i2c", "busy"));
}

TEST_F(wire, a_clear_wants_its_wait)
{
	bus_initialise(self->fd);
	burst_byte(&self->burst, 0, 0x01, 0);
	burst_text(&self->burst, "x", 0);
	burst_send(self->fd, &self->burst);
	EXPECT_EQ(1, emu_violations("i2c", "busy"));
}

TEST_F(wire, the_busy_flag_can_be_read)
{
	unsigned char port = 0xf0 | BACKLIGHT | RW | E;
	unsigned char seen = 0;

	emu_set("bus_khz", "1000");
	restart(self);
	burst_byte(&self->burst, 0, 0x01, 0);
	burst_add(&self->burst, 0xf0 | BACKLIGHT | RW);
	burst_add(&self->burst, port);
	/* Together, as the clear may be over on a busy machine before another transfer. */
	EXPECT_EQ(0, bus_write_read(self->fd, self->burst.bytes, self->burst.count, &seen));
	EXPECT_EQ(0x80 | BACKLIGHT | RW | E, seen);
	EXPECT_EQ(1, emu_counter("i2c", "flag_reads"));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(wire, a_pin_that_is_pulled_low_reads_low)
{
	unsigned char port = 0x50;
	unsigned char seen = 0;

	bus_transfer(self->fd, 0, &port, 1);
	bus_transfer(self->fd, I2C_M_RD, &seen, 1);
	EXPECT_EQ(0x50, seen);
}

/* Faults */

TEST_F(wire, refuses_the_next_transfers)
{
	unsigned char port = BACKLIGHT;

	emu_control("i2c", "nak", "2");
	EXPECT_EQ(ENXIO, bus_transfer(self->fd, 0, &port, 1));
	EXPECT_EQ(ENXIO, bus_transfer(self->fd, 0, &port, 1));
	EXPECT_EQ(0, bus_transfer(self->fd, 0, &port, 1));
	EXPECT_EQ(2, emu_counter("i2c", "naks"));
	EXPECT_EQ(4, emu_counter("i2c", "bytes"));
}

TEST_F(wire, refuses_always_until_told_otherwise)
{
	unsigned char port = BACKLIGHT;

	emu_control("i2c", "nak", "always");
	for (int i = 0; i < 20; i++)
		EXPECT_EQ(ENXIO, bus_transfer(self->fd, 0, &port, 1));
	emu_control("i2c", "nak", "off");
	EXPECT_EQ(0, bus_transfer(self->fd, 0, &port, 1));
}

TEST_F(wire, refuses_a_byte_in_the_middle)
{
	unsigned char ports[] = { 0x08, 0x18, 0x28, 0x38 };
	unsigned char seen = 0;

	emu_control("i2c", "nak", "1 at 3");
	EXPECT_EQ(EIO, bus_transfer(self->fd, 0, ports, 4));
	bus_transfer(self->fd, I2C_M_RD, &seen, 1);
	EXPECT_EQ(0x18, seen);
	EXPECT_EQ(0, bus_transfer(self->fd, 0, ports, 4));
}

TEST_F(wire, refuses_after_some_that_it_lets_through)
{
	unsigned char ports[] = { 0x08, 0x18 };

	emu_control("i2c", "nak", "1 at 1 after 2");
	EXPECT_EQ(0, bus_transfer(self->fd, 0, ports, 2));
	EXPECT_EQ(0, bus_transfer(self->fd, 0, ports, 2));
	EXPECT_EQ(EIO, bus_transfer(self->fd, 0, ports, 2));
	EXPECT_EQ(0, bus_transfer(self->fd, 0, ports, 2));
}

TEST_F(wire, refuses_as_another_adapter_would_say)
{
	unsigned char ports[] = { 0x08, 0x18 };

	emu_control("i2c", "nak", "1 at 1 after 0 as 110");
	EXPECT_EQ(ETIMEDOUT, bus_transfer(self->fd, 0, ports, 2));
	emu_control("i2c", "nak", "1 at 0 after 0 as 11");
	EXPECT_EQ(EAGAIN, bus_transfer(self->fd, 0, ports, 2));
	EXPECT_EQ(0, bus_transfer(self->fd, 0, ports, 2));
	emu_control("i2c", "nak", "1 at 1");
	EXPECT_EQ(EIO, bus_transfer(self->fd, 0, ports, 2));
}

TEST_F(wire, does_not_answer_while_absent)
{
	unsigned char port = 0x18;

	emu_control("i2c", "absent", "1");
	EXPECT_EQ(ENXIO, bus_transfer(self->fd, 0, &port, 1));
	emu_control("i2c", "absent", "0");
	bus_transfer(self->fd, I2C_M_RD, &port, 1);
	EXPECT_EQ(0xff, port);
}

TEST_F(wire, keeps_its_glass_while_absent)
{
	bus_initialise(self->fd);
	burst_text(&self->burst, "stays", 0);
	burst_send(self->fd, &self->burst);
	emu_control("i2c", "absent", "1");
	EXPECT_STREQ("stays", emu_row("i2c", 0));
}

TEST_F(wire, loses_everything_in_a_power_cycle)
{
	char before[4096];

	bus_initialise(self->fd);
	emu_control("i2c", "power_cycle", "7");
	EXPECT_STREQ("off", emu_state("i2c", "display"));
	EXPECT_STREQ("8", emu_state("i2c", "bits"));
	strcpy(before, emu_show("i2c", "ddram"));
	emu_control("i2c", "power_cycle", "8");
	EXPECT_STRNE(before, emu_show("i2c", "ddram"));
	emu_control("i2c", "power_cycle", "7");
	EXPECT_STREQ(before, emu_show("i2c", "ddram"));
}

TEST_F(wire, wants_its_wait_after_a_power_cycle)
{
	unsigned char port = 0xff & ~E;

	/* A slow machine may have waited for 40 ms without being told to. */
	for (int i = 0; i < 20 && !emu_violations("i2c", "init"); i++) {
		emu_control("i2c", "power_cycle", "7");
		bus_transfer(self->fd, 0, &port, 1);
		nibble_and_wait(self->fd, 0x30, 0);
	}
	EXPECT_EQ(1, emu_violations("i2c", "init"));
}

TEST_F(wire, power_may_come_too_slowly_for_a_reset)
{
	char word[32];
	int four_bits = 0;

	for (int seed = 1; seed < 20; seed++) {
		snprintf(word, sizeof(word), "%d noreset", seed);
		emu_control("i2c", "power_cycle", word);
		four_bits += !strcmp("4", emu_state("i2c", "bits"));
	}
	EXPECT_NE(0, four_bits);
}

TEST_F(wire, initialises_out_of_any_garbage)
{
	char word[32];

	for (int seed = 1; seed < 20; seed++) {
		snprintf(word, sizeof(word), "%d noreset", seed);
		emu_control("i2c", "power_cycle", word);
		usleep(41 * 1000);
		bus_initialise(self->fd);
		burst_text(&self->burst, "again", 0);
		burst_send(self->fd, &self->burst);
		ASSERT_STREQ("again", emu_row("i2c", 0));
		ASSERT_EQ(0, emu_violations("i2c", NULL));
	}
}

TEST_F(wire, answers_at_one_address_only)
{
	struct i2c_msg msg = { .addr = 0x26 };
	struct i2c_rdwr_ioctl_data data = { .msgs = &msg, .nmsgs = 1 };

	EXPECT_EQ(-1, ioctl(self->fd, I2C_RDWR, &data));
	EXPECT_EQ(ENXIO, errno);
}

/* Settings */

TEST_F(wire, takes_no_longer_write_than_the_adapter)
{
	unsigned char ports[33] = { 0 };

	emu_set("max_write_len", "32");
	restart(self);
	EXPECT_EQ(0, bus_transfer(self->fd, 0, ports, 32));
	EXPECT_EQ(EOPNOTSUPP, bus_transfer(self->fd, 0, ports, 33));
}

TEST_F(wire, pins_may_be_wired_otherwise)
{
	unsigned char port = 0x80;

	emu_set("pins", "6,5,4,7,0,1,2,3");
	emu_set("backlight_low", "Y");
	restart(self);
	EXPECT_EQ(0, bus_transfer(self->fd, 0, &port, 1));
	EXPECT_STREQ("off", emu_state("i2c", "backlight"));
	port = 0;
	EXPECT_EQ(0, bus_transfer(self->fd, 0, &port, 1));
	EXPECT_STREQ("on", emu_state("i2c", "backlight"));
}

TEST_F(wire, unknown_modules_are_refused)
{
	close(self->fd);	/* the bus goes when nobody has it open */
	emu_control("i2c", "plugged", "0");
	emu_set("geometry", "21x4");
	EXPECT_EQ(EINVAL, emu_try_control("i2c", "plugged", "1"));
	emu_set("geometry", "16x2");
	emu_control("i2c", "plugged", "1");
	EXPECT_STREQ("16x2", emu_state("i2c", "geometry"));
	self->fd = bus_open("i2c");
}

static long ms_since(const struct timespec *begin)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - begin->tv_sec) * 1000 + (now.tv_nsec - begin->tv_nsec) / 1000000;
}

TEST_F(wire, transfers_take_their_time_when_told_so)
{
	unsigned char ports[500] = { 0 };
	struct timespec begin;

	emu_set("realtime", "Y");
	restart(self);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	bus_transfer(self->fd, 0, ports, sizeof(ports));
	EXPECT_LE(45, ms_since(&begin));
}

TEST_F(wire, what_a_machine_needs_beyond_the_wire_passes_as_well)
{
	unsigned char port = BACKLIGHT;
	struct timespec begin;

	emu_set("bus_khz", "1000");
	emu_set("realtime", "Y");	/* so that each transfer sleeps for too long */
	restart(self);
	emu_control("i2c", "power_cycle", "7");
	clock_gettime(CLOCK_MONOTONIC, &begin);
	while (ms_since(&begin) < 42)
		bus_transfer(self->fd, 0, &port, 1);
	bus_initialise(self->fd);
	EXPECT_EQ(0, emu_violations("i2c", "init"));
}

int main(int argc, char **argv)
{
	int err = emu_load();

	if (err)
		ksft_exit_skip("lcdemu.ko or i2c-dev: %s\n", strerror(err));
	return test_harness_run(argc, argv);
}
