// SPDX-License-Identifier: GPL-2.0-only
/*
 * Letters, drawn by hand or put together from a base and its marks. Two rows above a
 * letter are for an accent, so a capital which bears one is squeezed into five; one row
 * below is for a cedilla.
 */
#include "font-rows.h"

#include "charset.h"

#define ACCENT_ROWS 2
#define SQUEEZED_ROWS 5
#define MARK_ROWS (ACCENT_ROWS + 1)
#define TAIL_ROW (FONT_ROWS - 1)

#define G(cp, ...) { 0x##cp, { __VA_ARGS__ } }

/* As tall as they are. ASCII is here for the marks that it may bear. */
static const struct font_glyph letters[] = {
	G(0041, _XXX_, X___X, X___X, X___X, XXXXX, X___X, X___X, _____), /* A */
	G(0042, XXXX_, X___X, X___X, XXXX_, X___X, X___X, XXXX_, _____), /* B */
	G(0043, _XXX_, X___X, X____, X____, X____, X___X, _XXX_, _____), /* C */
	G(0044, XXX__, X__X_, X___X, X___X, X___X, X__X_, XXX__, _____), /* D */
	G(0045, XXXXX, X____, X____, XXXX_, X____, X____, XXXXX, _____), /* E */
	G(0046, XXXXX, X____, X____, XXXX_, X____, X____, X____, _____), /* F */
	G(0047, _XXX_, X___X, X____, X_XXX, X___X, X___X, _XXXX, _____), /* G */
	G(0048, X___X, X___X, X___X, XXXXX, X___X, X___X, X___X, _____), /* H */
	G(0049, _XXX_, __X__, __X__, __X__, __X__, __X__, _XXX_, _____), /* I */
	G(004a, __XXX, ___X_, ___X_, ___X_, ___X_, X__X_, _XX__, _____), /* J */
	G(004b, X___X, X__X_, X_X__, XX___, X_X__, X__X_, X___X, _____), /* K */
	G(004c, X____, X____, X____, X____, X____, X____, XXXXX, _____), /* L */
	G(004d, X___X, XX_XX, X_X_X, X_X_X, X___X, X___X, X___X, _____), /* M */
	G(004e, X___X, X___X, XX__X, X_X_X, X__XX, X___X, X___X, _____), /* N */
	G(004f, _XXX_, X___X, X___X, X___X, X___X, X___X, _XXX_, _____), /* O */
	G(0050, XXXX_, X___X, X___X, XXXX_, X____, X____, X____, _____), /* P */
	G(0051, _XXX_, X___X, X___X, X___X, X_X_X, X__X_, _XX_X, _____), /* Q */
	G(0052, XXXX_, X___X, X___X, XXXX_, X_X__, X__X_, X___X, _____), /* R */
	G(0053, _XXXX, X____, X____, _XXX_, ____X, ____X, XXXX_, _____), /* S */
	G(0054, XXXXX, __X__, __X__, __X__, __X__, __X__, __X__, _____), /* T */
	G(0055, X___X, X___X, X___X, X___X, X___X, X___X, _XXX_, _____), /* U */
	G(0056, X___X, X___X, X___X, X___X, X___X, _X_X_, __X__, _____), /* V */
	G(0057, X___X, X___X, X___X, X_X_X, X_X_X, X_X_X, _X_X_, _____), /* W */
	G(0058, X___X, X___X, _X_X_, __X__, _X_X_, X___X, X___X, _____), /* X */
	G(0059, X___X, X___X, X___X, _X_X_, __X__, __X__, __X__, _____), /* Y */
	G(005a, XXXXX, ____X, ___X_, __X__, _X___, X____, XXXXX, _____), /* Z */
	G(0061, _____, _____, _XXX_, ____X, _XXXX, X___X, _XXXX, _____), /* a */
	G(0062, X____, X____, X_XX_, XX__X, X___X, X___X, XXXX_, _____), /* b */
	G(0063, _____, _____, _XXX_, X____, X____, X___X, _XXX_, _____), /* c */
	G(0064, ____X, ____X, _XX_X, X__XX, X___X, X___X, _XXXX, _____), /* d */
	G(0065, _____, _____, _XXX_, X___X, XXXXX, X____, _XXX_, _____), /* e */
	G(0066, __XX_, _X__X, _X___, XXX__, _X___, _X___, _X___, _____), /* f */
	G(0067, _____, _____, _XXXX, X___X, _XXXX, ____X, _XXX_, _____), /* g */
	G(0068, X____, X____, X_XX_, XX__X, X___X, X___X, X___X, _____), /* h */
	G(0069, __X__, _____, _XX__, __X__, __X__, __X__, _XXX_, _____), /* i */
	G(006a, ___X_, _____, __XX_, ___X_, ___X_, X__X_, _XX__, _____), /* j */
	G(006b, X____, X____, X__X_, X_X__, XX___, X_X__, X__X_, _____), /* k */
	G(006c, _XX__, __X__, __X__, __X__, __X__, __X__, _XXX_, _____), /* l */
	G(006d, _____, _____, XX_X_, X_X_X, X_X_X, X___X, X___X, _____), /* m */
	G(006e, _____, _____, X_XX_, XX__X, X___X, X___X, X___X, _____), /* n */
	G(006f, _____, _____, _XXX_, X___X, X___X, X___X, _XXX_, _____), /* o */
	G(0070, _____, _____, XXXX_, X___X, XXXX_, X____, X____, _____), /* p */
	G(0071, _____, _____, _XX_X, X__XX, _XXXX, ____X, ____X, _____), /* q */
	G(0072, _____, _____, X_XX_, XX__X, X____, X____, X____, _____), /* r */
	G(0073, _____, _____, _XXX_, X____, _XXX_, ____X, XXXX_, _____), /* s */
	G(0074, _X___, _X___, XXX__, _X___, _X___, _X__X, __XX_, _____), /* t */
	G(0075, _____, _____, X___X, X___X, X___X, X__XX, _XX_X, _____), /* u */
	G(0076, _____, _____, X___X, X___X, X___X, _X_X_, __X__, _____), /* v */
	G(0077, _____, _____, X___X, X___X, X_X_X, X_X_X, _X_X_, _____), /* w */
	G(0078, _____, _____, X___X, _X_X_, __X__, _X_X_, X___X, _____), /* x */
	G(0079, _____, _____, X___X, X___X, _XXXX, ____X, _XXX_, _____), /* y */
	G(007a, _____, _____, XXXXX, ___X_, __X__, _X___, XXXXX, _____), /* z */
	G(00b5, _____, _____, X__X_, X__X_, X__X_, XXX_X, X____, X____), /* µ */
	G(00c6, _XXXX, X_X__, X_X__, XXXXX, X_X__, X_X__, X_XXX, _____), /* Æ */
	G(00d0, _XXX_, _X__X, _X__X, XXX_X, _X__X, _X__X, _XXX_, _____), /* Ð */
	G(00d8, ____X, _XXX_, X__XX, X_X_X, XX__X, _XXX_, X____, _____), /* Ø */
	G(00de, X____, XXXX_, X___X, X___X, XXXX_, X____, X____, _____), /* Þ */
	G(00df, _XXX_, X___X, X__X_, X_XX_, X___X, X___X, X_XX_, X____), /* ß */
	G(00e6, _____, _____, XX_X_, __X_X, _XXXX, X_X__, _X_XX, _____), /* æ */
	G(00f0, _X_X_, __X__, _X_X_, ___X_, _XXXX, X___X, _XXX_, _____), /* ð */
	G(00f8, _____, _____, _XXX_, X__XX, X_X_X, XX__X, _XXX_, _____), /* ø */
	G(00fe, _____, X____, XXXX_, X___X, X___X, XXXX_, X____, X____), /* þ */
	G(010f, __X_X, __X_X, _XX__, X_X__, X_X__, X_X__, _XX__, _____), /* ď */
	G(0111, ___X_, __XXX, ___X_, _XXX_, X__X_, X__X_, _XXX_, _____), /* đ */
	G(0123, ___X_, __X__, _____, _XXXX, X___X, _XXXX, ____X, _XXX_), /* ģ */
	G(0126, X___X, XXXXX, X___X, XXXXX, X___X, X___X, X___X, _____), /* Ħ */
	G(0127, _X___, XXX__, _X___, _XXX_, _X__X, _X__X, _X__X, _____), /* ħ */
	G(0131, _____, _____, _XX__, __X__, __X__, __X__, _XXX_, _____), /* ı */
	G(0132, X_XXX, X__X_, X__X_, X__X_, X__X_, X_XX_, XXX__, _____), /* Ĳ */
	G(0133, X__X_, _____, X_XX_, X__X_, X__X_, X__X_, X_XX_, XXX__), /* ĳ */
	G(013a, ___XX, _XX__, __X__, __X__, __X__, __X__, _XXX_, _____), /* ĺ */
	G(013d, X__X_, X__X_, X_X__, X____, X____, X____, XXXXX, _____), /* Ľ */
	G(013e, XX__X, _X__X, _X___, _X___, _X___, _X___, XXX__, _____), /* ľ */
	G(013f, X____, X____, X____, X__X_, X____, X____, XXXXX, _____), /* Ŀ */
	G(0140, XX___, _X___, _X___, _X__X, _X___, _X___, XXX__, _____), /* ŀ */
	G(0141, _X___, _X___, _X_X_, _XX__, XX___, _X___, _XXXX, _____), /* Ł */
	G(0142, _XX__, __X__, __XX_, __X__, _XX__, __X__, _XXX_, _____), /* ł */
	G(0149, XX___, _X___, X_XX_, _XX_X, _X__X, _X__X, _X__X, _____), /* ŉ */
	G(014a, X___X, XX__X, X_X_X, X__XX, X___X, X___X, ____X, __XX_), /* Ŋ */
	G(014b, _____, _____, X_XX_, XX__X, X___X, X___X, X___X, ___X_), /* ŋ */
	G(0152, _XXXX, X_X__, X_X__, X_XXX, X_X__, X_X__, _XXXX, _____), /* Œ */
	G(0153, _____, _____, _X_X_, X_X_X, X_XXX, X_X__, _X_XX, _____), /* œ */
	G(0165, _X__X, _X__X, XXX__, _X___, _X___, _X_X_, __X__, _____), /* ť */
	G(0166, XXXXX, __X__, __X__, _XXX_, __X__, __X__, __X__, _____), /* Ŧ */
	G(0167, _X___, _X___, XXX__, _X___, XXX__, _X__X, __XX_, _____), /* ŧ */
	G(016e, __X__, _X_X_, __X__, X___X, X___X, X___X, _XXX_, _____), /* Ů */
	G(016f, __X__, _X_X_, __X__, X___X, X___X, X__XX, _XX_X, _____), /* ů */
	G(017f, __XX_, _X___, _X___, XX___, _X___, _X___, _X___, _____), /* ſ */
	G(018f, _XXX_, ____X, ____X, XXXXX, X___X, X___X, _XXX_, _____), /* Ə */
	G(0192, ___X_, __X_X, __X__, _XXX_, __X__, __X__, X_X__, _X___), /* ƒ */
	G(01a0, _XX_X, X__XX, X__X_, X__X_, X__X_, X__X_, _XX__, _____), /* Ơ */
	G(01a1, _____, ____X, _XX_X, X__X_, X__X_, X__X_, _XX__, _____), /* ơ */
	G(01af, X__XX, X__X_, X__X_, X__X_, X__X_, X__X_, _XX__, _____), /* Ư */
	G(01b0, _____, ____X, X__XX, X__X_, X__X_, X__X_, _XX_X, _____), /* ư */
	G(0237, _____, _____, __XX_, ___X_, ___X_, X__X_, _XX__, _____), /* ȷ */
	G(0259, _____, _____, _XXX_, ____X, XXXXX, X___X, _XXX_, _____), /* ə */
	G(0393, XXXXX, X___X, X____, X____, X____, X____, X____, _____), /* Γ */
	G(0394, __X__, __X__, _X_X_, _X_X_, _X_X_, X___X, XXXXX, _____), /* Δ */
	G(0398, _XXX_, X___X, X___X, XXXXX, X___X, X___X, _XXX_, _____), /* Θ */
	G(039b, __X__, __X__, _X_X_, _X_X_, X___X, X___X, X___X, _____), /* Λ */
	G(039e, XXXXX, _____, _____, _XXX_, _____, _____, XXXXX, _____), /* Ξ */
	G(03a3, XXXXX, X____, _X___, __X__, _X___, X____, XXXXX, _____), /* Σ */
	G(03a6, __X__, _XXX_, X_X_X, X_X_X, X_X_X, _XXX_, __X__, _____), /* Φ */
	G(03a8, X_X_X, X_X_X, X_X_X, _XXX_, __X__, __X__, __X__, _____), /* Ψ */
	G(03a9, _XXX_, X___X, X___X, X___X, X___X, _X_X_, XX_XX, _____), /* Ω */
	G(03b1, _____, _____, _XX_X, X__X_, X__X_, X__X_, _XX_X, _____), /* α */
	G(03b2, _XX__, X__X_, X_X__, X_XX_, X___X, X___X, X_XX_, X____), /* β */
	G(03b3, _____, _____, X___X, X___X, _X_X_, __X__, __X__, __X__), /* γ */
	G(03b4, _XXX_, X____, _XX__, __XX_, X___X, X___X, _XXX_, _____), /* δ */
	G(03b5, _____, _____, _XXX_, X____, _XX__, X____, _XXX_, _____), /* ε */
	G(03b6, _XXX_, __X__, _X___, X____, X____, _XXX_, ____X, __XX_), /* ζ */
	G(03b7, _____, _____, X_XX_, XX__X, X___X, X___X, X___X, ____X), /* η */
	G(03b8, _XX__, X__X_, X__X_, XXXX_, X__X_, X__X_, _XX__, _____), /* θ */
	G(03b9, _____, _____, _XX__, __X__, __X__, __X_X, ___X_, _____), /* ι */
	G(03ba, _____, _____, X__X_, X_X__, XX___, X_X__, X__X_, _____), /* κ */
	G(03bb, _X___, __X__, __X__, _X_X_, _X_X_, X___X, X___X, _____), /* λ */
	G(03be, _XXX_, X____, _XX__, X____, X____, _XXX_, ____X, __XX_), /* ξ */
	G(03c0, _____, _____, XXXXX, _X_X_, _X_X_, _X_X_, X__XX, _____), /* π */
	G(03c1, _____, _____, _XXX_, X___X, X___X, XXXX_, X____, X____), /* ρ */
	G(03c2, _____, _____, _XXX_, X____, X____, _XXX_, ____X, __XX_), /* ς */
	G(03c3, _____, _____, _XXXX, X__X_, X___X, X___X, _XXX_, _____), /* σ */
	G(03c4, _____, _____, XXXXX, __X__, __X__, __X_X, ___X_, _____), /* τ */
	G(03c5, _____, _____, X___X, X___X, X___X, X___X, _XXX_, _____), /* υ */
	G(03c6, _____, __X__, X_XX_, X_X_X, X_X_X, _XXX_, __X__, __X__), /* φ */
	G(03c7, _____, _____, X___X, _X_X_, __X__, __X__, _X_X_, X___X), /* χ */
	G(03c8, _____, _____, X_X_X, X_X_X, X_X_X, _XXX_, __X__, __X__), /* ψ */
	G(03c9, _____, _____, _X_X_, X___X, X_X_X, X_X_X, _X_X_, _____), /* ω */
	G(0402, XXXX_, _X___, _X_X_, _XX_X, _X__X, _X__X, ___X_, _____), /* Ђ */
	G(0404, _XXX_, X___X, X____, XXXX_, X____, X___X, _XXX_, _____), /* Є */
	G(0409, _XX__, X_X__, X_X__, X_XX_, X_X_X, X_X_X, X_XX_, _____), /* Љ */
	G(040a, X_X__, X_X__, X_X__, XXXX_, X_X_X, X_X_X, X_XX_, _____), /* Њ */
	G(040b, XXXX_, _X___, _X_X_, _XX_X, _X__X, _X__X, _X__X, _____), /* Ћ */
	G(040f, X___X, X___X, X___X, X___X, X___X, X___X, XXXXX, __X__), /* Џ */
	G(0411, XXXXX, X____, X____, XXXX_, X___X, X___X, XXXX_, _____), /* Б */
	G(0414, __XX_, _X_X_, _X_X_, _X_X_, _X_X_, XXXXX, X___X, _____), /* Д */
	G(0416, X_X_X, X_X_X, X_X_X, _XXX_, X_X_X, X_X_X, X_X_X, _____), /* Ж */
	G(0417, _XXX_, X___X, ____X, __XX_, ____X, X___X, _XXX_, _____), /* З */
	G(0418, X___X, X___X, X__XX, X_X_X, XX__X, X___X, X___X, _____), /* И */
	G(041b, __XXX, _X__X, _X__X, _X__X, _X__X, _X__X, X___X, _____), /* Л */
	G(041f, XXXXX, X___X, X___X, X___X, X___X, X___X, X___X, _____), /* П */
	G(0423, X___X, X___X, X___X, _XXXX, ____X, ____X, _XXX_, _____), /* У */
	G(0426, X__X_, X__X_, X__X_, X__X_, X__X_, X__X_, XXXXX, ____X), /* Ц */
	G(0427, X___X, X___X, X___X, _XXXX, ____X, ____X, ____X, _____), /* Ч */
	G(0428, X_X_X, X_X_X, X_X_X, X_X_X, X_X_X, X_X_X, XXXXX, _____), /* Ш */
	G(0429, X_X_X, X_X_X, X_X_X, X_X_X, X_X_X, X_X_X, XXXXX, ____X), /* Щ */
	G(042a, XX___, _X___, _X___, _XXX_, _X__X, _X__X, _XXX_, _____), /* Ъ */
	G(042b, X___X, X___X, X___X, XX__X, X_X_X, X_X_X, XX__X, _____), /* Ы */
	G(042c, X____, X____, X____, XXXX_, X___X, X___X, XXXX_, _____), /* Ь */
	G(042d, _XXX_, X___X, ____X, _XXXX, ____X, X___X, _XXX_, _____), /* Э */
	G(042e, X__X_, X_X_X, X_X_X, XXX_X, X_X_X, X_X_X, X__X_, _____), /* Ю */
	G(042f, _XXXX, X___X, X___X, _XXXX, __X_X, _X__X, X___X, _____), /* Я */
	G(0431, ___XX, _XX__, X____, XXXX_, X___X, X___X, _XXX_, _____), /* б */
	G(0432, _____, _____, XXXX_, X___X, XXXX_, X___X, XXXX_, _____), /* в */
	G(0433, _____, _____, XXXXX, X____, X____, X____, X____, _____), /* г */
	G(0434, _____, _____, __XX_, _X_X_, _X_X_, XXXXX, X___X, _____), /* д */
	G(0436, _____, _____, X_X_X, X_X_X, _XXX_, X_X_X, X_X_X, _____), /* ж */
	G(0437, _____, _____, _XXX_, X___X, __XX_, X___X, _XXX_, _____), /* з */
	G(0438, _____, _____, X___X, X__XX, X_X_X, XX__X, X___X, _____), /* и */
	G(043b, _____, _____, __XXX, _X__X, _X__X, _X__X, X___X, _____), /* л */
	G(043c, _____, _____, X___X, XX_XX, X_X_X, X___X, X___X, _____), /* м */
	G(043d, _____, _____, X___X, X___X, XXXXX, X___X, X___X, _____), /* н */
	G(043f, _____, _____, XXXXX, X___X, X___X, X___X, X___X, _____), /* п */
	G(0442, _____, _____, XXXXX, __X__, __X__, __X__, __X__, _____), /* т */
	G(0444, _____, __X__, _XXX_, X_X_X, X_X_X, X_X_X, _XXX_, __X__), /* ф */
	G(0446, _____, _____, X__X_, X__X_, X__X_, X__X_, XXXXX, ____X), /* ц */
	G(0447, _____, _____, X___X, X___X, _XXXX, ____X, ____X, _____), /* ч */
	G(0448, _____, _____, X_X_X, X_X_X, X_X_X, X_X_X, XXXXX, _____), /* ш */
	G(0449, _____, _____, X_X_X, X_X_X, X_X_X, X_X_X, XXXXX, ____X), /* щ */
	G(044a, _____, _____, XX___, _X___, _XXX_, _X__X, _XXX_, _____), /* ъ */
	G(044b, _____, _____, X___X, X___X, XX__X, X_X_X, XX__X, _____), /* ы */
	G(044c, _____, _____, X____, X____, XXXX_, X___X, XXXX_, _____), /* ь */
	G(044d, _____, _____, XXXX_, ____X, _XXXX, ____X, XXXX_, _____), /* э */
	G(044e, _____, _____, X__X_, X_X_X, XXX_X, X_X_X, X__X_, _____), /* ю */
	G(044f, _____, _____, _XXXX, X___X, _XXXX, _X__X, X___X, _____), /* я */
	G(0452, _X___, XXX__, _X___, _XXX_, _X__X, _X__X, _X__X, ___X_), /* ђ */
	G(0454, _____, _____, _XXX_, X____, XXX__, X____, _XXX_, _____), /* є */
	G(0459, _____, _____, _XX__, X_X__, X_XX_, X_X_X, X_XX_, _____), /* љ */
	G(045a, _____, _____, X_X__, X_X__, XXXX_, X_X_X, X_XX_, _____), /* њ */
	G(045f, _____, _____, X___X, X___X, X___X, X___X, XXXXX, __X__), /* џ */
	G(0490, ____X, XXXXX, X____, X____, X____, X____, X____, _____), /* Ґ */
	G(0491, _____, ____X, XXXXX, X____, X____, X____, X____, _____), /* ґ */
	G(1e9e, XXXX_, X___X, X__X_, X_X__, X__X_, X___X, X_XX_, _____), /* ẞ */
};

