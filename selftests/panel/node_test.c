// SPDX-License-Identifier: GPL-2.0-only
/*
 * A panel on GPIO as a node of the device tree describes it: properties on a
 * platform device. lcdwiring.ko makes such a device, for the kernel's driver;
 * here it is given to ours.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "panel.h"

#define NODE "/sys/bus/platform/devices/hd44780"
#define LINES "chip=lcdemu-gpio rs=8 rw=9 e=10 backlight=12"

/* What the driver makes of a node with these properties. */
static void node_make(const char *properties)
{
	char command[512];

	snprintf(command, sizeof(command),
		 "insmod " LCDEMU_FOLDER "/judge/lcdwiring.ko " LINES " %s && "
		 "echo devlcd-gpio > " NODE "/driver_override && "
		 "echo hd44780 > /sys/bus/platform/drivers_probe", properties);
	shell_or_fail(command);
}

FIXTURE(node) {
};

FIXTURE_SETUP(node)
{
	panel_prepare("gpio", "geometry=16x2", "");
	emu_control("gpio", "plugged", "1");
}

FIXTURE_TEARDOWN(node)
{
	if (!access(NODE, F_OK))
		shell_or_fail("rmmod lcdwiring");
}

TEST_F(node, gives_the_display_its_geometry_and_lines)
{
	node_make("cols=16 rows=2");
	EXPECT_STREQ("hd44780", attr_show("LCD", "panel"));
	EXPECT_STREQ("16", attr_show("LCD", "cols"));
	EXPECT_STREQ("2", attr_show("LCD", "rows"));
	lcd_show("first\nsecond");
	EXPECT_STREQ("first|second|", glass_of("gpio"));
	EXPECT_EQ(0, emu_violations("gpio", NULL));
	EXPECT_STREQ("on", emu_state("gpio", "backlight"));
	ASSERT_EQ(0, attr_store("LCD", "backlight", "0"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("off", emu_state("gpio", "backlight"));
}

TEST_F(node, may_have_eight_data_lines)
{
	node_make("cols=16 rows=2 data=0,1,2,3,4,5,6,7");
	lcd_show("first\nsecond");
	EXPECT_STREQ("first|second|", glass_of("gpio"));
	EXPECT_EQ(0, emu_violations("gpio", NULL));
}

TEST_F(node, with_half_a_geometry_is_refused)
{
	node_make("cols=16 rows=0");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
}

TEST_F(node, that_no_module_can_be_is_refused)
{
	node_make("cols=41 rows=2");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
}

/* 24 bytes from row to row: too many for 20x4, but not for the 16x4 after it. */
TEST_F(node, keeps_its_buffer_width_for_a_display_that_it_fits)
{
	emu_set("geometry", "16x4");
	emu_replug("gpio");
	node_make("cols=0 rows=0 stride=24");
	lcd_show("of 20x4");
	ASSERT_EQ(0, display_delete("LCD"));
	ASSERT_EQ(0, display_new("16x4"));
	lcd_show("1\n2\n3\n4");
	EXPECT_STREQ("1|2|        3|        4|", glass_of("gpio"));
}

TEST_F(node, is_left_when_its_chip_goes)
{
	node_make("cols=16 rows=2");
	lcd_show("before");
	emu_control("gpio", "plugged", "0");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	EXPECT_STREQ("before||", lcd_screen());
}

/* The core warns of a link to a device without a driver, once its user goes. */
TEST_F(node, may_be_on_a_chip_of_a_device_without_a_driver)
{
	shell_or_fail("insmod " LCDEMU_FOLDER "/judge/lcdbare.ko");
	node_make("cols=16 rows=2 chip=lcdbare rs=0 rw=1 e=2 backlight=3");
	EXPECT_STREQ("hd44780", attr_show("LCD", "panel"));
	shell_or_fail("rmmod lcdwiring && rmmod lcdbare");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	shell_or_fail("! dmesg | grep 'WARNING: .*device_links'");
}

TEST_HARNESS_MAIN
