// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each chip that devlcd drives on I2C and SPI: a screen, a loss, what a transfer may do
 * wrong, a self-check. make check-wires runs the other programs on each of them.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "panel.h"

#define SCREEN "first row\nsecond, 42%\nthird: (a+b)"

FIXTURE(wire) {
};

FIXTURE_VARIANT(wire) {
	const char *board;
	const char *emulator;
	const char *module;
};

FIXTURE_SETUP(wire)
{
	char parameters[128];

	snprintf(parameters, sizeof(parameters), "retry_max_s=1 %s", variant->module);
	panel_start(variant->board, variant->emulator, parameters);
	ASSERT_EQ(0, lcd_sync());
}

FIXTURE_TEARDOWN(wire)
{
}

#define WIRE(name, _board, _emulator, _module)				\
	FIXTURE_VARIANT_ADD(wire, name) {				\
		.board = _board,					\
		.emulator = _emulator,					\
		.module = _module,					\
	}

WIRE(pcf8574, "i2c", "chip=pcf8574", "");
WIRE(aip31068, "i2c", "chip=aip31068", "");
WIRE(aip31068_10khz, "i2c", "chip=aip31068 bus_khz=10", "");
WIRE(aip31068_400khz, "i2c", "chip=aip31068 bus_khz=400", "");
WIRE(aip31068_1000khz, "i2c", "chip=aip31068 bus_khz=1000", "");
WIRE(aip31068_slow_400khz, "i2c", "chip=aip31068 bus_khz=400", "exec_us=60");
WIRE(aip31068_short_writes, "i2c", "chip=aip31068 max_write_len=5", "");
WIRE(aip31068_two_byte_writes, "i2c", "chip=aip31068 max_write_len=2", "");
WIRE(aip31068_smbus, "smbus", "chip=aip31068", "");
WIRE(aip31068_byte_data, "smbus", "chip=aip31068 smbus_func=0x00180000", "");
WIRE(jhd1313, "i2c", "chip=jhd1313", "");
WIRE(jhd1313_v5, "i2c", "chip=jhd1313-v5", "");
WIRE(st7032, "i2c", "chip=st7032", "");
WIRE(st7036, "i2c", "chip=st7036", "");
WIRE(st7036_3line, "i2c", "chip=st7036-3line geometry=16x3", "geometry=16x3");
WIRE(pcf2119, "i2c", "chip=pcf2119", "");
WIRE(pcf2119_400khz, "i2c", "chip=pcf2119 bus_khz=400", "");
WIRE(hc595, "spi", "chip=hc595 bus_khz=1000", "");
WIRE(hc595_100khz, "spi", "chip=hc595 bus_khz=100", "");
WIRE(hc595_4mhz, "spi", "chip=hc595 bus_khz=4000", "");
WIRE(hc595_short_messages, "spi", "chip=hc595 bus_khz=1000 max_write_len=5", "");
WIRE(hc595_slow, "spi", "chip=hc595 bus_khz=1000", "exec_us=200");
WIRE(hc595_other_pins, "spi", "chip=hc595 bus_khz=1000 pins=0,1,2,3,4,5,6,7,8",
     "panel=spi0.0:rs=0,rw=1,e=2,bl=3,d4=4,d5=5,d6=6,d7=7");
WIRE(mcp23s08, "spi", "chip=mcp23s08 bus_khz=1000", "");
WIRE(mcp23s17, "spi", "chip=mcp23s17 bus_khz=1000", "");
WIRE(mcp23s17_100khz, "spi", "chip=mcp23s17 bus_khz=100", "");
WIRE(mcp23s17_short_messages, "spi", "chip=mcp23s17 bus_khz=1000 max_write_len=5", "");

