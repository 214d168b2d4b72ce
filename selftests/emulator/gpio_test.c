// SPDX-License-Identifier: GPL-2.0-only
/* The module on the GPIO chip, through the chip's character device. */
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <sys/ioctl.h>

#include "kselftest_harness.h"

#include "emu.h"

enum { RS = 8, RW, E, E2, BACKLIGHT, LINES };

#define ALL ((1u << LINES) - 1)

FIXTURE(gpio) {
	int chip;
	int lines;
	unsigned int levels;
};

static bool is_board(int fd)
{
	struct gpiochip_info info;

	if (ioctl(fd, GPIO_GET_CHIPINFO_IOCTL, &info))
		return false;
	strcat(info.label, "\n");
	return !strcmp(info.label, emu_show("gpio", "bus"));
}

static int open_chip(void)
{
	char path[32];

	for (int i = 0; i < 256; i++) {
		int fd;

		snprintf(path, sizeof(path), "/dev/gpiochip%d", i);
		fd = open(path, O_RDWR | O_CLOEXEC);
		if (fd >= 0 && is_board(fd))
			return fd;
		if (fd >= 0)
			close(fd);
	}
	return -1;
}

/* All lines of @outputs at low, the others as inputs. */
static int request(int chip, unsigned int outputs)
{
	struct gpio_v2_line_request req = {
		.num_lines = LINES,
		.consumer = "gpio_test",
		.config = {
			.flags = GPIO_V2_LINE_FLAG_OUTPUT,
			.num_attrs = 1,
			.attrs[0] = {
				.attr.id = GPIO_V2_LINE_ATTR_ID_FLAGS,
				.attr.flags = GPIO_V2_LINE_FLAG_INPUT,
				.mask = ALL & ~outputs,
			},
		},
	};

	for (unsigned int i = 0; i < LINES; i++)
		req.offsets[i] = i;
	return ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &req) ? -1 : req.fd;
}

/* In one call, so at once. */
static int set_lines(FIXTURE_DATA(gpio) *self, unsigned int mask,
		     unsigned int levels)
{
	struct gpio_v2_line_values values = { .mask = mask, .bits = levels };

	self->levels = (self->levels & ~mask) | (levels & mask);
	return ioctl(self->lines, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) ?
	       errno : 0;
}

static unsigned int get_lines(FIXTURE_DATA(gpio) *self)
{
	struct gpio_v2_line_values values = { .mask = ALL };

	ioctl(self->lines, GPIO_V2_LINE_GET_VALUES_IOCTL, &values);
	return values.bits;
}

static void strobe(FIXTURE_DATA(gpio) *self, unsigned int enable, bool rs,
		   unsigned char db)
{
	set_lines(self, 0xff | 1 << RS, db | rs << RS);
	set_lines(self, 1 << enable, 1 << enable);
	set_lines(self, 1 << enable, 0);
}

static void send(FIXTURE_DATA(gpio) *self, unsigned int enable, bool rs,
		 unsigned char byte, bool four_bits)
{
	strobe(self, enable, rs, byte);
	if (four_bits)
		strobe(self, enable, rs, byte << 4);
	usleep(byte < 4 && !rs ? 2000 : 50);
}

static void initialise(FIXTURE_DATA(gpio) *self, unsigned int enable,
		       bool four_bits)
{
	strobe(self, enable, false, 0x30);
	usleep(4100);
	strobe(self, enable, false, 0x30);
	usleep(100);
	strobe(self, enable, false, 0x30);
	usleep(50);
	if (four_bits)
		strobe(self, enable, false, 0x20);
	usleep(50);
	send(self, enable, false, four_bits ? 0x28 : 0x38, four_bits);
	send(self, enable, false, 0x01, four_bits);
	send(self, enable, false, 0x06, four_bits);
	send(self, enable, false, 0x0c, four_bits);
}

static void put(FIXTURE_DATA(gpio) *self, unsigned int enable,
		const char *text, bool four_bits)
{
	while (*text)
		send(self, enable, true, *text++, four_bits);
}

FIXTURE_SETUP(gpio)
{
	emu_set_defaults();
	emu_fresh("gpio");
	self->levels = 0;
	self->chip = open_chip();
	ASSERT_LE(0, self->chip);
	self->lines = request(self->chip, ALL);
	ASSERT_LE(0, self->lines);
}

