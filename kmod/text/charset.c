// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which characters take a cell, by the tables of Unicode 15. Later characters show as
 * '?', so the tables need no update.
 */
#include "charset.h"

#include "charset-ranges.h"
#include "literal.h"
#include "utf8.h"

/* Default ignorable characters and format controls: they show nothing. */
static const struct range invisible[] = {
	{ 0x00ad, 0x00ad },	/* soft hyphen */
	{ 0x0600, 0x0605 },	/* Arabic number signs: they join the next character */
	{ 0x061c, 0x061c },	/* Arabic letter mark */
	{ 0x06dd, 0x06dd },	/* Arabic end of ayah, likewise */
	{ 0x070f, 0x070f },	/* Syriac abbreviation mark, likewise */
	{ 0x0890, 0x0891 },	/* Arabic currency signs, likewise */
	{ 0x08e2, 0x08e2 },	/* Arabic disputed end of ayah, likewise */
	{ 0x0d4e, 0x0d4e },	/* Malayalam dot reph, likewise */
	{ 0x115f, 0x11ff },	/* Hangul filler; vowels and finals join the initial */
	{ 0x180b, 0x180f },	/* Mongolian variation selectors */
	{ 0x200b, 0x200f },	/* zero-width space and joiners, LRM, RLM */
	{ 0x2028, 0x202e },	/* separators, bidi embeddings */
	{ 0x2060, 0x206f },	/* word joiner, invisible operators, bidi isolates */
	{ 0x3164, 0x3164 },	/* Hangul filler */
	{ 0xd7b0, 0xd7fb },	/* Hangul vowels and finals, extended */
	{ 0xfdd0, 0xfdef },	/* non-characters */
	{ 0xfe00, 0xfe0f },	/* variation selectors */
	{ 0xfeff, 0xfeff },	/* byte order mark */
	{ 0xffa0, 0xffa0 },	/* half-width Hangul filler */
	{ 0xfff0, 0xfffb },	/* interlinear annotation */
};

/* The same for plane 1; 0x10bd is U+110BD. */
static const struct range invisible_plane_1[] = {
	{ 0x10bd, 0x10bd },	/* Kaithi number signs */
	{ 0x10cd, 0x10cd },
	{ 0x3430, 0x343f },	/* Egyptian hieroglyph format controls */
	{ 0xbca0, 0xbca3 },	/* shorthand format controls */
	{ 0xd173, 0xd17a },	/* musical format controls */
	{ 0xf3fb, 0xf3ff },	/* skin tones modify the emoji before them */
};

/* All become U+0020, since all cells have one width. Not here: U+FF01 and so on. */
static const struct range spaces[] = {
	{ 0x00a0, 0x00a0 }, { 0x1680, 0x1680 }, { 0x2000, 0x200a },
	{ 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 },
};

/* East Asian Width W and F (Unicode Annex 11), joined across unassigned code points. */
static const struct range wide[] = {
	{ 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x2329, 0x232a }, { 0x23e9, 0x23ec },
	{ 0x23f0, 0x23f0 }, { 0x23f3, 0x23f3 }, { 0x25fd, 0x25fe }, { 0x2614, 0x2615 },
	{ 0x2648, 0x2653 }, { 0x267f, 0x267f }, { 0x2693, 0x2693 }, { 0x26a1, 0x26a1 },
	{ 0x26aa, 0x26ab }, { 0x26bd, 0x26be }, { 0x26c4, 0x26c5 }, { 0x26ce, 0x26ce },
	{ 0x26d4, 0x26d4 }, { 0x26ea, 0x26ea }, { 0x26f2, 0x26f3 }, { 0x26f5, 0x26f5 },
	{ 0x26fa, 0x26fa }, { 0x26fd, 0x26fd }, { 0x2705, 0x2705 }, { 0x270a, 0x270b },
	{ 0x2728, 0x2728 }, { 0x274c, 0x274c }, { 0x274e, 0x274e }, { 0x2753, 0x2755 },
	{ 0x2757, 0x2757 }, { 0x2795, 0x2797 }, { 0x27b0, 0x27b0 }, { 0x27bf, 0x27bf },
	{ 0x2b1b, 0x2b1c }, { 0x2b50, 0x2b50 }, { 0x2b55, 0x2b55 }, { 0x2e80, 0x303e },
	{ 0x3041, 0x3247 }, { 0x3250, 0x4dbf }, { 0x4e00, 0xa4cf }, { 0xa960, 0xa97f },
	{ 0xac00, 0xd7a3 }, { 0xf900, 0xfaff }, { 0xfe10, 0xfe1f }, { 0xfe30, 0xfe6f },
	{ 0xff01, 0xff60 }, { 0xffe0, 0xffe6 },
};

