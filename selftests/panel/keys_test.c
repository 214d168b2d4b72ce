// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keys of a panel on an MCP23008, MCP23017 or MCP23S17, polled and by interrupt:
 * presses, bounces, what is on the bus meanwhile, and panels that go while a key is
 * pressed.
 */
#include <linux/input.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "keypad.h"
#include "panel.h"

#define POLL_MS 20
#define QUIET_MS 300	/* no event within this: there is none */
#define PLATE "chip=mcp23017"
#define CAD "chip=mcp23s17 bus_khz=1000"
#define WIRED " interrupt=Y"

static const char plate_keys[] = "0001 260 0002 259 0004 257 0008 256 0010 258";
static const char cad_keys[] =
	"0001 258 0002 257 0004 256 0008 259 0010 260 0020 261 0040 262 0080 263";

static void __attribute__((constructor(102))) evdev_require(void)
{
	keypad_require();
}

FIXTURE(keys) {
	int keypad;
};

/*
 * @enter: the pin of Enter, as the control "keys" has it
 * @keys:  a pin and its key's code, for all of them
 */
FIXTURE_VARIANT(keys) {
	const char *board;
	const char *emulator;
	const char *enter;
	const char *keys;
	bool interrupt;
};

#define KEYS(name, _board, _emulator, _enter, _keys, _interrupt)	\
	FIXTURE_VARIANT_ADD(keys, name) {				\
		.board = _board,					\
		.emulator = _emulator,					\
		.enter = _enter,					\
		.keys = _keys,						\
		.interrupt = _interrupt,				\
	}

KEYS(plate, "i2c", PLATE, "1", plate_keys, false);
KEYS(plate_interrupt, "i2c", PLATE WIRED, "1", plate_keys, true);
KEYS(plate_400khz, "i2c", PLATE " bus_khz=400", "1", plate_keys, false);
KEYS(plate_reads_after_write, "i2c", PLATE " reads=after_write", "1", plate_keys, false);
KEYS(plate_smbus, "smbus", PLATE, "1", plate_keys, false);
KEYS(plate_smbus_interrupt, "smbus", PLATE WIRED, "1", plate_keys, true);
KEYS(cad, "spi", CAD, "10", cad_keys, false);
KEYS(cad_interrupt, "spi", CAD WIRED, "10", cad_keys, true);

FIXTURE_SETUP(keys)
{
	panel_start(variant->board, variant->emulator, "retry_max_s=1 refresh_s=0");
	ASSERT_EQ(0, lcd_sync());
	self->keypad = keypad_open_without_repetition("LCD");
}

FIXTURE_TEARDOWN(keys)
{
	close(self->keypad);
	EXPECT_EQ(0, emu_violations(variant->board, NULL));
	/* While a panel has the interrupt, the emulator cannot be unloaded. */
	emu_control(variant->board, "plugged", "0");
}

static void press(const char *board, const char *pins)
{
	emu_control(board, "keys", pins);
}

static void release(const char *board)
{
	emu_control(board, "keys", "0");
}

static unsigned long long transfers(const char *board)
{
	return emu_counter(board, "transfers");
}

/*
 * The reading that opening began has come to its end. More than once, as after a stop
 * of the machine this may run before what is due.
 */
static void wait_for_quiet(const char *board)
{
	unsigned long long before;

	for (int quiet = 0; quiet < 3; quiet++) {
		before = transfers(board);
		usleep(4 * POLL_MS * 1000 * patience());
		if (transfers(board) != before)
			quiet = -1;
	}
}

/* Presses */

TEST_F(keys, are_told_when_they_are_pressed_and_released)
{
	int code, length;
	char pins[8], want[16];

	for (const char *at = variant->keys; sscanf(at, "%7s %d%n", pins, &code, &length) == 2;
	     at += length) {
		press(variant->board, pins);
		snprintf(want, sizeof(want), "%d+", code);
		EXPECT_STREQ(want, keypad_read(self->keypad, 1));
		release(variant->board);
		snprintf(want, sizeof(want), "%d-", code);
		EXPECT_STREQ(want, keypad_read(self->keypad, 1));
	}
}

TEST_F(keys, may_be_pressed_together)
{
	bool plate = variant->keys == plate_keys;
	int first = plate ? BTN_4 : BTN_2, second = plate ? BTN_3 : BTN_1;

	press(variant->board, "3");
	keypad_read(self->keypad, 2);
	EXPECT_TRUE(keypad_is_pressed(self->keypad, first));
	EXPECT_TRUE(keypad_is_pressed(self->keypad, second));
	press(variant->board, "2");
	keypad_read(self->keypad, 1);
	EXPECT_FALSE(keypad_is_pressed(self->keypad, first));
	EXPECT_TRUE(keypad_is_pressed(self->keypad, second));
	release(variant->board);
	keypad_read(self->keypad, 1);
	EXPECT_FALSE(keypad_is_pressed(self->keypad, second));
	EXPECT_TRUE(keypad_is_quiet(self->keypad, QUIET_MS));
}

