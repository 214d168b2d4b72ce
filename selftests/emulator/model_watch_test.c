// SPDX-License-Identifier: GPL-2.0-only
/* What counts as a cell that flickers, on the host. */
#include "kselftest_harness.h"

#include "watch.h"

FIXTURE(watch) {
	struct controller controller;
	struct watch watch;
};

static void look(FIXTURE_DATA(watch) *self,
		 void (*what)(struct watch *w, const struct glass *g,
			      const struct controller *const c[]))
{
	const struct controller *const c[] = { &self->controller, NULL };

	what(&self->watch, glass_find("16x2"), c);
}

static void instruct(FIXTURE_DATA(watch) *self, u8 code)
{
	u32 time;

	controller_execute(&self->controller, code, &time);
	look(self, watch_step);
}

static void put(FIXTURE_DATA(watch) *self, const char *text)
{
	for (; *text; text++) {
		controller_write(&self->controller, *text);
		look(self, watch_step);
	}
}

static unsigned int wrong(FIXTURE_DATA(watch) *self)
{
	return watch_wrong(&self->watch, glass_find("16x2"));
}

/* A box and its picture in the first row, three letters in each. */
FIXTURE_SETUP(watch)
{
	memset(&self->watch, 0, sizeof(self->watch));
	controller_reset(&self->controller, 0);
	instruct(self, 0x28);
	instruct(self, 0x0c);
	instruct(self, 0x40);
	put(self, "\x1f\x11\x11\x11\x11\x11\x1f");
	instruct(self, 0x80);
	put(self, "abc\x08");
	instruct(self, 0x80 | 0x40);
	put(self, "def");
	look(self, watch_begin);
}

FIXTURE_TEARDOWN(watch)
{
}

TEST_F(watch, sees_nothing_where_cells_are_written_again)
{
	instruct(self, 0x80);
	put(self, "abc");
	EXPECT_EQ(0, self->watch.flickers);
	EXPECT_EQ(0, wrong(self));
}

TEST_F(watch, sees_a_cell_that_is_wrong_for_a_moment)
{
	instruct(self, 0x80 | 0x41);
	put(self, " ");
	EXPECT_EQ(1, wrong(self));
	instruct(self, 0x80 | 0x41);
	put(self, "e");
	EXPECT_EQ(0, wrong(self));
	EXPECT_EQ(1, self->watch.flickers);
	EXPECT_EQ(1, self->watch.row);
	EXPECT_EQ(1, self->watch.col);
}

TEST_F(watch, sees_a_display_that_is_off_for_a_moment)
{
	instruct(self, 0x08);
	instruct(self, 0x0c);
	EXPECT_EQ(7, self->watch.flickers);
	EXPECT_EQ(0, wrong(self));
}

TEST_F(watch, sees_a_shift)
{
	instruct(self, 0x18);
	instruct(self, 0x02);
	EXPECT_EQ(7, self->watch.flickers);
	EXPECT_EQ(0, wrong(self));
}

TEST_F(watch, sees_a_clear)
{
	instruct(self, 0x01);
	EXPECT_EQ(7, self->watch.flickers);
	EXPECT_EQ(7, wrong(self));
}

TEST_F(watch, sees_a_single_line)
{
	instruct(self, 0x20);
	instruct(self, 0x28);
	EXPECT_EQ(3, self->watch.flickers);
}

TEST_F(watch, passes_a_synchronisation)
{
	instruct(self, 0x33);
	instruct(self, 0x3f);
	instruct(self, 0x2f);
	EXPECT_EQ(0, self->watch.flickers);
}

TEST_F(watch, sees_a_single_line_where_the_module_has_eight_bits)
{
	instruct(self, 0x38);
	look(self, watch_begin);
	instruct(self, 0x30);
	EXPECT_EQ(3, self->watch.flickers);
}

TEST_F(watch, does_not_see_cursor_and_addresses)
{
	instruct(self, 0x0f);
	instruct(self, 0x80 | 0x45);
	instruct(self, 0x0c);
	instruct(self, 0x02);
	instruct(self, 0x06);
	EXPECT_EQ(0, self->watch.flickers);
}

TEST_F(watch, sees_a_picture_if_a_cell_shows_it)
{
	instruct(self, 0x40);
	put(self, "\x3f");	/* a row has five dots */
	EXPECT_EQ(0, self->watch.flickers);
	put(self, "\x10");
	EXPECT_EQ(1, self->watch.flickers);
	EXPECT_EQ(3, self->watch.col);
	instruct(self, 0x48);
	put(self, "\x0a");
	EXPECT_EQ(1, self->watch.flickers);
}

TEST_F(watch, blames_nobody_for_a_disturbance_and_its_repair)
{
	*controller_ddram(&self->controller, 0x42) = 'x';
	look(self, watch_disturbed);
	EXPECT_EQ(1, wrong(self));
	instruct(self, 0x80 | 0x42);
	put(self, "f");
	EXPECT_EQ(0, self->watch.flickers);
	EXPECT_EQ(0, wrong(self));
}

TEST_HARNESS_MAIN
