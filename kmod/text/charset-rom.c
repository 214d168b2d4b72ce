// SPDX-License-Identifier: GPL-2.0-only
/* Replacements for the characters that a ROM lacks. */
#include "charset.h"

#include "charset-roms.h"
#include "literal.h"
#include "screen.h"

/* A character, then one that looks the same on five by eight dots. Sorted. */
static const char look_alikes[][9] = {
	/* ASCII and Latin */
	"ĐÐ", "ĸκ", "ƉÐ",

	/* Modifiers, Greek */
	"˚°", "ΑA", "ΒB", "ΕE", "ΖZ", "ΗH", "ΙI", "ΚK", "ΜM", "ΝN", "ΟO", "ΠП",
	"ΡP", "ΤT", "ΥY", "ΧX", "βß", "μµ", "νv", "οo",

	/* Cyrillic */
	"ЅS", "ІI", "ЈJ", "АA", "ВB", "ГΓ", "ЕE", "КK", "МM", "НH", "ОO", "РP",
	"СC", "ТT", "ФΦ", "ХX", "аa", "еe", "кκ", "оo", "рp", "сc", "уy", "хx",
	"ѕs", "іi", "јj", "ћħ", "ҮY", "һh", "ӀI",

	/* Punctuation, letter-like signs */
	"‐-", "‑-", "‒-", "–-", "—-", "―-", "’'", "‚,", "‾¯", "⁄/", "₤£",
	"ℹi",

	/* Arrows */
	"↲↵",

	/* Operators and technical signs */
	"∆Δ", "∏П", "∑Σ", "−-", "∕/", "∗*", "∙·", "∶:", "⋅·", "⌚⏰",
	"⏎↵",
	"⏯▶", "⏱⏰", "⏲⏰", "⏳⌛", "⏴◀", "⏵▶", "⏶▲", "⏷▼", "⏸‖",
	"⏹■", "⏺●",

	/* Shapes */
	"▢□", "▪•", "►▶", "◄◀", "◉◎", "◦▫", "◯○", "◻□", "◼■",
	"◽▫", "◾•",

	/* Signs and icons */
	"☐□", "☑✓", "☔☂", "☼☀", "☽🌙", "☾🌙", "♢◇", "♦◆", "⚪○",
	"⚫●", "⛄☃",
	"✅✓", "✔✓", "✕×", "✖×", "✗×", "✘×", "❅❄", "❆❄", "❌×",
	"❓?", "❔?",
	"❕!", "❗!", "❤♥", "➕+", "➖-", "➗÷", "➡→",

	/* Brackets and arrows */
	"⟲↺", "⟳↻", "⦿◎", "⬅←", "⬆↑", "⬇↓", "⬛■", "⬜□", "⬤●",
	"⭐★", "⭕○",

	/* Icons */
	"🌂☂", "🌞☀", "🌤⛅", "🌥⛅", "🌦🌧", "🌫≡", "🍵☕", "🎵♪",
	"🎶♬", "🏠⌂",
	"💀☠", "💦💧", "📞☎", "📧✉", "📺💻", "🔄↻", "🔈🔊", "🔉🔊",
	"🔴●",
	"🔵●", "🔼▲", "🔽▼", "🕐⏰", "🖥💻", "😀☺", "😃☺", "😊☺",
	"😞☹", "🙁☹",
	"🙂☺", "🛑⛔", "🟠●", "🟡●", "🟢●",
};

/*
 * A character, then its replacements, the most similar first. The first one that the ROM
 * has is shown. Sorted.
 */
