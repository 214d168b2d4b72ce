// SPDX-License-Identifier: GPL-2.0-only
/*
 * Letters and the marks on them (Unicode Annex 15, canonical composition).
 */
#include "charset.h"

#include "literal.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * The canonical compositions of Latin, Greek and Cyrillic letters: each base
 * is followed by what it becomes under the mark. Latin is complete up to
 * U+024F and in U+1E00..U+1EFF; of Greek the accents of the ancients are left
 * out. Sorted by mark; a mark may have several lines.
 */
static const struct {
	u16 mark;
	const char *pairs;
} compositions[] = {
	/* grave */
	{ 0x0300, "AÀ EÈ IÌ OÒ UÙ aà eè iì oò uù ÜǛ üǜ NǸ nǹ ЕЀ ИЍ еѐ" },
	{ 0x0300, "иѝ ĒḔ ēḕ ŌṐ ōṑ WẀ wẁ ÂẦ âầ ĂẰ ăằ ÊỀ êề" },
	{ 0x0300, "ÔỒ ôồ ƠỜ ơờ ƯỪ ưừ YỲ yỳ" },
	/* acute */
	{ 0x0301, "AÁ EÉ IÍ OÓ UÚ YÝ aá eé ií oó uú yý CĆ cć LĹ lĺ NŃ nń" },
	{ 0x0301, "RŔ rŕ SŚ sś ZŹ zź ÜǗ üǘ GǴ gǵ ÅǺ åǻ ÆǼ æǽ ØǾ øǿ" },
	{ 0x0301, "¨΅ ΑΆ ΕΈ ΗΉ ΙΊ ΟΌ ΥΎ ΩΏ ϊΐ αά εέ ηή ιί ϋΰ οό" },
	{ 0x0301, "υύ ωώ ϒϓ ГЃ КЌ гѓ кќ ÇḈ çḉ ĒḖ ēḗ ÏḮ ïḯ" },
	{ 0x0301, "KḰ kḱ MḾ mḿ ÕṌ õṍ ŌṒ ōṓ PṔ pṕ ŨṸ ũṹ WẂ" },
	{ 0x0301, "wẃ ÂẤ âấ ĂẮ ăắ ÊẾ êế ÔỐ ôố ƠỚ ơớ ƯỨ" },
	{ 0x0301, "ưứ" },
	/* circumflex */
	{ 0x0302, "AÂ EÊ IÎ OÔ UÛ aâ eê iî oô uû CĈ cĉ GĜ gĝ HĤ hĥ JĴ jĵ" },
	{ 0x0302, "SŜ sŝ WŴ wŵ YŶ yŷ ZẐ zẑ ẠẬ ạậ ẸỆ ẹệ ỌỘ" },
	{ 0x0302, "ọộ" },
	/* tilde */
	{ 0x0303, "AÃ NÑ OÕ aã nñ oõ IĨ iĩ UŨ uũ VṼ vṽ ÂẪ âẫ ĂẴ ăẵ" },
	{ 0x0303, "EẼ eẽ ÊỄ êễ ÔỖ ôỗ ƠỠ ơỡ ƯỮ ưữ YỸ yỹ" },
	/* macron */
	{ 0x0304, "AĀ aā EĒ eē IĪ iī OŌ oō UŪ uū ÜǕ üǖ ÄǞ äǟ ȦǠ ȧǡ ÆǢ" },
	{ 0x0304, "æǣ ǪǬ ǫǭ ÖȪ öȫ ÕȬ õȭ ȮȰ ȯȱ YȲ yȳ ИӢ иӣ УӮ уӯ" },
	{ 0x0304, "GḠ gḡ ḶḸ ḷḹ ṚṜ ṛṝ" },
	/* breve */
	{ 0x0306, "AĂ aă EĔ eĕ GĞ gğ IĬ iĭ OŎ oŏ UŬ uŭ УЎ ИЙ ий уў ЖӁ" },
	{ 0x0306, "жӂ АӐ аӑ ЕӖ еӗ ȨḜ ȩḝ ẠẶ ạặ" },
	/* dot above */
	{ 0x0307, "CĊ cċ EĖ eė GĠ gġ Iİ ZŻ zż AȦ aȧ OȮ oȯ BḂ bḃ DḊ dḋ" },
	{ 0x0307, "FḞ fḟ HḢ hḣ MṀ mṁ NṄ nṅ PṖ pṗ RṘ rṙ SṠ sṡ" },
	{ 0x0307, "ŚṤ śṥ ŠṦ šṧ ṢṨ ṣṩ TṪ tṫ WẆ wẇ XẊ xẋ YẎ" },
	{ 0x0307, "yẏ ſẛ" },
	/* diaeresis */
	{ 0x0308, "AÄ EË IÏ OÖ UÜ aä eë iï oö uü yÿ YŸ ΙΪ ΥΫ ιϊ υϋ ϒϔ" },
	{ 0x0308, "ЕЁ ІЇ её ії АӒ аӓ ӘӚ әӛ ЖӜ жӝ ЗӞ зӟ ИӤ иӥ ОӦ" },
	{ 0x0308, "оӧ ӨӪ өӫ ЭӬ эӭ УӰ уӱ ЧӴ чӵ ЫӸ ыӹ HḦ hḧ ÕṎ" },
	{ 0x0308, "õṏ ŪṺ ūṻ WẄ wẅ XẌ xẍ tẗ" },
	/* hook above */
	{ 0x0309, "AẢ aả ÂẨ âẩ ĂẲ ăẳ EẺ eẻ ÊỂ êể IỈ iỉ OỎ" },
	{ 0x0309, "oỏ ÔỔ ôổ ƠỞ ơở UỦ uủ ƯỬ ưử YỶ yỷ" },
	/* ring above */
	{ 0x030a, "AÅ aå UŮ uů wẘ yẙ" },
	/* double acute */
	{ 0x030b, "OŐ oő UŰ uű УӲ уӳ" },
	/* caron */
	{ 0x030c, "CČ cč DĎ dď EĚ eě LĽ lľ NŇ nň RŘ rř SŠ sš TŤ tť ZŽ zž" },
	{ 0x030c, "AǍ aǎ IǏ iǐ OǑ oǒ UǓ uǔ ÜǙ üǚ GǦ gǧ KǨ kǩ ƷǮ ʒǯ jǰ" },
	{ 0x030c, "HȞ hȟ" },
	/* double grave */
	{ 0x030f, "AȀ aȁ EȄ eȅ IȈ iȉ OȌ oȍ RȐ rȑ UȔ uȕ ѴѶ ѵѷ" },
	/* inverted breve */
	{ 0x0311, "AȂ aȃ EȆ eȇ IȊ iȋ OȎ oȏ RȒ rȓ UȖ uȗ" },
	/* horn */
	{ 0x031b, "OƠ oơ UƯ uư" },
	/* dot below */
	{ 0x0323, "BḄ bḅ DḌ dḍ HḤ hḥ KḲ kḳ LḶ lḷ MṂ mṃ NṆ nṇ RṚ" },
	{ 0x0323, "rṛ SṢ sṣ TṬ tṭ VṾ vṿ WẈ wẉ ZẒ zẓ AẠ aạ EẸ eẹ" },
	{ 0x0323, "IỊ iị OỌ oọ ƠỢ ơợ UỤ uụ ƯỰ ưự YỴ yỵ" },
	/* diaeresis below */
	{ 0x0324, "UṲ uṳ" },
	/* ring below */
	{ 0x0325, "AḀ aḁ" },
	/* comma below */
	{ 0x0326, "SȘ sș TȚ tț" },
	/* cedilla */
	{ 0x0327, "CÇ cç GĢ gģ KĶ kķ LĻ lļ NŅ nņ RŖ rŗ SŞ sş TŢ tţ EȨ eȩ" },
	{ 0x0327, "DḐ dḑ HḨ hḩ" },
	/* ogonek */
	{ 0x0328, "AĄ aą EĘ eę IĮ iį UŲ uų OǪ oǫ" },
	/* circumflex below */
	{ 0x032d, "DḒ dḓ EḘ eḙ LḼ lḽ NṊ nṋ TṰ tṱ UṶ uṷ" },
	/* breve below */
	{ 0x032e, "HḪ hḫ" },
	/* tilde below */
	{ 0x0330, "EḚ eḛ IḬ iḭ UṴ uṵ" },
	/* macron below */
	{ 0x0331, "BḆ bḇ DḎ dḏ KḴ kḵ LḺ lḻ NṈ nṉ RṞ rṟ TṮ tṯ ZẔ" },
	{ 0x0331, "zẕ hẖ" },
};