/*
 * Rows 2 to 6 of a letter that has an accent: capitals and what else is too
 * tall, and small letters that must not look like their capital then.
 */
static const struct font_glyph squeezed[] = {
	G(0041, _XXX_, X___X, XXXXX, X___X, X___X), /* A */
	G(0042, XXXX_, X___X, XXXX_, X___X, XXXX_), /* B */
	G(0043, _XXX_, X___X, X____, X___X, _XXX_), /* C */
	G(0044, XXXX_, X___X, X___X, X___X, XXXX_), /* D */
	G(0045, XXXXX, X____, XXXX_, X____, XXXXX), /* E */
	G(0046, XXXXX, X____, XXXX_, X____, X____), /* F */
	G(0047, _XXXX, X____, X_XXX, X___X, _XXX_), /* G */
	G(0048, X___X, X___X, XXXXX, X___X, X___X), /* H */
	G(0049, _XXX_, __X__, __X__, __X__, _XXX_), /* I */
	G(004a, __XXX, ___X_, ___X_, X__X_, _XX__), /* J */
	G(004b, X__X_, X_X__, XX___, X_X__, X__X_), /* K */
	G(004c, X____, X____, X____, X____, XXXXX), /* L */
	G(004d, X___X, XX_XX, X_X_X, X___X, X___X), /* M */
	G(004e, X___X, XX__X, X_X_X, X__XX, X___X), /* N */
	G(004f, _XXX_, X___X, X___X, X___X, _XXX_), /* O */
	G(0050, XXXX_, X___X, XXXX_, X____, X____), /* P */
	G(0052, XXXX_, X___X, XXXX_, X_X__, X__X_), /* R */
	G(0053, _XXXX, X____, _XXX_, ____X, XXXX_), /* S */
	G(0054, XXXXX, __X__, __X__, __X__, __X__), /* T */
	G(0055, X___X, X___X, X___X, X___X, _XXX_), /* U */
	G(0056, X___X, X___X, X___X, _X_X_, __X__), /* V */
	G(0057, X___X, X_X_X, X_X_X, X_X_X, _X_X_), /* W */
	G(0058, X___X, _X_X_, __X__, _X_X_, X___X), /* X */
	G(0059, X___X, _X_X_, __X__, __X__, __X__), /* Y */
	G(005a, XXXXX, ___X_, __X__, _X___, XXXXX), /* Z */
	G(0063, _____, _XXX_, X____, X___X, _XXX_), /* c */
	G(0068, X____, XXXX_, X___X, X___X, X___X), /* h */
	G(0069, _XX__, __X__, __X__, __X__, _XXX_), /* i */
	G(006a, __XX_, ___X_, ___X_, X__X_, _XX__), /* j */
	G(006f, _____, _XXX_, X___X, X___X, _XXX_), /* o */
	G(0077, _____, X___X, X_X_X, X_X_X, _X_X_), /* w */
	G(007a, _____, XXXXX, ___X_, _XX__, XXXXX), /* z */
	G(00c6, _XXXX, X_X__, XXXXX, X_X__, X_XXX), /* Æ */
	G(00d8, _XX_X, X__X_, X_X_X, _X__X, X_XX_), /* Ø */
	G(01a0, _XX_X, X__XX, X__X_, X__X_, _XX__), /* Ơ */
	G(01a1, ____X, _XX_X, X__X_, X__X_, _XX__), /* ơ */
	G(01af, X__XX, X__X_, X__X_, X__X_, _XX__), /* Ư */
	G(01b0, X__XX, X__X_, X__X_, X_XX_, _X_X_), /* ư */
	G(0393, XXXXX, X____, X____, X____, X____), /* Γ */
	G(03a9, _XXX_, X___X, X___X, _X_X_, XX_XX), /* Ω */
	G(0416, X_X_X, X_X_X, _XXX_, X_X_X, X_X_X), /* Ж */
	G(0417, XXXX_, ____X, _XXX_, ____X, XXXX_), /* З */
	G(0418, X___X, X__XX, X_X_X, XX__X, X___X), /* И */
	G(0423, X___X, X___X, _XXXX, ____X, _XXX_), /* У */
};