static const char stand_ins[][10] = {
	/* ASCII and Latin */
	"\\/", "`'", "{(", "|!", "})", "~-",
	"¡!", "¢c", "£L", "¤*", "¥Y", "¦|!", "§S", "¨\"", "©C",
	"ªa", "«<", "¬-", "®R", "¯-", "°o", "±+", "²2", "³3", "´'", "µm", "¶P", "·.",
	"¸,", "¹1", "ºo", "»>", "¿?", "ÆA", "ÐD", "×x", "ØO", "ÞP", "ßB", "æa",
	"ðd", "÷/", "øo", "þp", "ĐD", "đd", "ĦH", "ħh", "ıi", "ĲY", "ĳy", "ĸk", "ĿL",
	"ŀl", "ŁL", "łl", "ŉn", "ŊN", "ŋn", "ŒO", "œo", "ŦT", "ŧt", "ſs", "ƀb",
	"ƁB", "ƉD", "ƎE", "ƏE", "ƒf", "Ɨi", "ƚl", "ƟO", "ƵZ", "ƶz", "ǝe", "ȷj",
	"əe", "ɢG", "ɵo",

	/* Modifiers, Greek */
	"ʹ'", "ʻ'", "ʼ'", "ˆ^", "ˇv", "˜-", "˝\"", "ˣx", "ΓGr", "ΔD", "ΘO",
	"ΛL", "ΞX", "ΠPn", "ΣS", "ΦF", "ΨY", "ΩO", "αa", "βb", "γg", "δd", "εe",
	"ζz", "ηn", "θo", "ιi", "κk", "λl", "ξx", "πp", "ρp", "ςσs", "σs", "τt",
	"υu", "φf", "χx", "ψy", "ωw",
	"ϐb", "ϑθo", "ϒY", "ϕf", "ϖπp", "ϰk", "ϱρp", "ϵεe",

	/* Cyrillic */
	"ЂD", "ЄE", "ЇI", "ЉL", "ЊH", "ЋH", "ЏU", "Б6", "Гr", "ДD", "Ж*", "З3", "ИN",
	"ЛL", "Пn", "УY", "ФF", "ЦU", "Ч4", "ШW", "ЩW", "Ъb", "Ыb", "Ьb", "Э3",
	"ЮU", "ЯR", "бБ6", "вB", "гΓr", "дДg", "жЖ*", "зЗ3", "иИu", "йЙ", "кK",
	"лЛl", "мM", "нH", "пПn", "тT", "фΦF", "цЦu", "чЧ4", "шШw", "щЩw",
	"ъЪb", "ыЫb", "ьb", "эЭ3", "юЮu", "яЯR", "ђh", "єe", "їi", "љl", "њn",
	"ўУ", "џu", "ҐG", "ґr",

	/* Latin */
	"ẞßB",

	/* Punctuation, letter-like signs */
	"‖|!", "‗_", "‘'", "‚,", "‛'", "“\"", "”\"", "„\"", "‟\"", "†+", "‡+",
	"•·*", "․.", "….", "‧·", "‰%", "‱%", "′'", "″\"", "‹<", "›>", "※*",
	"‾-", "⁃·", "⁓-", "⁰0", "ⁱi", "⁴4", "⁵5", "⁶6", "⁷7", "⁸8", "⁹9",
	"⁺+",
	"⁻-", "⁼=", "⁽(", "⁾)", "ⁿn", "₀0", "₁1", "₂2", "₃3", "₄4", "₅5",
	"₆6",
	"₇7", "₈8", "₉9", "₊+", "₋-", "₌=", "₍(", "₎)", "₧P", "₩W", "€E",
	"₹R",
	"₽P", "℃C", "℉F", "№N", "™T",

	/* Arrows */
	"↑^", "↓v", "↤←", "↦→", "↩<", "↪>", "↵<", "⇐←", "⇑↑^", "⇒→",
	"⇓↓v",
	"⇦←", "⇧↑^", "⇨→", "⇩↓v",

	/* Operators and technical signs */
	"∂d", "∓-", "∖\\/", "∘·", "∣|!", "∫f", "≅=", "≈=", "≠#", "≡=", "≤<",
	"≥>", "≪<", "≫>", "⋆*", "⏏^", "⏩>", "⏪<", "⏭>", "⏮<",

	/* Enclosed */
	"①1", "②2", "③3", "④4", "⑤5", "⑥6", "⑦7", "⑧8", "⑨9", "ⒸC", "ⓇR",
	"⓪0",

	/* Boxes */
	"─-", "━-", "│|!", "┃|!", "┄-", "┅-", "┆|!", "┇|!", "┈-", "┉-", "┊|!",
	"┋|!",
	"┌+", "┍+", "┎+", "┏+", "┐+", "┑+", "┒+", "┓+", "└+", "┕+", "┖+",
	"┗+",
	"┘+", "┙+", "┚+", "┛+", "├+", "┝+", "┞+", "┟+", "┠+", "┡+", "┢+",
	"┣+",
	"┤+", "┥+", "┦+", "┧+", "┨+", "┩+", "┪+", "┫+", "┬+", "┭+", "┮+",
	"┯+",
	"┰+", "┱+", "┲+", "┳+", "┴+", "┵+", "┶+", "┷+", "┸+", "┹+", "┺+",
	"┻+",
	"┼+", "┽+", "┾+", "┿+", "╀+", "╁+", "╂+", "╃+", "╄+", "╅+", "╆+",
	"╇+",
	"╈+", "╉+", "╊+", "╋+", "╌-", "╍-", "╎|!", "╏|!", "═-", "║|!", "╒+",
	"╓+",
	"╔+", "╕+", "╖+", "╗+", "╘+", "╙+", "╚+", "╛+", "╜+", "╝+", "╞+",
	"╟+",
	"╠+", "╡+", "╢+", "╣+", "╤+", "╥+", "╦+", "╧+", "╨+", "╩+", "╪+",
	"╫+",
	"╬+", "╭+", "╮+", "╯+", "╰+", "╱/", "╲\\/", "╳x", "╴-", "╵|!", "╶-",
	"╷|!", "╸-", "╹|!", "╺-", "╻|!", "╼-", "╽|!", "╾-", "╿|!",

	/* Blocks */
	"▀█#", "▁_", "▂_", "▃_", "▄█#", "▅█#", "▆█#", "▇█#", "█#",
	"▉█#", "▊█#",
	"▋█#", "▌█#", "▍|!", "▎|!", "▏|!", "▐█#", "░:", "▒█#", "▓█#",
	"▔-", "▕|!",
	"▖.", "▗.", "▘'", "▙█#", "▚█#", "▛█#", "▜█#", "▝'", "▞█#",
	"▟█#",

	/* Shapes */
	"■█#", "□o", "▪·", "▫o", "▲^", "△▲^", "▴▲^", "▶>", "▷▶>",
	"▸▶>", "▼v",
	"▽▼v", "▾▼v", "◀<", "◁◀<", "◂◀<", "◉o", "○o", "◎o", "●o", "◐o",
	"◑o",
	"◦o", "◾·",

	/* Signs and icons */
	"☀*", "★*", "☆*", "☒x", "♡♥*", "♥*", "♩♬", "♫♬", "⚙*", "✓√v",
	"✱*",
	"✶*", "✻*", "❄*", "❣♥", "➔→", "➜→", "➞→",

	/* Brackets and arrows */
	"⟨<", "⟩>", "⟵←", "⟶→", "⠀ ", "⧵\\/", "⭕o", "ﬀf", "ﬁf", "ﬂf",
};