/* Walk "AÀ EÈ IÌ": false at the end. */
static bool pair_next(const char **pairs, u32 *base, u32 *composed)
{
	if (!**pairs)
		return false;
	*base = literal_next(pairs);
	*composed = literal_next(pairs);
	if (**pairs)
		literal_next(pairs);
	return true;
}

static u32 compose_in(const char *pairs, u32 base)
{
	u32 candidate, composed;

	while (pair_next(&pairs, &candidate, &composed))
		if (candidate == base)
			return composed;
	return 0;
}

static u32 compose(u32 base, u32 mark)
{
	size_t i;

	for (i = 0; i < COUNT(compositions); i++) {
		u32 composed = 0;

		if (compositions[i].mark == mark)
			composed = compose_in(compositions[i].pairs, base);
		if (composed)
			return composed;
	}
	return 0;
}

/* Spares most characters the search: Latin to Cyrillic, and Latin once more. */
static bool may_be_composed(u32 cp)
{
	return (cp >= 0x00c0 && cp <= 0x052f) || (cp >= 0x1e00 && cp <= 0x1eff);
}

u32 charset_decompose(u32 cp, u32 *mark)
{
	size_t i;

	if (!may_be_composed(cp))
		return 0;
	for (i = 0; i < COUNT(compositions); i++) {
		const char *pairs = compositions[i].pairs;
		u32 base, composed;

		while (pair_next(&pairs, &base, &composed)) {
			if (composed != cp)
				continue;
			*mark = compositions[i].mark;
			return base;
		}
	}
	return 0;
}

/* Does @mark touch the letter or stand below it? Then its order is free. */
static bool precedes_accents(u32 mark)
{
	return mark >= 0x031b && mark <= 0x0331;
}

u32 charset_compose(u32 base, u32 mark)
{
	u32 composed = compose(base, mark);
	u32 letter, accent;

	if (composed || !precedes_accents(mark))
		return composed;

	/* A, circumflex, dot below: Unicode lists it as A, dot below, circumflex. */
	letter = charset_decompose(base, &accent);
	composed = letter ? compose(letter, mark) : 0;
	return composed ? compose(composed, accent) : 0;
}