/* Rows 0 and 1, for an accent, and row 7, for a tail. */
static const struct font_glyph marks[] = {
	G(0300, _X___, __X__, _____), /* grave */
	G(0301, ___X_, __X__, _____), /* acute */
	G(0302, __X__, _X_X_, _____), /* circumflex */
	G(0303, _XX_X, X_XX_, _____), /* tilde */
	G(0304, _XXX_, _____, _____), /* macron */
	G(0306, X__X_, _XX__, _____), /* breve */
	G(0307, __X__, _____, _____), /* dot above */
	G(0308, _X_X_, _____, _____), /* diaeresis */
	G(0309, _XX__, __X__, _____), /* hook above */
	G(030a, _XXX_, _X_X_, _____), /* ring above */
	G(030b, __X_X, _X_X_, _____), /* double acute */
	G(030c, _X_X_, __X__, _____), /* caron */
	G(030f, X_X__, _X_X_, _____), /* double grave */
	G(0311, _XXX_, X___X, _____), /* inverted breve */
	G(0313, __XX_, __X__, _____), /* comma above, psili */
	G(0314, _XX__, _X___, _____), /* reversed comma above, dasia */
	G(0323, _____, _____, __X__), /* dot below */
	G(0326, _____, _____, __X__), /* comma below */
	G(0327, _____, _____, _XX__), /* cedilla */
	G(0328, _____, _____, ___XX), /* ogonek */
	G(0331, _____, _____, _XXX_), /* macron below */
	G(0342, _XX_X, X_XX_, _____), /* perispomeni */
	G(0345, _____, _____, __XX_), /* iota below */
};

