// SPDX-License-Identifier: GPL-2.0-only
/*
 * The attributes of a display, /sys/class/devlcd/LCD/: what they show, what
 * they take, and what moves the generation.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "kselftest_harness.h"

#include "device.h"

/* Names, modes and first values */

FIXTURE(attribute) {
	unsigned long long before;
};

FIXTURE_VARIANT(attribute) {
	const char *name;
	unsigned int mode;
	const char *first;
};

#define ATTRIBUTE(attribute_name, permissions, value)		\
	FIXTURE_VARIANT_ADD(attribute, attribute_name) {	\
		.name = #attribute_name, .mode = permissions, .first = value, \
	}

ATTRIBUTE(text, 0400, "\n\n\n");
ATTRIBUTE(rows, 0444, "4");
ATTRIBUTE(cols, 0444, "20");
ATTRIBUTE(position, 0444, "1 1");
ATTRIBUTE(cursor, 0644, "0");
ATTRIBUTE(blink, 0644, "0");
ATTRIBUTE(power, 0644, "1");
ATTRIBUTE(backlight, 0644, "1");
ATTRIBUTE(backlight_max, 0444, "1");
ATTRIBUTE(glyph0, 0600, "00 00 00 00 00 00 00 00");
ATTRIBUTE(glyph1, 0600, "00 00 00 00 00 00 00 00");
ATTRIBUTE(glyph2, 0600, "00 00 00 00 00 00 00 00");
ATTRIBUTE(glyph3, 0600, "00 00 00 00 00 00 00 00");
ATTRIBUTE(glyph4, 0600, "00 00 00 00 00 00 00 00");
ATTRIBUTE(glyph5, 0600, "00 00 00 00 00 00 00 00");
ATTRIBUTE(glyph6, 0600, "00 00 00 00 00 00 00 00");
ATTRIBUTE(glyph7, 0600, "00 00 00 00 00 00 00 00");
ATTRIBUTE(panel, 0444, "none");
ATTRIBUTE(charset, 0644, "A00");

FIXTURE_SETUP(attribute)
{
	displays_reset("20x4");
	self->before = lcd_generation();
}

FIXTURE_TEARDOWN(attribute)
{
}

TEST_F(attribute, has_its_mode)
{
	char path[PATH_MAX];
	struct stat stat_of;

	snprintf(path, sizeof(path), "/sys/class/devlcd/LCD/%s", variant->name);
	ASSERT_EQ(0, stat(path, &stat_of));
	EXPECT_EQ(variant->mode, stat_of.st_mode & 07777);
}

TEST_F(attribute, shows_its_first_value)
{
	EXPECT_STREQ(variant->first, attr_show("LCD", variant->name));
}

TEST_F(attribute, takes_no_rubbish)
{
	if (!(variant->mode & 0200)) {
		EXPECT_EQ(EACCES, attr_store("LCD", variant->name, "1"));
		return;
	}
	EXPECT_EQ(EINVAL, attr_store("LCD", variant->name, "rubbish"));
	EXPECT_EQ(EINVAL, attr_store("LCD", variant->name, "\n"));
	EXPECT_STREQ(variant->first, attr_show("LCD", variant->name));
	EXPECT_EQ(self->before, lcd_generation());
}

/* Nobody sees by an attribute what the device file does not let him see. */
TEST(text_glyphs_and_stats_have_no_wider_mode_than_the_device)
{
	static const char *const names[] = {
		"text", "stats", "glyph0", "glyph1", "glyph2", "glyph3", "glyph4", "glyph5",
		"glyph6", "glyph7",
	};
	struct stat device, attribute;
	char path[PATH_MAX];

	displays_reset("20x4");
	ASSERT_EQ(0, stat("/dev/LCD", &device));
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), "/sys/class/devlcd/LCD/%s", names[i]);
		ASSERT_EQ(0, stat(path, &attribute));
		EXPECT_EQ(0, attribute.st_mode & 0777 & ~device.st_mode)
			TH_LOG("%s: %o", names[i], attribute.st_mode & 0777);
	}
}

/* The screen */

FIXTURE(display) {
	unsigned long long before;
};

