// SPDX-License-Identifier: GPL-2.0-only
/*
 * Characters that are safe for a terminal. A terminal obeys control sequences, so only
 * characters that are known to take one column pass.
 */
#include <langinfo.h>
#include <locale.h>
#include <wchar.h>
#include <wctype.h>

#include "printable.h"
#include "text/screen.h"
#include "text/utf8.h"

bool printable_locale(void)
{
	return setlocale(LC_CTYPE, "") && !strcmp(nl_langinfo(CODESET), "UTF-8");
}

/* A narrow replacement for characters that a terminal draws in two columns. */
static u32 narrow_relative(u32 cp)
{
	switch (cp) {
	case 0x5186:		/* yen */
		return 0x00a5;
	case 0x1f50b:		/* battery */
		return 0x25ae;
	case 0x1f514:		/* bell */
		return 0x237e;
	}
	return cp;
}

static u32 glyph_number(u32 glyph, bool utf8)
{
	if (!utf8)
		return '0' + glyph;
	return glyph ? 0x2460 + glyph - 1 : 0x24ea;	/* circled digits */
}

/* The first character that the ROM has at @code, or 0. Searches once for all codes. */
static u32 rom_character(enum charset_rom rom, int code)
{
	static u32 characters[0x100];
	static int of_rom = -1;

	if (of_rom == (int)rom)
		return characters[code];
	memset(characters, 0, sizeof(characters));
	for (u32 cp = 0xd7ff; cp >= ' '; cp--) {
		int shown_by = charset_rom_code(rom, cp);

		if (shown_by >= 0)
			characters[shown_by] = cp;
	}
	of_rom = rom;
	return characters[code];
}

static u32 ascii_relative(u32 cp, enum charset_rom rom)
{
	int code;

	if (cp < 0x7f)
		return cp;
	code = charset_fallback(rom, cp);
	/* A00 has a yen sign for the backslash, and arrows at 0x7e and 0x7f. */
	return code >= ' ' && code < 0x7e && code != '\\' ? (u32)code : '?';
}

u32 printable(u32 cp, bool utf8, enum charset_rom rom)
{
	if (cp >= SCREEN_ROM_FIRST && cp <= SCREEN_ROM_LAST) {
		cp -= SCREEN_ROM_FIRST;
		if (cp < 2 * SCREEN_GLYPHS)
			return glyph_number(cp % SCREEN_GLYPHS, utf8);
		cp = rom_character(rom, cp);
	}
	if (cp >= SCREEN_GLYPH_FIRST && cp <= SCREEN_GLYPH_LAST)
		return glyph_number(cp - SCREEN_GLYPH_FIRST, utf8);

	cp = narrow_relative(charset_cell(cp));
	if (cp < ' ' || cp == 0x7f)
		return utf8 ? UTF8_REPLACEMENT : '?';
	if (!utf8)
		return ascii_relative(cp, CHARSET_A00);
	if (charset_private(cp) || !iswprint(cp) || wcwidth(cp) != 1)
		return UTF8_REPLACEMENT;
	return cp;
}
