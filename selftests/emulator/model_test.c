// SPDX-License-Identifier: GPL-2.0-only
/* The model of the controller against its data sheet, on the host. */
#include "kselftest_harness.h"

#include "glass.h"
#include "mpu.h"

#define AFTER_POWER_ON	(40 * LCD_MSEC)
#define LONG_WAIT	(5 * LCD_MSEC)
#define SHORT_WAIT	(50 * LCD_USEC)

FIXTURE(model) {
	struct mpu mpu;
	u64 now;
};

static void drive(FIXTURE_DATA(model) *self, bool rs, bool rw, bool e, u8 db)
{
	const struct mpu_levels levels = { .rs = rs, .rw = rw, .e = e, .db = db };

	mpu_drive(&self->mpu, &levels, self->now);
	self->now += LCD_USEC;
}

static void strobe(FIXTURE_DATA(model) *self, bool rs, u8 db)
{
	drive(self, rs, false, false, db);
	drive(self, rs, false, true, db);
	drive(self, rs, false, false, db);
}

static u8 strobe_read(FIXTURE_DATA(model) *self, bool rs)
{
	u8 db = 0;

	drive(self, rs, true, false, 0xff);
	drive(self, rs, true, true, 0xff);
	mpu_drives(&self->mpu, &db);
	drive(self, rs, true, false, 0xff);
	return db;
}

static void send(FIXTURE_DATA(model) *self, bool rs, u8 byte)
{
	strobe(self, rs, self->mpu.controller.wide ? byte : byte | 0x0f);
	if (!self->mpu.controller.wide)
		strobe(self, rs, byte << 4 | 0x0f);
}

static void instruct(FIXTURE_DATA(model) *self, u8 code)
{
	send(self, false, code);
	self->now += code < 4 ? LONG_WAIT : SHORT_WAIT;
}

static void put(FIXTURE_DATA(model) *self, const char *text)
{
	for (; *text; text++) {
		send(self, true, *text);
		self->now += SHORT_WAIT;
	}
}

static unsigned int breaches(const struct mpu *m)
{
	unsigned int all = 0;

	for (int i = 0; i < MPU_BREACHES; i++)
		all += m->offences[i].count;
	return all;
}

static void power_on(FIXTURE_DATA(model) *self, bool reset, u64 seed)
{
	memset(&self->mpu, 0, sizeof(self->mpu));
	self->mpu.power_on_wait = AFTER_POWER_ON;
	mpu_power_on(&self->mpu, seed, reset, self->now);
}

/* Initialising by instruction, page 46. */
static void initialise(FIXTURE_DATA(model) *self)
{
	self->now += AFTER_POWER_ON;
	strobe(self, false, 0x3f);
	self->now += LONG_WAIT;
	strobe(self, false, 0x3f);
	self->now += 100 * LCD_USEC;
	strobe(self, false, 0x3f);
	self->now += SHORT_WAIT;
	strobe(self, false, 0x2f);
	self->now += SHORT_WAIT;
	instruct(self, 0x28);
	instruct(self, 0x01);
	instruct(self, 0x06);
	instruct(self, 0x0c);
}

FIXTURE_SETUP(model)
{
	self->now = LCD_MSEC;
	power_on(self, true, 1);
}

FIXTURE_TEARDOWN(model)
{
}

static const char *line_shows(FIXTURE_DATA(model) *self, const char *geometry,
			      unsigned int row)
{
	static char text[GLASS_TEXT];
	const struct controller *c[] = {
		&self->mpu.controller, &self->mpu.controller
	};
	char *line = text;

	glass_text(glass_find(geometry), c, text);
	while (row--)
		line = strchr(line, '\n') + 1;
	*strchr(line, '\n') = '\0';
	return line;
}

TEST_F(model, powers_on_blank_with_eight_bits_and_one_line)
{
	const struct controller *c = &self->mpu.controller;

	EXPECT_TRUE(c->wide);
	EXPECT_FALSE(c->two_line);
	EXPECT_FALSE(c->on);
	EXPECT_TRUE(c->increment);
	EXPECT_STREQ("        ", line_shows(self, "8x1", 0));
}

