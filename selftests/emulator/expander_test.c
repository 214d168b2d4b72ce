// SPDX-License-Identifier: GPL-2.0-only
/*
 * The expanders MCP23008 and MCP23017 through i2c-dev: their registers, how the
 * pointer to them moves, and what that does to the module behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "kselftest_harness.h"

#include "emu.h"

#define ADDRESS 0x20

/* With one bank, as after power-on. */
enum {
	IODIRA, IODIRB, IPOLA, GPINTENA = 4, DEFVALA = 6, INTCONA = 8, IOCON = 10,
	GPPUA = 12, INTFA = 14, INTCAPA = 16, GPIOA = 18, GPIOB,
	OLATA, OLATB
};

/* Of the MCP23008, and of a port with a bank of its own. */
enum { IODIR, ONE_IOCON = 5, GPIO = 9, OLAT, BANK_B = 16 };

#define BYTE_MODE 0x20
#define BANKS 0x80

static int transfer(int fd, struct i2c_msg *msgs, int count)
{
	struct i2c_rdwr_ioctl_data data = { .msgs = msgs, .nmsgs = count };

	return ioctl(fd, I2C_RDWR, &data) == count ? 0 : errno;
}

static int put(int fd, const unsigned char *bytes, int count)
{
	struct i2c_msg msg = { .addr = ADDRESS, .len = count, .buf = (void *)bytes };

	return transfer(fd, &msg, 1);
}

#define PUT(fd, ...)							\
	put(fd, (const unsigned char []){ __VA_ARGS__ },		\
	    sizeof((const unsigned char []){ __VA_ARGS__ }))

static void get_many(int fd, unsigned char address, unsigned char *bytes, int count)
{
	struct i2c_msg msgs[] = {
		{ .addr = ADDRESS, .len = 1, .buf = &address },
		{ .addr = ADDRESS, .flags = I2C_M_RD, .len = count, .buf = bytes },
	};

	memset(bytes, 0xee, count);
	transfer(fd, msgs, 2);
}

static int get(int fd, unsigned char address)
{
	unsigned char byte;

	get_many(fd, address, &byte, 1);
	return byte;
}

static int begin(const char *chip)
{
	char path[32];

	emu_set_defaults();
	emu_set("chip", chip);
	emu_set("address", "0x20");
	emu_fresh("i2c");
	snprintf(path, sizeof(path), "/dev/i2c-%d", emu_bus("i2c"));
	return open(path, O_RDWR | O_CLOEXEC);
}

/* Two ports */

FIXTURE(two_ports) {
	int fd;
};

