// SPDX-License-Identifier: GPL-2.0-only
/* Every picture of the font: is it there, is it right, is it no other's? */
#include "kselftest_harness.h"

#include <string.h>

#include "charset.h"
#include "facts.h"
#include "font.h"
#include "literals.h"
#include "utf8.h"

#define FULL 0x1f
#define LAST_CP 0x1ffffu	/* the first two planes */

/* Room for the rows as ".###." with '/' between. */
#define PICTURE_MAX (FONT_ROWS * 6)

FIXTURE(font) {
	char out[4096];
	u8 rows[FONT_ROWS];
};

FIXTURE_SETUP(font)
{
}

FIXTURE_TEARDOWN(font)
{
}

static u32 first_char(const char *text)
{
	return literal_next(&text);
}

/* The rows of a glyph as text; blank rows at the bottom are cut. */
static const char *picture(const char *text, char *out)
{
	u8 rows[FONT_ROWS] = { 0 };
	char *end = out, *cut = out;

	if (!font_glyph(first_char(text), rows))
		return "no glyph";
	for (int row = 0; row < FONT_ROWS; row++) {
		for (int dot = 4; dot >= 0; dot--)
			*end++ = rows[row] >> dot & 1 ? '#' : '.';
		if (rows[row])
			cut = end;
		*end++ = ' ';
	}
	*cut = '\0';
	return out;
}

#define DRAWS(want, text) EXPECT_STREQ(want, picture(text, self->out))

static int dots(const u8 rows[FONT_ROWS])
{
	int count = 0;

	for (int row = 0; row < FONT_ROWS; row++)
		count += __builtin_popcount(rows[row]);
	return count;
}

/* ---- all of it ---- */

TEST_F(font, leaves_the_rows_alone_where_there_is_no_glyph)
{
	memset(self->rows, 0x55, FONT_ROWS);
	EXPECT_FALSE(font_glyph(first_char("漢"), self->rows));
	EXPECT_FALSE(font_glyph(first_char("ǟ"), self->rows));
	EXPECT_FALSE(font_glyph(0, self->rows));
	EXPECT_FALSE(font_glyph(0xe000, self->rows));
	for (int row = 0; row < FONT_ROWS; row++)
		EXPECT_EQ(0x55, self->rows[row]);
}

TEST_F(font, has_five_dots_a_row)
{
	for (u32 cp = 0; cp <= LAST_CP; cp++)
		for (int row = 0; font_glyph(cp, self->rows) && row < FONT_ROWS; row++)
			EXPECT_GE(FULL, self->rows[row]);
}

TEST_F(font, draws_nothing_but_braille_blank)
{
	char *end = self->out;

	for (u32 cp = 0; cp <= LAST_CP; cp++)
		if (font_glyph(cp, self->rows) && !dots(self->rows))
			end += utf8_encode(cp, end);
	*end = '\0';
	EXPECT_STREQ("⠀", self->out);
}

struct drawn {
	u32 cp;
	u8 rows[FONT_ROWS];
};

/* All glyphs from @first to @last that are no look-alike of another. */
static size_t draw_all(u32 first, u32 last, struct drawn *drawn)
{
	size_t count = 0;

	for (u32 cp = first; cp <= last; cp++) {
		drawn[count].cp = cp;
		if (charset_look_alike(cp) == cp && font_glyph(cp, drawn[count].rows))
			count++;
	}
	return count;
}

/* The pairs of characters that share a picture. */
static const char *twins(u32 first, u32 last, char *out)
{
	static struct drawn drawn[2048];
	size_t count = draw_all(first, last, drawn);
	char *end = out;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++) {
			if (memcmp(drawn[i].rows, drawn[j].rows, FONT_ROWS))
				continue;
			end += utf8_encode(drawn[j].cp, end);
			end += utf8_encode(drawn[i].cp, end);
			*end++ = ' ';
		}
	*end = '\0';
	return out;
}

TEST_F(font, draws_no_two_letters_of_latin_1_and_extended_a_the_same)
{
	EXPECT_STREQ("", twins(0xa1, 0x17f, self->out));
}

TEST_F(font, draws_no_two_letters_of_vietnamese_the_same)
{
	EXPECT_STREQ("", twins(0x1ea0, 0x1ef9, self->out));
}