/*
 * Two accents on one letter: PAIR() of the one that is next to the letter and the one
 * above.
 */
#define PAIR(lower, upper, ...) { PAIR_KEY(0x##lower, 0x##upper), { __VA_ARGS__ } }
#define PAIR_KEY(lower, upper) ((u32)(lower) << 16 | (upper))

static const struct font_glyph pairs[] = {
	PAIR(0302, 0300, _X_X_, X_X_X), /* circumflex and grave */
	PAIR(0302, 0301, _X__X, X_XX_), /* circumflex and acute */
	PAIR(0302, 0303, X_XX_, _X_X_), /* circumflex and tilde */
	PAIR(0302, 0309, _X_XX, X_X_X), /* circumflex and hook above */
	PAIR(0306, 0300, X_XX_, _X__X), /* breve and grave */
	PAIR(0306, 0301, X_X_X, _X_X_), /* breve and acute */
	PAIR(0306, 0303, _X_X_, X_X__), /* breve and tilde */
	PAIR(0306, 0309, X_XXX, _X__X), /* breve and hook above */
	PAIR(0308, 0301, ___X_, X_X_X), /* diaeresis and acute */
	PAIR(0313, 0300, _XX__, X__X_), /* psili and grave */
	PAIR(0313, 0301, XX__X, _X_X_), /* psili and acute */
	PAIR(0314, 0300, XXX__, X__X_), /* dasia and grave */
	PAIR(0314, 0301, XX__X, X__X_), /* dasia and acute */
};

