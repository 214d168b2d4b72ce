// SPDX-License-Identifier: GPL-2.0-only
/*
 * No text costs more than a few times what ASCII does, counted in work: neither
 * when it is written nor when it is brought to the glass.
 */
#include "kselftest_harness.h"

#include "charset.h"
#include "font.h"
#include "glyphs.h"
#include "utf8.h"
#include "work.h"

#define CELLS (SCREEN_MAX_ROWS * SCREEN_MAX_COLS)
#define UNICODE_END 0x20000	/* of what is beyond, nothing is in a table */
#define REPEATED 32

static unsigned int seed = 1;

/* As many times what ASCII costs as @text does, @times over. */
static double times_ascii(const char *first, const char *text, size_t times)
{
	struct screen screen;
	u8 bytes[WORK_CHUNK];
	size_t count = strlen(first);

	memcpy(bytes, first, count);
	for (; times && count + strlen(text) <= sizeof(bytes); times--) {
		memcpy(bytes + count, text, strlen(text));
		count += strlen(text);
	}
	screen_init(&screen, SCREEN_MAX_ROWS, SCREEN_MAX_COLS);
	return (double)work_write(&screen, bytes, count) / work_of_ascii(count);
}

static const char *utf8(u32 cp)
{
	static char texts[2][UTF8_MAX + 1];
	static unsigned int turn;
	char *text = texts[turn++ % 2];

	text[utf8_encode(cp, text)] = '\0';
	return text;
}

TEST(every_character_is_written_cheaply)
{
	for (u32 cp = 1; cp < UNICODE_END; cp++) {
		double times = times_ascii("", utf8(cp), REPEATED);

		EXPECT_GE(WORK_TIMES, times)
			TH_LOG("U+%04x: %.1f times", cp, times);
	}
}

/* A mark that joins nothing leaves the base to the next, which asks again. */
TEST(every_mark_on_every_letter_is_written_cheaply)
{
	for (u32 base = 'A'; base < 0x2000; base++) {
		u32 part;

		if (!charset_decompose(base, &part) && base > 'z')
			continue;
		for (u32 mark = 0x0300; mark < 0x0350; mark++) {
			double times = times_ascii(utf8(base), utf8(mark), REPEATED);

			EXPECT_GE(WORK_TIMES, times)
				TH_LOG("U+%04x U+%04x: %.1f times", base, mark, times);
		}
	}
}

TEST(letters_with_two_marks_are_written_cheaply)
{
	EXPECT_GE(WORK_TIMES, times_ascii("", "e\u0302\u0301", REPEATED));
	EXPECT_GE(WORK_TIMES, times_ascii("", "e\u0302\u0323", REPEATED));
	EXPECT_GE(WORK_TIMES, times_ascii("", "O\u0323\u031b", REPEATED));
	EXPECT_GE(WORK_TIMES, times_ascii("", "α\u0345\u0314\u0301", REPEATED));
}

TEST(what_shares_a_cell_is_written_cheaply)
{
	EXPECT_GE(WORK_TIMES, times_ascii("", "👨\u200d👩\u200d", REPEATED));
	EXPECT_GE(WORK_TIMES, times_ascii("👨", "\u200d", REPEATED));
	EXPECT_GE(WORK_TIMES, times_ascii("", "🇫🇷", REPEATED));
	EXPECT_GE(WORK_TIMES, times_ascii("", "\u1112\u1112", REPEATED));
	EXPECT_GE(WORK_TIMES, times_ascii("", "क\u0903", REPEATED));
}

TEST(every_byte_and_sequence_is_written_cheaply)
{
	static const char *const sequences[] = {
		"\n", "\f", "\t", "\b", "\r", "a\n", "\xff", "\xe2\x80", "\xf0\x9f",
		"\033c", "\0337", "\0338", "\033[2J", "\033[J", "\033[1J", "\033[9;9H\033[1J",
		"\033[K", "\033[1K", "\033[99C", "\033[A", "\033[s", "\033[u", "\033[?7l",
		"\033[LG01f1f1f1f1f1f1f1f;", "\033[Lx9;", "\033[Ly9;", "\033[Lk", "\033[L*",
		"\033[1;2;3;4;5;6;7;8;9m", "\033]x\a", "\033Px\033\\", "\033(B", "\033[Lz",
		"\033D", "\033E", "\033M", "\033[S", "\033[T", "\033[9S", "\033[1L", "\033[M",
		"\033[@", "\033[P", "\033[9P", "\033[X", "\033[9X", "\033[99X", "a\033[b",
		"a\033[99b", "\ra\033[40b", "\033[r", "\033[2;3r", "\033[!p", "\033[Z", "\033[I",
		"\033[2;4r\033[4H\n\n\n", "\n\0337\0338", "\n\033[!p\n",
	};

	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
		double times = times_ascii("", sequences[i], REPEATED);

		EXPECT_GE(WORK_TIMES, times)
			TH_LOG("sequence %zu: %.1f times", i, times);
	}
}

