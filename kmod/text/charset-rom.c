// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the two character ROMs have, and what stands in for what they lack.
 *
 * The codes are those of the HD44780U data sheet (ADE-207-272, Rev. 0.0),
 * table 4, pages 17 and 18. Other lists disagree with it in places; the dots
 * printed there decide: in A00 0xe2 serves as sharp s as well as beta, and 0xed
 * is a pound sign; in A02 0xaf is a turned comma and no acute accent, and 0xd8
 * is a capital phi where Latin-1 has O with stroke.
 */
#include "charset.h"

#include "literal.h"
#include "screen.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Codes from @first on; 0 where the ROM has no character of Unicode. */
struct rom_run {
	u8 first;
	u8 count;
	const u32 *cps;
};

/*
 * Left out: the second shapes of g, j, p, q and y, whose descenders are meant
 * for 5 x 10 dots, and the pairs of characters at 0xe9 (superscript -1) and
 * 0xf8 (x with macron).
 */
static const u32 a00_e0[] = {
	0x03b1, 0x00e4, 0x00df, 0x03b5,		/* α ä ß ε */
	0x00b5, 0x03c3, 0x03c1, 0,		/* µ σ ρ g */
	0x221a, 0,      0,      0x02e3,		/* √ ⁻¹ j ˣ */
	0x00a2, 0x00a3, 0x00f1, 0x00f6,		/* ¢ £ ñ ö */
	0,      0,      0x03b8, 0x221e,		/* p q θ ∞ */
	0x03a9, 0x00fc, 0x03a3, 0x03c0,		/* Ω ü Σ π */
	0,      0,      0x5343, 0x4e07,		/* x̄ y 千 万 */
	0x5186, 0x00f7, 0,      0x2588,		/* 円 ÷, a blank, █ */
};

static const u32 a00_5c[] = { 0x00a5 };			/* ¥ */
static const u32 a00_7e[] = { 0x2192, 0x2190 };		/* → ← */
static const u32 a00_a5[] = { 0x00b7 };			/* ·, also U+FF65 */
static const u32 a00_df[] = { 0x00b0 };			/* °, also U+FF9F */

static const struct rom_run a00[] = {
	{ 0x5c, COUNT(a00_5c), a00_5c },
	{ 0x7e, COUNT(a00_7e), a00_7e },
	{ 0xa5, COUNT(a00_a5), a00_a5 },
	{ 0xdf, COUNT(a00_df), a00_df },
	{ 0xe0, COUNT(a00_e0), a00_e0 },
};

static const u32 a02_10[] = {
	0x25b6, 0x25c0, 0x201c, 0x201d,		/* ▶ ◀ “ ” */
	0x23eb, 0x23ec, 0x25cf, 0x21b5,		/* ⏫ ⏬ ● ↵ */
	0x2191, 0x2193, 0x2192, 0x2190,		/* ↑ ↓ → ← */
	0x2264, 0x2265, 0x25b2, 0x25bc,		/* ≤ ≥ ▲ ▼ */
};

static const u32 a02_7f[] = {
	0x2302,					/* ⌂ */
	0x0411, 0x0414, 0x0416, 0x0417,		/* Б Д Ж З */
	0x0418, 0x0419, 0x041b, 0x041f,		/* И Й Л П */
	0x0423, 0x0426, 0x0427, 0x0428,		/* У Ц Ч Ш */
	0x0429, 0x042a, 0x042b, 0x042d,		/* Щ Ъ Ы Э */
	0x03b1, 0x266a, 0x0393, 0x03c0,		/* α ♪ Γ π */
	0x03a3, 0x03c3, 0x266c, 0x03c4,		/* Σ σ ♬ τ */
	0x1f514, 0x03b8, 0x03a9, 0x03b4,	/* bell θ Ω δ */
	0x221e, 0x2665, 0x03b5, 0x2229,		/* ∞ ♥ ε ∩ */
	0x2016, 0x00a1, 0x00a2, 0x00a3,		/* ‖ ¡ ¢ £ */
	0x00a4, 0x00a5, 0x00a6, 0x00a7,		/* ¤ ¥ ¦ § */
	0x0192, 0x00a9, 0x00aa, 0x00ab,		/* ƒ © ª « */
	0x042e, 0x042f, 0x00ae, 0x2018,		/* Ю Я ® ‘ */
	0x00b0, 0x00b1, 0x00b2, 0x00b3,		/* ° ± ² ³ */
	0x20a7, 0x00b5, 0x00b6, 0x00b7,		/* ₧ µ ¶ · */
	0x03c9, 0x00b9, 0x00ba, 0x00bb,		/* ω ¹ º » */
	0x00bc, 0x00bd, 0x00be, 0x00bf,		/* ¼ ½ ¾ ¿ */
};

static const u32 a02_d8[] = { 0x03a6 };			/* Φ */

static const struct rom_run a02[] = {
	{ 0x10, COUNT(a02_10), a02_10 },
	{ 0x7f, COUNT(a02_7f), a02_7f },
	{ 0xd8, COUNT(a02_d8), a02_d8 },
};