/* The same for plane 1, as above. */
static const struct range wide_plane_1[] = {
	{ 0x6fe0, 0xb2ff }, { 0xf004, 0xf004 }, { 0xf0cf, 0xf0cf }, { 0xf18e, 0xf18e },
	{ 0xf191, 0xf19a }, { 0xf1e6, 0xf320 }, { 0xf32d, 0xf335 }, { 0xf337, 0xf37c },
	{ 0xf37e, 0xf393 }, { 0xf3a0, 0xf3ca }, { 0xf3cf, 0xf3d3 }, { 0xf3e0, 0xf3f0 },
	{ 0xf3f4, 0xf3f4 }, { 0xf3f8, 0xf43e }, { 0xf440, 0xf440 }, { 0xf442, 0xf4fc },
	{ 0xf4ff, 0xf53d }, { 0xf54b, 0xf54e }, { 0xf550, 0xf567 }, { 0xf57a, 0xf57a },
	{ 0xf595, 0xf596 }, { 0xf5a4, 0xf5a4 }, { 0xf5fb, 0xf64f }, { 0xf680, 0xf6c5 },
	{ 0xf6cc, 0xf6cc }, { 0xf6d0, 0xf6d2 }, { 0xf6d5, 0xf6df }, { 0xf6eb, 0xf6ef },
	{ 0xf6f4, 0xf6ff }, { 0xf7e0, 0xf7ff }, { 0xf90c, 0xf93a }, { 0xf93c, 0xf945 },
	{ 0xf947, 0xf9ff }, { 0xfa70, 0xfaff },
};

/* Wide characters that a ROM has, or the font draws in one cell. Sorted. */
static const char wide_kept[][5] = {
	"⌚", "⌛", "⏩", "⏪", "⏫", "⏬", "⏰", "⏳", "◽", "◾", "☔", "☕",
	"⚡", "⚪", "⚫", "⛄", "⛅", "⛔", "✅", "❌", "❓", "❔", "❕", "❗",
	"➕", "➖", "➗", "⬛", "⬜", "⭐", "⭕", "万", "円", "千", "🌂", "🌙",
	"🌞", "🌲", "🍵", "🎵", "🎶", "🏠", "👍", "👎", "👤", "👾", "💀",
	"💡",
	"💦", "💧", "💻", "💾", "📁", "📅", "📈", "📉", "📞", "📡", "📧",
	"📶",
	"📷", "📺", "🔄", "🔈", "🔉", "🔊", "🔋", "🔌", "🔑", "🔒", "🔓",
	"🔔",
	"🔥", "🔴", "🔵", "🔼", "🔽", "🕐", "😀", "😃", "😊", "😐", "😞",
	"🙁",
	"🙂", "🚀", "🚆", "🚗", "🚪", "🚫", "🛑", "🛜", "🟠", "🟡", "🟢",
	"🪫",
};

static bool is_scalar_value(u32 cp)
{
	return cp < 0xd800 || (cp > 0xdfff && cp <= 0x10ffff);
}

static bool is_invisible(u32 cp)
{
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
	    (cp & 0xfffe) == 0xfffe)		/* non-characters of each plane */
		return true;
	if (cp < 0x10000)
		return IN_RANGES(cp, invisible);
	if (cp < 0x20000)
		return IN_RANGES(cp - 0x10000, invisible_plane_1);
	return cp >= 0xe0000 && cp <= 0xe0fff;	/* tags, variation selectors */
}

static bool is_wide(u32 cp)
{
	if (cp < 0x10000)
		return IN_RANGES(cp, wide);
	if (cp < 0x20000)
		return IN_RANGES(cp - 0x10000, wide_plane_1);
	return cp < 0x40000;
}

/*
 * Half-width katakana, which ROM A00 has, for U+30A1..U+30FC. Voiced katakana lose
 * their mark, because they have only one cell: GA becomes KA.
 */