/* ---- to the glass ---- */

static struct glyphs glyphs;
static struct hd44780_glass glass;

static u64 work_render(const u32 cps[CELLS], enum charset_rom rom)
{
	const struct hd44780_module module = {
		.rows = SCREEN_MAX_ROWS, .cols = SCREEN_MAX_COLS, .bits = 4,
	};
	struct screen screen;
	u64 before;

	screen_init(&screen, SCREEN_MAX_ROWS, SCREEN_MAX_COLS);
	for (unsigned int i = 0; i < CELLS; i++)
		screen.cells[i / SCREEN_MAX_COLS][i % SCREEN_MAX_COLS] = cps[i];
	before = work_done();
	glyphs_render(&module, rom, &screen, &glass, &glyphs);
	return work_done() - before;
}

/* As many times what a screen of ASCII costs. */
static double times_ascii_screen(const u32 cps[CELLS], enum charset_rom rom)
{
	u32 ascii[CELLS];

	for (unsigned int i = 0; i < CELLS; i++)
		ascii[i] = ' ' + i % ('~' - ' ');
	return (double)work_render(cps, rom) / work_render(ascii, rom);
}

FIXTURE(rom) {
	u32 cps[CELLS];
};

FIXTURE_VARIANT(rom) {
	enum charset_rom rom;
};

FIXTURE_VARIANT_ADD(rom, a00) {
	.rom = CHARSET_A00,
};

FIXTURE_VARIANT_ADD(rom, a02) {
	.rom = CHARSET_A02,
};

FIXTURE_VARIANT_ADD(rom, cyrillic) {
	.rom = 2,
};

FIXTURE_VARIANT_ADD(rom, us2066a) {
	.rom = 3,
};

FIXTURE_SETUP(rom)
{
	memset(&glass, 0, sizeof(glass));
}

FIXTURE_TEARDOWN(rom)
{
}

TEST_F(rom, every_alphabet_is_shown_cheaply)
{
	for (u32 first = ' '; first < UNICODE_END; first += CELLS / 2) {
		double times;

		for (unsigned int i = 0; i < CELLS; i++)
			self->cps[i] = first + i;
		times = times_ascii_screen(self->cps, variant->rom);
		EXPECT_GE(WORK_TIMES, times)
			TH_LOG("from U+%04x: %.1f times", first, times);
	}
}

struct price {
	u32 cp;
	u64 work;
};

static int dearer(const void *a, const void *b)
{
	const struct price *one = a, *two = b;

	return (one->work < two->work) - (one->work > two->work);
}

/* Those that cost most, each alone and then all together, mixed. */
TEST_F(rom, the_dearest_characters_are_shown_cheaply)
{
	static struct price prices[UNICODE_END];
	double times;

	for (u32 cp = ' '; cp < UNICODE_END; cp++) {
		u64 before = work_done();
		u8 rows[8];

		font_glyph(cp, rows);
		charset_rom_code(variant->rom, cp);
		charset_fallback(variant->rom, cp);
		prices[cp] = (struct price){ cp, work_done() - before };
	}
	qsort(prices, UNICODE_END, sizeof(prices[0]), dearer);
	for (unsigned int turn = 0; turn < 200; turn++) {
		unsigned int among = CELLS + turn * 2;

		for (unsigned int i = 0; i < CELLS; i++)
			self->cps[i] = prices[turn ? rand_r(&seed) % among : i].cp;
		times = times_ascii_screen(self->cps, variant->rom);
		EXPECT_GE(WORK_TIMES, times)
			TH_LOG("turn %u: %.1f times", turn, times);
		memcpy(glass.unit, glyphs.should, sizeof(glass.unit));
	}
}

TEST_HARNESS_MAIN
