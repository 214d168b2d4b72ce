/* SPDX-License-Identifier: GPL-2.0-only */
/* What every fuzzer needs: bytes to choose by, and an end when something is wrong. */
#ifndef DEVLCD_FUZZ_MUST_H
#define DEVLCD_FUZZ_MUST_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "types.h"

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count);

/* Stop here, so that a fuzzer keeps the input, unless @broken is NULL. */
static inline void must_hold(const char *broken)
{
	if (!broken)
		return;
	fprintf(stderr, "%s\n", broken);
	abort();
}

#define must(condition) must_hold((condition) ? NULL : __FILE__ ": must: " #condition)

/**
 * struct input - what is left of an input
 * @bytes: next
 * @count: how many
 */
struct input {
	const u8 *bytes;
	size_t count;
};

/* The next byte; 0 beyond the end. */
static inline u8 input_byte(struct input *input)
{
	if (!input->count)
		return 0;
	input->count--;
	return *input->bytes++;
}

/* The next @count bytes, or as many as there are. */
static inline struct input input_take(struct input *input, size_t count)
{
	struct input taken = { input->bytes, count < input->count ? count : input->count };

	input->bytes += taken.count;
	input->count -= taken.count;
	return taken;
}

/* Up to @end, which is dropped, or all. */
static inline struct input input_until(struct input *input, u8 end)
{
	const u8 *at = input->count ? memchr(input->bytes, end, input->count) : NULL;
	struct input taken = input_take(input, at ? (size_t)(at - input->bytes) : input->count);

	input_take(input, 1);
	return taken;
}

/* As a string, to be freed; a NUL in it ends it. */
static inline char *input_string(const struct input *input)
{
	char *text = strndup((const char *)input->bytes, input->count);

	must(text);
	return text;
}

#endif
