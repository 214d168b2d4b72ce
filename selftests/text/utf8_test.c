// SPDX-License-Identifier: GPL-2.0-only
/* The decoder against the Unicode Standard, section 3.9, and the encoder. */
#include "kselftest_harness.h"

#include "utf8.h"

#define DECODED_MAX 16

struct decoded {
	u32 cps[DECODED_MAX];
	size_t count;
	bool unfinished;
};

static void decode(const char *bytes, size_t len, struct decoded *out)
{
	struct utf8 utf8 = { 0 };

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < len; i++) {
		enum utf8_step step;
		u32 cp;

		do {
			step = utf8_step(&utf8, bytes[i], &cp);
			if (step != UTF8_MORE)
				out->cps[out->count++] = cp;
		} while (step == UTF8_BROKEN);
	}
	out->unfinished = utf8.left;
}

FIXTURE(decode) {
	struct decoded seen;
};

FIXTURE_VARIANT(decode) {
	const char *bytes;
	size_t len;
	struct decoded want;
};

FIXTURE_SETUP(decode)
{
	decode(variant->bytes, variant->len, &self->seen);
}

FIXTURE_TEARDOWN(decode)
{
}

#define CPS(...) \
	.cps = { __VA_ARGS__ }, .count = sizeof((u32[]){ __VA_ARGS__ }) / sizeof(u32)

#define DECODES(name, string, ...) \
	FIXTURE_VARIANT_ADD(decode, name) { \
		.bytes = string, .len = sizeof(string) - 1, .want = { __VA_ARGS__ } \
	}

TEST_F(decode, gives)
{
	EXPECT_EQ(variant->want.count, self->seen.count);
	for (size_t i = 0; i < variant->want.count; i++)
		EXPECT_EQ(variant->want.cps[i], self->seen.cps[i]);
	EXPECT_EQ(variant->want.unfinished, self->seen.unfinished);
}

DECODES(ascii, "a\x7f\x01", CPS('a', 0x7f, 1));
DECODES(nul, "\0", CPS(0));
DECODES(two_bytes_least, "\xc2\x80", CPS(0x80));
DECODES(two_bytes_greatest, "\xdf\xbf", CPS(0x7ff));
DECODES(three_bytes_least, "\xe0\xa0\x80", CPS(0x800));
DECODES(three_bytes_greatest, "\xef\xbf\xbf", CPS(0xffff));
DECODES(four_bytes_least, "\xf0\x90\x80\x80", CPS(0x10000));
DECODES(four_bytes_greatest, "\xf4\x8f\xbf\xbf", CPS(0x10ffff));
DECODES(below_the_surrogates, "\xed\x9f\xbf", CPS(0xd7ff));
DECODES(above_the_surrogates, "\xee\x80\x80", CPS(0xe000));
DECODES(last_of_plane_3, "\xf0\xbf\xbf\xbf", CPS(0x3ffff));
DECODES(first_of_plane_4, "\xf1\x80\x80\x80", CPS(0x40000));
DECODES(last_of_plane_15, "\xf3\xbf\xbf\xbf", CPS(0xfffff));

DECODES(continuation_alone, "\x80\xbf", CPS(0xfffd, 0xfffd));
DECODES(overlong_two_bytes, "\xc0\xaf\xc1\xbf", CPS(0xfffd, 0xfffd, 0xfffd, 0xfffd));
DECODES(overlong_three_bytes, "\xe0\x9f\xbf", CPS(0xfffd, 0xfffd, 0xfffd));
DECODES(overlong_four_bytes, "\xf0\x8f\xbf\xbf", CPS(0xfffd, 0xfffd, 0xfffd, 0xfffd));
DECODES(surrogate, "\xed\xa0\x80", CPS(0xfffd, 0xfffd, 0xfffd));
DECODES(above_unicode, "\xf4\x90\x80\x80", CPS(0xfffd, 0xfffd, 0xfffd, 0xfffd));
DECODES(far_above_unicode, "\xf5\x80\x80\x80", CPS(0xfffd, 0xfffd, 0xfffd, 0xfffd));
DECODES(bytes_of_no_sequence, "\xf5\xfe\xff", CPS(0xfffd, 0xfffd, 0xfffd));

/* Table 3-11 of the standard: one U+FFFD for each maximal subpart. */
DECODES(maximal_subparts, "\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41",
	CPS(0xfffd, 0xfffd, 0xfffd, 0xfffd, 0x41));
DECODES(broken_after_one_byte, "\xc3" "a", CPS(0xfffd, 'a'));
DECODES(broken_after_two_bytes, "\xe2\x82" "a", CPS(0xfffd, 'a'));
DECODES(broken_after_three_bytes, "\xf0\x9f\x94" "a", CPS(0xfffd, 'a'));
DECODES(broken_by_a_beginning, "\xe2\x82\xc3\xa9", CPS(0xfffd, 0xe9));
DECODES(broken_by_a_bad_byte, "\xe2\x82\xff", CPS(0xfffd, 0xfffd));
DECODES(second_byte_rules_end_there, "\xe0\xa0\x80\xe2\x82\xac", CPS(0x800, 0x20ac));
DECODES(unfinished, "a\xf0\x9f\x94", CPS('a'), .unfinished = true);

FIXTURE(encode) {
	char bytes[UTF8_MAX + 1];
	size_t len;
};

FIXTURE_VARIANT(encode) {
	u32 cp;
	const char *want;
};

FIXTURE_SETUP(encode)
{
	self->len = utf8_encode(variant->cp, self->bytes);
}

FIXTURE_TEARDOWN(encode)
{
}

#define ENCODES(name, ...) \
	FIXTURE_VARIANT_ADD(encode, name) { __VA_ARGS__ }

TEST_F(encode, gives)
{
	EXPECT_STREQ(variant->want, self->bytes);
	EXPECT_EQ(strlen(variant->want), self->len);
}

ENCODES(one_byte, 'A', "A");
ENCODES(one_byte_greatest, 0x7f, "\x7f");
ENCODES(two_bytes_least, 0x80, "\xc2\x80");
ENCODES(two_bytes_greatest, 0x7ff, "\xdf\xbf");
ENCODES(three_bytes_least, 0x800, "\xe0\xa0\x80");
ENCODES(three_bytes_greatest, 0xffff, "\xef\xbf\xbf");
ENCODES(four_bytes_least, 0x10000, "\xf0\x90\x80\x80");
ENCODES(four_bytes_greatest, 0x10ffff, "\xf4\x8f\xbf\xbf");
ENCODES(below_the_surrogates, 0xd7ff, "\xed\x9f\xbf");
ENCODES(above_the_surrogates, 0xe000, "\xee\x80\x80");
ENCODES(replacement_for_the_first_surrogate, 0xd800, "\xef\xbf\xbd");
ENCODES(replacement_for_the_last_surrogate, 0xdfff, "\xef\xbf\xbd");
ENCODES(replacement_above_unicode, 0x110000, "\xef\xbf\xbd");

TEST(every_scalar_value_survives_both_ways)
{
	struct decoded seen;
	char bytes[UTF8_MAX];

	for (u32 cp = 0; cp <= 0x10ffff; cp++) {
		if (cp == 0xd800)
			cp = 0xe000;
		decode(bytes, utf8_encode(cp, bytes), &seen);
		ASSERT_EQ(1, seen.count);
		ASSERT_EQ(cp, seen.cps[0]);
	}
}

TEST_HARNESS_MAIN
