// SPDX-License-Identifier: GPL-2.0-only
/*
 * What follows ESC [ L G: a user glyph as charlcd defines it. An input is that;
 * beside the parser stands the rule, on whole definitions.
 */
#include "invariant.h"
#include "must.h"
#include "screen.h"
#include "vt.h"

#define GLYPH_PREFIX "\033[LG"

typedef u8 glyphs_table[SCREEN_GLYPHS][SCREEN_GLYPH_ROWS];

static int hex_value(u8 digit)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = digit ? strchr(digits, digit) : NULL;

	return at ? (at - digits) % 16 : -1;
}

/* Up to its ';', or -1 where it has none in reach, or holds what may abort it. */
static int definition_length(const struct input *input)
{
	for (size_t i = 0; i < input->count && i + 1 < VT_LCD_MAX; i++) {
		if (input->bytes[i] == ';')
			return i;
		if (input->bytes[i] < ' ' || input->bytes[i] > '~')
			return -1;
	}
	return -1;
}

static void define(glyphs_table glyphs, const u8 *definition, size_t length)
{
	unsigned int number = length ? definition[0] - '0' : SCREEN_GLYPHS;

	for (size_t row = 0; row < SCREEN_GLYPH_ROWS && number < SCREEN_GLYPHS; row++) {
		size_t at = 1 + 2 * row;

		if (at + 1 >= length || hex_value(definition[at]) < 0 ||
		    hex_value(definition[at + 1]) < 0)
			return;
		glyphs[number][row] = (hex_value(definition[at]) * 16 +
				       hex_value(definition[at + 1])) % 32;
	}
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	struct input input = { bytes, count };
	int length = definition_length(&input);
	struct screen screen;
	struct vt vt = { 0 };
	glyphs_table want;

	screen_init(&screen, 4, 20);
	memset(screen.glyphs, 0x15, sizeof(screen.glyphs));
	memcpy(want, screen.glyphs, sizeof(want));

	vt_write(&vt, &screen, (const u8 *)GLYPH_PREFIX, strlen(GLYPH_PREFIX));
	must_hold(invariant_state(&vt, &screen));
	if (length >= 0) {
		define(want, bytes, length);
		vt_write(&vt, &screen, bytes, length);
		vt_write(&vt, &screen, bytes + length, 1);
		must(!memcmp(want, screen.glyphs, sizeof(want)));
		must(vt.state == VT_GROUND);
		input_take(&input, length + 1);
	}
	vt_write(&vt, &screen, input.bytes, input.count);
	must_hold(invariant_state(&vt, &screen));
	return 0;
}