FIXTURE_SETUP(display)
{
	displays_reset("20x4");
	self->before = lcd_generation();
}

FIXTURE_TEARDOWN(display)
{
}

TEST_F(display, rows_and_cols_are_the_geometry)
{
	displays_reset("16x2");
	EXPECT_STREQ("2", attr_show("LCD", "rows"));
	EXPECT_STREQ("16", attr_show("LCD", "cols"));
}

TEST_F(display, text_is_what_reading_gives)
{
	lcd_append("Crème\n\1\n\n  x");
	EXPECT_STREQ("Crème\n\ue001\n\n  x", attr_show("LCD", "text"));
}

TEST_F(display, the_longest_text_fits)
{
	displays_reset("40x4");
	for (int i = 0; i < 160; i++)
		lcd_append("\U0001d11e");
	EXPECT_EQ(SCREEN_MAX - 1, strlen(attr_show("LCD", "text")));
}

TEST_F(display, position_follows_the_cursor)
{
	lcd_append("ab\nc");
	EXPECT_STREQ("2 2", attr_show("LCD", "position"));
	lcd_append("\x1b[99;99H");
	EXPECT_STREQ("4 20", attr_show("LCD", "position"));
}

TEST_F(display, stats_count_writes_and_bytes)
{
	const char *stats;

	lcd_append("abc");
	lcd_append("de");
	stats = attr_show("LCD", "stats");
	EXPECT_NE(NULL, strstr(stats, "writes 2"));
	EXPECT_NE(NULL, strstr(stats, "bytes 5"));
}

TEST_F(display, reinit_needs_a_panel)
{
	EXPECT_EQ(ENODEV, attr_store("LCD", "reinit", "1"));
}

TEST_F(display, charset_is_one_of_the_roms)
{
	EXPECT_EQ(0, attr_store("LCD", "charset", "A02\n"));
	EXPECT_STREQ("A02", attr_show("LCD", "charset"));
	EXPECT_EQ(EINVAL, attr_store("LCD", "charset", "A01"));
	EXPECT_STREQ("A02", attr_show("LCD", "charset"));
	EXPECT_EQ(0, attr_store("LCD", "charset", "cyrillic"));
	EXPECT_STREQ("cyrillic", attr_show("LCD", "charset"));
	EXPECT_EQ(0, attr_store("LCD", "charset", "A00"));
	EXPECT_STREQ("A00", attr_show("LCD", "charset"));
}

TEST_F(display, another_charset_moves_the_generation)
{
	EXPECT_EQ(0, attr_store("LCD", "charset", "A00"));
	EXPECT_EQ(self->before, lcd_generation());
	EXPECT_EQ(0, attr_store("LCD", "charset", "A02"));
	EXPECT_EQ(self->before + 1, lcd_generation());
	EXPECT_EQ(0, attr_store("LCD", "charset", "A00"));
	EXPECT_EQ(self->before + 2, lcd_generation());
}

TEST_F(display, it_is_found_by_its_device_number)
{
	char path[PATH_MAX], target[PATH_MAX] = "";
	struct stat stat_of;

	ASSERT_EQ(0, stat(LCD, &stat_of));
	snprintf(path, sizeof(path), "/sys/dev/char/%u:%u",
		 major(stat_of.st_rdev), minor(stat_of.st_rdev));
	ASSERT_LT(0, readlink(path, target, sizeof(target) - 1));
	EXPECT_STREQ("/devlcd/LCD", strstr(target, "/devlcd/LCD"));
}

/* Switches */

FIXTURE(switches) {
};

FIXTURE_VARIANT(switches) {
	const char *name;
};

FIXTURE_VARIANT_ADD(switches, cursor) {
	.name = "cursor",
};

FIXTURE_VARIANT_ADD(switches, blink) {
	.name = "blink",
};

FIXTURE_VARIANT_ADD(switches, power) {
	.name = "power",
};

FIXTURE_VARIANT_ADD(switches, backlight) {
	.name = "backlight",
};

FIXTURE_SETUP(switches)
{
	displays_reset("20x4");
	ASSERT_EQ(0, attr_store("LCD", variant->name, "0"));
}

FIXTURE_TEARDOWN(switches)
{
}

