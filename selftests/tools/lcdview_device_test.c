// SPDX-License-Identifier: GPL-2.0-only
/* lcdview on /dev/LCD, in the VM. */
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "device.h"
#include "pty.h"
#include "tool.h"

#define TOP	"\u250c\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2510\n"
#define BOTTOM	"\u2514\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2518\n"
#define LIT	"\u2502\033[0m"
#define END	"\033[0m\u2502\n"
#define HINT	"\033[0;2mq ends, ^L draws again\033[0m"
#define FRAME(text) (TOP LIT text END BOTTOM HINT)
#define PLAIN(text) (TOP "\u2502" text "\u2502\n" BOTTOM)
#define ONCE(tool, ...) RUN(tool, "lcdview", "--once", __VA_ARGS__)

/* A frame of the display as it is */

FIXTURE(once) {
	struct tool tool;
};

FIXTURE_SETUP(once)
{
	(void)self;
	displays_reset("8x1");
}

FIXTURE_TEARDOWN(once)
{
	(void)self;
}

TEST_F(once, shows_the_text)
{
	lcd_overwrite("caf\u00e9 \001");
	RUN(&self->tool, "lcdview", "--once");
	EXPECT_STREQ(PLAIN("caf\u00e9 \u2460  "), self->tool.out);
	EXPECT_STREQ("", self->tool.err);
	EXPECT_EQ(0, self->tool.status);
}

TEST_F(once, knows_the_size_better_than_the_command_line)
{
	lcd_overwrite("12345678");
	ONCE(&self->tool, "--geometry=20x4", LCD);
	EXPECT_STREQ(PLAIN("12345678"), self->tool.out);
}

TEST_F(once, marks_the_cursor)
{
	lcd_overwrite("ab\033[?25h");
	ONCE(&self->tool, LCD);
	EXPECT_STREQ("\u250c\u2500\u2500\u25be\u2500\u2500\u2500\u2500\u2500\u2510\n"
		     "\u25b8ab      \u2502\n" BOTTOM, self->tool.out);
}

TEST_F(once, tells_of_light_and_power)
{
	displays_reset("16x1");
	lcd_overwrite("ab");
	ASSERT_EQ(0, attr_store("LCD", "backlight", "0"));
	ONCE(&self->tool, LCD);
	EXPECT_NE(NULL, strstr(self->tool.out, "\u2502ab "));
	EXPECT_NE(NULL, strstr(self->tool.out, "\u2514\u2500 backlight off \u2518"));

	ASSERT_EQ(0, attr_store("LCD", "power", "0"));
	ONCE(&self->tool, LCD);
	EXPECT_NE(NULL, strstr(self->tool.out, "\u2502   "));
	EXPECT_NE(NULL, strstr(self->tool.out, "\u2514\u2500 power off \u2500"));
}

TEST_F(once, shows_codes_of_the_rom_that_the_panel_has)
{
	lcd_overwrite("\uf0df");
	ONCE(&self->tool, LCD);
	EXPECT_STREQ(PLAIN("\u00b0       "), self->tool.out);
	ASSERT_EQ(0, attr_store("LCD", "charset", "A02"));
	ONCE(&self->tool, LCD);
	EXPECT_STREQ(PLAIN("\u00df       "), self->tool.out);
}

/* Live */

FIXTURE(live) {
	struct pty *pty;
};

FIXTURE_SETUP(live)
{
	static const char * const argv[] = { "lcdview", NULL };

	displays_reset("8x1");
	lcd_overwrite("one");
	self->pty = malloc(sizeof(*self->pty));
	ASSERT_NE(NULL, self->pty);
	ASSERT_EQ(0, pty_start(self->pty, 10, 40, argv));
	ASSERT_STREQ(FRAME("one     "), pty_frame(self->pty, FRAME("one     ")));
}

FIXTURE_TEARDOWN(live)
{
	pty_end(self->pty);
	free(self->pty);
}

