// SPDX-License-Identifier: GPL-2.0-only
/* What is written to /dev/LCD is on the glass, on every wire and geometry. */
#include <string.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "panel.h"

/* Each cell another than its neighbours, beside, above and below. */
static const char *pattern(int rows, int cols)
{
	static char text[4 * 40 + 1];

	for (int i = 0; i < rows * cols; i++)
		text[i] = 'A' + (i + i / cols * 3) % 50 % 26;
	text[rows * cols] = '\0';
	return text;
}

static int geometry_rows(const char *geometry)
{
	return strchr(geometry, 'x')[1] - '0';
}

/* Wires */

FIXTURE(wire) {
};

FIXTURE_VARIANT(wire) {
	const char *board;
	const char *emulator;
	const char *module;
};

FIXTURE_SETUP(wire)
{
	panel_start(variant->board, variant->emulator, variant->module);
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

WIRE(i2c_10khz, "i2c", "bus_khz=10", "");
WIRE(i2c_100khz, "i2c", "bus_khz=100", "");
WIRE(i2c_400khz, "i2c", "bus_khz=400", "");
WIRE(i2c_1000khz, "i2c", "bus_khz=1000", "");
WIRE(i2c_short_writes, "i2c", "max_write_len=5", "");
WIRE(i2c_one_byte_writes, "i2c", "max_write_len=1", "");
WIRE(i2c_other_pins, "i2c", "pins=4,5,6,7,0,1,2,3",
     "pcf8574_pins=rs=4,rw=5,e=6,bl=7,d4=0,d5=1,d6=2,d7=3");
WIRE(i2c_inverted_light, "i2c", "backlight_low=1",
     "pcf8574_pins=rs=0,rw=1,e=2,bl_low=3,d4=4,d5=5,d6=6,d7=7");
WIRE(smbus_10khz, "smbus", "bus_khz=10", "");
WIRE(smbus_block, "smbus", "", "");
WIRE(smbus_400khz, "smbus", "bus_khz=400", "");
WIRE(smbus_1000khz, "smbus", "bus_khz=1000", "");
WIRE(smbus_word, "smbus", "smbus_func=0x00600000", "");
WIRE(smbus_byte_data, "smbus", "smbus_func=0x00180000", "");
WIRE(smbus_byte, "smbus", "smbus_func=0x00060000", "");
WIRE(gpio_4bit, "gpio", "", "gpio_panel=" GPIO_4BIT);
WIRE(gpio_8bit, "gpio", "", "gpio_panel=" GPIO_8BIT);
WIRE(gpio_4bit_busy_flag, "gpio", "", "gpio_panel=" GPIO_4BIT ",rw=9");
WIRE(gpio_8bit_busy_flag, "gpio", "", "gpio_panel=" GPIO_8BIT ",rw=9");
WIRE(gpio_sleeping, "gpio", "cansleep=1", "gpio_panel=" GPIO_4BIT ",bl=12");
WIRE(gpio_sleeping_busy_flag, "gpio", "cansleep=1",
     "gpio_panel=" GPIO_8BIT ",rw=9");

TEST_F(wire, shows_text_and_keeps_the_data_sheets_times)
{
	ASSERT_EQ(0, lcd_sync());
	ASSERT_STREQ("||||", glass_of(variant->board));

	lcd_show(pattern(4, 20));
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));

	lcd_append("\033[2;3Hmiddle\033[4;20H!");
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));

	lcd_show("one\ntwo");
	EXPECT_STREQ("one|two|||", glass_of(variant->board));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

