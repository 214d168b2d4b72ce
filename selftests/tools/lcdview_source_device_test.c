// SPDX-License-Identifier: GPL-2.0-only
/* How lcdview reads a display that is deleted below it, step by step, in the VM. */
#include "kselftest_harness.h"

#include "device.h"
#include "picture.h"
#include "source.h"

FIXTURE(source) {
	struct source source;
	struct picture picture;
};

FIXTURE_SETUP(source)
{
	displays_reset("8x1");
	lcd_overwrite("one");
	self->source = (struct source){ .path = LCD, .rows = 4, .cols = 20, .fd = -1 };
	ASSERT_TRUE(source_read(&self->source, &self->picture));
	ASSERT_EQ('e', self->picture.screen.cells[0][2]);
}

FIXTURE_TEARDOWN(source)
{
	source_close(&self->source);
}

TEST_F(source, says_that_the_file_of_a_deleted_display_is_gone)
{
	ASSERT_EQ(0, display_delete("LCD"));
	EXPECT_FALSE(source_read(&self->source, &self->picture));
	EXPECT_STREQ("No such file or directory: is the module devlcd loaded?",
		     self->source.why);
	EXPECT_EQ(-1, self->source.fd);
	EXPECT_EQ('e', self->picture.screen.cells[0][2]);
}

/* Its deletion and the making of the next may have been told in one piece. */
TEST_F(source, goes_on_to_the_display_that_has_the_name_now)
{
	ASSERT_EQ(0, display_delete("LCD"));
	ASSERT_EQ(0, display_new("16x2"));
	lcd_overwrite("two");
	ASSERT_TRUE(source_read(&self->source, &self->picture));
	EXPECT_EQ('o', self->picture.screen.cells[0][2]);
	EXPECT_EQ(16, self->picture.screen.cols);
	EXPECT_EQ(2, self->picture.screen.rows);
}

TEST_HARNESS_MAIN