/* A character, then those that look the same on five by eight dots. */
static const char *const look_alikes[] = {
	/* Letters */
	"AΑА", "BΒВ", "CС", "EΕЕ", "HΗН", "IΙІӀ", "JЈ", "KΚКK", "MΜМ",
	"NΝ", "OΟО", "PΡР", "SЅ", "TΤТ", "XΧХ", "YΥҮ", "ZΖ", "aа", "cс", "eе",
	"iіℹ", "jј", "oοо", "pр", "sѕ", "vν", "xх", "yу", "hһ", "ÅÅ", "ÐĐƉ",
	"ßβ", "µμ", "ΓГ", "Δ∆", "ПΠ∏", "ΦФ", "ΩΩ", "Σ∑", "κкĸ",

	/* Punctuation and operators */
	"-‐‑‒–—―−➖", "'’", ",‚", "!❗❕", "?❓❔", "/⁄∕", "*∗",
	":∶", "·∙⋅", "°˚", "¯‾", "£₤", "+➕", "÷➗", "×✕✖✗✘❌",
	"✓✔✅☑", "↵⏎↲", "↻⟳🔄", "↺⟲", "→➡", "←⬅", "↑⬆",
	"↓⬇", "≡🌫",

	/* Shapes */
	"■⏹◼⬛", "□◻⬜☐▢", "●⏺⚫🔴🟠🟡🟢🔵⬤", "○⚪◯⭕",
	"◎◉⦿", "•▪◾", "▫◦◽", "◆♦", "◇♢", "▲⏶🔼", "▼⏷🔽",
	"▶►⏵⏯", "◀◄⏴", "★⭐", "♥❤", "‖⏸",

	/* Icons */
	"⌂🏠", "⌛⏳", "⏰⌚⏱⏲🕐", "☀☼🌞", "☂☔🌂", "☃⛄",
	"❄❅❆", "☎📞", "✉📧", "☕🍵", "☠💀", "☺🙂😀😃😊",
	"☹🙁😞", "♪🎵", "♬🎶", "🌙☾☽", "⛅🌤🌥", "🌧🌦",
	"⛔🛑", "💧💦", "💻📺🖥", "🔊🔉🔈",
};

/*
 * A character, then what it stands in for. The first group that the ROM can
 * show wins, so good likenesses come first.
 */
static const char *const stand_ins[] = {
	/* Signs that only one of the ROMs has. */
	"→⇒⇨➔➜➞⟶↦", "←⇐⇦⟵↤", "↑⇑⇧", "↓⇓⇩", "▶▷▸",
	"◀◁◂", "▲△▴", "▼▽▾", "·•∘⁃‧▪◾", "♥♡❣",
	"♬♫♩", "√✓",

	/* Bars and boxes. */
	"_▁▂▃‗", ":░",
	"█▀▄▅▆▇▉▊▋▌▐▒▓▙▚▛▜▞▟■",
	"#▀▄▅▆▇█▉▊▋▌▐▒▓▙▚▛▜▞▟■", ".▖▗", "'▘▝",
	"-▔¯‾", "o□▫", "-─━┄┅┈┉╌╍═╴╶╸╺╼╾",
	"|│┃┆┇┊┋╎╏║╵╷╹╻╽╿▍▎▏▕",
	"+┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿",
	"+╀╁╂╃╄╅╆╇╈╉╊╋╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬╭╮╯╰",
	"\\╲∖⧵", "/╱╲∖⧵\\", "x╳",

	/* Punctuation and signs. */
	"'‘‛′´ʹʻʼ", "\"“”„‟″¨˝", ",‚¸", ".…․", "?¿", "!¡",
	"|¦‖∣", " ⠀", "<«‹≤≪⟨◀◁◂⏪⏮↵↩",
	">»›≥≫⟩▶▷▸⏩⏭↪", "^↑⇑⇧▲△▴⏏ˆ",
	"v↓⇓⇩▼▽▾✓ˇ", "-~˜¬⁓", "=≈≡≅", "#≠", "+±†‡", "-∓",
	"x×☒", "%‰‱", "*•★☆✱✶⋆※☀❄✻¤⚙♥♡",
	"o○⭕●◉◎◐◑°", "C℃©Ⓒ", "F℉", "R®Ⓡ", "T™", "S§", "P¶₽₧",
	"E€", "N№", "R₹", "W₩", "L£", "c¢", "Y¥", "f∫", "d∂",

	/* Small and circled digits. */
	"0⁰₀⓪", "1¹₁①", "2²₂②", "3³₃③", "4⁴₄④", "5⁵₅⑤",
	"6⁶₆⑥", "7⁷₇⑦", "8⁸₈⑧", "9⁹₉⑨", "+⁺₊", "-⁻₋",
	"=⁼₌", "(⁽₍", ")⁾₎", "nⁿ", "iⁱ", "aª", "oº◦", "xˣ",

	/* Latin letters that Unicode does not decompose. */
	"ßẞ", "AÆ", "aæ", "BßẞƁ", "bƀ", "DÐĐƉ", "dðđ", "EƏƎ", "eəǝ",
	"fƒﬀﬁﬂ", "Gɢ", "HĦ", "hħ", "iıƗ", "yĳ", "YĲ", "kĸ", "LŁĿ", "lłŀƚ",
	"NŊ", "nŉŋ", "OØŒƟ", "oøœɵ", "PÞ", "pþ", "sſ", "TŦ", "tŧ", "zƶ", "ZƵ",
	"jȷ",

	/* Greek: by sound, but for those that look like a Latin letter. */
	"σς", "aα", "bβ", "gγ", "dδ", "eε", "zζ", "nη", "oθ", "iι", "kκ",
	"lλ", "mµ", "xξχ", "pπρ", "sσς", "tτ", "uυ", "fφ", "yψ", "wω", "GΓ",
	"DΔ", "OΘΩ", "LΛ", "XΞ", "PΠ", "SΣ", "FΦ", "YΨ",

	/* Cyrillic: capitals for small ones, else what they are taken for. */
	"Бб", "Дд", "Жж", "Зз", "Ии", "Йй", "Лл", "Пп", "Цц", "Чч",
	"Шш", "Щщ", "Ъъ", "Ыы", "Ээ", "Юю", "Яя", "Γг", "Φф", "Bв", "Kк",
	"Mм", "Hн", "Tт", "6Бб", "rГгΓ", "DД", "gд", "*Жж", "3Зз", "NИ", "uи",
	"LЛЉ", "lлљ", "nПпΠ", "Уў", "FФф", "UЦЏ", "uцџ", "4Чч", "WШшЩщ",
	"bЪъЫыЬь", "3Ээ", "UЮ", "uю", "RЯя", "EЄ", "eє", "iї", "IЇ", "GҐ",
	"rґ", "DЂ", "hђћ", "HЊ", "nњ", "YУ",
};