FIXTURE_TEARDOWN(gpio)
{
	close(self->lines);
	close(self->chip);
}

static void restart(FIXTURE_DATA(gpio) *self, unsigned int outputs)
{
	close(self->lines);
	close(self->chip);
	emu_fresh("gpio");
	self->chip = open_chip();
	self->lines = request(self->chip, outputs);
}

TEST_F(gpio, has_thirteen_lines)
{
	struct gpiochip_info info;

	EXPECT_EQ(0, ioctl(self->chip, GPIO_GET_CHIPINFO_IOCTL, &info));
	EXPECT_EQ(LINES, info.lines);
	EXPECT_STREQ("lcdemu-gpio", info.label);
}

TEST_F(gpio, shows_text_sent_in_nibbles)
{
	initialise(self, E, true);
	put(self, E, "nibbles", true);
	EXPECT_STREQ("nibbles", emu_row("gpio", 0));
	EXPECT_STREQ("4", emu_state("gpio", "bits"));
	EXPECT_EQ(0, emu_violations("gpio", NULL));
}

TEST_F(gpio, shows_text_sent_in_bytes)
{
	initialise(self, E, false);
	put(self, E, "bytes", false);
	EXPECT_STREQ("bytes", emu_row("gpio", 0));
	EXPECT_STREQ("8", emu_state("gpio", "bits"));
	EXPECT_EQ(0, emu_violations("gpio", NULL));
}

TEST_F(gpio, rs_and_e_set_in_one_call_break_the_set_up_time)
{
	initialise(self, E, true);
	set_lines(self, 1 << RS | 1 << E, 1 << RS | 1 << E);
	EXPECT_EQ(1, emu_violations("gpio", "setup"));
}

TEST_F(gpio, a_character_too_early_is_a_breach_and_lost)
{
	initialise(self, E, true);
	/* A busy machine may have let the time of the clear pass before. */
	for (int i = 0; i < 20 && !emu_violations("gpio", "busy"); i++) {
		send(self, E, false, 0x80, true);
		strobe(self, E, false, 0x00);	/* clear */
		strobe(self, E, false, 0x10);
		put(self, E, "x", true);
	}
	EXPECT_EQ(1, emu_violations("gpio", "busy"));
	EXPECT_STREQ("", emu_row("gpio", 0));
}

TEST_F(gpio, pulls_lines_that_nobody_drives)
{
	restart(self, 0);
	EXPECT_EQ(0xff | 1 << RS, get_lines(self));
	EXPECT_STREQ("off", emu_state("gpio", "backlight"));
}

TEST_F(gpio, rw_may_be_left_alone)
{
	restart(self, ALL & ~(1 << RW));
	initialise(self, E, true);
	put(self, E, "grounded", true);
	EXPECT_STREQ("grounded", emu_row("gpio", 0));
}

TEST_F(gpio, the_busy_flag_can_be_read)
{
	restart(self, ALL & ~0xff);
	usleep(11 * 1000);
	set_lines(self, 1 << RS | 1 << RW, 1 << RW);
	set_lines(self, 1 << E, 1 << E);
	EXPECT_EQ(0, get_lines(self) & 0xff);
	set_lines(self, 1 << E, 0);
	EXPECT_EQ(1, emu_counter("gpio", "flag_reads"));
}

TEST_F(gpio, noise_on_e_is_half_an_instruction)
{
	initialise(self, E, true);
	emu_control("gpio", "reset", "1");
	emu_control("gpio", "disturb", "port 000 400 000");
	EXPECT_EQ(0, emu_violations("gpio", NULL));
	EXPECT_EQ(0, emu_counter("gpio", "steps"));
	put(self, E, "x", true);
	EXPECT_STRNE("x", emu_row("gpio", 0));
}

TEST_F(gpio, noise_on_e_is_an_instruction_with_eight_lines)
{
	initialise(self, E, false);
	put(self, E, "x", false);
	emu_control("gpio", "disturb", "port 001 401 001");
	EXPECT_STREQ("", emu_row("gpio", 0));
	usleep(2000);
	put(self, E, "y", false);
	EXPECT_STREQ("y", emu_row("gpio", 0));
	EXPECT_EQ(0, emu_violations("gpio", NULL));
}