TEST_F(wire, shows_a_visible_cursor_where_it_is)
{
	lcd_show("abc\033[?25h");
	EXPECT_STREQ("on", emu_state(variant->board, "cursor"));
	EXPECT_STREQ("ddram 0x03", emu_state(variant->board, "address"));

	lcd_append("\033[4;20H");
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("ddram 0x67", emu_state(variant->board, "address"));

	lcd_append("\033[1;3H\303\251");
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("ddram 0x03", emu_state(variant->board, "address"));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

TEST_F(wire, blink_and_power_reach_the_controller)
{
	lcd_show("abc");
	EXPECT_EQ(0, attr_store("LCD", "blink", "1"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("on", emu_state(variant->board, "blink"));

	EXPECT_EQ(0, attr_store("LCD", "power", "0"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("off", emu_state(variant->board, "display"));
	EXPECT_STREQ("||||", glass_of(variant->board));

	EXPECT_EQ(0, attr_store("LCD", "power", "1"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("abc||||", glass_of(variant->board));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

/* Geometries */

FIXTURE(geometry) {
};

FIXTURE_VARIANT(geometry) {
	const char *board;
	const char *emulator;
	const char *module;
	const char *geometry;
};

FIXTURE_SETUP(geometry)
{
	panel_start(variant->board, variant->emulator, variant->module);
	ASSERT_EQ(0, lcd_sync());
}

FIXTURE_TEARDOWN(geometry)
{
}

#define GEOMETRY(size, options)						\
	FIXTURE_VARIANT_ADD(geometry, i2c_##size) {			\
		.board = "i2c",						\
		.emulator = "geometry=" #size,				\
		.module = "panel_geometry=" #size options,		\
		.geometry = #size,					\
	};								\
	FIXTURE_VARIANT_ADD(geometry, gpio_##size) {			\
		.board = "gpio",					\
		.emulator = "geometry=" #size,				\
		.module = "panel_geometry=" #size options		\
			  " gpio_panel=" GPIO_4BIT,			\
		.geometry = #size,					\
	}

GEOMETRY(8x1, "");
GEOMETRY(16x1, "");
GEOMETRY(8x2, "");
GEOMETRY(16x2, "");
GEOMETRY(20x2, "");
GEOMETRY(40x2, "");
GEOMETRY(16x4, "");
GEOMETRY(20x4, "");

FIXTURE_VARIANT_ADD(geometry, i2c_16x1_halves) {
	.board = "i2c",
	.emulator = "geometry=16x1s",
	.module = "panel_geometry=16x1 layout=split",
	.geometry = "16x1",
};

FIXTURE_VARIANT_ADD(geometry, i2c_40x4) {
	.board = "i2c",
	.emulator = EMULATED_40X4,
	.module = "panel_geometry=40x4 pcf8574_pins=" PINS_40X4,
	.geometry = "40x4",
};

FIXTURE_VARIANT_ADD(geometry, smbus_40x4_without_a_light) {
	.board = "smbus",
	.emulator = "geometry=40x4 pins=0,1,2,8,4,5,6,7,3",
	.module = "panel_geometry=40x4 "
		  "pcf8574_pins=rs=0,rw=1,e=2,e2=3,d4=4,d5=5,d6=6,d7=7",
	.geometry = "40x4",
};

FIXTURE_VARIANT_ADD(geometry, gpio_40x4) {
	.board = "gpio",
	.emulator = "geometry=40x4",
	.module = "panel_geometry=40x4 gpio_panel=" GPIO_4BIT ",e2=11",
	.geometry = "40x4",
};

FIXTURE_VARIANT_ADD(geometry, gpio_40x4_busy_flag) {
	.board = "gpio",
	.emulator = "geometry=40x4",
	.module = "panel_geometry=40x4 gpio_panel=" GPIO_8BIT ",e2=11,rw=9",
	.geometry = "40x4",
};

TEST_F(geometry, every_cell_is_in_its_place)
{
	int rows = geometry_rows(variant->geometry);
	int cols = atoi(variant->geometry);

	lcd_show(pattern(rows, cols));
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));

	for (int row = 1; row <= rows; row++) {
		char text[64];

		snprintf(text, sizeof(text), "\033[%d;1H<\033[%d;%dH>", row,
			 row, cols);
		lcd_append(text);
	}
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

TEST_F(geometry, the_display_takes_the_panels_geometry)
{
	char size[16];

	snprintf(size, sizeof(size), "%s", attr_show("LCD", "cols"));
	strcat(size, "x");
	strcat(size, attr_show("LCD", "rows"));
	EXPECT_STREQ(variant->geometry, size);
}

TEST(a_40x4_panel_on_i2c_without_e2_is_refused)
{
	panel_prepare("i2c", "geometry=20x4", "panel_geometry=40x4");
	panel_bind("i2c");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
}

TEST(a_panel_smaller_than_its_display_shows_the_upper_rows)
{
	panel_start("i2c", "geometry=40x2", "geometry=40x4");
	lcd_show("first\nsecond\nthird\nfourth\033[?25h");
	EXPECT_STREQ("first|second|", glass_of("i2c"));
	EXPECT_STREQ("off", emu_state("i2c", "cursor"));
	lcd_show_more("\033[1;3H");
	EXPECT_STREQ("on", emu_state("i2c", "cursor"));
	EXPECT_STREQ("ddram 0x02", emu_state("i2c", "address"));
}

TEST(split_halves_are_for_panels_of_one_row)
{
	panel_start("i2c", "", "layout=split");
	lcd_show(pattern(4, 20));
	EXPECT_STREQ(lcd_screen(), glass_of("i2c"));
}

TEST(a_panel_without_a_geometry_takes_the_displays)
{
	panel_start("i2c", "geometry=16x2", "geometry=16x2");
	lcd_show("first\nsecond");
	EXPECT_STREQ("first|second|", glass_of("i2c"));
}

TEST(a_display_shift_left_over_from_before_is_undone)
{
	panel_start("i2c", "", "");
	lcd_show("abc");
	emu_control("i2c", "power_cycle", "7 noreset");
	EXPECT_EQ(0, attr_store("LCD", "reinit", "1"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("0", emu_state("i2c", "shift"));
	EXPECT_STREQ("abc||||", glass_of("i2c"));
}

/* The backlight */

FIXTURE(light) {
};

FIXTURE_VARIANT(light) {
	const char *board;
	const char *emulator;
	const char *module;
};

FIXTURE_VARIANT_ADD(light, i2c_high) {
	.board = "i2c",
	.emulator = "",
	.module = "",
};

FIXTURE_VARIANT_ADD(light, i2c_low) {
	.board = "i2c",
	.emulator = "backlight_low=1",
	.module = "pcf8574_pins=rs=0,rw=1,e=2,bl_low=3,d4=4,d5=5,d6=6,d7=7",
};

FIXTURE_VARIANT_ADD(light, smbus_high) {
	.board = "smbus",
	.emulator = "",
	.module = "",
};

FIXTURE_VARIANT_ADD(light, gpio_high) {
	.board = "gpio",
	.emulator = "",
	.module = "gpio_panel=" GPIO_4BIT ",bl=12",
};

FIXTURE_VARIANT_ADD(light, gpio_low) {
	.board = "gpio",
	.emulator = "backlight_low=1",
	.module = "gpio_panel=" GPIO_4BIT ",bl_low=12",
};

FIXTURE_SETUP(light)
{
	panel_start(variant->board, variant->emulator, variant->module);
	ASSERT_EQ(0, lcd_sync());
}

FIXTURE_TEARDOWN(light)
{
}

TEST_F(light, follows_the_attribute)
{
	EXPECT_STREQ("on", emu_state(variant->board, "backlight"));
	EXPECT_EQ(0, attr_store("LCD", "backlight", "0"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("off", emu_state(variant->board, "backlight"));
	lcd_show("text in the dark");
	EXPECT_STREQ("off", emu_state(variant->board, "backlight"));
	EXPECT_EQ(0, attr_store("LCD", "backlight", "1"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("on", emu_state(variant->board, "backlight"));
}

TEST_F(light, follows_the_led)
{
	shell_or_fail("echo 0 > /sys/class/leds/LCD::backlight/brightness");
	EXPECT_TRUE(eventually(!strcmp(attr_show("LCD", "backlight"), "0")));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("off", emu_state(variant->board, "backlight"));
	shell_or_fail("echo 1 > /sys/class/leds/LCD::backlight/brightness");
	EXPECT_TRUE(eventually(!strcmp(attr_show("LCD", "backlight"), "1")));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("on", emu_state(variant->board, "backlight"));
}

TEST_F(light, follows_escape_sequences)
{
	lcd_append("\033[L-");
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("off", emu_state(variant->board, "backlight"));
	lcd_append("\033[L+");
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("on", emu_state(variant->board, "backlight"));
}

TEST_F(light, stays_on_when_the_driver_goes_with_a_trigger_set)
{
	shell_or_fail("echo panic > /sys/class/leds/LCD::backlight/trigger");
	EXPECT_TRUE(eventually(!strcmp(attr_show("LCD", "backlight"), "0")));
	EXPECT_EQ(0, attr_store("LCD", "backlight", "1"));
	ASSERT_EQ(0, lcd_sync());
	panel_unbind(variant->board);
	EXPECT_STREQ("on", emu_state(variant->board, "backlight"));
	EXPECT_STREQ("1", attr_show("LCD", "backlight"));
}

TEST_F(light, stays_as_it_is_when_the_driver_goes)
{
	emu_control(variant->board, "reset", "1");
	panel_unbind(variant->board);
	EXPECT_STREQ("on", emu_state(variant->board, "backlight"));
}

TEST_HARNESS_MAIN
