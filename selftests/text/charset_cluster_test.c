// SPDX-License-Identifier: GPL-2.0-only
/* Which characters share a cell, and what a letter and its marks make together. */
#include "kselftest_harness.h"

#include "charset.h"
#include "literals.h"
#include "utf8.h"

/* What begins a cell of its own, as a string. */
static const char *clusters(const char *text, char *out)
{
	enum charset_cluster cluster = CHARSET_ALONE;
	char *end = out;
	u32 cp;

	for_each_char(cp, text)
		if (!charset_joins(&cluster, cp))
			end += utf8_encode(cp, end);
	*end = '\0';
	return out;
}

/* @text, with the marks in it joined to the letters before them. */
static const char *composes(const char *text, char *out)
{
	char *end = out;
	u32 cp, cell = 0;

	for_each_char(cp, text) {
		if (charset_combining(cp)) {
			u32 composed = charset_compose(cell, cp);

			cell = composed ? composed : cell;
			continue;
		}
		if (cell)
			end += utf8_encode(cell, end);
		cell = cp;
	}
	if (cell)
		end += utf8_encode(cell, end);
	*end = '\0';
	return out;
}

FIXTURE(text) {
	char out[1024];
};

FIXTURE_SETUP(text)
{
}

FIXTURE_TEARDOWN(text)
{
}

#define CLUSTERS(want, text) EXPECT_STREQ(want, clusters(text, self->out))
#define COMPOSES(want, text) EXPECT_STREQ(want, composes(text, self->out))

/* ---- what shares a cell ---- */

TEST_F(text, marks_share_the_cell_of_their_letter)
{
	CLUSTERS("ab", "a\u0301\u0323b");
	CLUSTERS("कक", "क\u0903क");	/* a mark with a width of its own */
}

TEST_F(text, two_letters_of_a_flag_share_a_cell)
{
	CLUSTERS("🇫🇩", "🇫🇷🇩🇪");
	CLUSTERS("🇫🇩", "🇫🇷🇩");
	CLUSTERS("🇫x🇷", "🇫x🇷");
}

TEST_F(text, emoji_that_are_joined_share_a_cell)
{
	CLUSTERS("👨x", "👨\u200d👩\u200d👧x");
	CLUSTERS("❤", "❤\ufe0f\u200d🔥");
	CLUSTERS("👋!", "👋\U0001f3fd!");
	CLUSTERS("1", "1\ufe0f\u20e3");
}

TEST_F(text, a_joiner_joins_emoji_only)
{
	CLUSTERS("ab", "a\u200db");
	CLUSTERS("👨b", "👨\u200db");
	CLUSTERS("a👨", "a\u200d👨");
	CLUSTERS("👨👨", "👨\u200d\u0301👨");
}

TEST_F(text, jamo_of_a_syllable_share_a_cell)
{
	CLUSTERS("\u1112", "\u1112\u1112");
	CLUSTERS("\u1112", "\u1112가");
	CLUSTERS("\u1112x\u1112", "\u1112x\u1112");
	CLUSTERS("가가", "가가");
}

/* ---- composing ---- */

TEST_F(text, marks_join_their_letters)
{
	COMPOSES("é à ç ü ñ", "e\u0301 a\u0300 c\u0327 u\u0308 n\u0303");
	COMPOSES("ő ș Й ά", "o\u030b s\u0326 И\u0306 α\u0301");
	COMPOSES("ἀ ᾄ ῆ", "α\u0313 α\u0313\u0301\u0345 η\u0342");
}

TEST_F(text, two_marks_join_in_any_order)
{
	COMPOSES("Ậ ậ", "A\u0323\u0302 a\u0302\u0323");
	COMPOSES("ợ ặ", "o\u0323\u031b a\u0306\u0323");
	COMPOSES("ǘ", "u\u0308\u0301");
	COMPOSES("Ḍ ≠", "D\u0307\u0323 =\u0338");
	COMPOSES("ᾀ ᾴ", "α\u0345\u0313 α\u0345\u0301");
}

TEST_F(text, a_mark_without_a_composition_is_dropped)
{
	COMPOSES("q1 ", "q\u03011\u20e3 \u0301");
}

TEST_F(text, decomposing_undoes_composing)
{
	int count = 0;

	for (u32 cp = 0; cp < 0x2300; cp++) {
		u32 mark, base = charset_decompose(cp, &mark);

		if (!base)
			continue;
		count++;
		EXPECT_TRUE(charset_combining(mark));
		EXPECT_EQ(cp, charset_compose(base, mark));
	}
	EXPECT_LT(400, count);
}

TEST_HARNESS_MAIN