TEST_F(model, initialises_from_any_state_without_a_breach)
{
	for (u64 seed = 1; seed <= 500; seed++) {
		power_on(self, seed % 2, seed);
		initialise(self);
		put(self, "ok");
		ASSERT_EQ(0, breaches(&self->mpu)) TH_LOG("seed %d", (int)seed);
		ASSERT_STREQ("ok                  ", line_shows(self, "20x4", 0));
		ASSERT_STREQ("                    ", line_shows(self, "20x4", 1));
	}
}

TEST_F(model, takes_a_stray_nibble_for_half_an_instruction)
{
	initialise(self);
	strobe(self, true, 0x4f);
	self->now += SHORT_WAIT;
	put(self, "AB");
	EXPECT_STRNE("AB                  ", line_shows(self, "20x4", 0));
}

TEST_F(model, counts_on_from_the_first_line_to_the_second_and_back)
{
	initialise(self);
	instruct(self, 0x80 | 0x27);
	put(self, "a");
	EXPECT_EQ(0x40, self->mpu.controller.ac);
	instruct(self, 0x80 | 0x67);
	put(self, "b");
	EXPECT_EQ(0x00, self->mpu.controller.ac);
	instruct(self, 0x04);
	put(self, "c");
	EXPECT_EQ(0x67, self->mpu.controller.ac);
	instruct(self, 0x80 | 0x40);
	put(self, "d");
	EXPECT_EQ(0x27, self->mpu.controller.ac);
}

TEST_F(model, has_eighty_cells_in_one_line)
{
	initialise(self);
	instruct(self, 0x20);
	instruct(self, 0x80 | 0x4f);
	put(self, "z");
	EXPECT_EQ(0x00, self->mpu.controller.ac);
	EXPECT_EQ('z', self->mpu.controller.ddram[0x4f]);
	put(self, "a");
	EXPECT_STREQ("a       ", line_shows(self, "8x2", 0));
	EXPECT_STREQ("        ", line_shows(self, "8x2", 1));
}

TEST_F(model, wraps_in_cgram_and_stays_there)
{
	initialise(self);
	instruct(self, 0x40 | 0x3f);
	put(self, "\x11\x12");
	EXPECT_EQ(0x11, self->mpu.controller.cgram[0x3f]);
	EXPECT_EQ(0x12, self->mpu.controller.cgram[0]);
	EXPECT_TRUE(self->mpu.controller.in_cgram);
	EXPECT_EQ(1, self->mpu.controller.ac);
}

TEST_F(model, shifts_the_glass_and_comes_home)
{
	initialise(self);
	put(self, "abc");
	instruct(self, 0x18);
	EXPECT_STREQ("bc      ", line_shows(self, "8x2", 0));
	instruct(self, 0x1c);
	instruct(self, 0x1c);
	EXPECT_STREQ(" abc    ", line_shows(self, "8x2", 0));
	instruct(self, 0x02);
	EXPECT_STREQ("abc     ", line_shows(self, "8x2", 0));
	instruct(self, 0x07);
	put(self, "x");
	EXPECT_STREQ("bc      ", line_shows(self, "8x2", 0));
	EXPECT_EQ(1, self->mpu.controller.shift);
}

/* Beyond the first address the busy flag stayed up for ever. */
TEST_F(model, wraps_in_cgram_downwards_too)
{
	initialise(self);
	instruct(self, 0x04);
	instruct(self, 0x40);
	put(self, "a");
	EXPECT_EQ(63, self->mpu.controller.ac);
	put(self, "b");
	EXPECT_EQ('b', self->mpu.controller.cgram[63]);
	EXPECT_EQ(62, self->mpu.controller.ac);
}

TEST_F(model, clear_comes_home_and_counts_up)
{
	initialise(self);
	instruct(self, 0x05);
	put(self, "ab");
	instruct(self, 0x01);
	EXPECT_EQ(0, self->mpu.controller.shift);
	EXPECT_EQ(0, self->mpu.controller.ac);
	EXPECT_TRUE(self->mpu.controller.increment);
	EXPECT_TRUE(self->mpu.controller.autoshift);
	EXPECT_STREQ("        ", line_shows(self, "8x2", 0));
}

TEST_F(model, shows_a_half_in_the_second_line_where_the_module_is_split)
{
	initialise(self);
	put(self, "01234567");
	instruct(self, 0x80 | 0x40);
	put(self, "89abcdef");
	EXPECT_STREQ("0123456789abcdef", line_shows(self, "16x1s", 0));
	EXPECT_STREQ("01234567        ", line_shows(self, "16x1", 0));
}

