// SPDX-License-Identifier: GPL-2.0-only
/* What hardware is like is a property of the panel: two that differ, side by side. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "panel.h"

static bool light_is(const char *board, const char *state)
{
	return !strcmp(emu_state(board, "backlight"), state);
}

/* A line of the attribute hardware. */
static bool hardware_has(const char *display, const char *line)
{
	const char *lines = attr_show(display, "hardware");
	const char *at = strstr(lines, line);

	return at && (at == lines || at[-1] == '\n') && at[strlen(line)] == '\n';
}

static void show_on_second(const char *text)
{
	int fd = open_or_fail("/dev/LCD1", O_WRONLY | O_TRUNC | O_SYNC);

	write_or_fail(fd, text);
	close(fd);
}

TEST(two_backpacks_wired_differently_work_side_by_side)
{
	char parameters[256];

	panel_prepare("i2c", "", "");
	emu_set("pins", "4,5,6,7,0,1,2,3");
	emu_set("backlight_low", "Y");
	emu_set("geometry", "16x2");
	emu_fresh("smbus");
	snprintf(parameters, sizeof(parameters),
		 "geometry=20x4,20x4 panel=%d-0027:refresh_s=7 "
		 "panel=%d-0027:geometry=16x2,charset=A02,exec_us=60,"
		 "rs=4,rw=5,e=6,bl_low=7,d4=0,d5=1,d6=2,d7=3",
		 emu_bus("i2c"), emu_bus("smbus"));
	module_restart(parameters);
	panel_bind("i2c");
	panel_bind("smbus");

	lcd_show("\u00e9n");
	EXPECT_STREQ("\\x00n||||", glass_of("i2c"));
	EXPECT_TRUE(light_is("i2c", "on"));
	EXPECT_TRUE(hardware_has("LCD", "refresh_s 7"));
	EXPECT_TRUE(hardware_has("LCD", "geometry 20x4"));

	EXPECT_STREQ("16", attr_show("LCD1", "cols"));
	EXPECT_STREQ("A02", attr_show("LCD1", "charset"));
	show_on_second("\u00e9s");
	EXPECT_STREQ("\\xe9s||", glass_of("smbus"));
	EXPECT_TRUE(light_is("smbus", "on"));
	EXPECT_TRUE(hardware_has("LCD1", "exec_us 60"));
	EXPECT_TRUE(hardware_has("LCD1", "refresh_s 30"));

	attr_store("LCD", "backlight", "0");
	EXPECT_TRUE(eventually(light_is("i2c", "off")));
	EXPECT_TRUE(light_is("smbus", "on"));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
	EXPECT_EQ(0, emu_violations("smbus", NULL));
}

TEST(a_panels_charset_goes_with_it)
{
	char parameters[64];

	panel_prepare("i2c", "", "");
	snprintf(parameters, sizeof(parameters), "panel=%d-0027:charset=A02", emu_bus("i2c"));
	module_restart(parameters);
	EXPECT_STREQ("A00", attr_show("LCD", "charset"));
	panel_bind("i2c");
	EXPECT_STREQ("A02", attr_show("LCD", "charset"));
	panel_unbind("i2c");
	EXPECT_STREQ("A00", attr_show("LCD", "charset"));

	panel_bind("i2c");
	EXPECT_EQ(0, attr_store("LCD", "charset", "cyrillic"));
	panel_unbind("i2c");
	EXPECT_STREQ("cyrillic", attr_show("LCD", "charset"));
}

TEST(the_light_of_one_panel_is_switched_the_other_way)
{
	char parameters[64];

	panel_prepare("i2c", "backlight_low=Y", "");
	snprintf(parameters, sizeof(parameters), "panel=%d-0027:bl=low",
		 emu_bus("i2c"));
	module_restart(parameters);
	panel_bind("i2c");
	lcd_show("lit");
	EXPECT_TRUE(light_is("i2c", "on"));
}