TEST_F(keys, leave_the_pins_of_the_panel_alone)
{
	lcd_show("text");
	press(variant->board, "ff00");
	EXPECT_TRUE(keypad_is_quiet(self->keypad, QUIET_MS));
	release(variant->board);
	EXPECT_STREQ("text||||", glass_of(variant->board));
}

TEST_F(keys, that_bounce_are_not_told)
{
	char bounce[16];

	for (int i = 0; i < 5; i++) {
		snprintf(bounce, sizeof(bounce), "%s 1", variant->enter);
		emu_control(variant->board, "reset", "1");
		press(variant->board, bounce);
		/* One may have come before the press. */
		EXPECT_TRUE(eventually(transfers(variant->board) >= (variant->interrupt ? 2 : 3)));
		EXPECT_TRUE(keypad_is_quiet(self->keypad, 5 * POLL_MS));
	}
	snprintf(bounce, sizeof(bounce), "%s 2", variant->enter);
	press(variant->board, bounce);
	EXPECT_STREQ("260+ 260-", keypad_read(self->keypad, 2));
}

TEST_F(keys, repeat_while_they_are_held)
{
	keypad_repeat_after(self->keypad, 250, 33);
	press(variant->board, variant->enter);
	EXPECT_STREQ("260+ 260* 260* 260*", keypad_read(self->keypad, 4));
	release(variant->board);
}

/* What somebody else presses, through the event file, stays pressed. */
TEST_F(keys, release_no_key_but_their_own)
{
	const struct input_event events[] = {
		{ .type = EV_KEY, .code = BTN_9, .value = 1 },
		{ .type = EV_SYN, .code = SYN_REPORT },
	};

	write_bytes_or_fail(self->keypad, events, sizeof(events));
	EXPECT_STREQ("265+", keypad_read(self->keypad, 1));
	press(variant->board, variant->enter);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	release(variant->board);
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
	EXPECT_TRUE(keypad_is_pressed(self->keypad, BTN_9));
}

/* On the bus */

TEST_F(keys, are_read_only_while_somebody_listens)
{
	close(self->keypad);
	wait_for_quiet(variant->board);
	press(variant->board, variant->enter);
	emu_control(variant->board, "reset", "1");
	usleep(10 * POLL_MS * 1000);
	/* An interrupt is noted, once, and not answered. */
	EXPECT_EQ(0, transfers(variant->board));
	self->keypad = keypad_open_without_repetition("LCD");
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	EXPECT_LE(2, transfers(variant->board));
}

TEST_F(keys, are_polled_unless_there_is_an_interrupt)
{
	double began, took;
	unsigned long long count;

	if (variant->interrupt)
		wait_for_quiet(variant->board);
	began = seconds_now();
	emu_control(variant->board, "reset", "1");
	usleep(25 * POLL_MS * 1000);
	if (variant->interrupt) {
		EXPECT_EQ(0, transfers(variant->board));
	} else {
		EXPECT_TRUE(eventually(transfers(variant->board) >= 5));
		count = transfers(variant->board);
		took = seconds_now() - began;
		EXPECT_GE(took * 1000 / (POLL_MS - 4) + 2, count);
	}
}

TEST_F(keys, take_two_reads_by_interrupt)
{
	if (!variant->interrupt)
		return;
	wait_for_quiet(variant->board);
	emu_control(variant->board, "reset", "1");
	press(variant->board, variant->enter);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	wait_for_quiet(variant->board);
	EXPECT_EQ(2, transfers(variant->board));
	release(variant->board);
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
	wait_for_quiet(variant->board);
	EXPECT_EQ(4, transfers(variant->board));
}

static void *write_busily(void *data)
{
	atomic_bool *stop = data;
	char text[128];

	for (unsigned int i = 0; !*stop; i++) {
		snprintf(text, sizeof(text), "\f%u\n%u\n%u\n%u", i, i * 7, i * 13, i * 31);
		lcd_append(text);
	}
	return NULL;
}

TEST_F_TIMEOUT(keys, come_through_a_flood_of_text_which_is_right_in_the_end, 300)
{
	atomic_bool stop = false;
	pthread_t writer;

	ASSERT_EQ(0, pthread_create(&writer, NULL, write_busily, &stop));
	for (int i = 0; i < 15; i++) {
		press(variant->board, variant->enter);
		EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
		release(variant->board);
		EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
	}
	stop = true;
	pthread_join(writer, NULL);
	ASSERT_EQ(0, lcd_sync());
	EXPECT_STREQ(lcd_screen(), glass_of(variant->board));
	EXPECT_EQ(0, panel_stat("errors "));
}

/* Errors */

TEST_F(keys, survive_one_transfer_that_fails)
{
	press(variant->board, variant->enter);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	if (variant->interrupt)
		wait_for_quiet(variant->board);
	lcd_show("text");
	emu_control(variant->board, "reset", "1");
	emu_control(variant->board, "nak", "1");
	release(variant->board);
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
	EXPECT_EQ(1, panel_stat("errors "));
	EXPECT_EQ(0, emu_counter(variant->board, "instructions"));
}

