// SPDX-License-Identifier: GPL-2.0-only
/* Parameters that no panel could be made of: the module is not loaded. */
#include <errno.h>

#include "kselftest_harness.h"

#include "device.h"
#include "panel.h"

FIXTURE(parameters) {
};

FIXTURE_VARIANT(parameters) {
	const char *bad;
};

FIXTURE_SETUP(parameters)
{
	if (module_loaded())
		ASSERT_EQ(0, module_unload());
}

FIXTURE_TEARDOWN(parameters)
{
}

#define BAD(name, parameter)						\
	FIXTURE_VARIANT_ADD(parameters, name) {				\
		.bad = parameter,					\
	}
#define BAD_LINES(name, lines) BAD(name, "gpio_panel=" lines)

BAD_LINES(no_chip, "rs=8");
BAD_LINES(no_lines, "lcdemu-gpio");
BAD_LINES(too_few_lines, "lcdemu-gpio:rs=8,e=10");
BAD_LINES(one_pin_for_two_lines, "lcdemu-gpio:rs=8,e=10,d4=4,d5=5,d6=6,d7=6");
BAD_LINES(one_line_twice, GPIO_4BIT ",rs=9");
BAD_LINES(an_unknown_line, GPIO_4BIT ",q=9");
BAD_LINES(half_of_the_lower_data_lines, GPIO_4BIT ",d0=0");
BAD_LINES(a_pin_that_is_no_number, GPIO_4BIT ",rw=x");
BAD_LINES(two_kinds_of_backlight, GPIO_4BIT ",bl=12,bl_low=9");
BAD_LINES(an_empty_item, GPIO_4BIT ",,rw=9");

BAD(a_panel_geometry_that_is_none, "panel_geometry=x");
BAD(a_panel_that_is_too_wide, "panel_geometry=41x4");
BAD(a_display_that_is_none, "panel_display=LDC1");
BAD(a_display_of_no_minor, "panel_display=LCD16");
BAD(a_display_with_a_leading_zero, "panel_display=LCD01");
BAD(an_unknown_layout, "layout=bogus");
BAD(too_slow_a_controller, "exec_us=65536");
BAD(too_few_pins, "pcf8574_pins=rs=1");
BAD(pins_that_a_backpack_has_not, "pcf8574_pins=rs=8,rw=1,e=2,d4=4,d5=5,d6=6,d7=7");
BAD(a_second_enable_without_a_pin, "pcf8574_pins=rs=0,e=2,e2=8,d4=4,d5=5,d6=6,d7=7");
BAD(a_pin_of_many_digits, "pcf8574_pins=rs=0,e=2,d4=000000000000014,d5=5,d6=6,d7=7");

BAD(a_panel_without_a_name, "panel=geometry=16x2");
BAD(a_panel_with_an_unknown_key, "panel=1-0027:geometri=16x2");
BAD(a_panel_with_a_key_alone, "panel=1-0027:geometry");
BAD(a_panel_of_no_geometry, "panel=1-0027:geometry=16");
BAD(a_panel_with_half_of_its_pins, "panel=1-0027:rs=0,e=2");
#define PLATE_LINES "panel=1-0020:rs=b7,e=b5,d4=b4,d5=b3,d6=b2,d7=b1"

BAD(an_unknown_key, PLATE_LINES ",key_menu=a0");
BAD(one_key_twice, PLATE_LINES ",key_up=a0,key_up=a1");
BAD(a_key_on_the_pin_of_a_line, PLATE_LINES ",key_up=b1");
BAD(keys_on_gpio_lines, "gpio_panel=" GPIO_4BIT ",key_up=9");
BAD(keys_on_a_backpack, "pcf8574_pins=rs=0,e=2,d4=4,d5=5,d6=6,d7=7,key_up=1");

BAD(a_panel_of_an_unknown_charset, "panel=1-0027:charset=A03");
BAD(a_panel_that_is_checked_too_seldom, "panel=1-0027:refresh_s=86401");
BAD(a_panel_with_an_endless_item, "panel=1-0027:exec_us=00000000000000000000000000050");
BAD(an_unknown_goodbye, "goodbye=wave");
BAD(too_long_an_idle_time, "idle_off_s=86401");

TEST_F(parameters, that_make_no_sense_are_refused)
{
	EXPECT_EQ(EINVAL, module_load(variant->bad));
	EXPECT_FALSE(module_loaded());
}

TEST(an_unknown_key_is_answered_with_those_that_there_are)
{
	if (module_loaded())
		ASSERT_EQ(0, module_unload());
	shell_or_fail("dmesg -C");
	EXPECT_EQ(EINVAL, module_load(PLATE_LINES ",key_menu=a0"));
	shell_or_fail("dmesg | grep 'key_menu: no such line' | grep -q 'escape f1-f4'");
}

TEST_HARNESS_MAIN
