// SPDX-License-Identifier: GPL-2.0-only
/* The backpack on the adapter that has SMBus alone, through i2c-dev. */
#include <errno.h>
#include <linux/i2c.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "bus.h"
#include "emu.h"

FIXTURE(smbus) {
	int fd;
};

FIXTURE_SETUP(smbus)
{
	emu_set_defaults();
	emu_fresh("smbus");
	self->fd = bus_open("smbus");
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(smbus)
{
	close(self->fd);
}

FIXTURE_VARIANT(smbus) {
	int size;
	size_t data;		/* bytes of the union that matter */
	unsigned char content[34];
	unsigned int bytes;	/* on the wire */
	unsigned int steps;	/* port states */
};

FIXTURE_VARIANT_ADD(smbus, byte) {
	.size = I2C_SMBUS_BYTE, .bytes = 2, .steps = 1,
};

FIXTURE_VARIANT_ADD(smbus, byte_data) {
	.size = I2C_SMBUS_BYTE_DATA, .data = 1, .bytes = 3, .steps = 2,
};

FIXTURE_VARIANT_ADD(smbus, word_data) {
	.size = I2C_SMBUS_WORD_DATA, .data = 2, .bytes = 4, .steps = 3,
};

FIXTURE_VARIANT_ADD(smbus, i2c_block) {
	.size = I2C_SMBUS_I2C_BLOCK_DATA, .data = 33, .content = { 32 },
	.bytes = 34, .steps = 33,
};

FIXTURE_VARIANT_ADD(smbus, block_with_its_count) {
	.size = I2C_SMBUS_BLOCK_DATA, .data = 4, .content = { 3 },
	.bytes = 6, .steps = 5,
};

TEST_F(smbus, puts_its_bytes_on_the_wire)
{
	EXPECT_EQ(0, bus_smbus(self->fd, variant->size, BACKLIGHT,
			       variant->content, variant->data));
	EXPECT_EQ(variant->bytes, emu_counter("smbus", "bytes"));
	EXPECT_EQ(variant->steps, emu_counter("smbus", "steps"));
	EXPECT_EQ(1, emu_counter("smbus", "transfers"));
}

TEST_F(smbus, is_refused_where_the_mask_lacks_it)
{
	close(self->fd);
	emu_set("smbus_func", "0");
	emu_fresh("smbus");
	self->fd = bus_open("smbus");
	EXPECT_EQ(EOPNOTSUPP, bus_smbus(self->fd, variant->size, BACKLIGHT,
					variant->content, variant->data));
}

FIXTURE(smbus_only) {
	int fd;
};

FIXTURE_SETUP(smbus_only)
{
	emu_set_defaults();
	emu_fresh("smbus");
	self->fd = bus_open("smbus");
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(smbus_only)
{
	close(self->fd);
}

TEST_F(smbus_only, has_no_plain_transfers)
{
	unsigned char port = 0;

	EXPECT_EQ(EOPNOTSUPP, bus_transfer(self->fd, 0, &port, 1));
}

TEST_F(smbus_only, puts_the_count_of_a_block_on_the_port)
{
	unsigned char block[] = { 2, 0x00, 0x00 };

	bus_smbus(self->fd, I2C_SMBUS_BYTE, 0x00, block, 0);
	emu_control("smbus", "reset", "1");
	bus_smbus(self->fd, I2C_SMBUS_BLOCK_DATA, 0x00, block, 3);
	EXPECT_EQ(0, emu_violations("smbus", "setup"));
	block[0] = 5;		/* RS and E at once */
	bus_smbus(self->fd, I2C_SMBUS_BLOCK_DATA, 0x00, block, 3);
	EXPECT_EQ(1, emu_violations("smbus", "setup"));
}

TEST_F(smbus_only, reads_after_a_write_in_one_transfer)
{
	unsigned char seen = 0;

	bus_smbus(self->fd, I2C_SMBUS_BYTE, 0xf0 | RW, NULL, 0);
	emu_control("smbus", "reset", "1");
	EXPECT_EQ(0, bus_smbus_read(self->fd, 0xf0 | RW | E, &seen));
	EXPECT_EQ(RW | E, seen);
	EXPECT_EQ(1, emu_counter("smbus", "flag_reads"));
	EXPECT_EQ(1, emu_counter("smbus", "reads"));
	EXPECT_EQ(4, emu_counter("smbus", "bytes"));
	EXPECT_EQ(1, emu_counter("smbus", "transfers"));
}

TEST_F(smbus_only, refuses_to_read_where_the_mask_lacks_it)
{
	unsigned char seen = 0;

	close(self->fd);
	emu_set("smbus_func", "0x00140000");	/* byte and byte data, written */
	emu_fresh("smbus");
	self->fd = bus_open("smbus");
	EXPECT_EQ(EOPNOTSUPP, bus_smbus_read(self->fd, 0xf0 | RW | E, &seen));
	EXPECT_EQ(0, bus_smbus(self->fd, I2C_SMBUS_BYTE, 0, NULL, 0));
}

int main(int argc, char **argv)
{
	int err = emu_load();

	if (err)
		ksft_exit_skip("lcdemu.ko or i2c-dev: %s\n", strerror(err));
	return test_harness_run(argc, argv);
}
