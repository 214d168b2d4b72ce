// SPDX-License-Identifier: GPL-2.0-only
/* The models of other controllers against their data sheets, on the host. */
#include "kselftest_harness.h"

#include "glass.h"
#include "mpu.h"

#define AFTER_POWER_ON	(500 * LCD_MSEC)
#define LONG_WAIT	(7 * LCD_MSEC)
#define SHORT_WAIT	(50 * LCD_USEC)

FIXTURE(model) {
	struct mpu mpu;
	u64 now;
};

FIXTURE_SETUP(model)
{
	memset(&self->mpu, 0, sizeof(self->mpu));
	self->now = LCD_MSEC;
}

FIXTURE_TEARDOWN(model)
{
}

static void strobe(FIXTURE_DATA(model) *self, bool rs, u8 db)
{
	struct mpu_levels levels = { .rs = rs, .db = db };

	for (int edge = 0; edge < 3; edge++) {
		levels.e = edge == 1;
		mpu_drive(&self->mpu, &levels, self->now);
		self->now += LCD_USEC;
	}
}

static void send(FIXTURE_DATA(model) *self, bool rs, u8 byte)
{
	strobe(self, rs, byte);
	if (!self->mpu.controller.wide)
		strobe(self, rs, byte << 4);
	self->now += !rs && byte < 4 ? LONG_WAIT : SHORT_WAIT;
}

static void instruct(FIXTURE_DATA(model) *self, u8 code)
{
	send(self, false, code);
}

/* On, with its power of long ago. */
static void power_on(FIXTURE_DATA(model) *self, const char *name)
{
	controller_become(&self->mpu.controller, controller_kind_find(name));
	self->mpu.power_on_wait = 40 * LCD_MSEC;
	mpu_power_on(&self->mpu, 1, true, self->now);
	self->now += AFTER_POWER_ON;
}

static u32 time_of(FIXTURE_DATA(model) *self, u8 code)
{
	u32 time;

	controller_execute(&self->mpu.controller, code, &time);
	return time;
}

TEST_F(model, ks0066_is_slower)
{
	power_on(self, "ks0066");
	EXPECT_EQ(39 * LCD_USEC, time_of(self, 0x0c));
	EXPECT_EQ(1530 * LCD_USEC, time_of(self, 0x01));
	send(self, true, 'a');
	EXPECT_EQ(43 * LCD_USEC, self->mpu.busy_for);
}

TEST_F(model, us2066_has_tables_within_tables)
{
	struct controller *c = &self->mpu.controller;

	power_on(self, "us2066");
	EXPECT_EQ(0x7f, c->brightness);
	instruct(self, 0x79);			/* an address, without RE */
	instruct(self, 0x81);
	EXPECT_EQ(0x01, c->ac);
	EXPECT_EQ(0x7f, c->brightness);
	instruct(self, 0x3a);
	instruct(self, 0x79);
	instruct(self, 0x38);			/* nothing, with SD */
	instruct(self, 0x81);
	instruct(self, 0x20);
	EXPECT_EQ(0x20, c->brightness);
	instruct(self, 0x78);
	instruct(self, 0x72);
	send(self, true, 0x04);
	EXPECT_EQ(0x04, c->font);
	EXPECT_EQ(0x01, c->ac);
	instruct(self, 0x38);
	instruct(self, 0x83);
	EXPECT_EQ(0x03, c->ac);
}

/* Pins say how wide its bus is. */
TEST_F(model, us2066_keeps_its_width)
{
	power_on(self, "us2066-4bit");
	EXPECT_FALSE(self->mpu.controller.wide);
	instruct(self, 0x38);
	EXPECT_FALSE(self->mpu.controller.wide);
	power_on(self, "us2066");
	instruct(self, 0x28);
	EXPECT_TRUE(self->mpu.controller.wide);
}