TEST_F(keys, that_cannot_be_read_twice_have_the_panel_initialised)
{
	emu_control(variant->board, "reset", "1");
	emu_control(variant->board, "nak", "2");
	press(variant->board, variant->enter);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	EXPECT_TRUE(eventually(emu_counter(variant->board, "instructions")));
	EXPECT_EQ(0, panel_stat("losses "));
	release(variant->board);
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
}

/* Only failures after the initialisation say that the adapter cannot read. */
TEST_F(keys, wait_for_an_initialisation_that_is_put_off)
{
	attr_store("LCD", "reinit", "1");	/* the next is a second later */
	ASSERT_EQ(0, lcd_sync());
	emu_control(variant->board, "nak", "4");
	press(variant->board, variant->enter);
	ASSERT_TRUE(eventually(panel_stat("errors ") >= 2));
	close(self->keypad);	/* to open it again has the keys read at once */
	self->keypad = keypad_open_without_repetition("LCD");
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	release(variant->board);
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
}

TEST_F(keys, of_a_lost_panel_are_released_until_it_is_back)
{
	unsigned long long count;
	double began;

	press(variant->board, variant->enter);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	panel_lose(variant->board);
	if (variant->interrupt)
		lcd_append("lost");		/* else polling finds out */
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
	EXPECT_TRUE(eventually(panel_is_lost()));
	began = seconds_now();
	emu_control(variant->board, "reset", "1");
	usleep(20 * POLL_MS * 1000);
	count = transfers(variant->board);
	/* To find it, once a second. */
	EXPECT_GE(4 + 4 * (int)(seconds_now() - began), count);
	panel_find(variant->board);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	release(variant->board);
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
}

/* A reset of the chip takes its pull-ups, and the next check gives them back. */
TEST_F(keys, work_again_after_a_reset_of_the_chip)
{
	emu_control(variant->board, "power_cycle", "7");
	attr_store("LCD", "reinit", "1");
	ASSERT_EQ(0, lcd_sync());
	press(variant->board, variant->enter);
	keypad_read(self->keypad, 1);
	EXPECT_TRUE(eventually(keypad_is_pressed(self->keypad, BTN_4)));
	release(variant->board);
	EXPECT_TRUE(eventually(!keypad_is_pressed(self->keypad, BTN_4)));
}

/* Coming and going */

TEST_F(keys, are_released_when_the_panel_is_unbound)
{
	press(variant->board, variant->enter);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	panel_unbind(variant->board);
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
	panel_bind(variant->board);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	release(variant->board);
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
}

TEST_F(keys, are_released_when_the_bus_is_pulled_out)
{
	press(variant->board, variant->enter);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	emu_control(variant->board, "plugged", "0");
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
	EXPECT_FALSE(keypad_is_pressed(self->keypad, BTN_4));
	emu_control(variant->board, "plugged", "1");
}

TEST_F(keys, are_released_when_nobody_listens)
{
	press(variant->board, variant->enter);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	close(self->keypad);
	self->keypad = -1;
	wait_for_quiet(variant->board);
	release(variant->board);
	self->keypad = keypad_open_without_repetition("LCD");
	EXPECT_FALSE(keypad_is_pressed(self->keypad, BTN_4));
	press(variant->board, variant->enter);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
}

TEST_F(keys, go_with_the_panel_to_another_display)
{
	press(variant->board, variant->enter);
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	ASSERT_EQ(0, display_new("20x4"));
	close(keypad_open_without_repetition("LCD1"));
	ASSERT_EQ(0, display_delete("LCD"));
	close(self->keypad);
	self->keypad = keypad_open("LCD1");
	EXPECT_STREQ("260+", keypad_read(self->keypad, 1));
	release(variant->board);
	EXPECT_STREQ("260-", keypad_read(self->keypad, 1));
}

/* Every way at once: nothing may hang, crash or be lost in the end. */
TEST_F_TIMEOUT(keys, come_and_go_while_they_are_pressed, 300)
{
	for (int i = 0; i < 20; i++) {
		press(variant->board, variant->enter);
		usleep(1000 * (i * 7 % 50));
		if (i % 3)
			panel_unbind(variant->board);
		release(variant->board);
		close(self->keypad);
		usleep(1000 * (i % 5));
		self->keypad = keypad_open_without_repetition("LCD");
		if (i % 3)
			panel_bind(variant->board);
	}
	lcd_show("in the end");
	press(variant->board, variant->enter);
	EXPECT_TRUE(eventually(keypad_is_pressed(self->keypad, BTN_4)));
	EXPECT_STREQ("in the end||||", glass_of(variant->board));
}

TEST_F(keys, are_in_the_attribute_hardware)
{
	EXPECT_NE(NULL, strstr(attr_show("LCD", "hardware"),
			       variant->interrupt ? "keys interrupt" : "keys polled"));
}

TEST_HARNESS_MAIN
