// SPDX-License-Identifier: GPL-2.0-only
/*
 * open(2) of /dev/LCD: ">" blanks the screen together with the first write, or
 * at close where none came; ">>" goes on at the cursor.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>

#include "kselftest_harness.h"

#include "device.h"

#define BLANK "||||"

FIXTURE(display) {
	int fd;
	unsigned long long before;
};

FIXTURE_SETUP(display)
{
	displays_reset("20x4");
	self->fd = -1;
}

FIXTURE_TEARDOWN(display)
{
	if (self->fd >= 0)
		close(self->fd);
}

/* Truncation */

TEST_F(display, truncating_open_alone_blanks_nothing)
{
	lcd_append("old");
	self->before = lcd_generation();
	self->fd = open_or_fail(LCD, O_WRONLY | O_TRUNC);

	EXPECT_STREQ("old||||", lcd_screen());
	EXPECT_EQ(self->before, lcd_generation());
}

TEST_F(display, first_write_truncates_in_the_same_generation)
{
	lcd_append("old");
	self->before = lcd_generation();
	self->fd = open_or_fail(LCD, O_WRONLY | O_TRUNC);
	write_or_fail(self->fd, "n");

	EXPECT_STREQ("n||||", lcd_screen());
	EXPECT_EQ(self->before + 1, lcd_generation());
}

TEST_F(display, second_write_does_not_truncate)
{
	lcd_append("old");
	self->fd = open_or_fail(LCD, O_WRONLY | O_TRUNC);
	write_or_fail(self->fd, "a");
	write_or_fail(self->fd, "b");

	EXPECT_STREQ("ab||||", lcd_screen());
}

TEST_F(display, close_truncates_where_nothing_was_written)
{
	lcd_append("old");
	self->before = lcd_generation();
	close(open_or_fail(LCD, O_WRONLY | O_TRUNC));

	EXPECT_STREQ(BLANK, lcd_screen());
	EXPECT_EQ(self->before + 1, lcd_generation());
}

TEST_F(display, close_does_not_truncate_what_was_written)
{
	self->fd = open_or_fail(LCD, O_WRONLY | O_TRUNC);
	write_or_fail(self->fd, "a");
	lcd_append("b");
	close(self->fd);
	self->fd = -1;

	EXPECT_STREQ("ab||||", lcd_screen());
}

TEST_F(display, the_last_close_truncates)
{
	int same;

	lcd_append("old");
	self->fd = open_or_fail(LCD, O_WRONLY | O_TRUNC);
	same = dup(self->fd);
	close(self->fd);
	self->fd = -1;
	EXPECT_STREQ("old||||", lcd_screen());

	close(same);
	EXPECT_STREQ(BLANK, lcd_screen());
}

TEST_F(display, each_file_truncates_for_itself)
{
	int other = open_or_fail(LCD, O_WRONLY | O_TRUNC);

	self->fd = open_or_fail(LCD, O_WRONLY | O_TRUNC);
	write_or_fail(self->fd, "first");
	write_or_fail(other, "second");
	close(other);

	EXPECT_STREQ("second||||", lcd_screen());
}

TEST_F(display, write_of_nothing_blanks_at_close_at_the_latest)
{
	lcd_append("old");
	self->fd = open_or_fail(LCD, O_WRONLY | O_TRUNC);
	EXPECT_EQ(0, write(self->fd, "", 0));
	close(self->fd);
	self->fd = -1;

	EXPECT_STREQ(BLANK, lcd_screen());
}

TEST_F(display, failed_write_does_not_truncate)
{
	lcd_append("old");
	self->fd = open_or_fail(LCD, O_WRONLY | O_TRUNC);
	EXPECT_EQ(-1, write(self->fd, nowhere(), 1));
	EXPECT_EQ(EFAULT, errno);

	EXPECT_STREQ("old||||", lcd_screen());
}

TEST_F(display, truncating_a_blank_screen_changes_nothing)
{
	self->before = lcd_generation();
	close(open_or_fail(LCD, O_WRONLY | O_TRUNC));

	EXPECT_EQ(self->before, lcd_generation());
}

TEST_F(display, overwriting_with_the_same_text_changes_nothing)
{
	lcd_overwrite("hi\n");
	self->before = lcd_generation();
	lcd_overwrite("hi\n");

	EXPECT_EQ(self->before, lcd_generation());
}

TEST_F(display, truncation_works_on_a_file_open_for_both)
{
	lcd_append("old");
	self->fd = open_or_fail(LCD, O_RDWR | O_TRUNC);
	EXPECT_STREQ("old||||", screen_rest(self->fd));
	write_or_fail(self->fd, "n");

	EXPECT_STREQ("n||||", screen_again(self->fd));
}

TEST_F(display, truncation_for_reading_only_does_nothing)
{
	lcd_append("old");
	self->before = lcd_generation();
	self->fd = open_or_fail(LCD, O_RDONLY | O_TRUNC);
	EXPECT_STREQ("old||||", screen_rest(self->fd));
	close(self->fd);
	self->fd = -1;

	EXPECT_STREQ("old||||", lcd_screen());
	EXPECT_EQ(self->before, lcd_generation());
}

