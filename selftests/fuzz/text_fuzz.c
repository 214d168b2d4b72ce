// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes, on a screen of any size. The first three bytes of an input choose
 * the size, how the stream is cut, and the size that the screen has in the end.
 */
#include "invariant.h"
#include "must.h"
#include "screen.h"
#include "vt.h"
#include "work.h"

#define HEAD 3
#define GRANTED 32	/* bytes, so that a short input may be dear */

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

/* Each byte does a bounded amount of work, wherever the cursor is. */
static void must_be_cheap(unsigned int rows, unsigned int cols, const struct input *input)
{
	struct screen screen;

	screen_init(&screen, rows, cols);
	must(work_write(&screen, input->bytes, input->count) <=
	     WORK_TIMES * work_of_ascii(input->count + GRANTED));
}

static void must_hold_now(const struct vt *vt, const struct screen *screen)
{
	must_hold(invariant_state(vt, screen));
	must_hold(invariant_round_trip(screen));
}

/* What readers and panels are told of a change by. */
static void must_look_as(bool same, const struct screen *a, const struct screen *b)
{
	char texts[2][SCREEN_TEXT_MAX];
	size_t count = screen_text(a, texts[0]);

	must(same == (screen_text(b, texts[1]) == count && !memcmp(texts[0], texts[1], count) &&
		      a->row == b->row && a->col == b->col && a->cursor == b->cursor &&
		      a->blink == b->blink && a->power == b->power &&
		      a->backlight == b->backlight &&
		      (!a->backlight || a->level == b->level) &&
		      !memcmp(a->glyphs, b->glyphs, sizeof(a->glyphs))));
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	struct input input = { bytes, count };
	struct size before, after;
	struct screen screen, earlier;
	struct vt vt = { 0 };
	size_t piece;

	if (count < HEAD)
		return 0;
	before = size_from(input_byte(&input));
	after = size_from(input_byte(&input));
	piece = 1 + input_byte(&input) % 64;
	must_hold(invariant_cut(before.rows, before.cols, input.bytes, input.count, piece));

	must_be_cheap(before.rows, before.cols, &input);

	screen_init(&screen, before.rows, before.cols);
	vt_write(&vt, &screen, input.bytes, input.count);
	must_hold_now(&vt, &screen);

	screen_resize(&screen, after.rows, after.cols);
	must_hold_now(&vt, &screen);
	earlier = screen;
	vt_write(&vt, &screen, input.bytes, input.count);
	must_hold_now(&vt, &screen);
	must_look_as(screen_same(&earlier, &screen), &earlier, &screen);
	return 0;
}