/* Between these bounds the tables have only capital sharp s: skip the search. */
static bool in_tables(u32 cp)
{
	return cp < 0x0530 || cp >= 0x2010 || cp == 0x1e9e;
}

u32 charset_look_alike(u32 cp)
{
	const char *alike = NULL;

	if (cp >= 0x80 && in_tables(cp))
		alike = LITERAL_FIND(look_alikes, cp);
	return alike ? literal_next(&alike) : cp;
}

static int find_code(const struct rom_table *table, u32 cp)
{
	const struct rom_run *run = table->runs;
	size_t low = 0, end = table->count;

	while (cp > run->last)
		run++;
	if (cp >= run->first)
		return cp - run->first + run->code;

	while (low < end) {
		size_t mid = low + (end - low) / 2;
		u32 candidate = table->characters[mid].cp;

		if (cp == candidate)
			return table->characters[mid].code;
		if (cp < candidate)
			end = mid;
		else
			low = mid + 1;
	}
	return -1;
}

/* The code of @cp itself; similar characters do not count. */
static int code_of(enum charset_rom rom, u32 cp)
{
	return in_tables(cp) ? find_code(charset_rom_table(rom), cp) : -1;
}

int charset_rom_code(enum charset_rom rom, u32 cp)
{
	u32 alike;
	int code;

	if (cp >= SCREEN_ROM_FIRST && cp <= SCREEN_ROM_LAST)
		return cp - SCREEN_ROM_FIRST;

	code = code_of(rom, cp);
	if (code >= 0)
		return code;
	alike = charset_look_alike(cp);
	return alike == cp ? -1 : code_of(rom, alike);
}

static int code_of_stand_in(enum charset_rom rom, u32 cp)
{
	const char *heads = in_tables(cp) ? LITERAL_FIND(stand_ins, cp) : NULL;
	u32 head;

	while (heads && (head = literal_next(&heads))) {
		int code = code_of(rom, head);

		if (code >= 0)
			return code;
	}
	return -1;
}

/* The code of @cp, of its look-alike, or of a replacement of either; or -1. */
static int code_like(enum charset_rom rom, u32 cp)
{
	int code = code_of(rom, cp);
	u32 alike;

	if (code >= 0)
		return code;
	alike = charset_look_alike(cp);
	if (alike != cp)
		code = code_of(rom, alike);
	if (code < 0)
		code = code_of_stand_in(rom, cp);
	if (code < 0 && alike != cp)
		code = code_of_stand_in(rom, alike);
	return code;
}

u8 charset_fallback(enum charset_rom rom, u32 cp)
{
	u32 base, mark;
	int code;

	/* Codes below 0x10 are CGRAM, which may show anything. */
	if (cp >= SCREEN_ROM_FIRST && cp <= SCREEN_ROM_LAST)
		return cp - SCREEN_ROM_FIRST < 0x10 ? '?' : cp - SCREEN_ROM_FIRST;

	/* Remove one accent in each turn. Letters in between have no replacement. */
	code = code_like(rom, cp);
	base = charset_decompose(cp, &mark);
	while (code < 0 && base) {
		cp = base;
		base = charset_decompose(cp, &mark);
		code = base ? code_of(rom, cp) : code_like(rom, cp);
	}
	return code < 0 ? '?' : code;
}