static void start_40x4(void)
{
	char parameters[128];

	panel_prepare("i2c", EMULATED_40X4, "");
	snprintf(parameters, sizeof(parameters),
		 "retry_max_s=1 panel=%d-0027:geometry=40x4," PINS_40X4, emu_bus("i2c"));
	module_restart(parameters);
	panel_bind("i2c");
}

TEST(one_backpack_has_a_pin_for_a_second_controller)
{
	start_40x4();
	lcd_show("first\nsecond\nthird\nfourth");
	EXPECT_STREQ("first|second|third|fourth|", glass_of("i2c"));
	EXPECT_TRUE(light_is("i2c", "on"));

	attr_store("LCD", "cursor", "1");
	lcd_show_more("\033[4;40H");
	EXPECT_STREQ("on", emu_state("i2c", "e2-cursor"));
	EXPECT_STREQ("off", emu_state("i2c", "cursor"));
	EXPECT_STREQ("ddram 0x67", emu_state("i2c", "e2-address"));
	EXPECT_EQ(0, emu_violations("i2c", NULL));
}

TEST(both_controllers_of_a_backpack_come_back_after_a_loss)
{
	start_40x4();
	lcd_show("first\nsecond\nthird\nfourth");
	emu_control("i2c", "absent", "1");
	lcd_append("!");
	ASSERT_TRUE(eventually(strstr(attr_show("LCD", "panel"), " lost")));
	emu_control("i2c", "power_cycle", "7 noreset");
	emu_control("i2c", "absent", "0");
	EXPECT_TRUE(eventually(glass_is_screen("i2c")));
	EXPECT_EQ(0, lcd_sync());
	EXPECT_STREQ("first|second|third|fourth!|", glass_of("i2c"));
}

TEST(without_a_panel_there_is_no_hardware)
{
	panel_prepare("i2c", "", "");
	EXPECT_STREQ("", attr_show("LCD", "hardware"));
}

static void start_idle(const char *board)
{
	if (strcmp(board, "gpio"))
		panel_start(board, "", "idle_off_s=1");
	else
		panel_start(board, "", "idle_off_s=1 gpio_panel=" GPIO_4BIT ",bl=12");
	lcd_show("here");
}

/* The light is on for a second at least: a busy machine may look too late. */
static void show_change(const char *text)
{
	lcd_show("");
	lcd_show(text);
}

TEST(the_light_goes_out_when_nothing_changes_and_comes_back)
{
	static const char *const boards[] = { "i2c", "gpio" };

	for (int i = 0; i < 2; i++) {
		start_idle(boards[i]);
		EXPECT_TRUE(eventually((show_change("here"), light_is(boards[i], "on"))));
		EXPECT_TRUE(eventually(light_is(boards[i], "off")));
		EXPECT_STREQ("1", attr_show("LCD", "backlight"));
		EXPECT_STREQ("here||||", glass_of(boards[i]));
		EXPECT_TRUE(eventually((show_change("here!"), light_is(boards[i], "on"))));
		EXPECT_STREQ("here!||||", glass_of(boards[i]));
	}
}

TEST(a_light_that_went_out_comes_back_at_its_level)
{
	panel_start("i2c", "chip=jhd1313", "idle_off_s=1");
	lcd_show("here");
	ASSERT_EQ(0, attr_store("LCD", "backlight", "100"));
	EXPECT_TRUE(eventually((show_change("here"), !strcmp(emu_state("i2c", "level"), "300"))));
	EXPECT_TRUE(eventually(!strcmp(emu_state("i2c", "level"), "0")));
	EXPECT_STREQ("100", attr_show("LCD", "backlight"));
	EXPECT_TRUE(eventually((show_change("!"), !strcmp(emu_state("i2c", "level"), "300"))));
}

/* A check sends the port again, and must not light it. */
TEST(a_check_leaves_the_light_out)
{
	panel_start("i2c", "", "idle_off_s=1 refresh_s=1");
	lcd_show("here");
	ASSERT_TRUE(eventually(light_is("i2c", "off")));
	for (int i = 0; i < 30; i++) {
		EXPECT_TRUE(light_is("i2c", "off"));
		usleep(100 * 1000);
	}
}

TEST_HARNESS_MAIN