TEST_F(wire, shows_a_screen)
{
	lcd_show(SCREEN);
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));

	lcd_show_more("\033[2;3Hin\033[3;16H!\033[1;1H\033[?25h");
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
	EXPECT_STREQ("on", emu_state(variant->board, "cursor"));
	EXPECT_STREQ("ddram 0x00", emu_state(variant->board, "address"));

	EXPECT_EQ(0, attr_store("LCD", "power", "0"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("off", emu_state(variant->board, "display"));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

TEST_F(wire, draws_what_the_rom_lacks)
{
	static const unsigned char rows[8] = { 0x0a, 0x15, 0, 0x1f, 0, 0x11, 0x0e, 4 };
	unsigned char seen[8];

	lcd_show("ab\001\033[LG10a15001f00110e04;");
	ASSERT_TRUE(picture_of(variant->board, 0, 2, seen));
	EXPECT_EQ(0, memcmp(rows, seen, sizeof(rows)));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

TEST_F(wire, is_lost_and_found)
{
	lcd_show("before");
	panel_lose(variant->board);
	lcd_overwrite(SCREEN);
	ASSERT_TRUE(eventually(panel_is_lost()));
	EXPECT_EQ(EIO, lcd_sync());
	emu_control(variant->board, "power_cycle", "42");
	panel_find(variant->board);
	EXPECT_TRUE(eventually(glass_is_screen(variant->board)));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

TEST_F(wire, a_nak_at_any_byte_is_mended)
{
	char where[16];

	for (int at = 0; at < 8; at++) {
		lcd_show("before");
		snprintf(where, sizeof(where), "1 at %d", at);
		emu_control(variant->board, "nak", where);
		lcd_show(SCREEN);
		EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
		EXPECT_FALSE(panel_is_lost());
	}
}

TEST_F(wire, is_unplugged_and_comes_back)
{
	lcd_show("before");
	emu_control(variant->board, "plugged", "0");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	lcd_overwrite(SCREEN);
	emu_control(variant->board, "plugged", "1");
	emu_control(variant->board, "reset", "1");
	panel_bind(variant->board);
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

FIXTURE(check) {
};

FIXTURE_VARIANT(check) {
	const char *emulator;
	const char *module;
};

FIXTURE_SETUP(check)
{
	char parameters[128];

	snprintf(parameters, sizeof(parameters), "refresh_s=1 %s", variant->module);
	panel_start("i2c", variant->emulator, parameters);
	lcd_show(SCREEN);
}

FIXTURE_TEARDOWN(check)
{
}

#define CHECK(name, _emulator, _module)					\
	FIXTURE_VARIANT_ADD(check, name) {				\
		.emulator = _emulator,					\
		.module = _module,					\
	}

CHECK(aip31068, "chip=aip31068", "");
CHECK(st7032, "chip=st7032", "");
CHECK(st7036_3line, "chip=st7036-3line geometry=16x3", "geometry=16x3");
CHECK(pcf2119, "chip=pcf2119", "");

/* Not on its way through a check. */
static bool check_has_mended(void)
{
	return !strcmp(lcd_screen(), glass_of("i2c")) &&
	       !strcmp("on", emu_state("i2c", "display")) &&
	       !strcmp("0", emu_state("i2c", "shift")) &&
	       !strcmp("increment", emu_state("i2c", "entry"));
}

/* A changed cell, a shift, the display off, another contrast or table. */
TEST_F(check, mends_what_noise_has_changed)
{
	static const char *const disturbances[] = {
		"ddram 1 58", "instruction 18", "instruction 08", "instruction 04",
		"instruction 39", "instruction 35",
	};

	for (size_t i = 0; i < ARRAY_SIZE(disturbances); i++) {
		int checks = panel_stat("checks ");

		emu_control("i2c", "disturb", disturbances[i]);
		EXPECT_TRUE(eventually(panel_stat("checks ") > checks + 1));
		EXPECT_TRUE(eventually(check_has_mended()));
	}
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

/* What is sent again blanks nothing. */
TEST_F(check, changes_nothing_that_is_right)
{
	int checks = panel_stat("checks ");

	emu_control("i2c", "watch", "1");
	ASSERT_TRUE(eventually(panel_stat("checks ") > checks + 1));
	EXPECT_EQ(0, emu_counter("i2c", "flickers"));
	EXPECT_EQ(0, emu_counter("i2c", "wrong"));
}

/* Contrast */

static bool contrast_is(const char *contrast)
{
	return !strcmp(emu_state("i2c", "contrast"), contrast);
}

FIXTURE(contrast) {
};

FIXTURE_VARIANT(contrast) {
	const char *emulator;
	const char *usual;
};

FIXTURE_SETUP(contrast)
{
}

FIXTURE_TEARDOWN(contrast)
{
}

#define CONTRAST(name, _emulator, _usual)				\
	FIXTURE_VARIANT_ADD(contrast, name) {				\
		.emulator = _emulator,					\
		.usual = _usual,					\
	}

CONTRAST(st7032, "chip=st7032", "36");
CONTRAST(st7036, "chip=st7036", "24");
CONTRAST(pcf2119, "chip=pcf2119", "32");

TEST_F(contrast, is_a_file_of_the_display)
{
	panel_start("i2c", variant->emulator, "");
	lcd_show(SCREEN "\033[2;3H\033[?25h");
	EXPECT_STREQ(variant->usual, attr_show("LCD", "contrast"));
	EXPECT_TRUE(contrast_is(variant->usual));

	EXPECT_EQ(0, attr_store("LCD", "contrast", "45"));
	EXPECT_TRUE(eventually(contrast_is("45")));
	EXPECT_STREQ("45", attr_show("LCD", "contrast"));
	lcd_show_more("x");
	EXPECT_STREQ(lcd_screen(), glass_of("i2c"));

	EXPECT_EQ(EINVAL, attr_store("LCD", "contrast", "64"));
	EXPECT_EQ(EINVAL, attr_store("LCD", "contrast", "-1"));
	EXPECT_EQ(EINVAL, attr_store("LCD", "contrast", "dark"));
	EXPECT_STREQ("45", attr_show("LCD", "contrast"));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST_F(contrast, outlives_a_power_cycle)
{
	panel_start("i2c", variant->emulator, "");
	ASSERT_EQ(0, attr_store("LCD", "contrast", "7"));
	ASSERT_TRUE(eventually(contrast_is("7")));
	emu_control("i2c", "power_cycle", "1");
	EXPECT_FALSE(contrast_is("7"));
	EXPECT_EQ(0, attr_store("LCD", "reinit", "1"));
	EXPECT_TRUE(eventually(contrast_is("7")));
}

FIXTURE(native) {
};

FIXTURE_SETUP(native)
{
}

FIXTURE_TEARDOWN(native)
{
}

TEST_F(native, a_panel_without_contrast_says_so)
{
	panel_start("i2c", "chip=aip31068", "");
	EXPECT_EQ(EOPNOTSUPP, attr_store("LCD", "contrast", "45"));
	panel_unbind("i2c");
	EXPECT_EQ(ENODEV, attr_store("LCD", "contrast", "45"));
}

TEST_F(native, contrast_is_a_setting)
{
	char parameters[64];

	panel_prepare("i2c", "chip=st7032", "");
	snprintf(parameters, sizeof(parameters), "panel=%d-003e:contrast=11",
		 emu_bus("i2c"));
	module_restart(parameters);
	panel_bind("i2c");
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("11", attr_show("LCD", "contrast"));
	EXPECT_TRUE(contrast_is("11"));
}

/* A character is a byte. */
TEST_F(native, a_screen_takes_a_byte_a_character)
{
	char text[80 + 1] = "";

	panel_start("i2c", "chip=aip31068", "");
	lcd_show(memset(text, 'a', 80));
	emu_control("i2c", "reset", "1");
	lcd_show(memset(text, 'b', 80));
	EXPECT_EQ(1, emu_counter("i2c", "transfers"));
	EXPECT_LE(80 + 2, emu_counter("i2c", "bytes"));
	EXPECT_GE(80 + 2 + 3, emu_counter("i2c", "bytes"));
}

/* SPI */

FIXTURE(spi) {
};

FIXTURE_SETUP(spi)
{
}

FIXTURE_TEARDOWN(spi)
{
}

/* As people do who have no overlay; "ltc2488" is a device that spidev takes. */
TEST_F(spi, a_device_is_taken_from_spidev)
{
	panel_prepare("spi", "chip=hc595 bus_khz=1000", "");
	emu_control("spi", "device", "ltc2488");
	if (system("modprobe -q spidev"))
		SKIP(return, "no spidev");
	shell_or_fail("cd /sys/bus/spi && echo devlcd-hc595 > devices/spi0.0/driver_override && "
		      "echo spi0.0 > drivers/spidev/unbind && "
		      "echo spi0.0 > drivers/devlcd-hc595/bind");
	lcd_show(SCREEN);
	EXPECT_STREQ(lcd_screen(), glass_of("spi"));
}

TEST_F(spi, the_wrong_mode_is_refused)
{
	panel_prepare("spi", "chip=hc595 bus_khz=1000", "");
	emu_control("spi", "device", "devlcd-hc595 1");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	emu_control("spi", "device", "devlcd-hc595 3");
	lcd_show(SCREEN);
	EXPECT_STREQ(lcd_screen(), glass_of("spi"));
	EXPECT_EQ(0, emu_violations("spi", NULL));
}

/* A character is four edges of the chip select, and the time that it takes. */
TEST_F(spi, a_screen_on_a_74hc595_takes_ten_bytes_a_character)
{
	panel_start("spi", "chip=hc595 bus_khz=1000", "");
	lcd_show("12345678901234567890\n12345678901234567890\n"
		 "12345678901234567890\n12345678901234567890");
	emu_control("spi", "reset", "1");
	lcd_show("abcdefghijklmnopqrst\nabcdefghijklmnopqrst\n"
		 "abcdefghijklmnopqrst\nabcdefghijklmnopqrst");
	EXPECT_GE(3, emu_counter("spi", "transfers"));
	EXPECT_GE(10 * (80 + 4), emu_counter("spi", "bytes"));
	EXPECT_GE(4 * (80 + 4) + 8, emu_counter("spi", "steps"));
	EXPECT_EQ(0, emu_violations("spi", NULL));
}

/* Grove's light */

FIXTURE(rgb) {
};

/* The sums of its three outputs, at these levels of the attribute. */
FIXTURE_VARIANT(rgb) {
	const char *emulator;
	const char *at_1;
	const char *at_100;
	const char *at_255;
};

FIXTURE_SETUP(rgb)
{
	panel_start("i2c", variant->emulator, "");
	ASSERT_EQ(0, lcd_sync());
}

FIXTURE_TEARDOWN(rgb)
{
}

FIXTURE_VARIANT_ADD(rgb, pca9633) {
	.emulator = "chip=jhd1313",
	.at_1 = "3",
	.at_100 = "300",
	.at_255 = "765",
};

FIXTURE_VARIANT_ADD(rgb, sgm31323) {
	.emulator = "chip=jhd1313-v5",
	.at_1 = "3",
	.at_100 = "228",
	.at_255 = "576",
};

TEST_F(rgb, is_the_backlight)
{
	EXPECT_STREQ("on", emu_state("i2c", "backlight"));
	ASSERT_EQ(0, attr_store("LCD", "backlight", "0"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("off", emu_state("i2c", "backlight"));
	ASSERT_EQ(0, attr_store("LCD", "backlight", "1"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("on", emu_state("i2c", "backlight"));
}

/* The sum of the three outputs, once @level is on the glass. */
static const char *rgb_level(const char *level)
{
	if (attr_store("LCD", "backlight", level) || lcd_sync())
		return "not set";
	return emu_state("i2c", "level");
}

TEST_F(rgb, has_levels)
{
	EXPECT_STREQ("255", attr_show("LCD", "backlight_max"));
	EXPECT_STREQ("255", attr_show("LCD", "backlight"));
	EXPECT_STREQ(variant->at_255, emu_state("i2c", "level"));
	EXPECT_STREQ(variant->at_1, rgb_level("1"));
	EXPECT_STREQ(variant->at_100, rgb_level("100"));
	EXPECT_STREQ("100", attr_show("LCD", "backlight"));
	EXPECT_STREQ("0", rgb_level("0"));
	EXPECT_STREQ(variant->at_255, rgb_level("255"));
	EXPECT_EQ(EINVAL, attr_store("LCD", "backlight", "256"));
	EXPECT_STREQ("255", attr_show("LCD", "backlight"));
}

TEST_F(rgb, is_switched_on_at_the_level_that_it_had)
{
	EXPECT_STREQ(variant->at_100, rgb_level("100"));
	lcd_append("\033[L-");
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("0", emu_state("i2c", "level"));
	EXPECT_STREQ("0", attr_show("LCD", "backlight"));
	lcd_append("\033[L+");
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ(variant->at_100, emu_state("i2c", "level"));
	ASSERT_EQ(0, attr_store("LCD", "backlight", "0"));
	lcd_append("\033[L*");
	EXPECT_STREQ("100", attr_show("LCD", "backlight"));
}

TEST_F(rgb, keeps_its_level_until_it_comes_again)
{
	EXPECT_STREQ(variant->at_100, rgb_level("100"));
	panel_unbind("i2c");
	EXPECT_STREQ("1", attr_show("LCD", "backlight_max"));
	EXPECT_STREQ("1", attr_show("LCD", "backlight"));
	EXPECT_EQ(EINVAL, attr_store("LCD", "backlight", "2"));
	ASSERT_EQ(0, attr_store("LCD", "backlight", "0"));
	ASSERT_EQ(0, attr_store("LCD", "backlight", "1"));
	panel_bind("i2c");
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("100", attr_show("LCD", "backlight"));
	EXPECT_STREQ(variant->at_100, emu_state("i2c", "level"));
}

TEST_F(rgb, is_an_led_with_levels)
{
	shell_or_fail("grep -qx 255 /sys/class/leds/LCD::backlight/max_brightness");
	shell_or_fail("grep -qx 255 /sys/class/leds/LCD::backlight/brightness");
	shell_or_fail("echo 100 > /sys/class/leds/LCD::backlight/brightness");
	EXPECT_TRUE(eventually(!strcmp(attr_show("LCD", "backlight"), "100")));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ(variant->at_100, emu_state("i2c", "level"));
	EXPECT_STREQ(variant->at_1, rgb_level("1"));
	shell_or_fail("grep -qx 1 /sys/class/leds/LCD::backlight/brightness");
}

TEST_F(rgb, counts_changes_of_its_level)
{
	unsigned long long before;

	EXPECT_STREQ(variant->at_100, rgb_level("100"));
	before = lcd_generation();
	EXPECT_STREQ(variant->at_100, rgb_level("100"));
	EXPECT_EQ(before, lcd_generation());
	EXPECT_STREQ(variant->at_1, rgb_level("1"));
	EXPECT_EQ(before + 1, lcd_generation());
}

/* The text is there without it. */
TEST_F(rgb, may_be_missing)
{
	panel_start("i2c", "chip=aip31068", "");
	panel_unbind("i2c");
	shell_or_fail("echo devlcd-jhd1313 0x3e > /sys/bus/i2c/devices/$(cat "
		      "/sys/kernel/debug/lcdemu/i2c/bus)/new_device");
	lcd_show("text");
	EXPECT_STREQ("text||||", glass_of("i2c"));
	EXPECT_FALSE(panel_is_lost());
	panel_unbind("i2c");
}

TEST_HARNESS_MAIN