TEST_F(model, us2066_has_four_lines_once_told)
{
	struct controller *c = &self->mpu.controller;
	const struct controller *const all[] = { c, c };

	power_on(self, "us2066");
	instruct(self, 0x3a);
	instruct(self, 0x09);
	instruct(self, 0x38);
	instruct(self, 0x0c);
	for (int row = 0; row < 4; row++) {
		instruct(self, 0x80 | row * 0x20 | 0x13);
		send(self, true, 'a' + row);
		EXPECT_EQ((row + 1) % 4 * 0x20, c->ac);
		EXPECT_EQ('a' + row, glass_code(glass_find("20x4"), all, row, 19));
	}
	instruct(self, 0x80 | 0x14);
	EXPECT_EQ(1, self->mpu.offences[MPU_ADDRESS].count);
}

TEST_F(model, ws0010_has_a_mode_a_voltage_and_a_font_table)
{
	struct controller *c = &self->mpu.controller;

	power_on(self, "ws0010");
	EXPECT_EQ(1, c->brightness);
	instruct(self, 0x3a);
	EXPECT_EQ(2, c->font);
	instruct(self, 0x17);
	EXPECT_EQ(2, c->brightness);
	EXPECT_FALSE(c->dark);
	instruct(self, 0x1b);			/* graphics, without the voltage */
	EXPECT_EQ(1, c->brightness);
	EXPECT_TRUE(c->dark);
	instruct(self, 0x14);			/* the cursor moves, as ever */
	EXPECT_EQ(1, c->ac);
	EXPECT_EQ(6200 * LCD_USEC, time_of(self, 0x01));
}

TEST_F(model, ws0010_has_64_characters_a_line)
{
	struct controller *c = &self->mpu.controller;

	power_on(self, "ws0010");
	instruct(self, 0x38);
	instruct(self, 0x80 | 0x27);
	send(self, true, 'a');
	EXPECT_EQ(0x28, c->ac);
	instruct(self, 0x80 | 0x3f);
	send(self, true, 'b');
	EXPECT_EQ(0x40, c->ac);
	instruct(self, 0x80 | 0x7f);
	send(self, true, 'c');
	EXPECT_EQ(0x00, c->ac);
	EXPECT_EQ('b', *controller_ddram(c, 0x3f));
	EXPECT_EQ('c', *controller_ddram(c, 0x7f));
	EXPECT_EQ(0, self->mpu.offences[MPU_ADDRESS].count);
}

/* In step or not, after five zeros comes the lower half of a byte: 0x02. */
TEST_F(model, ws0010_is_put_in_step_by_five_zeros)
{
	struct mpu *m = &self->mpu;

	for (int half = 0; half < 2; half++) {
		power_on(self, "ws0010");
		strobe(self, false, 0x20);	/* from eight lines to four */
		self->now += SHORT_WAIT;
		instruct(self, 0x28);
		instruct(self, 0x85);
		if (half) {
			strobe(self, false, 0x10);
			self->now += SHORT_WAIT;
		}
		for (int i = 0; i < 5; i++) {
			strobe(self, false, 0x00);
			self->now += SHORT_WAIT;
		}
		EXPECT_EQ(half ? 0x04 : 0x05, m->controller.ac);
		strobe(self, false, 0x20);
		self->now += LONG_WAIT;
		EXPECT_FALSE(m->half);
		EXPECT_EQ(0, m->controller.ac);
		EXPECT_TRUE(m->controller.two_line);
		EXPECT_EQ(0, m->controller.font);
	}
}

TEST_F(model, vfd_is_deaf_after_power_on)
{
	power_on(self, "vfd");
	self->now -= AFTER_POWER_ON - 250 * LCD_MSEC;
	instruct(self, 0x30);
	EXPECT_EQ(1, self->mpu.offences[MPU_INIT].count);
	EXPECT_EQ(0, self->mpu.instructions);
	self->now += 10 * LCD_MSEC;
	instruct(self, 0x30);
	EXPECT_EQ(1, self->mpu.instructions);
}

TEST_F(model, vfd_takes_data_after_function_set_for_brightness)
{
	struct controller *c = &self->mpu.controller;

	power_on(self, "vfd");
	EXPECT_EQ(4, c->brightness);
	instruct(self, 0x38);
	send(self, true, 0x03);
	EXPECT_EQ(1, c->brightness);
	EXPECT_EQ(0, c->ac);
	instruct(self, 0x80);
	send(self, true, 0x02);
	EXPECT_EQ(1, c->brightness);
	EXPECT_EQ(0x02, c->ddram[0]);
}

TEST_HARNESS_MAIN
