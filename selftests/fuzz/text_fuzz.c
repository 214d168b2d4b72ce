// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes, on a screen of any size. The first three bytes of an input choose
 * the size, how the stream is cut, and the size that the screen has in the end.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "invariant.h"
#include "screen.h"
#include "vt.h"

#define HEAD 3

struct size {
	unsigned int rows;
	unsigned int cols;
};

static struct size size_from(u8 byte)
{
	return (struct size){
		.rows = 1 + byte % SCREEN_MAX_ROWS,
		.cols = 1 + byte / SCREEN_MAX_ROWS % SCREEN_MAX_COLS,
	};
}

static void must_hold(const char *broken)
{
	if (!broken)
		return;
	fprintf(stderr, "%s\n", broken);
	abort();
}

static void must_hold_now(const struct vt *vt, const struct screen *screen)
{
	must_hold(invariant_state(vt, screen));
	must_hold(invariant_round_trip(screen));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct size before, after;
	struct screen screen;
	struct vt vt = { 0 };
	size_t piece;

	if (count < HEAD)
		return 0;
	before = size_from(bytes[0]);
	after = size_from(bytes[1]);
	piece = 1 + bytes[2] % 64;
	bytes += HEAD;
	count -= HEAD;
	must_hold(invariant_cut(before.rows, before.cols, bytes, count, piece));

	screen_init(&screen, before.rows, before.cols);
	vt_write(&vt, &screen, bytes, count);
	must_hold_now(&vt, &screen);

	screen_resize(&screen, after.rows, after.cols);
	must_hold_now(&vt, &screen);
	vt_write(&vt, &screen, bytes, count);
	must_hold_now(&vt, &screen);
	return 0;
}