#undef PAIR
#undef G

struct parts {
	u32 base;	/* the letter */
	u32 accent;	/* above it, the one that was taken off first */
	u8 marks[MARK_ROWS];	/* the rows of all its marks */
};

/* Does anything stand above the letter? */
static bool has_accent(const u8 marks[MARK_ROWS])
{
	return marks[0] | marks[1];
}

static bool has_tail(const u8 marks[MARK_ROWS])
{
	return marks[ACCENT_ROWS];
}

/* Put an accent under the one that is there. */
static bool take_second_accent(struct parts *parts, u32 mark)
{
	const u8 *rows = font_find(pairs, ARRAY_SIZE(pairs), PAIR_KEY(mark, parts->accent));

	if (rows)
		memcpy(parts->marks, rows, ACCENT_ROWS);
	parts->accent = 0;		/* there is no room for a third */
	return rows;
}

/* Take one mark off; false where there is none, or no room to draw it. */
static bool take_mark(struct parts *parts)
{
	const u8 *rows;
	u32 mark;
	size_t i;

	parts->base = charset_decompose(parts->base, &mark);
	rows = parts->base ? font_find(marks, ARRAY_SIZE(marks), mark) : NULL;
	if (!rows || (has_tail(rows) && has_tail(parts->marks)))
		return false;

	parts->base = charset_look_alike(parts->base);
	if (has_accent(rows) && has_accent(parts->marks))
		return take_second_accent(parts, mark);
	if (has_accent(rows))
		parts->accent = mark;
	for (i = 0; i < MARK_ROWS; i++)
		parts->marks[i] |= rows[i];
	return true;
}