/* The character that heads the group which @cp is in; 0 if it is not in it. */
static u32 group_head(const char *group, u32 cp)
{
	u32 head = literal_next(&group);
	u32 member;

	while ((member = literal_next(&group)))
		if (member == cp)
			return head;
	return 0;
}

u32 charset_look_alike(u32 cp)
{
	size_t i;

	for (i = 0; i < COUNT(look_alikes); i++) {
		u32 head = group_head(look_alikes[i], cp);

		if (head)
			return head;
	}
	return cp;
}

static int code_in_runs(const struct rom_run *runs, size_t count, u32 cp)
{
	size_t i;
	u8 n;

	for (i = 0; i < count; i++)
		for (n = 0; n < runs[i].count; n++)
			if (cp && runs[i].cps[n] == cp)
				return runs[i].first + n;
	return -1;
}

static int code_a00(u32 cp)
{
	if (cp >= ' ' && cp < '~' && cp != '\\')
		return cp;
	if (cp >= 0xff61 && cp <= 0xff9f)	/* half-width katakana */
		return cp - 0xff61 + 0xa1;
	return code_in_runs(a00, COUNT(a00), cp);
}

static int code_a02(u32 cp)
{
	if (cp >= ' ' && cp <= '~')
		return cp;
	if (cp >= 0xc0 && cp <= 0xff && cp != 0xd8)
		return cp;
	return code_in_runs(a02, COUNT(a02), cp);
}

/* The code of @cp itself, whatever looks like it. */
static int code_of(enum charset_rom rom, u32 cp)
{
	return rom == CHARSET_A00 ? code_a00(cp) : code_a02(cp);
}

int charset_rom_code(enum charset_rom rom, u32 cp)
{
	int code;

	if (cp >= SCREEN_ROM_FIRST && cp <= SCREEN_ROM_LAST)
		return cp - SCREEN_ROM_FIRST;

	code = code_of(rom, cp);
	return code < 0 ? code_of(rom, charset_look_alike(cp)) : code;
}

static int code_of_stand_in(enum charset_rom rom, u32 cp)
{
	size_t i;

	for (i = 0; i < COUNT(stand_ins); i++) {
		u32 head = group_head(stand_ins[i], cp);
		int code = head ? code_of(rom, head) : -1;

		if (code >= 0)
			return code;
	}
	return -1;
}

/* No code below 0x10: there is CGRAM, and no telling what it shows. */
static bool is_rom_code(int code)
{
	return code >= 0x10;
}

u8 charset_fallback(enum charset_rom rom, u32 cp)
{
	u32 mark;

	/* An accent is lost in each turn. */
	for (; cp; cp = charset_decompose(cp, &mark)) {
		int code = charset_rom_code(rom, cp);

		if (!is_rom_code(code))
			code = code_of_stand_in(rom, cp);
		if (!is_rom_code(code))
			code = code_of_stand_in(rom, charset_look_alike(cp));
		if (is_rom_code(code))
			return code;
	}
	return '?';
}