TEST_F(switches, on_and_off)
{
	EXPECT_EQ(0, attr_store("LCD", variant->name, "1\n"));
	EXPECT_STREQ("1", attr_show("LCD", variant->name));
	EXPECT_EQ(0, attr_store("LCD", variant->name, "0\n"));
	EXPECT_STREQ("0", attr_show("LCD", variant->name));
}

TEST_F(switches, alone)
{
	static const char * const all[] = {
		"cursor", "blink", "power", "backlight",
	};
	char before[ARRAY_SIZE(all)][8];

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		strcpy(before[i], attr_show("LCD", all[i]));
	ASSERT_EQ(0, attr_store("LCD", variant->name, "1"));
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		if (!strcmp(all[i], variant->name))
			strcpy(before[i], "1");
		EXPECT_STREQ(before[i], attr_show("LCD", all[i]));
	}
}

TEST_F(switches, count_only_changes)
{
	unsigned long long before = lcd_generation();

	ASSERT_EQ(0, attr_store("LCD", variant->name, "0"));
	EXPECT_EQ(before, lcd_generation());
	ASSERT_EQ(0, attr_store("LCD", variant->name, "1"));
	EXPECT_EQ(before + 1, lcd_generation());
}

TEST_F(switches, wake_readers)
{
	int fd = open_or_fail(LCD, O_RDONLY);

	screen_rest(fd);
	ASSERT_EQ(0, attr_store("LCD", variant->name, "1"));
	EXPECT_EQ(POLLIN, events_of(fd, 0) & POLLIN);
	close(fd);
}

TEST_F(switches, leave_the_text_alone)
{
	lcd_append("abc\x1b[3;3H");
	ASSERT_EQ(0, attr_store("LCD", variant->name, "1"));
	EXPECT_STREQ("abc||||", lcd_screen());
	EXPECT_STREQ("3 3", attr_show("LCD", "position"));
}

TEST_F(display, backlight_takes_only_a_level_that_there_is)
{
	EXPECT_EQ(EINVAL, attr_store("LCD", "backlight", "2"));
	EXPECT_EQ(EINVAL, attr_store("LCD", "backlight", "-1"));
	EXPECT_EQ(EINVAL, attr_store("LCD", "backlight", "on"));
	EXPECT_STREQ("1", attr_show("LCD", "backlight"));
	EXPECT_EQ(self->before, lcd_generation());
}

TEST_F(display, flash_lights_the_backlight_for_a_while)
{
	unsigned long long after;
	double begin;
	bool lit;

	/* Again where a busy machine has looked too late. */
	do {
		ASSERT_EQ(0, attr_store("LCD", "backlight", "0"));
		self->before = lcd_generation();
		begin = seconds_now();
		lcd_append("\x1b[L*");
		lit = *attr_show("LCD", "backlight") == '1';
		after = lcd_generation();
	} while (seconds_now() - begin > 3);
	EXPECT_TRUE(lit);
	EXPECT_EQ(self->before + 1, after);

	EXPECT_TRUE(eventually(*attr_show("LCD", "backlight") == '0'));
	EXPECT_EQ(self->before + 2, lcd_generation());
	EXPECT_LT(3, seconds_now() - begin);
}

TEST_F(display, flash_of_a_lit_backlight_changes_nothing)
{
	lcd_append("\x1b[L*");
	EXPECT_STREQ("1", attr_show("LCD", "backlight"));
	EXPECT_EQ(self->before, lcd_generation());
}

/* User glyphs */

static const char pattern[] = "01 02 04 08 10 1f 0e 15";

FIXTURE(glyph) {
	unsigned long long before;
};

FIXTURE_VARIANT(glyph) {
	const char *value;
	int result;
};

#define GLYPH(name, text, err)						\
	FIXTURE_VARIANT_ADD(glyph, name) { .value = text, .result = err }