TEST_F(model, puts_the_third_row_behind_the_first)
{
	initialise(self);
	instruct(self, 0x80 | 0x10);
	put(self, "third");
	instruct(self, 0x80 | 0x50);
	put(self, "fourth");
	EXPECT_STREQ("third           ", line_shows(self, "16x4", 2));
	EXPECT_STREQ("fourth          ", line_shows(self, "16x4", 3));
}

TEST_F(model, shows_the_lower_half_of_40x4_from_the_second_controller)
{
	static struct mpu upper;
	const struct controller *c[] = {
		&upper.controller, &self->mpu.controller
	};

	initialise(self);
	upper = self->mpu;
	put(self, "lower");
	EXPECT_EQ(' ', glass_code(glass_find("40x4"), c, 0, 0));
	EXPECT_EQ('l', glass_code(glass_find("40x4"), c, 2, 0));
}

TEST_F(model, escapes_what_the_rom_shows_otherwise)
{
	initialise(self);
	put(self, "\x01\\~\xb0");
	EXPECT_STREQ("\\x01\\x5c\\x7e\\xb0    ", line_shows(self, "8x2", 0));
}

TEST_F(model, reads_back_what_it_holds)
{
	initialise(self);
	put(self, "Q");
	instruct(self, 0x80);
	EXPECT_EQ(0x50, strobe_read(self, true) & 0xf0);
	EXPECT_EQ(0x10, strobe_read(self, true) & 0xf0);
	self->now += SHORT_WAIT;
	EXPECT_EQ(0x00, strobe_read(self, false) & 0xf0);
	EXPECT_EQ(0x10, strobe_read(self, false) & 0xf0);
	EXPECT_EQ(0, breaches(&self->mpu));
}

static u8 read_byte(FIXTURE_DATA(model) *self, bool rs)
{
	u8 high = strobe_read(self, rs) & 0xf0;
	u8 byte = high | strobe_read(self, rs) >> 4;

	self->now += SHORT_WAIT;
	return byte;
}

TEST_F(model, reads_on_from_line_to_line)
{
	initialise(self);
	instruct(self, 0x80 | 0x27);
	put(self, "ab");
	instruct(self, 0x80 | 0x27);
	EXPECT_EQ('a', read_byte(self, true));
	EXPECT_EQ('b', read_byte(self, true));
	EXPECT_EQ(0x41, read_byte(self, false));
	EXPECT_EQ(0, breaches(&self->mpu));
}

TEST_F(model, reads_pictures)
{
	initialise(self);
	instruct(self, 0x40 | 0x3e);
	put(self, "\x11\x0e\x15");
	instruct(self, 0x40 | 0x3e);
	EXPECT_EQ(0x11, read_byte(self, true));
	EXPECT_EQ(0x0e, read_byte(self, true));
	EXPECT_EQ(0x00, read_byte(self, false));
	EXPECT_EQ(0x15, read_byte(self, true));
	EXPECT_EQ(0x01, read_byte(self, false));
	EXPECT_EQ(0, breaches(&self->mpu));
}

TEST_F(model, reads_backwards_and_shifts_nothing)
{
	initialise(self);
	put(self, "ab");
	instruct(self, 0x05);
	instruct(self, 0x80 | 0x01);
	EXPECT_EQ('b', read_byte(self, true));
	EXPECT_EQ('a', read_byte(self, true));
	EXPECT_EQ(0x67, read_byte(self, false));
	EXPECT_EQ(0, self->mpu.controller.shift);
}

TEST_F(model, a_read_without_an_address_is_a_breach_and_gives_the_last_byte)
{
	initialise(self);
	put(self, "ab");
	EXPECT_EQ('b', read_byte(self, true));
	EXPECT_EQ(1, self->mpu.offences[MPU_READ].count);
	EXPECT_EQ(' ', read_byte(self, true));
	instruct(self, 0x80);
	read_byte(self, false);
	EXPECT_EQ('a', read_byte(self, true));
	put(self, "c");
	instruct(self, 0x10);
	EXPECT_EQ('c', read_byte(self, true));
	EXPECT_EQ(1, breaches(&self->mpu));
}

