/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of streams: SHOWS(a_name, "bytes", "what a fresh screen of 3x8 shows",
 * in the words of term_show()) and SETS(a_name, "bytes", "in the words of
 * term_modes()"). Each line is a test of that name.
 *
 * Include it after kselftest_harness.h, in one file a program.
 */
#ifndef DEVLCD_STREAM_H
#define DEVLCD_STREAM_H

#include "term.h"

FIXTURE(stream) {
	struct term term;
	char out[TERM_SHOW_MAX];
};

FIXTURE_VARIANT(stream) {
	const char *bytes;
	size_t count;
	const char *shown;
	const char *modes;
};

FIXTURE_SETUP(stream)
{
	term_init(&self->term, 3, 8);
	term_write(&self->term, variant->bytes, variant->count);
}

FIXTURE_TEARDOWN(stream)
{
}

TEST_F(stream, is_shown)
{
	if (variant->shown)
		EXPECT_STREQ(variant->shown, term_show(&self->term.screen, self->out));
	if (variant->modes)
		EXPECT_STREQ(variant->modes, term_modes(&self->term.screen, self->out));
}

#define STREAM(name, string, ...) \
	FIXTURE_VARIANT_ADD(stream, name) { \
		.bytes = string, .count = sizeof(string) - 1, __VA_ARGS__ \
	}
#define SHOWS(name, string, want) STREAM(name, string, .shown = want)
#define SETS(name, string, want) STREAM(name, string, .modes = want)

#endif