GLYPH(as_shown, pattern, 0);
GLYPH(with_a_line_feed, "01 02 04 08 10 1f 0e 15\n", 0);
GLYPH(without_blanks, "01020408101f0e15", 0);
GLYPH(in_capitals, "01 02 04 08 10 1F 0E 15", 0);
GLYPH(of_seven_rows, "01 02 04 08 10 1f 0e", EINVAL);
GLYPH(of_nine_rows, "01 02 04 08 10 1f 0e 15 00", EINVAL);
GLYPH(of_six_pixels, "20 02 04 08 10 1f 0e 15", EINVAL);
GLYPH(of_half_a_row, "1 02 04 08 10 1f 0e 15", EINVAL);
GLYPH(not_in_hex, "0g 02 04 08 10 1f 0e 15", EINVAL);
GLYPH(with_something_behind, "01 02 04 08 10 1f 0e 15 x", EINVAL);
GLYPH(of_nothing, " ", EINVAL);

FIXTURE_SETUP(glyph)
{
	displays_reset("20x4");
	self->before = lcd_generation();
}

FIXTURE_TEARDOWN(glyph)
{
}

TEST_F(glyph, is_taken_or_refused)
{
	EXPECT_EQ(variant->result, attr_store("LCD", "glyph5", variant->value));
	EXPECT_STREQ(variant->result ? "00 00 00 00 00 00 00 00" : pattern,
		     attr_show("LCD", "glyph5"));
	EXPECT_EQ(self->before + !variant->result, lcd_generation());
}

TEST_F(display, each_glyph_has_a_file)
{
	char name[] = "glyph0", value[] = "00 02 04 08 10 1f 0e 15";

	for (int i = 0; i < 8; i++) {
		name[5] = '0' + i;
		value[1] = '1' + i;
		ASSERT_EQ(0, attr_store("LCD", name, value));
	}
	for (int i = 0; i < 8; i++) {
		name[5] = '0' + i;
		value[1] = '1' + i;
		EXPECT_STREQ(value, attr_show("LCD", name));
	}
	EXPECT_EQ(self->before + 8, lcd_generation());
}

TEST_F(display, glyphs_come_from_the_stream_too)
{
	lcd_append("\x1b[LG501020408101f0e15;x");
	EXPECT_STREQ(pattern, attr_show("LCD", "glyph5"));
	EXPECT_STREQ("x||||", lcd_screen());
	EXPECT_EQ(self->before + 1, lcd_generation());
}

TEST_F(display, the_same_glyph_again_changes_nothing)
{
	ASSERT_EQ(0, attr_store("LCD", "glyph5", pattern));
	self->before = lcd_generation();
	ASSERT_EQ(0, attr_store("LCD", "glyph5", pattern));
	lcd_append("\x1b[LG501020408101f0e15;");
	EXPECT_EQ(self->before, lcd_generation());
}

TEST_F(display, a_stream_may_set_fewer_rows_of_a_glyph)
{
	ASSERT_EQ(0, attr_store("LCD", "glyph5", pattern));
	lcd_append("\x1b[LG51f1f;");
	EXPECT_STREQ("1f 1f 04 08 10 1f 0e 15", attr_show("LCD", "glyph5"));
}

/* The generation */

TEST_F(display, generation_is_a_number_to_be_read_only)
{
	const char *value = attr_show("LCD", "generation");

	EXPECT_LT(0, strlen(value));
	EXPECT_EQ(strlen(value), strspn(value, "0123456789"));
	EXPECT_EQ(EACCES, attr_store("LCD", "generation", "1"));
}

TEST_F(display, one_write_is_one_generation_whatever_it_does)
{
	lcd_append("text\x1b[L-\x1b[Ld\x1b[LC\x1b[LG01f;\n");
	EXPECT_EQ(self->before + 1, lcd_generation());
}

TEST_F(display, looking_moves_no_generation)
{
	lcd_screen();
	attr_show("LCD", "text");
	close(open_or_fail(LCD, O_RDWR | O_APPEND));
	EXPECT_EQ(self->before, lcd_generation());
}

TEST_F(display, each_display_has_a_generation_of_its_own)
{
	unsigned long long other;

	ASSERT_EQ(0, display_new("8x2"));
	other = generation_of("LCD1");
	lcd_append("x");
	EXPECT_EQ(self->before + 1, lcd_generation());
	EXPECT_EQ(other, generation_of("LCD1"));
}

TEST_HARNESS_MAIN