FIXTURE_SETUP(two_ports)
{
	self->fd = begin("mcp23017");
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(two_ports)
{
	close(self->fd);
}

TEST_F(two_ports, powers_on_with_all_pins_as_inputs)
{
	unsigned char registers[OLATB + 1];

	get_many(self->fd, IODIRA, registers, sizeof(registers));
	EXPECT_EQ(0xff, registers[IODIRA]);
	EXPECT_EQ(0xff, registers[IODIRB]);
	for (int i = IPOLA; i <= OLATB; i++)
		EXPECT_TRUE(registers[i] == 0 || i == GPIOB);
	/* The controller pulls RS, RW and data up, and nothing pulls E. */
	EXPECT_EQ(0xde, registers[GPIOB]);
}

TEST_F(two_ports, the_pointer_runs_through_all_registers_and_around)
{
	unsigned char seen[3];

	PUT(self->fd, OLATA, 0x11, 0x22, 0x0f);
	get_many(self->fd, OLATA, seen, 3);
	EXPECT_EQ(0x11, seen[0]);
	EXPECT_EQ(0x22, seen[1]);
	EXPECT_EQ(0x0f, seen[2]);
	EXPECT_EQ(0x0f, get(self->fd, IODIRA));
}

TEST_F(two_ports, in_byte_mode_with_one_bank_bytes_go_to_both_ports_in_turn)
{
	PUT(self->fd, IOCON, BYTE_MODE);
	PUT(self->fd, OLATB, 0x01, 0x02, 0x03);
	EXPECT_EQ(0x02, get(self->fd, OLATA));
	EXPECT_EQ(0x03, get(self->fd, OLATB));
}

TEST_F(two_ports, in_byte_mode_with_two_banks_bytes_go_to_one_register)
{
	PUT(self->fd, IOCON, BANKS | BYTE_MODE);
	PUT(self->fd, BANK_B + OLAT, 0x01, 0x02, 0x03);
	EXPECT_EQ(0x00, get(self->fd, OLAT));
	EXPECT_EQ(0x03, get(self->fd, BANK_B + OLAT));
	EXPECT_EQ(BANKS | BYTE_MODE, get(self->fd, BANK_B + ONE_IOCON));
}

TEST_F(two_ports, with_two_banks_there_are_gaps)
{
	PUT(self->fd, IOCON, BANKS | BYTE_MODE);
	PUT(self->fd, OLAT + 1, 0x55);
	PUT(self->fd, 2 * BANK_B, 0x55);
	EXPECT_EQ(0, get(self->fd, OLAT + 1));
	EXPECT_EQ(0, get(self->fd, 2 * BANK_B));
	EXPECT_EQ(0xff, get(self->fd, IODIR));
}

/* What a driver does that knows nothing of the state. */
TEST_F(two_ports, can_be_put_into_two_banks_from_either_state)
{
	for (int banks = 0; banks < 2; banks++) {
		PUT(self->fd, 0x05, 0x20);
		PUT(self->fd, 0x0a, 0xa0);
		EXPECT_EQ(0xa0, get(self->fd, ONE_IOCON));
		EXPECT_EQ(banks ? 0 : 0x20, get(self->fd, BANK_B + 2));
		PUT(self->fd, BANK_B + 2, 0);
	}
}

TEST_F(two_ports, the_state_of_the_pins_cannot_be_written_but_by_the_latch)
{
	PUT(self->fd, IODIRB, 0x00);
	PUT(self->fd, GPIOB, 0xc0);
	EXPECT_EQ(0xc0, get(self->fd, OLATB));
	EXPECT_EQ(0xc0, get(self->fd, GPIOB));
	PUT(self->fd, INTFA, 0xff);
	EXPECT_EQ(0, get(self->fd, INTFA));
}

TEST_F(two_ports, a_latch_shows_once_the_pin_is_an_output)
{
	PUT(self->fd, OLATB, 0x80);
	EXPECT_EQ(0xde, get(self->fd, GPIOB));
	PUT(self->fd, IODIRB, 0x00);
	EXPECT_EQ(0x80, get(self->fd, GPIOB));
}

TEST_F(two_ports, a_key_pulls_its_pin_low)
{
	PUT(self->fd, GPPUA, 0x1f);
	EXPECT_EQ(0x1f, get(self->fd, GPIOA));
	emu_control("i2c", "keys", "4");
	EXPECT_EQ(0x1b, get(self->fd, GPIOA));
	PUT(self->fd, IPOLA, 0x1f);
	EXPECT_EQ(0x04, get(self->fd, GPIOA));
	emu_control("i2c", "keys", "0");
	EXPECT_EQ(0x00, get(self->fd, GPIOA));
}

TEST_F(two_ports, the_light_has_three_pins_each_lit_by_a_low_level)
{
	EXPECT_STREQ("3", emu_state("i2c", "lit"));
	PUT(self->fd, OLATA, 0x40, 0x00);
	PUT(self->fd, IODIRA, 0x1f, 0x00);
	EXPECT_STREQ("2", emu_state("i2c", "lit"));
	PUT(self->fd, OLATA, 0xc0, 0x01);
	EXPECT_STREQ("0", emu_state("i2c", "lit"));
	EXPECT_STREQ("off", emu_state("i2c", "backlight"));
}

TEST_F(two_ports, a_power_cycle_resets_the_registers)
{
	PUT(self->fd, IOCON, BANKS | BYTE_MODE);
	PUT(self->fd, BANK_B + OLAT, 0x55);
	emu_control("i2c", "power_cycle", "7");
	EXPECT_EQ(0, get(self->fd, IOCON));
	EXPECT_EQ(0, get(self->fd, OLATB));
	EXPECT_EQ(0xff, get(self->fd, IODIRB));
}

/* A module on port B, wired as the plate. */

#define RS 0x80
#define RW 0x40
#define E 0x20

/* D7 to D4 are B1 to B4: the other way around. */
static unsigned char data(unsigned char byte)
{
	return (byte >> 7 & 1) << 1 | (byte >> 6 & 1) << 2 | (byte >> 5 & 1) << 3 |
	       (byte >> 4 & 1) << 4;
}

static void put_nibble(int fd, unsigned char rs, unsigned char nibble)
{
	unsigned char idle = rs | data(nibble);

	PUT(fd, BANK_B + OLAT, rs, idle | E, idle);
}

static void put_byte(int fd, unsigned char rs, unsigned char byte)
{
	put_nibble(fd, rs, byte & 0xf0);
	put_nibble(fd, rs, byte << 4);
	usleep(rs ? 50 : 2000);
}

static void initialise(int fd)
{
	static const unsigned char instructions[] = { 0x28, 0x01, 0x06, 0x0c };

	PUT(fd, IOCON, BANKS | BYTE_MODE);
	PUT(fd, BANK_B + OLAT, 0);
	PUT(fd, BANK_B + IODIR, 0);
	for (int i = 0; i < 3; i++) {
		put_nibble(fd, 0, 0x30);
		usleep(5000);
	}
	put_nibble(fd, 0, 0x20);
	usleep(50);
	for (size_t i = 0; i < sizeof(instructions); i++)
		put_byte(fd, 0, instructions[i]);
}

TEST_F(two_ports, the_module_shows_what_the_latch_says)
{
	initialise(self->fd);
	put_byte(self->fd, RS, 'H');
	put_byte(self->fd, RS, 'i');
	EXPECT_STREQ("Hi", emu_row("i2c", 0));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(two_ports, all_states_of_a_flush_may_come_in_one_transfer)
{
	initialise(self->fd);
	emu_control("i2c", "reset", "1");
	PUT(self->fd, BANK_B + OLAT, RS, RS | data(0x60) | E, RS | data(0x60),
	    RS | data(0x10) | E, RS | data(0x10));
	EXPECT_STREQ("a", emu_row("i2c", 0));
	EXPECT_EQ(1, emu_counter("i2c", "transfers"));
	EXPECT_EQ(7, emu_counter("i2c", "bytes"));
	EXPECT_EQ((7 * 9 + 2) * 10, emu_counter("i2c", "wire_us"));
}

TEST_F(two_ports, the_module_can_be_read)
{
	unsigned char high, low;

	initialise(self->fd);
	put_byte(self->fd, 0, 0x80 | 0x45);
	PUT(self->fd, BANK_B + IODIR, data(0xf0));
	PUT(self->fd, BANK_B + OLAT, RW, RW | E);
	high = get(self->fd, BANK_B + GPIO);
	PUT(self->fd, BANK_B + OLAT, RW, RW | E);
	low = get(self->fd, BANK_B + GPIO);
	PUT(self->fd, BANK_B + OLAT, RW);
	PUT(self->fd, BANK_B + OLAT, 0);
	EXPECT_EQ(data(0x40), high & data(0xf0));
	EXPECT_EQ(data(0x50), low & data(0xf0));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

/* Interrupts */

#define KEY 0x01
#define OTHER_KEY 0x02

static void enable_interrupt(int fd)
{
	PUT(fd, GPPUA, KEY | OTHER_KEY);
	PUT(fd, GPINTENA, KEY);
}

TEST_F(two_ports, a_pin_that_changes_interrupts_until_the_port_is_read)
{
	enable_interrupt(self->fd);
	EXPECT_EQ(0, get(self->fd, INTFA));
	emu_control("i2c", "keys", "1");
	EXPECT_EQ(KEY, get(self->fd, INTFA));
	emu_control("i2c", "keys", "0");
	EXPECT_EQ(KEY, get(self->fd, INTFA));
	EXPECT_EQ(KEY, get(self->fd, GPIOA) & KEY);
	EXPECT_EQ(0, get(self->fd, INTFA));
	emu_control("i2c", "keys", "1");
	EXPECT_EQ(KEY, get(self->fd, INTFA));
}

TEST_F(two_ports, the_pins_are_kept_as_the_interrupt_came)
{
	enable_interrupt(self->fd);
	emu_control("i2c", "keys", "1");
	emu_control("i2c", "keys", "0");
	EXPECT_EQ(OTHER_KEY, get(self->fd, INTCAPA) & (KEY | OTHER_KEY));
	EXPECT_EQ(0, get(self->fd, INTFA));
}

TEST_F(two_ports, a_pin_without_its_bit_does_not_interrupt)
{
	enable_interrupt(self->fd);
	emu_control("i2c", "keys", "2");
	EXPECT_EQ(0, get(self->fd, INTFA));
}

TEST_F(two_ports, a_pin_that_is_not_as_it_should_interrupts_again)
{
	enable_interrupt(self->fd);
	PUT(self->fd, DEFVALA, KEY);
	PUT(self->fd, INTCONA, KEY);
	EXPECT_EQ(0, get(self->fd, INTFA));
	emu_control("i2c", "keys", "1");
	get(self->fd, GPIOA);
	EXPECT_EQ(KEY, get(self->fd, INTFA));
	emu_control("i2c", "keys", "0");
	get(self->fd, GPIOA);
	EXPECT_EQ(0, get(self->fd, INTFA));
}

TEST_F(two_ports, a_key_may_be_pressed_for_some_reads)
{
	enable_interrupt(self->fd);
	emu_control("i2c", "keys", "1 2");
	EXPECT_EQ(0, get(self->fd, GPIOA) & KEY);
	EXPECT_EQ(0, get(self->fd, GPIOA) & KEY);
	EXPECT_EQ(KEY, get(self->fd, GPIOA) & KEY);
}

TEST_F(two_ports, noise_on_the_lines_is_gone_in_a_moment)
{
	initialise(self->fd);
	emu_control("i2c", "disturb", "port 0000 0400 0000");
	EXPECT_EQ(0, emu_violations("i2c", NULL));
	put_byte(self->fd, RS, 'H');	/* its first nibble completes the stray one */
	EXPECT_STRNE("H", emu_row("i2c", 0));
}

/* One port */

FIXTURE(one_port) {
	int fd;
};

FIXTURE_SETUP(one_port)
{
	self->fd = begin("mcp23008");
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(one_port)
{
	close(self->fd);
}

TEST_F(one_port, powers_on_with_all_pins_as_inputs)
{
	EXPECT_EQ(0xff, get(self->fd, IODIR));
	EXPECT_EQ(0, get(self->fd, ONE_IOCON));
	EXPECT_EQ(0, get(self->fd, OLAT));
	EXPECT_EQ(0x7a, get(self->fd, GPIO));
}

TEST_F(one_port, the_pointer_runs_and_stays_in_byte_mode)
{
	PUT(self->fd, GPIO, 0x00, 0x11, 0x0f);
	EXPECT_EQ(0x11, get(self->fd, OLAT));
	EXPECT_EQ(0x0f, get(self->fd, IODIR));
	PUT(self->fd, ONE_IOCON, BYTE_MODE);
	PUT(self->fd, OLAT, 0x01, 0x02, 0x03);
	EXPECT_EQ(0x03, get(self->fd, OLAT));
	EXPECT_EQ(0x0f, get(self->fd, IODIR));
}

TEST_F(one_port, has_no_banks)
{
	PUT(self->fd, ONE_IOCON, 0xff);
	EXPECT_EQ(0x3e, get(self->fd, ONE_IOCON));
	PUT(self->fd, BANK_B + OLAT, 0x55);
	EXPECT_EQ(0, get(self->fd, BANK_B + OLAT));
	EXPECT_EQ(0, get(self->fd, OLAT));
}

TEST_F(one_port, pins_may_be_wired_otherwise)
{
	close(self->fd);
	emu_set("mcp_pins", "0,-1,1,-1,2,3,4,5,6,7");
	emu_set("backlight_low", "Y");
	emu_fresh("i2c");
	EXPECT_STREQ("2", emu_state("i2c", "lit"));
	self->fd = open("/dev/null", O_RDWR | O_CLOEXEC);
}

int main(int argc, char **argv)
{
	int err = emu_load();

	if (err)
		ksft_exit_skip("lcdemu.ko or i2c-dev: %s\n", strerror(err));
	return test_harness_run(argc, argv);
}