TEST_F(display, truncation_and_append_together_begin_at_home)
{
	lcd_append("old");
	self->fd = open_or_fail(LCD, O_WRONLY | O_TRUNC | O_APPEND);
	write_or_fail(self->fd, "n");

	EXPECT_STREQ("n||||", lcd_screen());
}

/* What else truncation resets, and what not */

TEST_F(display, truncation_homes_the_cursor)
{
	lcd_append("\x1b[3;7H");
	close(open_or_fail(LCD, O_WRONLY | O_TRUNC));

	EXPECT_STREQ("1 1", attr_show("LCD", "position"));
}

TEST_F(display, truncation_hides_the_cursor)
{
	lcd_append("\x1b[?25h\x1b[LB");
	ASSERT_STREQ("1", attr_show("LCD", "cursor"));
	ASSERT_STREQ("1", attr_show("LCD", "blink"));
	lcd_overwrite("n");

	EXPECT_STREQ("0", attr_show("LCD", "cursor"));
	EXPECT_STREQ("0", attr_show("LCD", "blink"));
}

TEST_F(display, truncation_makes_rows_wrap_again)
{
	lcd_append("\x1b[?7l");
	lcd_overwrite("12345678901234567890x");

	EXPECT_STREQ("12345678901234567890|x|||", lcd_screen());
}

TEST_F(display, truncation_forgets_the_saved_cursor)
{
	lcd_append("\x1b[3;7H\x1b[s");
	lcd_overwrite("\x1b[2;2H\x1b[ux");

	EXPECT_STREQ("x||||", lcd_screen());
}

TEST_F(display, truncation_cancels_a_pending_scroll)
{
	lcd_append("1\n2\n3\n4\n");
	lcd_overwrite("n");

	EXPECT_STREQ("n||||", lcd_screen());
}

TEST_F(display, truncation_cancels_a_pending_wrap)
{
	lcd_append("12345678901234567890");
	lcd_overwrite("n");

	EXPECT_STREQ("n||||", lcd_screen());
}

TEST_F(display, truncation_keeps_backlight_power_and_glyphs)
{
	lcd_append("\x1b[L-\x1b[Ld\x1b[LG30102030405060708;");
	lcd_overwrite("n");

	EXPECT_STREQ("0", attr_show("LCD", "backlight"));
	EXPECT_STREQ("0", attr_show("LCD", "power"));
	EXPECT_STREQ("01 02 03 04 05 06 07 08", attr_show("LCD", "glyph3"));
}

/* Without truncation */

FIXTURE(without_truncation) {
	int fd;
};

FIXTURE_VARIANT(without_truncation) {
	int flags;
};

FIXTURE_VARIANT_ADD(without_truncation, append) {
	.flags = O_WRONLY | O_APPEND,
};

FIXTURE_VARIANT_ADD(without_truncation, plain) {
	.flags = O_WRONLY,
};

FIXTURE_VARIANT_ADD(without_truncation, both) {
	.flags = O_RDWR,
};

FIXTURE_SETUP(without_truncation)
{
	displays_reset("20x4");
	lcd_append("old");
	self->fd = open_or_fail(LCD, variant->flags);
}

FIXTURE_TEARDOWN(without_truncation)
{
	close(self->fd);
}

TEST_F(without_truncation, writing_goes_on_at_the_cursor)
{
	write_or_fail(self->fd, "er");
	EXPECT_STREQ("older||||", lcd_screen());
}

TEST_F(without_truncation, closing_changes_nothing)
{
	unsigned long long before = lcd_generation();

	close(dup(self->fd));
	close(open_or_fail(LCD, variant->flags));
	EXPECT_EQ(before, lcd_generation());
}

TEST_F(without_truncation, text_modes_stay)
{
	lcd_append("\x1b[?25h");
	write_or_fail(self->fd, "er");
	EXPECT_STREQ("1", attr_show("LCD", "cursor"));
}

/* The shell */

TEST_F(display, shell_redirections_do_what_they_say)
{
	shell_or_fail("echo one > /dev/LCD");
	EXPECT_STREQ("one||||", lcd_screen());

	shell_or_fail("echo two >> /dev/LCD");
	EXPECT_STREQ("one|two|||", lcd_screen());

	shell_or_fail("(echo a; echo b) > /dev/LCD");
	EXPECT_STREQ("a|b|||", lcd_screen());

	shell_or_fail(": > /dev/LCD");
	EXPECT_STREQ(BLANK, lcd_screen());
}

/* Many at once */

TEST_F(display, many_have_it_open_at_once)
{
	enum { MANY = 500 };
	struct rlimit limit = { .rlim_cur = MANY + 100, .rlim_max = MANY + 100 };
	int fds[MANY];

	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &limit));
	for (int i = 0; i < MANY; i++)
		fds[i] = open_or_fail(LCD, O_RDWR);
	for (int i = 0; i < MANY; i++)
		write_or_fail(fds[i], i % 2 ? "b" : "\ra");

	for (int i = 0; i < MANY; i++)
		ASSERT_STREQ("ab||||", screen_again(fds[i]));
}

TEST_HARNESS_MAIN
