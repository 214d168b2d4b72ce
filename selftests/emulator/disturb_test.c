// SPDX-License-Identifier: GPL-2.0-only
/*
 * What comes without the driver and without an error, on the backpack; and the
 * watch over the glass meanwhile.
 */
#include <errno.h>
#include <linux/i2c.h>
#include <string.h>

#include "kselftest_harness.h"

#include "burst.h"
#include "bus.h"
#include "emu.h"

FIXTURE(disturb) {
	int fd;
	struct burst burst;
};

static void show(FIXTURE_DATA(disturb) *self, const char *text)
{
	burst_text(&self->burst, text, 0);
	burst_send(self->fd, &self->burst);
}

FIXTURE_SETUP(disturb)
{
	emu_set_defaults();
	emu_fresh("i2c");
	self->fd = bus_open("i2c");
	ASSERT_LE(0, self->fd);
	bus_initialise(self->fd);
	show(self, "ok");
}

FIXTURE_TEARDOWN(disturb)
{
	close(self->fd);
}

static void disturb(const char *what)
{
	emu_control("i2c", "disturb", what);
}

static unsigned char port_of(int fd)
{
	unsigned char port = 0;

	bus_transfer(fd, I2C_M_RD, &port, 1);
	return port;
}

TEST_F(disturb, a_pulse_on_e_is_a_slip_of_the_phase)
{
	disturb("port 08 0c 08");
	EXPECT_STREQ("ok", emu_row("i2c", 0));
	show(self, "AB");
	EXPECT_STRNE("okAB", emu_row("i2c", 0));
}

TEST_F(disturb, two_pulses_are_a_clear)
{
	disturb("port 08 0c 08 18 1c 18");
	EXPECT_STREQ("", emu_row("i2c", 0));
	instruct_and_wait(self->fd, 0x80, 2000);
	show(self, "AB");
	EXPECT_STREQ("AB", emu_row("i2c", 0));
}

TEST_F(disturb, nobody_is_blamed)
{
	emu_control("i2c", "reset", "1");
	disturb("port 08 0c 19 1d 08");
	disturb("instruction ff");
	disturb("dip 3");
	EXPECT_EQ(0, emu_violations("i2c", NULL));
	EXPECT_EQ(0, emu_counter("i2c", "transfers"));
	EXPECT_EQ(0, emu_counter("i2c", "bytes"));
	EXPECT_EQ(0, emu_counter("i2c", "steps"));
	EXPECT_EQ(0, emu_counter("i2c", "wire_us"));
}

TEST_F(disturb, the_port_keeps_its_last_state)
{
	disturb("port f8 50");
	EXPECT_EQ(0x50, port_of(self->fd));
	EXPECT_STREQ("off", emu_state("i2c", "backlight"));
}

static const struct {
	const char *instruction;
	const char *key;
	const char *value;
} instructions[] = {
	{ "instruction 08", "display", "off" },
	{ "instruction 0f", "cursor", "on" },
	{ "instruction 18", "shift", "1" },
	{ "instruction 04", "entry", "decrement" },
	{ "instruction 07", "autoshift", "on" },
	{ "instruction 20", "lines", "1" },
	{ "instruction 38", "bits", "8" },
	{ "instruction 02", "address", "ddram 0x00" },
	{ "instruction 41", "address", "cgram 0x01" },
};

TEST_F(disturb, an_instruction_comes_out_of_nowhere)
{
	for (size_t i = 0; i < sizeof(instructions) / sizeof(*instructions); i++) {
		EXPECT_STRNE(instructions[i].value,
			     emu_state("i2c", instructions[i].key));
		disturb(instructions[i].instruction);
		EXPECT_STREQ(instructions[i].value,
			     emu_state("i2c", instructions[i].key));
	}
}

TEST_F(disturb, a_cell_changes)
{
	disturb("ddram 41 78");
	EXPECT_STREQ("ok", emu_row("i2c", 0));
	EXPECT_STREQ(" x", emu_row("i2c", 1));
	show(self, "!");
	EXPECT_STREQ("ok!", emu_row("i2c", 0));
}