TEST_F(model, half_a_read_is_a_phase_as_half_a_write_is)
{
	initialise(self);
	put(self, "a");
	instruct(self, 0x80);
	strobe_read(self, true);
	send(self, true, 'x');
	self->now += SHORT_WAIT;
	EXPECT_TRUE(self->mpu.half);
	EXPECT_EQ(2, self->mpu.data_writes);
}

TEST_F(model, two_nibbles_with_another_rs_go_where_the_second_says)
{
	initialise(self);
	strobe(self, true, 0x8f);
	strobe(self, false, 0x5f);
	EXPECT_EQ(0x05, self->mpu.controller.ac);
	EXPECT_EQ(0, self->mpu.data_writes);
}

TEST_F(model, or_where_the_first_says)
{
	initialise(self);
	self->mpu.first_rs = true;
	strobe(self, true, 0x7f);
	strobe(self, false, 0x8f);
	EXPECT_STREQ("x       ", line_shows(self, "8x2", 0));
}

TEST_F(model, an_instruction_out_of_nowhere_keeps_the_phase)
{
	initialise(self);
	strobe(self, false, 0x0f);
	mpu_instruct(&self->mpu, 0x80 | 0x28, self->now);
	EXPECT_TRUE(self->mpu.half);
	EXPECT_EQ(0x28, self->mpu.controller.ac);
	EXPECT_EQ(0, breaches(&self->mpu));
}

TEST_F(model, noise_breaks_no_rule)
{
	initialise(self);
	self->mpu.disturbed = true;
	drive(self, true, false, true, 0x4f);
	drive(self, false, false, false, 0x5f);
	EXPECT_TRUE(self->mpu.half);
	EXPECT_EQ(0, breaches(&self->mpu));
}

TEST_F(model, a_busy_flag_read_as_clear_ends_the_wait)
{
	initialise(self);
	send(self, false, 0x01);
	EXPECT_EQ(0x80, strobe_read(self, false) & 0x80);
	strobe_read(self, false);
	self->now += 1520 * LCD_USEC;
	EXPECT_EQ(0x00, strobe_read(self, false) & 0x80);
	strobe_read(self, false);
	put(self, "A");
	EXPECT_EQ(0, breaches(&self->mpu));
	EXPECT_STREQ("A       ", line_shows(self, "8x2", 0));
}

TEST_F(model, a_busy_flag_read_as_clear_ends_the_address_time_too)
{
	u64 latched;

	initialise(self);
	send(self, true, 'a');
	latched = self->now;
	self->now = latched + 34 * LCD_USEC;
	EXPECT_EQ(0x80, strobe_read(self, false) & 0x80);
	strobe_read(self, false);
	self->now = latched + 36 * LCD_USEC;
	EXPECT_EQ(0x00, strobe_read(self, false) & 0x80);
	strobe_read(self, false);
	self->now = latched + 37 * LCD_USEC;
	put(self, "b");
	EXPECT_EQ(0, breaches(&self->mpu));
}

TEST_F(model, a_read_while_busy_moves_nothing)
{
	initialise(self);
	send(self, true, 'a');
	strobe_read(self, true);
	strobe_read(self, true);
	self->now += SHORT_WAIT;
	EXPECT_EQ(1, self->mpu.offences[MPU_BUSY].count);
	EXPECT_EQ(1, self->mpu.controller.ac);
	put(self, "b");
	EXPECT_EQ(1, breaches(&self->mpu));
	EXPECT_STREQ("ab      ", line_shows(self, "8x2", 0));
}

TEST_F(model, clear_and_home_take_their_time)
{
	initialise(self);
	for (u8 code = 0x01; code <= 0x02; code++) {
		send(self, false, code);
		self->now += 1490 * LCD_USEC;
		put(self, "x");
		EXPECT_EQ(code, self->mpu.offences[MPU_BUSY].count);
		self->now += LONG_WAIT;
	}
}

TEST_F(model, loses_what_comes_while_busy)
{
	initialise(self);
	send(self, true, 'a');
	send(self, true, 'b');
	self->now += SHORT_WAIT;
	put(self, "c");
	EXPECT_EQ(1, self->mpu.offences[MPU_BUSY].count);
	EXPECT_EQ(41 * LCD_USEC, self->mpu.offences[MPU_BUSY].needed);
	EXPECT_STREQ("ac      ", line_shows(self, "8x2", 0));
}

