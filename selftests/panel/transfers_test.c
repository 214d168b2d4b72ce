// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bus fails at each transfer in turn, once or from there on, by a NAK, a
 * time-out or a lost arbitration: of a new panel, of an initialisation, after a
 * loss of power, of a small change, of a repaint. Whatever has come onto the wire
 * by then, the glass is right in the end, and the errors are counted.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "panel.h"
#include "stages.h"

static const int errors[] = { EIO, ETIMEDOUT, EAGAIN };

#define ERRORS (sizeof(errors) / sizeof(errors[0]))

FIXTURE(bus) {
};

FIXTURE_VARIANT(bus) {
	const char *board;
	const char *emulator;
};

FIXTURE_VARIANT_ADD(bus, i2c) {
	.board = "i2c",
	.emulator = "",
};

FIXTURE_VARIANT_ADD(bus, i2c_short_writes) {
	.board = "i2c",
	.emulator = "max_write_len=16",
};

FIXTURE_VARIANT_ADD(bus, smbus) {
	.board = "smbus",
	.emulator = "",
};

FIXTURE_SETUP(bus)
{
	panel_start(variant->board, variant->emulator, "retry_max_s=1");
	ASSERT_EQ(0, lcd_sync());
}

FIXTURE_TEARDOWN(bus)
{
	emu_control(variant->board, "nak", "off");
}

/* The glass, and the picture of the sixth cell, as no error has made them. */
static char right_glass[256];
static unsigned char right_picture[8];

/* Which of the eight slots a picture has does not matter. */
static void see_glass(const char *board, char glass[256], unsigned char picture[8])
{
	char *slot;

	snprintf(glass, 256, "%s", glass_of(board));
	while ((slot = strstr(glass, "\\x0")))
		memcpy(slot, "slot", strlen("slot"));
	memset(picture, 0, 8);
	picture_of(board, 0, 5, picture);
}

static bool glass_is_right(const char *board)
{
	unsigned char picture[8];
	char glass[256];

	see_glass(board, glass, picture);
	return !memcmp(picture, right_picture, sizeof(picture)) &&
	       !strcmp(glass, right_glass);
}

/* How many a stage has; and how the glass is after it. */
static int transfers_of(const struct stage *stage, const char *board)
{
	unsigned long long before;
	int err;

	stage->prepare(board);
	before = emu_counter(board, "transfers");
	stage->begin(board);
	err = lcd_sync();
	see_glass(board, right_glass, right_picture);
	return err ? 0 : emu_counter(board, "transfers") - before;
}

static unsigned long long counted(const char *what)
{
	const char *at = strstr(attr_show("LCD", "stats"), what);

	return at ? strtoull(at + strlen(what), NULL, 10) : 0;
}

static void fail_at(const char *board, const char *times, int at, int transfer)
{
	char word[64];

	snprintf(word, sizeof(word), "%s at %d after %d as %d", times, at, transfer,
		 errors[transfer % ERRORS]);
	emu_control(board, "reset", "1");
	emu_control(board, "nak", word);
}

/* A new panel counts anew. */
static bool fails_once(const struct stage *stage, const char *board, int at, int transfer)
{
	unsigned long long errors_before, losses_before;
	bool mended;

	stage->prepare(board);
	errors_before = counted("errors ");
	losses_before = counted("losses ");
	fail_at(board, "1", at, transfer);
	stage->begin(board);
	mended = !lcd_sync() && glass_is_right(board) &&
		 emu_counter(board, "naks") == 1 &&
		 counted("errors ") == errors_before + 1 &&
		 counted("losses ") == losses_before;
	if (!mended)
		fprintf(stderr, "# byte %d of transfer %d: %s%s\n", at, transfer,
			attr_show("LCD", "stats"), glass_of(board));
	return mended;
}

static bool fails_from(const struct stage *stage, const char *board, int transfer)
{
	unsigned long long losses_before;
	bool lost, found;

	stage->prepare(board);
	losses_before = counted("losses ");
	fail_at(board, "always", 0, transfer);
	stage->begin(board);
	lost = lcd_sync() == EIO && strstr(attr_show("LCD", "panel"), " lost") &&
	       counted("losses ") == losses_before + 1;
	emu_control(board, "nak", "off");
	attr_store("LCD", "reinit", "1");
	found = eventually(!lcd_sync()) && glass_is_right(board) &&
		!strstr(attr_show("LCD", "panel"), " lost");
	if (!lost || !found)
		fprintf(stderr, "# from transfer %d on: %s%s\n", transfer,
			lost ? "" : "not lost ", found ? "" : "not found again");
	return lost && found;
}

static int stage_fails(const struct stage *stage, const char *board)
{
	int count = transfers_of(stage, board), bad = 0;

	for (int i = 0; i < count; i++) {
		bad += !fails_once(stage, board, i % 2, i);
		bad += !fails_from(stage, board, i);
	}
	fprintf(stderr, "# %d transfers\n", count);
	return count ? bad : -1;
}

TEST_F_TIMEOUT(bus, errors_of_a_new_panel_are_mended, 200)
{
	EXPECT_EQ(0, stage_fails(&stage_probe, variant->board));
}

TEST_F_TIMEOUT(bus, errors_of_initialisation_are_mended, 200)
{
	EXPECT_EQ(0, stage_fails(&stage_initialisation, variant->board));
}

TEST_F_TIMEOUT(bus, errors_after_a_loss_of_power_are_mended, 200)
{
	EXPECT_EQ(0, stage_fails(&stage_power_cycle, variant->board));
}

TEST_F_TIMEOUT(bus, errors_of_a_small_change_are_mended, 200)
{
	EXPECT_EQ(0, stage_fails(&stage_small_change, variant->board));
}

TEST_F_TIMEOUT(bus, errors_of_a_repaint_are_mended, 200)
{
	EXPECT_EQ(0, stage_fails(&stage_repaint, variant->board));
}

TEST_HARNESS_MAIN
