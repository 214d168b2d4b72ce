// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes, on a screen of any size. The first three bytes of an input choose
 * the size, how the stream is cut, and the size that the screen has in the end.
 */
#include "invariant.h"
#include "must.h"
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

static void must_hold_now(const struct vt *vt, const struct screen *screen)
{
	must_hold(invariant_state(vt, screen));
	must_hold(invariant_round_trip(screen));
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	struct input input = { bytes, count };
	struct size before, after;
	struct screen screen;
	struct vt vt = { 0 };
	size_t piece;

	if (count < HEAD)
		return 0;
	before = size_from(input_byte(&input));
	after = size_from(input_byte(&input));
	piece = 1 + input_byte(&input) % 64;
	must_hold(invariant_cut(before.rows, before.cols, input.bytes, input.count, piece));

	screen_init(&screen, before.rows, before.cols);
	vt_write(&vt, &screen, input.bytes, input.count);
	must_hold_now(&vt, &screen);

	screen_resize(&screen, after.rows, after.cols);
	must_hold_now(&vt, &screen);
	vt_write(&vt, &screen, input.bytes, input.count);
	must_hold_now(&vt, &screen);
	return 0;
}