/* Take marks off until there is a letter that is drawn. */
static const u8 *take_apart(u32 cp, struct parts *parts)
{
	const u8 *rows;

	*parts = (struct parts){ .base = cp };
	while (!(rows = font_find(letters, ARRAY_SIZE(letters), parts->base)))
		if (!take_mark(parts))
			return NULL;
	return rows;
}

/* Put an accent on a letter: is there room for it? */
static bool accent(u8 rows[FONT_ROWS], const struct parts *parts)
{
	const u8 *low = font_find(squeezed, ARRAY_SIZE(squeezed), parts->base);

	if (low)
		memcpy(rows + ACCENT_ROWS, low, SQUEEZED_ROWS);
	else if (rows[0] | rows[1])
		return false;
	memcpy(rows, parts->marks, ACCENT_ROWS);
	return true;
}

bool font_letter(u32 cp, u8 rows[FONT_ROWS])
{
	struct parts parts;
	const u8 *letter = take_apart(cp, &parts);
	u8 drawn[FONT_ROWS];

	if (!letter)
		return false;
	memcpy(drawn, letter, FONT_ROWS);
	if (has_accent(parts.marks) && !accent(drawn, &parts))
		return false;
	drawn[TAIL_ROW] |= parts.marks[ACCENT_ROWS];
	memcpy(rows, drawn, FONT_ROWS);
	return true;
}
