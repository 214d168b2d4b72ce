// SPDX-License-Identifier: GPL-2.0-only
/*
 * How characters are made of others, and which one stands in for another.
 */
#include "charset.h"

#include "utf8.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Canonical compositions of the Latin, Greek and Cyrillic letters: pairs of a
 * base and what it becomes under @mark, between spaces.
 */
static const struct {
	u16 mark;
	const char *pairs;
} compositions[] = {
	/* grave */
	{ 0x0300, "AÀ EÈ IÌ OÒ UÙ aà eè iì oò uù ÜǛ üǜ NǸ nǹ ЕЀ ИЍ еѐ иѝ "
		  "ĒḔ ēḕ ŌṐ ōṑ WẀ wẁ ÂẦ âầ ĂẰ ăằ ÊỀ êề ÔỒ ôồ ƠỜ ơờ ƯỪ ưừ "
		  "YỲ yỳ" },
	/* acute */
	{ 0x0301, "AÁ EÉ IÍ OÓ UÚ YÝ aá eé ií oó uú yý CĆ cć LĹ lĺ NŃ nń "
		  "RŔ rŕ SŚ sś ZŹ zź ÜǗ üǘ GǴ gǵ ÅǺ åǻ ÆǼ æǽ ØǾ øǿ ¨΅ ΑΆ "
		  "ΕΈ ΗΉ ΙΊ ΟΌ ΥΎ ΩΏ ϊΐ αά εέ ηή ιί ϋΰ οό υύ ωώ ϒϓ ГЃ КЌ "
		  "гѓ кќ ÇḈ çḉ ĒḖ ēḗ ÏḮ ïḯ KḰ kḱ MḾ mḿ ÕṌ õṍ ŌṒ ōṓ PṔ pṕ "
		  "ŨṸ ũṹ WẂ wẃ ÂẤ âấ ĂẮ ăắ ÊẾ êế ÔỐ ôố ƠỚ ơớ ƯỨ ưứ" },
	/* circumflex */
	{ 0x0302, "AÂ EÊ IÎ OÔ UÛ aâ eê iî oô uû CĈ cĉ GĜ gĝ HĤ hĥ JĴ jĵ "
		  "SŜ sŝ WŴ wŵ YŶ yŷ ZẐ zẑ ẠẬ ạậ ẸỆ ẹệ ỌỘ ọộ" },
	/* tilde */
	{ 0x0303, "AÃ NÑ OÕ aã nñ oõ IĨ iĩ UŨ uũ VṼ vṽ ÂẪ âẫ ĂẴ ăẵ EẼ eẽ "
		  "ÊỄ êễ ÔỖ ôỗ ƠỠ ơỡ ƯỮ ưữ YỸ yỹ" },
	/* macron */
	{ 0x0304, "AĀ aā EĒ eē IĪ iī OŌ oō UŪ uū ÜǕ üǖ ÄǞ äǟ ȦǠ ȧǡ ÆǢ æǣ "
		  "ǪǬ ǫǭ ÖȪ öȫ ÕȬ õȭ ȮȰ ȯȱ YȲ yȳ ИӢ иӣ УӮ уӯ GḠ gḡ ḶḸ ḷḹ "
		  "ṚṜ ṛṝ" },
	/* breve */
	{ 0x0306, "AĂ aă EĔ eĕ GĞ gğ IĬ iĭ OŎ oŏ UŬ uŭ УЎ ИЙ ий уў ЖӁ жӂ "
		  "АӐ аӑ ЕӖ еӗ ȨḜ ȩḝ ẠẶ ạặ" },
	/* dot above */
	{ 0x0307, "CĊ cċ EĖ eė GĠ gġ Iİ ZŻ zż AȦ aȧ OȮ oȯ BḂ bḃ DḊ dḋ FḞ "
		  "fḟ HḢ hḣ MṀ mṁ NṄ nṅ PṖ pṗ RṘ rṙ SṠ sṡ ŚṤ śṥ ŠṦ šṧ ṢṨ "
		  "ṣṩ TṪ tṫ WẆ wẇ XẊ xẋ YẎ yẏ ſẛ" },
	/* diaeresis */
	{ 0x0308, "AÄ EË IÏ OÖ UÜ aä eë iï oö uü yÿ YŸ ΙΪ ΥΫ ιϊ υϋ ϒϔ ЕЁ "
		  "ІЇ её ії АӒ аӓ ӘӚ әӛ ЖӜ жӝ ЗӞ зӟ ИӤ иӥ ОӦ оӧ ӨӪ өӫ ЭӬ "
		  "эӭ УӰ уӱ ЧӴ чӵ ЫӸ ыӹ HḦ hḧ ÕṎ õṏ ŪṺ ūṻ WẄ wẅ XẌ xẍ tẗ" },
	/* hook above */
	{ 0x0309, "AẢ aả ÂẨ âẩ ĂẲ ăẳ EẺ eẻ ÊỂ êể IỈ iỉ OỎ oỏ ÔỔ ôổ ƠỞ ơở "
		  "UỦ uủ ƯỬ ưử YỶ yỷ" },
	/* ring above */
	{ 0x030a, "AÅ aå UŮ uů wẘ yẙ" },
	/* double acute */
	{ 0x030b, "OŐ oő UŰ uű УӲ уӳ" },
	/* caron */
	{ 0x030c, "CČ cč DĎ dď EĚ eě LĽ lľ NŇ nň RŘ rř SŠ sš TŤ tť ZŽ zž "
		  "AǍ aǎ IǏ iǐ OǑ oǒ UǓ uǔ ÜǙ üǚ GǦ gǧ KǨ kǩ ƷǮ ʒǯ jǰ HȞ "
		  "hȟ" },
	/* double grave */
	{ 0x030f, "AȀ aȁ EȄ eȅ IȈ iȉ OȌ oȍ RȐ rȑ UȔ uȕ ѴѶ ѵѷ" },
	/* inverted breve */
	{ 0x0311, "AȂ aȃ EȆ eȇ IȊ iȋ OȎ oȏ RȒ rȓ UȖ uȗ" },
	/* horn */
	{ 0x031b, "OƠ oơ UƯ uư" },
	/* dot below */
	{ 0x0323, "BḄ bḅ DḌ dḍ HḤ hḥ KḲ kḳ LḶ lḷ MṂ mṃ NṆ nṇ RṚ rṛ SṢ sṣ "
		  "TṬ tṭ VṾ vṿ WẈ wẉ ZẒ zẓ AẠ aạ EẸ eẹ IỊ iị OỌ oọ ƠỢ ơợ "
		  "UỤ uụ ƯỰ ưự YỴ yỵ" },
	/* diaeresis below */
	{ 0x0324, "UṲ uṳ" },
	/* ring below */
	{ 0x0325, "AḀ aḁ" },
	/* comma below */
	{ 0x0326, "SȘ sș TȚ tț" },
	/* cedilla */
	{ 0x0327, "CÇ cç GĢ gģ KĶ kķ LĻ lļ NŅ nņ RŖ rŗ SŞ sş TŢ tţ EȨ eȩ "
		  "DḐ dḑ HḨ hḩ" },
	/* ogonek */
	{ 0x0328, "AĄ aą EĘ eę IĮ iį UŲ uų OǪ oǫ" },
	/* circumflex below */
	{ 0x032d, "DḒ dḓ EḘ eḙ LḼ lḽ NṊ nṋ TṰ tṱ UṶ uṷ" },
	/* breve below */
	{ 0x032e, "HḪ hḫ" },
	/* tilde below */
	{ 0x0330, "EḚ eḛ IḬ iḭ UṴ uṵ" },
	/* macron below */
	{ 0x0331, "BḆ bḇ DḎ dḏ KḴ kḵ LḺ lḻ NṈ nṉ RṞ rṟ TṮ tṯ ZẔ zẕ hẖ" },
};

/* The next character of a string literal; 0 at its end. */
static u32 literal_next(const char **text)
{
	struct utf8 utf8 = {};
	u32 cp = 0;

	while (utf8_step(&utf8, *(*text)++, &cp) == UTF8_MORE)
		;
	return cp;
}

static u32 compose_in(const char *pairs, u32 base)
{
	u32 cp;

	while ((cp = literal_next(&pairs))) {
		u32 composed = literal_next(&pairs);

		if (cp == base)
			return composed;
		if (!literal_next(&pairs))
			break;
	}
	return 0;
}

u32 charset_compose(u32 base, u32 mark)
{
	size_t i;

	for (i = 0; i < COUNT(compositions); i++)
		if (compositions[i].mark == mark)
			return compose_in(compositions[i].pairs, base);
	return 0;
}

u8 charset_fallback(enum charset_rom rom, u32 cp)
{
	int code = charset_rom_code(rom, cp);

	return code >= 0x10 ? code : '?';
}