/* Dashes come in one length, and eight widths do not fit into five columns. */
TEST_F(font, draws_no_two_signs_the_same)
{
	EXPECT_STREQ("┄┈ ┅┉ ┆┊ ┇┋ ", twins(0x2500, 0x254b, self->out));
	EXPECT_STREQ("▉▊ ▋▌ ▎▏ ", twins(0x2580, 0x259f, self->out));
	EXPECT_STREQ("", twins(0x2000, 0x24ff, self->out));
	EXPECT_STREQ("", twins(0x25a0, LAST_CP, self->out));
}

/* ---- letters ---- */

TEST_F(font, has_every_letter_of_latin_1_and_extended_a)
{
	char *end = self->out;

	for (u32 cp = 0xc0; cp <= 0x17f; cp++)
		if (!font_glyph(cp, self->rows))
			end += utf8_encode(cp, end);
	*end = '\0';
	EXPECT_STREQ("", self->out);
}

/* The characters of @text that have no glyph. */
static const char *lacks(const char *text, char *out)
{
	u8 rows[FONT_ROWS];
	char *end = out;
	u32 cp;

	for_each_char(cp, text)
		if (!font_glyph(cp, rows))
			end += utf8_encode(cp, end);
	*end = '\0';
	return out;
}

#define HAS(text) EXPECT_STREQ("", lacks(text, self->out))

TEST_F(font, has_greek)
{
	HAS("ΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμξπρςστυφχψω");
	HAS("άέήίόύώϊϋΆΈΉΊΌΎΏ");
}

TEST_F(font, has_cyrillic)
{
	HAS("БГДЁЖЗИЙЛПУФЦЧШЩЪЫЬЭЮЯЄІЇҐ");
	HAS("бвгдёжзийклмнптфцчшщъыьэюяєіїґ");
}

TEST_F(font, has_the_symbols_that_displays_want)
{
	HAS("\\~€♥❤♡✓✔✗×▶◀⏸⏹⏺⏏🔋🪫🔔★☆♪♫");
	HAS("☀☁☂☃🌡💧🔒⌛⏰🛜📞✉🏠☺☹♠♣♥♦•");
}

TEST_F(font, puts_an_accent_above_a_small_letter)
{
	DRAWS("...#. ..#.. .###. #...# ##### #.... .###.", "é");
	DRAWS("..#.. .#.#. ..... .###. #...# #...# .###.", "ô");
	DRAWS(".#.#. ..... #...# #...# #...# #..## .##.#", "ü");
}

TEST_F(font, takes_the_dot_off_for_an_accent)
{
	DRAWS("...#. ..#.. .##.. ..#.. ..#.. ..#.. .###.", "í");
	DRAWS("..#.. .#.#. ..##. ...#. ...#. #..#. .##..", "ĵ");
}

TEST_F(font, squeezes_a_capital_under_its_accent)
{
	DRAWS("...#. ..#.. ##### #.... ####. #.... #####", "É");
	DRAWS(".#.#. ..... .###. #...# ##### #...# #...#", "Ä");
	DRAWS(".#.#. ..#.. ##### ...#. ..#.. .#... #####", "Ž");
}

TEST_F(font, hangs_a_tail_below_a_letter_of_full_height)
{
	DRAWS("..... ..... .###. #.... #.... #...# .###. .##..", "ç");
	DRAWS(".###. #...# #...# #...# ##### #...# #...# ...##", "Ą");
	DRAWS("#...# #..#. #.#.. ##... #.#.. #..#. #...# .##..", "Ķ");
}

TEST_F(font, draws_an_accent_and_a_tail_on_one_letter)
{
	DRAWS("..#.. .#.#. .###. ....# .#### #...# .#### ..#..", "ậ");
}

TEST_F(font, accents_letters_of_other_scripts_that_look_latin)
{
	DRAWS(".#.#. ..... ##### #.... ####. #.... #####", "Ё");
	DRAWS(".#.#. ..... .###. #...# ##### #.... .###.", "ё");
	DRAWS("...#. ..#.. .###. #...# ##### #...# #...#", "Ά");
}

