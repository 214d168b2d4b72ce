// SPDX-License-Identifier: GPL-2.0-only
/*
 * Controllers that take the place of an HD44780, on wires of several kinds: a screen,
 * a loss, what a transfer may do wrong, a self-check, the light.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "look.h"
#include "panel.h"

#define SCREEN "first row\nsecond, 42%\nthird: (a+b)\nfourth"
#define GPIO "gpio_panel="

static const char *panel_name(const char *board, const char *emulator)
{
	static char name[16];

	if (!strcmp(board, "gpio"))
		return "devlcd-gpio";
	if (!strcmp(board, "spi"))
		return "spi0.0";
	snprintf(name, sizeof(name), "%d-%s", emu_bus(board),
		 strstr(emulator, "chip=mcp") ? "0020" : "0027");
	return name;
}

/* As panel_start(), with this setting of the panel; "" for none. */
static void start(const char *board, const char *emulator, const char *module,
		  const char *setting)
{
	char parameters[256];

	panel_prepare(board, emulator, "");
	snprintf(parameters, sizeof(parameters), "retry_max_s=1 %s", module);
	if (*setting)
		snprintf(parameters + strlen(parameters), 64, " panel=%s:%s",
			 panel_name(board, emulator), setting);
	module_restart(parameters);
	if (strcmp(board, "gpio"))
		panel_bind(board);
}

FIXTURE(variant) {
};

/*
 * @slip: noise by which a controller with four data lines is out of step; NULL for one
 *        that nothing puts in step again, or that has eight
 */
FIXTURE_VARIANT(variant) {
	const char *board;
	const char *emulator;
	const char *module;
	const char *setting;
	const char *slip;
};

FIXTURE_SETUP(variant)
{
}

FIXTURE_TEARDOWN(variant)
{
}

#define VARIANT(name, _board, _emulator, _module, _setting, _slip)	\
	FIXTURE_VARIANT_ADD(variant, name) {				\
		.board = _board,					\
		.emulator = _emulator,					\
		.module = _module,					\
		.setting = _setting,					\
		.slip = _slip,						\
	}

/* A half byte 0001: it makes 0x13 of a 3. */
#define I2C_SLIP "port 1c 18"
#define GPIO_SLIP "port 410 10"

VARIANT(ks0066, "i2c", "variant=ks0066", "", "variant=ks0066", I2C_SLIP);
VARIANT(ks0066_gpio, "gpio", "variant=ks0066", GPIO GPIO_4BIT ",rw=9", "variant=ks0066",
	GPIO_SLIP);
VARIANT(us2066_gpio, "gpio", "variant=us2066", GPIO GPIO_8BIT ",rw=9", "variant=us2066", NULL);
VARIANT(us2066_two_rows, "gpio", "variant=us2066 geometry=20x2",
	"panel_geometry=20x2 " GPIO GPIO_8BIT, "variant=us2066", NULL);
VARIANT(us2066_native, "i2c", "chip=us2066", "", "", NULL);
VARIANT(ws0010, "i2c", "variant=ws0010", "", "variant=ws0010", I2C_SLIP);
VARIANT(ws0010_gpio, "gpio", "variant=ws0010", GPIO GPIO_4BIT ",rw=9", "variant=ws0010",
	GPIO_SLIP);
VARIANT(ws0010_8bit, "gpio", "variant=ws0010 geometry=16x2",
	"panel_geometry=16x2 " GPIO GPIO_8BIT, "variant=ws0010", NULL);
VARIANT(vfd, "i2c", "variant=vfd", "", "variant=vfd", I2C_SLIP);
VARIANT(vfd_gpio, "gpio", "variant=vfd", GPIO GPIO_4BIT, "variant=vfd", GPIO_SLIP);

