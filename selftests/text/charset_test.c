// SPDX-License-Identifier: GPL-2.0-only
/*
 * What takes a cell, what the ROMs have, and what stands in; against lists of
 * the data sheet written out once more here, and against Python's unicodedata.
 */
#include "kselftest_harness.h"

#include "charset.h"
#include "charset-roms.h"
#include "facts.h"
#include "literals.h"
#include "screen.h"
#include "utf8.h"

#define LAST_CP 0x10ffffu
#define LAST_BMP 0xffffu
#define NONE 0xffffffffu

/* The first code point that @is_bad says yes to, or NONE. */
static u32 first_cp(bool (*is_bad)(u32 cp), u32 last)
{
	for (u32 cp = 0; cp <= last; cp++)
		if (is_bad(cp))
			return cp;
	return NONE;
}

static u32 first_char(const char *text)
{
	return literal_next(&text);
}

/* What the characters of @text leave in the cells, as a string. */
static const char *cells(const char *text, char *out)
{
	char *end = out;
	u32 cp;

	for_each_char(cp, text) {
		u32 cell = charset_combining(cp) ? 0 : charset_cell(cp);

		if (cell)
			end += utf8_encode(cell, end);
	}
	*end = '\0';
	return out;
}

/* The ROM codes that show @text with no glyph to be had, as a string. */
static const char *falls_back(enum charset_rom rom, const char *text, char *out)
{
	size_t len = 0;
	u32 cp;

	for_each_char(cp, text)
		out[len++] = charset_fallback(rom, cp);
	out[len] = '\0';
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

#define CELLS(want, text) EXPECT_STREQ(want, cells(text, self->out))
#define A00(want, text) \
	EXPECT_STREQ(want, falls_back(CHARSET_A00, text, self->out))
#define A02(want, text) \
	EXPECT_STREQ(want, falls_back(CHARSET_A02, text, self->out))

/* ---- what takes a cell ---- */

TEST_F(text, usual_characters_take_a_cell_as_they_are)
{
	CELLS("az ~ é Ω Я → █ ℃", "az ~ é Ω Я → █ ℃");
}

TEST_F(text, controls_take_no_cell)
{
	CELLS("ab", "\001\037a\177\302\200\302\237b");
}

TEST_F(text, zero_width_and_bidi_controls_take_no_cell)
{
	CELLS("ab", "\u200ba\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069b\ufeff");
}

TEST_F(text, soft_hyphens_variation_selectors_and_tags_take_no_cell)
{
	CELLS("a♥b", "a\u00ad\u2665\ufe0f\U000e0041b\U000e0100");
}

TEST_F(text, skin_tones_take_no_cell)
{
	CELLS("?", "\U0001f44b\U0001f3fd");
}

TEST_F(text, non_characters_take_no_cell)
{
	EXPECT_EQ(0, charset_cell(0xfdd0));
	EXPECT_EQ(0, charset_cell(0xfffe));
	EXPECT_EQ(0, charset_cell(0xffff));
	EXPECT_EQ(0, charset_cell(0x10ffff));
}

TEST_F(text, what_no_utf8_can_say_becomes_the_replacement_character)
{
	EXPECT_EQ(0xfffd, charset_cell(0xd800));
	EXPECT_EQ(0xfffd, charset_cell(0xdfff));
	EXPECT_EQ(0xfffd, charset_cell(0x110000));
	EXPECT_EQ(0xfffd, charset_cell(0xffffffff));
}

TEST_F(text, spaces_of_any_width_become_the_space)
{
	CELLS("a b c d e", "a\u00a0b\u2009c\u202fd\u3000e");
}

TEST_F(text, full_width_forms_become_the_usual_ones)
{
	CELLS("ABC xyz 012 !~", "ＡＢＣ　ｘｙｚ　０１２　！～");
	CELLS("¢£¬¯¦¥₩ ←↑→↓", "￠￡￢￣￤￥￦ ￩￪￫￬");
}

TEST_F(text, kana_become_half_width_katakana)
{
	CELLS("ｺﾝﾆﾁﾊ｡ ﾐﾅｻﾝ", "こんにちは。　みなさん");
	CELLS("､｢ｱ･ｰ｣", "、「ア・ー」");
}

TEST_F(text, voiced_kana_lose_their_mark)
{
	CELLS("ｶｽ ﾊﾝ", "ガス パン");
}

TEST_F(text, sound_marks_of_kana_take_a_cell_unless_they_combine)
{
	CELLS("ｶﾊ", "カ\u3099ハ\u309a");
	CELLS("ｶﾞﾞﾟ", "ｶﾞ゛゜");
}

TEST_F(text, wide_characters_become_question_marks)
{
	CELLS("??", "漢字");
	CELLS("??", "한국");
	CELLS("??", "🦄🪐");
}

TEST_F(text, wide_characters_that_can_be_shown_stay)
{
	CELLS("千万円", "千万円");
	CELLS("🔔🔋", "🔔🔋");
}

TEST_F(text, private_use_stays)
{
	CELLS("\ue000\ue007\uf000\uf0ff\uf100", "\ue000\ue007\uf000\uf0ff\uf100");
}

/* So writing what was read gives the same screen. */
static bool changes_when_written_again(u32 cp)
{
	return charset_cell(charset_cell(cp)) != charset_cell(cp);
}

static bool leaves_a_mark(u32 cp)
{
	return charset_combining(charset_cell(cp));
}

TEST_F(text, what_a_cell_holds_can_be_written_again)
{
	EXPECT_EQ(NONE, first_cp(changes_when_written_again, LAST_CP));
	EXPECT_EQ(NONE, first_cp(leaves_a_mark, LAST_CP));
}

/* ---- the ROMs ---- */

FIXTURE(rom) {
};

FIXTURE_SETUP(rom)
{
}

FIXTURE_TEARDOWN(rom)
{
}

/* Its characters from code @first on; '.' where it has none. */
FIXTURE_VARIANT(rom) {
	enum charset_rom rom;
	u8 first;
	const char *chars;
};

#define ROM_HAS(name, which, from, list) \
	FIXTURE_VARIANT_ADD(rom, name) { \
		.rom = which, .first = from, .chars = list \
	}

ROM_HAS(a00_signs, CHARSET_A00, 0x21, "!\"#$%&'()*+,-");
ROM_HAS(a00_digits, CHARSET_A00, 0x2f, "/0123456789:;<=>?");
ROM_HAS(a00_capitals, CHARSET_A00, 0x40, "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[¥]^_");
ROM_HAS(a00_small, CHARSET_A00, 0x60, "`abcdefghijklmnopqrstuvwxyz{|}→←");
ROM_HAS(a00_kana, CHARSET_A00, 0xa1,
	"｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ");
ROM_HAS(a00_greek, CHARSET_A00, 0xdf, "°αäβεμσρ.√..ˣ¢£ñö");
ROM_HAS(a00_last, CHARSET_A00, 0xf2, "θ∞ΩüΣπ..千万円÷.█");
ROM_HAS(a00_sharp_s, CHARSET_A00, 0xe2, "ß.µ");
ROM_HAS(a02_signs, CHARSET_A02, 0x10, "▶◀“”⏫⏬●↵↑↓→←≤≥▲▼");
ROM_HAS(a02_capitals, CHARSET_A02, 0x40, "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_");
ROM_HAS(a02_small, CHARSET_A02, 0x60, "`abcdefghijklmnopqrstuvwxyz{|}~⌂");
ROM_HAS(a02_cyrillic, CHARSET_A02, 0x80, "БДЖЗИЙЛПУЦЧШЩЪЫЭα♪Γπ");
ROM_HAS(a02_greek, CHARSET_A02, 0x94, "Σσ♬τ🔔θΩδ∞♥ε∩");
ROM_HAS(a02_more_signs, CHARSET_A02, 0xa0, "‖¡¢£¤¥¦§ƒ©ª«ЮЯ®‘");
ROM_HAS(a02_digits, CHARSET_A02, 0xb0, "°±²³₧μ¶·ω¹º»¼½¾¿");
ROM_HAS(a02_vowels, CHARSET_A02, 0xc0, "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ");
ROM_HAS(a02_phi, CHARSET_A02, 0xd0, "ÐÑÒÓÔÕÖ×ΦÙÚÛÜÝÞß");
ROM_HAS(a02_small_vowels, CHARSET_A02, 0xe0, "àáâãäåæçèéêëìíîï");
ROM_HAS(a02_small_others, CHARSET_A02, 0xf0, "ðñòóôõö÷øùúûüýþÿ");

/* Those without a name of their own, by their place in charset_rom_names[]. */
#define CYRILLIC 2
#define US2066A 3
#define ASCII 4
#define PCF2119R 5

ROM_HAS(cyrillic_signs, CYRILLIC, 0x20, " !\"#$%&'()*+,-./0123456789:;<=>?");
ROM_HAS(cyrillic_latin, CYRILLIC, 0x40, "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[.]^_");
ROM_HAS(cyrillic_small_latin, CYRILLIC, 0x60, "`abcdefghijklmnopqrstuvwxyz");
ROM_HAS(cyrillic_capitals, CYRILLIC, 0xa0, "БГЁЖЗИЙЛПУФЧШЪЫЭЮЯ");
ROM_HAS(cyrillic_small, CYRILLIC, 0xb2, "бвгёжзийклмнптчшъыьэюя");
ROM_HAS(cyrillic_tails, CYRILLIC, 0xe0, "ДЦЩдфцщ");
ROM_HAS(us2066a_signs, US2066A, 0x20, " !\"#¤%&'()*+,-./0123456789:;<=>?¡");
ROM_HAS(us2066a_capitals, US2066A, 0x41, "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿");
ROM_HAS(us2066a_small, US2066A, 0x61, "abcdefghijklmnopqrstuvwxyzäöñüà°¹²³");
ROM_HAS(us2066a_gsm, US2066A, 0xa0, "@£$¥èéùìòÇ.Øø.Åå");
ROM_HAS(us2066a_ligatures, US2066A, 0xbc, "ÆæßÉ...._ÈÊêç");
ROM_HAS(ascii_signs, ASCII, 0x20, " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFG");
ROM_HAS(ascii_brackets, ASCII, 0x58, "XYZ[.]^_`abcdefg");
ROM_HAS(ascii_braces, ASCII, 0x78, "xyz{|}");
ROM_HAS(pcf2119r_signs, PCF2119R, 0xa0, " !\"#.%&'()*+,-./0123456789:;<=>?");
ROM_HAS(pcf2119r_capitals, PCF2119R, 0xc1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
ROM_HAS(pcf2119r_small, PCF2119R, 0xe1, "abcdefghijklmnopqrstuvwxyz");
ROM_HAS(us2066a_brackets, US2066A, 0xf8, "š.[\\]{.}");

TEST_F(rom, has_the_characters_of_the_data_sheet)
{
	int code = variant->first;
	u32 cp;

	for_each_char(cp, variant->chars) {
		if (cp != '.')
			EXPECT_EQ(code, charset_rom_code(variant->rom, cp));
		code++;
	}
}

TEST_F(text, a_rom_says_what_it_has_not)
{
	EXPECT_EQ(-1, charset_rom_code(CHARSET_A00, '\\'));
	EXPECT_EQ(-1, charset_rom_code(CHARSET_A00, '~'));
	EXPECT_EQ(-1, charset_rom_code(CHARSET_A00, first_char("é")));
	EXPECT_EQ(-1, charset_rom_code(CHARSET_A00, first_char("♥")));
	EXPECT_EQ(-1, charset_rom_code(CHARSET_A02, first_char("Ø")));
	EXPECT_EQ(-1, charset_rom_code(CHARSET_A02, first_char("█")));
	EXPECT_EQ(-1, charset_rom_code(CHARSET_A02, first_char("ｱ")));
}

TEST_F(text, roms_are_known_by_the_names_of_the_attribute)
{
	EXPECT_STREQ("A00", charset_rom_names[CHARSET_A00]);
	EXPECT_STREQ("A02", charset_rom_names[CHARSET_A02]);
	EXPECT_STREQ("cyrillic", charset_rom_names[CYRILLIC]);
	EXPECT_STREQ("US2066A", charset_rom_names[US2066A]);
	EXPECT_STREQ("ascii", charset_rom_names[ASCII]);
	EXPECT_STREQ("PCF2119R", charset_rom_names[PCF2119R]);
	EXPECT_EQ(NULL, charset_rom_names[PCF2119R + 1]);
}

/* The text core does not search there, see in_tables(). */
TEST_F(text, no_rom_has_what_is_not_searched_for)
{
	for (enum charset_rom rom = 0; charset_rom_names[rom]; rom++)
		for (size_t i = 0; i < charset_rom_table(rom)->count; i++) {
			struct rom_character has = charset_rom_table(rom)->characters[i];

			EXPECT_EQ((int)has.code, charset_rom_code(rom, has.cp));
		}
}

TEST_F(text, a_rom_without_a_bar_shows_another_sign)
{
	EXPECT_EQ('!', charset_fallback(CYRILLIC, '|'));
	EXPECT_EQ('!', charset_fallback(CYRILLIC, 0x2502));
	EXPECT_EQ('(', charset_fallback(CYRILLIC, '{'));
}

TEST_F(text, user_glyphs_are_in_no_rom)
{
	for (enum charset_rom rom = 0; charset_rom_names[rom]; rom++)
		for (u32 cp = SCREEN_GLYPH_FIRST; cp <= SCREEN_GLYPH_LAST; cp++)
			EXPECT_EQ(-1, charset_rom_code(rom, cp));
}

TEST_F(text, any_rom_code_can_be_asked_for)
{
	for (enum charset_rom rom = 0; charset_rom_names[rom]; rom++)
		for (u32 code = 0; code <= 0xff; code++)
			EXPECT_EQ(code, charset_rom_code(rom, 0xf000 + code));
}

TEST_F(text, letters_of_other_scripts_that_look_latin_are_in_the_rom)
{
	u32 cp;

	for (enum charset_rom rom = 0; charset_rom_names[rom]; rom++) {
		for_each_char(cp, "АВЕКМНОРСТХаеорсух")
			EXPECT_LT(0, charset_rom_code(rom, cp));
		for_each_char(cp, "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")
			EXPECT_LT(0, charset_rom_code(rom, cp));
	}
}

/* Unicode has them twice; an editor that normalises would make them one. */
TEST_F(text, ohm_kelvin_and_angstrom_are_letters)
{
	EXPECT_EQ(0x3a9, charset_cell(0x2126));
	EXPECT_EQ('K', charset_cell(0x212a));
	EXPECT_EQ(0xc5, charset_cell(0x212b));
}

static bool look_alike_has_another(u32 cp)
{
	u32 like = charset_look_alike(cp);

	return charset_look_alike(like) != like;
}

TEST_F(text, a_look_alike_has_no_look_alike)
{
	EXPECT_EQ(NONE, first_cp(look_alike_has_another, LAST_BMP));
}

/* ---- falling back ---- */

static bool is_needlessly_replaced(u32 cp)
{
	for (enum charset_rom rom = 0; charset_rom_names[rom]; rom++) {
		int code = charset_rom_code(rom, cp);

		if (code >= 0x10 && charset_fallback(rom, cp) != code)
			return true;
	}
	return false;
}

TEST_F(text, what_the_rom_has_needs_no_stand_in)
{
	EXPECT_EQ(NONE, first_cp(is_needlessly_replaced, LAST_BMP));
}

static bool falls_back_to_cgram(u32 cp)
{
	for (enum charset_rom rom = 0; charset_rom_names[rom]; rom++)
		if (charset_fallback(rom, cp) < 0x10)
			return true;
	return false;
}

TEST_F(text, a_fallback_is_never_a_cgram_code)
{
	EXPECT_EQ(NONE, first_cp(falls_back_to_cgram, LAST_BMP));
}

TEST_F(text, latin_letters_lose_their_accents)
{
	A00("Ca a ete la-bas, garcon! Noel", "Ça a été là-bas, garçon! Noël");
	A00("Prilis zlutoucky kun upel", "Příliš žluťoučký kůň úpěl");
	A00("Zazolc gesla jazn", "Zażółć gęślą jaźń");
	A00("Tieng Viet: duong", "Tiếng Việt: đường");
	A00("oeuvre, Kobenhavn", "œeuvre, København");
}

TEST_F(text, greek_of_old_loses_its_accents)
{
	A00("\340\340 ", "ἀᾴ ");
	A00("Ev \340\346xn nv", "Ἐν ἀρχῇ ἦν");
}

TEST_F(text, german_uses_the_umlauts_of_the_rom)
{
	A00("sch\357n, m\365de, W\341rme, Stra\342e", "schön, müde, Wärme, Straße");
	A00("O", "Ö");
	A02("sch\366n, Stra\337e, \326", "schön, Straße, Ö");
}

TEST_F(text, every_letter_of_latin_1_and_extended_a_has_a_stand_in)
{
	char *end = self->out;

	for (enum charset_rom rom = 0; charset_rom_names[rom]; rom++)
		for (u32 cp = 0xc0; cp < 0x180; cp++)
			if (charset_fallback(rom, cp) == '?')
				end += utf8_encode(cp, end);
	*end = '\0';
	EXPECT_STREQ("", self->out);
}

TEST_F(text, typography_becomes_ascii)
{
	A00("\"a\" 'b' - c. *", "“a” ‘b’ – c… ★");
}

TEST_F(text, what_a00_lacks_of_ascii_has_a_stand_in)
{
	A00("/-", "\\~");
	A02("\\~", "\\~");
}

TEST_F(text, boxes_become_signs)
{
	A00("+-++|+++=", "┌─┬┐│╚╬╝=");
}

TEST_F(text, bars_become_the_nearest_of_blank_and_block)
{
	A00("__\xff\xff |\xff", "▁▃▄█ ▎▌");
	A02("__## |#", "▁▃▄█ ▎▌");
}

TEST_F(text, cyrillic_is_shown_by_what_it_looks_like)
{
	A00("MOCKBA", "МОСКВА");
	A00("l3wn", "лэшп");
	A02("P\210CCK\204\205", "РУССКИЙ");
	A02("pyccK\x84\x85", "русский");
}

TEST_F(text, the_unknown_becomes_a_question_mark)
{
	A00("???", "א漢\ue000");
}

/* ---- against unicode.py ---- */

#define UNICODE_TABLES 15	/* the version that the tables of charset are from */

FIXTURE(unicode) {
	struct facts facts;
};

FIXTURE_SETUP(unicode)
{
	ASSERT_TRUE(facts_open(&self->facts));
}

FIXTURE_TEARDOWN(unicode)
{
	facts_close(&self->facts);
}

TEST_F(unicode, every_canonical_composition_is_known)
{
	int count = 0;

	while (facts_next(&self->facts, "compose")) {
		u32 mark;

		count++;
		EXPECT_EQ(self->facts.cp[2], charset_compose(self->facts.cp[0], self->facts.cp[1]));
		EXPECT_EQ(self->facts.cp[0], charset_decompose(self->facts.cp[2], &mark));
		EXPECT_EQ(self->facts.cp[1], mark);
	}
	EXPECT_LT(400, count);
}

TEST_F(unicode, no_other_composition_is_known)
{
	int want = 0, have = 0;
	u32 mark;

	while (facts_next(&self->facts, "compose"))
		want++;
	for (u32 cp = 0; cp <= LAST_BMP; cp++)
		have += charset_decompose(cp, &mark) != 0;
	EXPECT_EQ(want, have);
}

TEST_F(unicode, every_mark_takes_no_cell)
{
	int wrong = 0;

	if (self->facts.version > UNICODE_TABLES)
		SKIP(return, "python3 has a newer version of Unicode");
	while (facts_next(&self->facts, "mark"))
		wrong += charset_cell(self->facts.cp[0]) != 0;
	EXPECT_EQ(0, wrong);
}

TEST_F(unicode, only_marks_are_combining)
{
	while (facts_next(&self->facts, "other"))
		EXPECT_FALSE(charset_combining(self->facts.cp[0]));
}

/* Folded, shown as '?', dropped, or one of the few that stay. */
TEST_F(unicode, few_wide_characters_stay)
{
	int stay = 0;

	while (facts_next(&self->facts, "wide"))
		stay += charset_cell(self->facts.cp[0]) == self->facts.cp[0];
	EXPECT_LT(4, stay);
	EXPECT_GT(100, stay);
}

TEST_F(unicode, katakana_fold_to_their_half_width_forms)
{
	while (facts_next(&self->facts, "half"))
		EXPECT_EQ(self->facts.cp[1], charset_cell(self->facts.cp[0]));
}

TEST_HARNESS_MAIN