TEST_F(live, shows_each_change)
{
	lcd_append(" two");
	EXPECT_STREQ(FRAME("one two "), pty_frame(self->pty, FRAME("one two ")));
	lcd_overwrite("three");
	EXPECT_STREQ(FRAME("three   "), pty_frame(self->pty, FRAME("three   ")));
}

TEST_F(live, shows_changes_of_attributes)
{
	ASSERT_EQ(0, attr_store("LCD", "cursor", "1"));
	EXPECT_STREQ(FRAME("one\033[0m\033[4m \033[0m    "),
		     pty_frame(self->pty, FRAME("one\033[0m\033[4m \033[0m    ")));
	ASSERT_EQ(0, attr_store("LCD", "power", "0"));
	EXPECT_STREQ(TOP "\u2502\033[0;2m        " END BOTTOM HINT,
		     pty_frame(self->pty, TOP "\u2502\033[0;2m        " END BOTTOM HINT));
}

TEST_F(live, sleeps_while_nothing_changes)
{
	EXPECT_TRUE(tool_sleeps_for(self->pty->pid, 1500));
}

TEST_F(live, shows_the_last_of_a_flood_in_few_frames)
{
	double begin = seconds_now();
	int most;

	for (int i = 0; i < 2000; i++) {
		char text[16];

		sprintf(text, "%d", i);
		lcd_overwrite(text);
	}
	most = 5 + (seconds_now() - begin) * 50;
	EXPECT_STREQ(FRAME("1999    "), pty_frame(self->pty, FRAME("1999    ")));
	EXPECT_LE(tool_count(self->pty->out, "\033[J"), most);
}

TEST_F(live, lets_go_of_a_deleted_display_and_waits_for_the_next)
{
	for (int i = 0; i < 3; i++) {
		self->pty->length = 0;
		ASSERT_EQ(0, display_delete("LCD"));
		EXPECT_LE(1, pty_saw(self->pty, "; waiting for it"));
		EXPECT_TRUE(eventually(module_users() == 0));
		ASSERT_EQ(0, display_new("8x1"));
		EXPECT_STREQ(FRAME("        "), pty_frame(self->pty, FRAME("        ")));
		lcd_overwrite("back");
		EXPECT_STREQ(FRAME("back    "), pty_frame(self->pty, FRAME("back    ")));
	}
}

TEST_F(live, says_what_hides_the_next)
{
	ASSERT_EQ(0, display_delete("LCD"));
	EXPECT_LE(1, pty_saw(self->pty, "No such file or directory"));
	shell_or_fail("echo early > /dev/LCD");
	EXPECT_LE(1, pty_saw(self->pty, "/dev/LCD: a regular file, not a display"));
	shell_or_fail("rm /dev/LCD");
	ASSERT_EQ(0, display_new("8x1"));
	EXPECT_STREQ(FRAME("        "), pty_frame(self->pty, FRAME("        ")));
}

TEST_F(live, says_how_a_node_comes_back_that_a_file_has_replaced)
{
	struct tool tool;
	struct stat device;
	char mended[160];

	ASSERT_EQ(0, stat("/dev/LCD", &device));
	snprintf(mended, sizeof(mended), "lcdview: /dev/LCD: a regular file hides the display: "
		 "rm /dev/LCD && mknod -m 660 /dev/LCD c %u %u && chgrp lcd /dev/LCD\n",
		 major(device.st_rdev), minor(device.st_rdev));
	shell_or_fail("echo x > /dev/LCD-other && mv /dev/LCD-other /dev/LCD");
	RUN(&tool, "lcdview", "--once");
	EXPECT_EQ(1, tool.status);
	EXPECT_STREQ(mended, tool.err);
	ASSERT_EQ(0, unlink("/dev/LCD"));
	ASSERT_EQ(0, display_delete("LCD"));
	ASSERT_EQ(0, display_new("8x1"));
}

TEST_HARNESS_MAIN