TEST_F(model, needs_its_time_from_latch_to_latch)
{
	initialise(self);
	send(self, true, 'a');
	self->now += 38 * LCD_USEC;	/* 40 with the steps around it */
	send(self, true, 'b');
	EXPECT_EQ(1, self->mpu.offences[MPU_BUSY].count);
	self->now += 39 * LCD_USEC;
	send(self, true, 'c');
	EXPECT_EQ(1, self->mpu.offences[MPU_BUSY].count);
}

TEST_F(model, wants_forty_ms_after_power_on)
{
	self->now += 39 * LCD_MSEC;
	strobe(self, false, 0x3f);
	EXPECT_EQ(1, self->mpu.offences[MPU_INIT].count);
}

TEST_F(model, wants_four_ms_after_the_first_function_set)
{
	self->now += AFTER_POWER_ON;
	strobe(self, false, 0x3f);
	self->now += 4 * LCD_MSEC;
	strobe(self, false, 0x3f);
	EXPECT_EQ(1, self->mpu.offences[MPU_INIT].count);
	self->now += 90 * LCD_USEC;
	strobe(self, false, 0x3f);
	EXPECT_EQ(2, self->mpu.offences[MPU_INIT].count);
}

TEST_F(model, needs_no_initialisation_after_a_good_reset)
{
	self->now += AFTER_POWER_ON;
	strobe(self, false, 0x2f);
	self->now += SHORT_WAIT;
	instruct(self, 0x38);
	instruct(self, 0x0c);
	EXPECT_EQ(0, breaches(&self->mpu));
}

TEST_F(model, wants_rs_before_e)
{
	initialise(self);
	drive(self, true, false, true, 0x4f);
	drive(self, true, false, false, 0x4f);
	EXPECT_EQ(1, self->mpu.offences[MPU_SETUP].count);
	EXPECT_EQ(1, breaches(&self->mpu));
}

TEST_F(model, wants_rs_to_stay_while_e_is_high)
{
	initialise(self);
	drive(self, false, false, true, 0x4f);
	drive(self, true, false, true, 0x4f);
	drive(self, true, false, false, 0x4f);
	EXPECT_EQ(1, self->mpu.offences[MPU_HOLD].count);
	drive(self, true, false, true, 0x1f);
	drive(self, false, false, false, 0x1f);
	EXPECT_EQ(2, self->mpu.offences[MPU_HOLD].count);
}

TEST_F(model, wants_data_to_outlast_e)
{
	initialise(self);
	drive(self, false, false, true, 0x4f);
	drive(self, false, false, false, 0x5f);
	EXPECT_EQ(1, self->mpu.offences[MPU_DATA].count);
}

TEST_F(model, wants_a_pulse_and_a_cycle_of_their_length)
{
	const struct mpu_levels high = { .e = true }, low = { .e = false };

	initialise(self);
	mpu_drive(&self->mpu, &low, self->now);
	mpu_drive(&self->mpu, &high, self->now);
	mpu_drive(&self->mpu, &low, self->now + 400);
	mpu_drive(&self->mpu, &high, self->now + 900);
	EXPECT_EQ(1, self->mpu.offences[MPU_PULSE].count);
	EXPECT_EQ(1, self->mpu.offences[MPU_CYCLE].count);
}

TEST_F(model, has_no_cell_between_its_lines)
{
	initialise(self);
	instruct(self, 0x80 | 0x28);
	EXPECT_EQ(1, self->mpu.offences[MPU_ADDRESS].count);
	put(self, "x");
	instruct(self, 0x80 | 0x68);
	EXPECT_EQ(2, self->mpu.offences[MPU_ADDRESS].count);
}

TEST_F(model, forgets_its_counters_and_nothing_else)
{
	initialise(self);
	put(self, "x");
	EXPECT_EQ(1, self->mpu.data_writes);
	EXPECT_NE(0, self->mpu.instructions);
	mpu_reset_counters(&self->mpu);
	EXPECT_EQ(0, self->mpu.data_writes);
	EXPECT_STREQ("x       ", line_shows(self, "8x2", 0));
}

TEST_HARNESS_MAIN