TEST_F(disturb, a_picture_changes)
{
	char before[4096];

	strcpy(before, emu_show("i2c", "cgram"));
	disturb("cgram 3f 5a");
	EXPECT_STRNE(before, emu_show("i2c", "cgram"));
	EXPECT_STREQ("5a\n", strrchr(emu_show("i2c", "cgram"), ' ') + 1);
}

TEST_F(disturb, a_dip_resets_the_controller_and_not_the_port)
{
	disturb("port 18");
	disturb("dip 7");
	EXPECT_EQ(0x18, port_of(self->fd));
	EXPECT_STREQ("off", emu_state("i2c", "display"));
	EXPECT_STREQ("8", emu_state("i2c", "bits"));
	disturb("instruction 0c");
	EXPECT_STRNE("", emu_row("i2c", 0));
	disturb("dip 0");
	disturb("instruction 0c");
	EXPECT_STREQ("", emu_row("i2c", 0));
}

TEST_F(disturb, a_dip_may_be_too_slow_for_a_reset)
{
	char word[32];
	int four_bits = 0;

	for (int seed = 1; seed < 20; seed++) {
		snprintf(word, sizeof(word), "dip %d noreset", seed);
		disturb(word);
		four_bits += !strcmp("4", emu_state("i2c", "bits"));
	}
	EXPECT_NE(0, four_bits);
	EXPECT_NE(19, four_bits);
}

TEST_F(disturb, nonsense_is_refused)
{
	static const char *const words[] = {
		"nonsense", "port", "port zz", "port 08 zz", "instruction",
		"instruction 100", "instruction 01 1", "ddram 00", "ddram 28 41",
		"ddram 80 41", "ddram 00 41 1", "cgram 40 00", "cgram 00",
		"dip", "dip x",
		"port 1 2 3 4 5 6 7 8 9 a b c d e f 10 11",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		EXPECT_EQ(EINVAL, emu_try_control("i2c", "disturb", words[i]))
			TH_LOG("%s", words[i]);
	}
	EXPECT_STREQ("ok", emu_row("i2c", 0));
}

/* The watch */

TEST_F(disturb, is_told_from_what_the_driver_does)
{
	emu_control("i2c", "watch", "1");
	disturb("ddram 00 78");
	EXPECT_EQ(0, emu_counter("i2c", "flickers"));
	EXPECT_EQ(1, emu_counter("i2c", "wrong"));
	instruct_and_wait(self->fd, 0x80, 50);
	show(self, "o");
	EXPECT_EQ(0, emu_counter("i2c", "flickers"));
	EXPECT_EQ(0, emu_counter("i2c", "wrong"));
	instruct_and_wait(self->fd, 0x08, 50);
	instruct_and_wait(self->fd, 0x0c, 50);
	EXPECT_EQ(2, emu_counter("i2c", "flickers"));
	EXPECT_EQ(0, emu_counter("i2c", "wrong"));
	emu_control("i2c", "reset", "1");
	EXPECT_EQ(0, emu_counter("i2c", "flickers"));
}

TEST_F(disturb, a_dip_is_nobodys_flicker)
{
	emu_control("i2c", "watch", "1");
	disturb("dip 7");
	emu_control("i2c", "power_cycle", "8");
	EXPECT_EQ(0, emu_counter("i2c", "flickers"));
	EXPECT_EQ(2, emu_counter("i2c", "wrong"));
}

TEST_F(disturb, half_a_byte_is_no_flicker_until_it_is_whole)
{
	unsigned char ports[] = { 0x08, 0x0c, 0x08, 0x18, 0x1c, 0x18 };

	emu_control("i2c", "watch", "1");
	bus_transfer(self->fd, 0, ports, 5);
	EXPECT_EQ(0, emu_counter("i2c", "flickers"));
	bus_transfer(self->fd, 0, ports + 5, 1);
	EXPECT_EQ(2, emu_counter("i2c", "flickers"));
}

TEST_F(disturb, no_watch_sees_nothing)
{
	instruct_and_wait(self->fd, 0x01, 2000);
	EXPECT_EQ(0, emu_counter("i2c", "flickers"));
	EXPECT_EQ(0, emu_counter("i2c", "wrong"));
}

int main(int argc, char **argv)
{
	int err = emu_load();

	if (err)
		ksft_exit_skip("lcdemu.ko or i2c-dev: %s\n", strerror(err));
	return test_harness_run(argc, argv);
}