TEST_F(gpio, disturbs_the_controller_that_is_named)
{
	emu_set("geometry", "40x4");
	restart(self, ALL);
	initialise(self, E, true);
	initialise(self, E2, true);
	emu_control("gpio", "disturb", "instruction 08 1");
	emu_control("gpio", "disturb", "ddram 40 78");
	EXPECT_STREQ("on", emu_state("gpio", "display"));
	EXPECT_STREQ("off", emu_state("gpio", "e2-display"));
	EXPECT_STREQ("x", emu_row("gpio", 1));
}

TEST_F(gpio, counts_lines_that_are_read)
{
	get_lines(self);
	EXPECT_EQ(LINES, emu_counter("gpio", "reads"));
}

TEST_F(gpio, lights_the_backlight)
{
	set_lines(self, 1 << BACKLIGHT, 1 << BACKLIGHT);
	EXPECT_STREQ("on", emu_state("gpio", "backlight"));
	set_lines(self, 1 << BACKLIGHT, 0);
	EXPECT_STREQ("off", emu_state("gpio", "backlight"));
}

TEST_F(gpio, a_second_enable_line_drives_the_lower_half)
{
	emu_set("geometry", "40x4");
	restart(self, ALL);
	initialise(self, E, true);
	initialise(self, E2, true);
	put(self, E, "upper", true);
	put(self, E2, "lower", true);
	EXPECT_STREQ("upper", emu_row("gpio", 0));
	EXPECT_STREQ("lower", emu_row("gpio", 2));
	EXPECT_EQ(0, emu_violations("gpio", NULL));
}

TEST_F(gpio, nothing_reaches_an_absent_module)
{
	initialise(self, E, true);
	emu_control("gpio", "absent", "1");
	put(self, E, "x", true);
	emu_control("gpio", "absent", "0");
	EXPECT_STREQ("", emu_row("gpio", 0));
}

TEST_F(gpio, the_chip_can_go_while_its_lines_are_held)
{
	emu_control("gpio", "plugged", "0");
	EXPECT_NE(0, set_lines(self, 1 << E, 1 << E));
	EXPECT_EQ(-1, open_chip());
	emu_control("gpio", "plugged", "1");
	restart(self, ALL);
	EXPECT_EQ(0, set_lines(self, 1 << E, 1 << E));
}

FIXTURE(module) {
};

FIXTURE_SETUP(module)
{
	emu_set_defaults();
}

FIXTURE_TEARDOWN(module)
{
	emu_set_defaults();
}

FIXTURE_VARIANT(module) {
	const char *geometry;
	const char *glass;
};

#define MODULE(name, geometry_, glass_) \
	FIXTURE_VARIANT_ADD(module, name) { \
		.geometry = geometry_, .glass = glass_ \
	}

#define BLANK8 "        "
#define BLANK16 BLANK8 BLANK8
#define BLANK20 BLANK16 "    "
#define BLANK40 BLANK20 BLANK20

MODULE(of_8x1, "8x1", BLANK8 "\n");
MODULE(of_16x1, "16x1", BLANK16 "\n");
MODULE(of_16x1_split, "16x1s", BLANK16 "\n");
MODULE(of_8x2, "8x2", BLANK8 "\n" BLANK8 "\n");
MODULE(of_16x2, "16x2", BLANK16 "\n" BLANK16 "\n");
MODULE(of_20x2, "20x2", BLANK20 "\n" BLANK20 "\n");
MODULE(of_40x2, "40x2", BLANK40 "\n" BLANK40 "\n");
MODULE(of_16x4, "16x4", BLANK16 "\n" BLANK16 "\n" BLANK16 "\n" BLANK16 "\n");
MODULE(of_20x4, "20x4", BLANK20 "\n" BLANK20 "\n" BLANK20 "\n" BLANK20 "\n");
MODULE(of_40x4, "40x4", BLANK40 "\n" BLANK40 "\n" BLANK40 "\n" BLANK40 "\n");

TEST_F(module, has_its_size)
{
	emu_set("geometry", variant->geometry);
	emu_replug("gpio");
	EXPECT_STREQ(variant->glass, emu_show("gpio", "glass"));
}

int main(int argc, char **argv)
{
	int err = emu_load();

	if (err)
		ksft_exit_skip("lcdemu.ko or i2c-dev: %s\n", strerror(err));
	return test_harness_run(argc, argv);
}