TEST_F(variant, shows_a_screen)
{
	start(variant->board, variant->emulator, variant->module, variant->setting);
	lcd_show(SCREEN);
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
	if (*variant->setting) {
		char line[32];

		snprintf(line, sizeof(line), "variant %s",
			 strchr(variant->setting, '=') + 1);
		EXPECT_NE(NULL, strstr(attr_show("LCD", "hardware"), line));
	}

	lcd_show_more("\033[1;3Hin\033[1;12H!\033[1;1H\033[?25h");
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
	EXPECT_STREQ("on", emu_state(variant->board, "cursor"));
	EXPECT_STREQ("ddram 0x00", emu_state(variant->board, "address"));

	EXPECT_EQ(0, attr_store("LCD", "power", "0"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("off", emu_state(variant->board, "display"));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

/* Each cell by itself: a map of another memory would put it elsewhere. */
TEST_F(variant, has_each_cell_where_it_is)
{
	int rows, cols;
	char text[32];

	start(variant->board, variant->emulator, variant->module, variant->setting);
	lcd_show("");
	rows = atoi(attr_show("LCD", "rows"));
	cols = atoi(attr_show("LCD", "cols"));
	for (int row = 1; row <= rows; row++)
		for (int col = row; col <= cols; col += 7) {
			snprintf(text, sizeof(text), "\033[%d;%dH%c", row, col, 'a' + row + col);
			lcd_show_more(text);
		}
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
}

TEST_F(variant, is_lost_and_found)
{
	if (!strcmp(variant->board, "gpio"))
		SKIP(return, "a GPIO chip does not notice");
	start(variant->board, variant->emulator, variant->module, variant->setting);
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

/* It has just got its power back, and the initialisation comes at once. */
TEST_F(variant, is_left_alone_after_power_on)
{
	start(variant->board, variant->emulator, variant->module, variant->setting);
	lcd_show(SCREEN);
	emu_control(variant->board, "disturb", "dip 42");
	emu_control(variant->board, "reset", "1");
	EXPECT_EQ(0, attr_store("LCD", "reinit", "1"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

TEST_F(variant, a_nak_at_any_byte_is_mended)
{
	char where[16];

	if (!variant->slip && *variant->setting)
		SKIP(return, "nothing puts it in step");
	if (!strcmp(variant->board, "gpio"))
		SKIP(return, "no transfers");
	start(variant->board, variant->emulator, variant->module, variant->setting);
	for (int at = 0; at < 24; at++) {
		lcd_show("before");
		snprintf(where, sizeof(where), "1 at %d", at);
		emu_control(variant->board, "nak", where);
		lcd_show(SCREEN);
		EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
		EXPECT_FALSE(panel_is_lost());
	}
}

/* The initialisation fails at bytes of any kind, operands among them. */
TEST_F(variant, a_nak_in_the_initialisation_is_mended)
{
	char where[32];

	if (!variant->slip && *variant->setting)
		SKIP(return, "nothing puts it in step");
	if (!strcmp(variant->board, "gpio"))
		SKIP(return, "no transfers");
	start(variant->board, variant->emulator, variant->module, variant->setting);
	lcd_show(SCREEN);
	for (int at = 1; at < 32; at += 5) {
		snprintf(where, sizeof(where), "1 at %d", at);
		emu_control(variant->board, "nak", where);
		EXPECT_EQ(0, attr_store("LCD", "reinit", "1"));
		EXPECT_TRUE(eventually(glass_is_screen(variant->board)));
		ASSERT_EQ(0, lcd_sync());
		/* It comes once a second at most, so the one before may be under way. */
		EXPECT_TRUE(eventually(glass_is_screen(variant->board)));
	}
	emu_control(variant->board, "nak", "off");
}

/* Noise by which it is shifted, switched off, writes backwards, and is out of step. */
TEST_F(variant, a_check_mends_what_noise_has_changed)
{
	const char *const disturbances[] = {
		"ddram 1 58", "instruction 18", "instruction 08", "instruction 04",
		"instruction 2a", variant->slip,
	};
	char module[128];

	snprintf(module, sizeof(module), "refresh_s=1 %s", variant->module);
	start(variant->board, variant->emulator, module, variant->setting);
	lcd_show(SCREEN);
	ASSERT_TRUE(check_ends());
	for (size_t i = 0; i < ARRAY_SIZE(disturbances); i++)
		if (disturbances[i])
			emu_control(variant->board, "disturb", disturbances[i]);
	ASSERT_TRUE(check_ends());
	ASSERT_TRUE(check_ends());
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
	EXPECT_STREQ("on", emu_state(variant->board, "display"));
	EXPECT_STREQ("0", emu_state(variant->board, "shift"));
	EXPECT_STREQ("increment", emu_state(variant->board, "entry"));
}

/* Nor does it when the controller was out of step. */
TEST_F(variant, a_check_makes_nothing_wrong)
{
	char module[128];

	snprintf(module, sizeof(module), "refresh_s=1 %s", variant->module);
	start(variant->board, variant->emulator, module, variant->setting);
	show_full_screen();
	ASSERT_TRUE(check_ends());
	emu_control(variant->board, "watch", "1");
	if (variant->slip)
		emu_control(variant->board, "disturb", variant->slip);
	ASSERT_TRUE(check_ends());
	ASSERT_TRUE(check_ends());
	EXPECT_EQ(0, emu_counter(variant->board, "flickers"));
	EXPECT_EQ(0, emu_counter(variant->board, "wrong"));
}

/* Those that glow by themselves */

/*
 * @has_pin: a pin of the wire is that of a backlight
 * @max: the highest level
 * @level: another one; @at_max and @at_level: the brightness at these, in the
 *         controller's unit
 */
FIXTURE(glow) {
};

FIXTURE_VARIANT(glow) {
	const char *board;
	const char *emulator;
	const char *module;
	const char *setting;
	bool has_pin;
	const char *max;
	const char *level;
	const char *at_max;
	const char *at_level;
};

FIXTURE_SETUP(glow)
{
}

FIXTURE_TEARDOWN(glow)
{
}

#define GLOW(name, _board, _emulator, _module, _setting, ...)		\
	FIXTURE_VARIANT_ADD(glow, name) {				\
		_board, _emulator, _module, _setting, __VA_ARGS__	\
	}

GLOW(vfd, "i2c", "variant=vfd", "", "variant=vfd", true, "4", "2", "4", "2");
GLOW(vfd_plate, "i2c", "chip=mcp23017 variant=vfd", "", "variant=vfd", true, "4", "2", "4", "2");
GLOW(vfd_gpio, "gpio", "variant=vfd", GPIO GPIO_8BIT ",rw=9,bl=12", "variant=vfd", true,
	"4", "1", "4", "1");
GLOW(ws0010, "i2c", "variant=ws0010", "", "variant=ws0010", true, "2", "1", "2", "1");
GLOW(ws0010_gpio, "gpio", "variant=ws0010", GPIO GPIO_8BIT, "variant=ws0010", false,
	"2", "1", "2", "1");
GLOW(us2066_gpio, "gpio", "variant=us2066", GPIO GPIO_8BIT, "variant=us2066", false,
	"255", "100", "255", "100");
GLOW(us2066_native, "i2c", "chip=us2066", "", "", false, "255", "1", "255", "1");

static void set_light(const char *level)
{
	if (attr_store("LCD", "backlight", level) || lcd_sync())
		fprintf(stderr, "# light not set to %s\n", level);
}

TEST_F(glow, has_levels_and_0_keeps_the_text)
{
	char shown[256];

	start(variant->board, variant->emulator, variant->module, variant->setting);
	lcd_show(SCREEN);
	EXPECT_STREQ(variant->max, attr_show("LCD", "backlight_max"));
	EXPECT_STREQ(variant->max, attr_show("LCD", "backlight"));
	EXPECT_STREQ(variant->at_max, emu_state(variant->board, "brightness"));
	snprintf(shown, sizeof(shown), "%s", lcd_screen());

	emu_control(variant->board, "watch", "1");
	set_light(variant->level);
	EXPECT_STREQ(variant->at_level, emu_state(variant->board, "brightness"));
	EXPECT_EQ(0, emu_counter(variant->board, "flickers"));
	EXPECT_EQ(0, emu_counter(variant->board, "wrong"));

	set_light("0");
	EXPECT_STREQ("off", emu_state(variant->board, "display"));
	EXPECT_STREQ(shown, lcd_screen());
	EXPECT_STREQ("1", attr_show("LCD", "power"));

	lcd_show_more("\033[1;1Hx");
	EXPECT_STREQ("off", emu_state(variant->board, "display"));
	set_light(variant->max);
	EXPECT_STREQ("on", emu_state(variant->board, "display"));
	EXPECT_STREQ(variant->at_max, emu_state(variant->board, "brightness"));
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
}

/* The display is off, and the light is not: nothing of either stays. */
TEST_F(glow, is_not_the_power)
{
	start(variant->board, variant->emulator, variant->module, variant->setting);
	lcd_show(SCREEN);
	EXPECT_EQ(0, attr_store("LCD", "power", "0"));
	set_light("0");
	EXPECT_EQ(0, attr_store("LCD", "power", "1"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("off", emu_state(variant->board, "display"));
	set_light("1");
	EXPECT_STREQ("on", emu_state(variant->board, "display"));
	EXPECT_EQ(0, attr_store("LCD", "power", "0"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("off", emu_state(variant->board, "display"));
}

/* A controller that has forgotten all, and is not initialised. */
TEST_F(glow, is_mended_by_a_check)
{
	char module[128];

	snprintf(module, sizeof(module), "refresh_s=1 %s", variant->module);
	start(variant->board, variant->emulator, module, variant->setting);
	lcd_show(SCREEN);
	set_light(variant->level);
	ASSERT_TRUE(check_ends());
	panel_disturb(variant->board,
		      strcmp(variant->board, "gpio") ? "power_cycle 42" : "dip 42");
	ASSERT_TRUE(check_ends());
	ASSERT_TRUE(check_ends());
	EXPECT_STREQ(variant->at_level, emu_state(variant->board, "brightness"));
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));

	set_light("0");
	ASSERT_TRUE(check_ends());
	ASSERT_TRUE(check_ends());
	EXPECT_STREQ("off", emu_state(variant->board, "display"));
}

/* At least for a while: a busy machine may look too late. */
static bool is_lit_by_a_change(const char *board)
{
	lcd_show_more("\033[1;1Hy");
	lcd_show_more("\033[1;1Hx");
	return !strcmp("on", emu_state(board, "display"));
}

TEST_F(glow, goes_out_when_nothing_changes)
{
	char module[128];

	snprintf(module, sizeof(module), "idle_off_s=1 %s", variant->module);
	start(variant->board, variant->emulator, module, variant->setting);
	lcd_show(SCREEN);
	set_light(variant->level);
	EXPECT_TRUE(eventually(is_lit_by_a_change(variant->board)));
	EXPECT_TRUE(eventually(!strcmp("off", emu_state(variant->board, "display"))));
	EXPECT_STREQ(variant->level, attr_show("LCD", "backlight"));
	EXPECT_TRUE(eventually(is_lit_by_a_change(variant->board)));
	EXPECT_STREQ(variant->at_level, emu_state(variant->board, "brightness"));
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
}

/* It may be the supply of the module, which must not lose its power. */
TEST_F(glow, leaves_a_light_pin_on)
{
	char module[128];

	if (!variant->has_pin)
		SKIP(return, "no such pin");
	snprintf(module, sizeof(module), "refresh_s=1 %s", variant->module);
	start(variant->board, variant->emulator, module, variant->setting);
	lcd_show(SCREEN);
	EXPECT_STREQ("on", emu_state(variant->board, "backlight"));
	set_light("0");
	lcd_show_more("\033[1;1Hx");
	EXPECT_STREQ("on", emu_state(variant->board, "backlight"));
	EXPECT_EQ(0, attr_store("LCD", "reinit", "1"));
	EXPECT_EQ(0, attr_store("LCD", "power", "0"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("on", emu_state(variant->board, "backlight"));
	ASSERT_TRUE(check_ends());
	ASSERT_TRUE(check_ends());
	EXPECT_STREQ("on", emu_state(variant->board, "backlight"));
	EXPECT_STREQ("off", emu_state(variant->board, "display"));
}

TEST_F(glow, is_an_led)
{
	char command[128];

	start(variant->board, variant->emulator, variant->module, variant->setting);
	ASSERT_EQ(0, lcd_sync());
	snprintf(command, sizeof(command),
		 "grep -qx %s /sys/class/leds/LCD::backlight/max_brightness", variant->max);
	EXPECT_EQ(0, system(command));
	EXPECT_EQ(0, system("echo 0 > /sys/class/leds/LCD::backlight/brightness"));
	EXPECT_TRUE(eventually(!strcmp("off", emu_state(variant->board, "display"))));
}

/* What the variant is known for */

FIXTURE(one) {
};

FIXTURE_SETUP(one)
{
}

FIXTURE_TEARDOWN(one)
{
}

TEST_F(one, us2066_on_four_lines_is_refused)
{
	start("i2c", "variant=us2066-4bit", "", "variant=us2066");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	EXPECT_EQ(0, system("dmesg | grep -q 'variant=us2066: nothing puts it in step'"));
}

TEST_F(one, us2066_has_its_rom)
{
	start("i2c", "chip=us2066", "", "");
	lcd_show(SCREEN);
	EXPECT_STREQ("0", emu_state("i2c", "table"));
	EXPECT_STREQ("US2066A", attr_show("LCD", "charset"));
}

TEST_F(one, ws0010_has_the_table_of_its_charset)
{
	start("i2c", "variant=ws0010", "", "variant=ws0010");
	lcd_show(SCREEN);
	EXPECT_STREQ("0", emu_state("i2c", "table"));
	EXPECT_STREQ("A00", attr_show("LCD", "charset"));
	EXPECT_EQ(0, attr_store("LCD", "charset", "cyrillic"));
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ("2", emu_state("i2c", "table"));
	EXPECT_STREQ(lcd_screen(), glass_of("i2c"));

	start("i2c", "variant=ws0010", "", "variant=ws0010,charset=cyrillic");
	lcd_show(SCREEN);
	EXPECT_STREQ("2", emu_state("i2c", "table"));
	EXPECT_STREQ("cyrillic", attr_show("LCD", "charset"));
	EXPECT_STREQ(lcd_screen(), glass_of("i2c"));
}

/* What is said of the panel comes before what is usual for its variant. */
TEST_F(one, charset_of_a_variant_is_a_default)
{
	start("i2c", "variant=vfd", "", "charset=A02,variant=vfd,exec_us=70");
	lcd_show(SCREEN);
	EXPECT_STREQ(lcd_screen(), glass_of("i2c"));
	EXPECT_STREQ("A02", attr_show("LCD", "charset"));
	EXPECT_NE(NULL, strstr(attr_show("LCD", "hardware"), "exec_us 70\n"));
}

TEST_F(one, a_panel_of_no_variant_is_an_hd44780)
{
	start("i2c", "", "", "");
	lcd_show(SCREEN);
	EXPECT_NE(NULL, strstr(attr_show("LCD", "hardware"), "variant hd44780"));
}

/* A device whose name says which controller it has is no other one. */
TEST_F(one, ks0066_leaves_the_light_to_its_pin)
{
	start("i2c", "variant=ks0066", "", "variant=ks0066");
	lcd_show(SCREEN);
	EXPECT_STREQ("1", attr_show("LCD", "backlight_max"));
	set_light("0");
	EXPECT_STREQ("off", emu_state("i2c", "backlight"));
	EXPECT_STREQ("on", emu_state("i2c", "display"));
}

TEST_F(one, a_native_controller_takes_no_variant)
{
	char parameters[64];

	panel_prepare("i2c", "chip=st7032", "");
	snprintf(parameters, sizeof(parameters), "panel=%d-003e:variant=vfd", emu_bus("i2c"));
	module_restart(parameters);
	panel_bind("i2c");
	EXPECT_STREQ("none", attr_show("LCD", "panel"));
	EXPECT_EQ(0, system("dmesg | grep -q 'variant=vfd: its name already says'"));
}

TEST_F(one, an_unknown_variant_is_refused)
{
	if (module_loaded())
		ASSERT_EQ(0, module_unload());
	EXPECT_EQ(EINVAL, module_load("panel=1-0027:variant=vdf"));
	EXPECT_FALSE(module_loaded());
	EXPECT_EQ(0, system("dmesg | grep -q 'panel: variant=vdf: no such variant'"));
}

TEST_HARNESS_MAIN