TEST_F(font, has_every_letter_of_slavic_languages_in_cyrillic)
{
	EXPECT_STREQ("", lacks("БГДЖЗИЙЛПУЦЧШЩЪЫЬЭЮЯ", self->out));
	EXPECT_STREQ("", lacks("бвгджзийклмнптфцчшщъыьэюя", self->out));
	EXPECT_STREQ("", lacks("ЂЄЇЉЊЋЎЏҐЀЍђєїљњћўџґѐѝ", self->out));
}

TEST_F(font, draws_two_accents_together)
{
	EXPECT_STREQ("", lacks("ấầẩẫếềểễốồổỗắằẳẵ", self->out));
	EXPECT_STREQ("", lacks("ẤẦẨẪẾỀỂỄỐỒỔỖẮẰẲẴΐΰ", self->out));
	DRAWS(".#..# #.##. .###. #...# ##### #.... .###.", "ế");
}

TEST_F(font, draws_polytonic_greek_with_an_accent_or_two)
{
	EXPECT_STREQ("", lacks("ἀἁὰᾶᾳἂἃἄἅἐἑἒἓἔἕἠἡ", self->out));
	EXPECT_STREQ("", lacks("ἢἣἤἥὴῆῃὀὁὂὃὄὅὐὑ", self->out));
}

TEST_F(font, draws_no_accent_into_a_letter)
{
	EXPECT_STREQ("ḃḋẗǟ", lacks("ḃḋẗǟ", self->out));
}

TEST_F(font, draws_letters_that_have_no_parts)
{
	DRAWS(".##.. ..#.. ..##. ..#.. .##.. ..#.. .###.", "ł");
	DRAWS("##### #...# #...# #...# #...# #...# #...#", "П");
}

/* ---- blocks ---- */

static void draw(u32 cp, u8 rows[FONT_ROWS])
{
	memset(rows, 0, FONT_ROWS);
	font_glyph(cp, rows);
}

TEST_F(font, fills_eighths_of_the_height_from_below)
{
	for (int eighths = 1; eighths <= 8; eighths++) {
		draw(0x2580 + eighths, self->rows);
		for (int row = 0; row < FONT_ROWS; row++)
			EXPECT_EQ(row >= 8 - eighths ? FULL : 0, self->rows[row]);
	}
}

TEST_F(font, fills_columns_from_the_left)
{
	static const u8 columns[] = {	/* from seven eighths to one */
		0x1e, 0x1e, 0x1c, 0x1c, 0x18, 0x10, 0x10,
	};

	for (int i = 0; i < 7; i++) {
		draw(0x2589 + i, self->rows);
		for (int row = 0; row < FONT_ROWS; row++)
			EXPECT_EQ(columns[i], self->rows[row]);
	}
}

TEST_F(font, draws_single_lines_at_the_edges)
{
	DRAWS("#####", "▔");
	DRAWS("....# ....# ....# ....# ....# ....# ....# ....#", "▕");
	DRAWS("..... ..... ..... ..... ..... ..... ..... #####", "▁");
	DRAWS("#.... #.... #.... #.... #.... #.... #.... #....", "▏");
	DRAWS("##### ..... ..... ..... ..... ..... ..... #####", "🮀");
}

/* What of the full block the pictures of @text fill; 0 where two overlap. */
static int tiled(const char *text)
{
	u8 all[FONT_ROWS] = { 0 }, rows[FONT_ROWS];
	u32 cp;

	for_each_char(cp, text) {
		draw(cp, rows);
		for (int row = 0; row < FONT_ROWS; row++) {
			if (all[row] & rows[row])
				return 0;
			all[row] |= rows[row];
		}
	}
	return dots(all);
}

TEST_F(font, halves_quadrants_and_shades_make_a_whole)
{
	EXPECT_EQ(40, tiled("█"));
	EXPECT_EQ(40, tiled("▀▄"));
	EXPECT_EQ(40, tiled("▌▐"));
	EXPECT_EQ(40, tiled("▖▗▘▝"));
	EXPECT_EQ(40, tiled("▙▝"));
	EXPECT_EQ(40, tiled("▚▞"));
	EXPECT_EQ(40, tiled("▛▗"));
	EXPECT_EQ(40, tiled("▜▖"));
	EXPECT_EQ(40, tiled("▟▘"));
	EXPECT_EQ(20, tiled("▒"));
	EXPECT_EQ(20, tiled("▘▗"));
}