static u32 fold_katakana(u32 cp)
{
	static const char *const half[] = {	/* 23 a line, three bytes each */
		"ｧｱｨｲｩｳｪｴｫｵｶｶｷｷｸｸｹｹｺｺｻｻｼ",
		"ｼｽｽｾｾｿｿﾀﾀﾁﾁｯﾂﾂﾃﾃﾄﾄﾅﾆﾇﾈﾉ",
		"ﾊﾊﾊﾋﾋﾋﾌﾌﾌﾍﾍﾍﾎﾎﾎﾏﾐﾑﾒﾓｬﾔｭ",
		"ﾕｮﾖﾗﾘﾙﾚﾛﾜﾜｲｴｦﾝｳｶｹﾜｲｴｦ･ｰ",
	};
	u32 n = cp - 0x30a1;
	const char *text = half[n / 23] + n % 23 * 3;

	return literal_next(&text);
}

/* Fold kana, their punctuation, and sound marks that are separate characters. */
static u32 fold_kana(u32 cp)
{
	switch (cp) {
	case 0x3001:
		return 0xff64;
	case 0x3002:
		return 0xff61;
	case 0x300c:
		return 0xff62;
	case 0x300d:
		return 0xff63;
	case 0x309b:
		return 0xff9e;
	case 0x309c:
		return 0xff9f;
	}
	if (cp >= 0x3041 && cp <= 0x3096)	/* hiragana */
		return fold_katakana(cp + 0x60);
	if (cp >= 0x30a1 && cp <= 0x30fc)
		return fold_katakana(cp);
	return cp;
}

/* The character of usual width, if @cp is a full- or half-width form of one. */
static u32 fold_width(u32 cp)
{
	static const u16 signs[] = {		/* U+FFE0..U+FFEE */
		0x00a2, 0x00a3, 0x00ac, 0x00af, 0x00a6, 0x00a5, 0x20a9, 0xffe7,
		0x2502, 0x2190, 0x2191, 0x2192, 0x2193, 0x25a0, 0x25cb,
	};

	if (cp >= 0xff01 && cp <= 0xff5e)
		return cp - 0xff01 + '!';
	if (cp >= 0xffe0 && cp <= 0xffee)
		return signs[cp - 0xffe0];
	return fold_kana(cp);
}

struct twin {
	u16 twin;
	u16 cp;
};

static const struct twin twins[] = {
	{ 0x0374, 0x02b9 }, { 0x037e, 0x003b }, { 0x0387, 0x00b7 },
	{ 0x1f71, 0x03ac }, { 0x1f73, 0x03ad }, { 0x1f75, 0x03ae },
	{ 0x1f77, 0x03af }, { 0x1f79, 0x03cc }, { 0x1f7b, 0x03cd },
	{ 0x1f7d, 0x03ce }, { 0x1fbb, 0x0386 }, { 0x1fbe, 0x03b9 },
	{ 0x1fc9, 0x0388 }, { 0x1fcb, 0x0389 }, { 0x1fd3, 0x0390 },
	{ 0x1fdb, 0x038a }, { 0x1fe3, 0x03b0 }, { 0x1feb, 0x038e },
	{ 0x1fee, 0x0385 }, { 0x1fef, 0x0060 }, { 0x1ff9, 0x038c },
	{ 0x1ffb, 0x038f }, { 0x1ffd, 0x00b4 }, { 0x2126, 0x03a9 },
	{ 0x212a, 0x004b }, { 0x212b, 0x00c5 },
};

/*
 * The canonical decomposition to a single character, for the scripts that can be shown.
 */
static u32 fold_twin(u32 cp)
{
	size_t low = 0, end = ARRAY_SIZE(twins);

	if (cp < twins[0].twin || cp > twins[end - 1].twin)
		return cp;
	while (low < end) {
		size_t mid = low + (end - low) / 2;

		if (cp == twins[mid].twin)
			return twins[mid].cp;
		if (cp < twins[mid].twin)
			end = mid;
		else
			low = mid + 1;
	}
	return cp;
}

u32 charset_cell(u32 cp)
{
	if (cp >= ' ' && cp < 0x7f)
		return cp;
	if (!is_scalar_value(cp))
		return UTF8_REPLACEMENT;
	if (is_invisible(cp) || charset_combining(cp))
		return 0;
	if (cp < 0x10000 && IN_RANGES(cp, spaces))
		return ' ';
	cp = fold_twin(fold_width(cp));
	if (is_wide(cp) && !LITERAL_FIND(wide_kept, cp))
		return '?';
	return cp;
}