TEST_F(font, shades_grow_darker)
{
	EXPECT_LT(8, tiled("░"));
	EXPECT_LT(tiled("░"), tiled("▒"));
	EXPECT_LT(tiled("▒"), tiled("▓"));
	EXPECT_GT(32, tiled("▓"));
}

TEST_F(font, draws_braille_dots)
{
	DRAWS(".#...", "⠁");
	DRAWS("..... ..... ..... ..... ..... ..... ...#.", "⢀");
	DRAWS(".#.#. ..... .#.#. ..... .#.#. ..... .#.#.", "⣿");
}

/* ---- boxes ---- */

TEST_F(font, draws_boxes)
{
	DRAWS("..... ..... ..... #####", "─");
	DRAWS("..#.. ..#.. ..#.. ..### ..#.. ..#.. ..#.. ..#..", "├");
	DRAWS("..... ..... ..... ...## ..#.. ..#.. ..#.. ..#..", "╭");
	DRAWS("..... ..... ..... ..### ..### ..##. ..##. ..##.", "┏");
	DRAWS("..... ..... .#### .#... .#.## .#.#. .#.#. .#.#.", "╔");
	DRAWS(".#.#. .#.#. ##.## ..... ##.## .#.#. .#.#. .#.#.", "╬");
	DRAWS("..#.. ..#.. ##### ..#.. ##### ..#.. ..#.. ..#..", "╪");
	DRAWS(".#.#. .#.#. .#.#. ##### .#.#. .#.#. .#.#. .#.#.", "╫");
}

/* Dots at the edge where a stroke leaves the cell: none, light, heavy, double. */
TEST_F(font, box_strokes_reach_the_edges_that_unicode_names)
{
	static const int want[] = { 0, 1, 2, 2 };
	struct facts facts;
	int count = 0;

	ASSERT_TRUE(facts_open(&facts));
	while (facts_next(&facts, "box")) {
		int left = 0, right = 0;

		draw(facts.cp[0], self->rows);
		for (int row = 0; row < FONT_ROWS; row++) {
			left += self->rows[row] >> 4 & 1;
			right += self->rows[row] & 1;
		}
		count++;
		EXPECT_EQ(want[facts.cp[1]], __builtin_popcount(self->rows[0]));
		EXPECT_EQ(want[facts.cp[2]], right);
		EXPECT_EQ(want[facts.cp[3]], __builtin_popcount(self->rows[7]));
		EXPECT_EQ(want[facts.cp[4]], left);
	}
	facts_close(&facts);
	EXPECT_EQ(125, count);
}

/* ---- together with the charset ---- */

TEST_F(font, draws_nothing_that_no_cell_holds)
{
	char *end = self->out;

	for (u32 cp = 0; cp <= LAST_CP; cp++)
		if (font_glyph(cp, self->rows) && charset_cell(cp) != cp)
			end += utf8_encode(cp, end);
	*end = '\0';
	EXPECT_STREQ("", self->out);
}

TEST_F(font, draws_every_wide_character_that_a_cell_holds)
{
	struct facts facts;
	char *end = self->out;

	ASSERT_TRUE(facts_open(&facts));
	while (facts_next(&facts, "wide")) {
		u32 cp = facts.cp[0];

		if (charset_cell(cp) == cp && !font_glyph(cp, self->rows) &&
		    charset_rom_code(CHARSET_A02, cp) < 0)
			end += utf8_encode(cp, end);
	}
	*end = '\0';
	facts_close(&facts);
	EXPECT_STREQ("万円千", self->out);	/* of ROM A00 */
}

/* Is there a ROM that has it, and one that has not? */
static bool only_some_roms_have(u32 cp)
{
	int have = 0, roms;

	for (roms = 0; charset_rom_names[roms]; roms++)
		have += charset_rom_code(roms, cp) >= 0;
	return have && have < roms;
}

/* A character of one ROM shows on all others too, unless it is Japanese. */
TEST_F(font, draws_what_only_one_rom_has)
{
	char *end = self->out;

	for (u32 cp = ' '; cp <= LAST_CP; cp++) {
		if (cp >= 0xff61 && cp <= 0xff9f)	/* katakana */
			continue;
		if (only_some_roms_have(cp) && !font_glyph(cp, self->rows))
			end += utf8_encode(cp, end);
	}
	*end = '\0';
	EXPECT_STREQ("万円千", self->out);
}

TEST_HARNESS_MAIN
