// SPDX-License-Identifier: GPL-2.0-only
/*
 * ROM A02, European standard font: table 4 of the HD44780U data sheet
 * (ADE-207-272, Rev. 0.0, page 18), from transcriptions of it, not from the print.
 * The transcriptions differ at 0x85, 0xc5 and 0xfd.
 *
 * Letters stand on the lowest row of dots, so that a capital has room for an accent;
 * the cursor covers that row.
 */
#include "rom-rows.h"

static const struct font_glyph patterns[] = {
	R(10, _____, _X___, _XX__, _XXX_, _XXXX, _XXX_, _XX__, _X___), /* right-pointing triangle */
	R(11, _____, ___X_, __XX_, _XXX_, XXXX_, _XXX_, __XX_, ___X_), /* left-pointing triangle */
	R(12, _____, _X__X, X__X_, XX_XX, _____, _____, _____, _____), /* left double quote */
	R(13, _____, XX_XX, _X__X, X__X_, _____, _____, _____, _____), /* right double quote */
	R(14, _____, __X__, _XXX_, XXXXX, _____, __X__, _XXX_, XXXXX), /* double triangle up */
	R(15, _____, XXXXX, _XXX_, __X__, _____, XXXXX, _XXX_, __X__), /* double triangle down */
	R(16, _____, _____, _XXX_, XXXXX, XXXXX, XXXXX, _XXX_, _____), /* disc */
	R(17, _____, ____X, ____X, __X_X, _X__X, XXXXX, _X___, __X__), /* return */
	R(18, _____, __X__, _XXX_, X_X_X, __X__, __X__, __X__, __X__), /* arrow up */
	R(19, _____, __X__, __X__, __X__, __X__, X_X_X, _XXX_, __X__), /* arrow down */
	R(1a, _____, _____, __X__, ___X_, XXXXX, ___X_, __X__, _____), /* arrow right */
	R(1b, _____, _____, __X__, _X___, XXXXX, _X___, __X__, _____), /* arrow left */
	R(1c, _____, ___X_, __X__, _X___, __X__, ___X_, _____, XXXXX), /* less or equal */
	R(1d, _____, _X___, __X__, ___X_, __X__, _X___, _____, XXXXX), /* greater or equal */
	R(1e, _____, _____, __X__, __X__, _XXX_, _XXX_, XXXXX, _____), /* triangle up */
	R(1f, _____, _____, XXXXX, _XXX_, _XXX_, __X__, __X__, _____), /* triangle down */

	R(21, _____, __X__, __X__, __X__, __X__, _____, _____, __X__), /* ! */
	R(22, _____, _X_X_, _X_X_, _X_X_, _____, _____, _____, _____), /* " */
	R(23, _____, _X_X_, _X_X_, XXXXX, _X_X_, XXXXX, _X_X_, _X_X_), /* # */
	R(24, _____, __X__, _XXXX, X_X__, _XXX_, __X_X, XXXX_, __X__), /* $ */
	R(25, _____, XX___, XX__X, ___X_, __X__, _X___, X__XX, ___XX), /* % */
	R(26, _____, _XX__, X__X_, X_X__, _X___, X_X_X, X__X_, _XX_X), /* & */
	R(27, _____, _XX__, __X__, _X___, _____, _____, _____, _____), /* ' */
	R(28, _____, ___X_, __X__, _X___, _X___, _X___, __X__, ___X_), /* ( */
	R(29, _____, _X___, __X__, ___X_, ___X_, ___X_, __X__, _X___), /* ) */
	R(2a, _____, _____, __X__, X_X_X, _XXX_, X_X_X, __X__, _____), /* * */
	R(2b, _____, _____, __X__, __X__, XXXXX, __X__, __X__, _____), /* + */
	R(2c, _____, _____, _____, _____, _____, _XX__, __X__, _X___), /* , */
	R(2d, _____, _____, _____, _____, XXXXX, _____, _____, _____), /* - */
	R(2e, _____, _____, _____, _____, _____, _____, _XX__, _XX__), /* . */
	R(2f, _____, _____, ____X, ___X_, __X__, _X___, X____, _____), /* / */
	R(30, _____, _XXX_, X___X, X__XX, X_X_X, XX__X, X___X, _XXX_), /* 0 */
	R(31, _____, __X__, _XX__, __X__, __X__, __X__, __X__, _XXX_), /* 1 */
	R(32, _____, _XXX_, X___X, ____X, ___X_, __X__, _X___, XXXXX), /* 2 */
	R(33, _____, XXXXX, ___X_, __X__, ___X_, ____X, X___X, _XXX_), /* 3 */
	R(34, _____, ___X_, __XX_, _X_X_, X__X_, XXXXX, ___X_, ___X_), /* 4 */
	R(35, _____, XXXXX, X____, XXXX_, ____X, ____X, X___X, _XXX_), /* 5 */
	R(36, _____, __XX_, _X___, X____, XXXX_, X___X, X___X, _XXX_), /* 6 */
	R(37, _____, XXXXX, X___X, ____X, ___X_, __X__, __X__, __X__), /* 7 */
	R(38, _____, _XXX_, X___X, X___X, _XXX_, X___X, X___X, _XXX_), /* 8 */
	R(39, _____, _XXX_, X___X, X___X, _XXXX, ____X, ___X_, _XX__), /* 9 */
	R(3a, _____, _____, _XX__, _XX__, _____, _XX__, _XX__, _____), /* : */
	R(3b, _____, _____, _XX__, _XX__, _____, _XX__, __X__, _X___), /* ; */
	R(3c, _____, ___X_, __X__, _X___, X____, _X___, __X__, ___X_), /* < */
	R(3d, _____, _____, _____, XXXXX, _____, XXXXX, _____, _____), /* = */
	R(3e, _____, _X___, __X__, ___X_, ____X, ___X_, __X__, _X___), /* > */
	R(3f, _____, _XXX_, X___X, ____X, ___X_, __X__, _____, __X__), /* ? */
	R(40, _____, _XXX_, X___X, ____X, _XX_X, X_X_X, X_X_X, _XXX_), /* @ */
	R(41, _____, __X__, _X_X_, X___X, X___X, XXXXX, X___X, X___X), /* A */
	R(42, _____, XXXX_, X___X, X___X, XXXX_, X___X, X___X, XXXX_), /* B */
	R(43, _____, _XXX_, X___X, X____, X____, X____, X___X, _XXX_), /* C */
	R(44, _____, XXX__, X__X_, X___X, X___X, X___X, X__X_, XXX__), /* D */
	R(45, _____, XXXXX, X____, X____, XXXX_, X____, X____, XXXXX), /* E */
	R(46, _____, XXXXX, X____, X____, XXXX_, X____, X____, X____), /* F */
	R(47, _____, _XXX_, X___X, X____, X_XXX, X___X, X___X, _XXXX), /* G */
	R(48, _____, X___X, X___X, X___X, XXXXX, X___X, X___X, X___X), /* H */
	R(49, _____, _XXX_, __X__, __X__, __X__, __X__, __X__, _XXX_), /* I */
	R(4a, _____, __XXX, ___X_, ___X_, ___X_, ___X_, X__X_, _XX__), /* J */
	R(4b, _____, X___X, X__X_, X_X__, XX___, X_X__, X__X_, X___X), /* K */
	R(4c, _____, X____, X____, X____, X____, X____, X____, XXXXX), /* L */
	R(4d, _____, X___X, XX_XX, X_X_X, X_X_X, X___X, X___X, X___X), /* M */
	R(4e, _____, X___X, X___X, XX__X, X_X_X, X__XX, X___X, X___X), /* N */
	R(4f, _____, _XXX_, X___X, X___X, X___X, X___X, X___X, _XXX_), /* O */
	R(50, _____, XXXX_, X___X, X___X, XXXX_, X____, X____, X____), /* P */
	R(51, _____, _XXX_, X___X, X___X, X___X, X_X_X, X__X_, _XX_X), /* Q */
	R(52, _____, XXXX_, X___X, X___X, XXXX_, X_X__, X__X_, X___X), /* R */
	R(53, _____, _XXXX, X____, X____, _XXX_, ____X, ____X, XXXX_), /* S */
	R(54, _____, XXXXX, __X__, __X__, __X__, __X__, __X__, __X__), /* T */
	R(55, _____, X___X, X___X, X___X, X___X, X___X, X___X, _XXX_), /* U */
	R(56, _____, X___X, X___X, X___X, X___X, X___X, _X_X_, __X__), /* V */
	R(57, _____, X___X, X___X, X___X, X_X_X, X_X_X, X_X_X, _X_X_), /* W */
	R(58, _____, X___X, X___X, _X_X_, __X__, _X_X_, X___X, X___X), /* X */
	R(59, _____, X___X, X___X, X___X, _X_X_, __X__, __X__, __X__), /* Y */
	R(5a, _____, XXXXX, ____X, ___X_, __X__, _X___, X____, XXXXX), /* Z */
	R(5b, _____, _XXX_, _X___, _X___, _X___, _X___, _X___, _XXX_), /* [ */
	R(5c, _____, _____, X____, _X___, __X__, ___X_, ____X, _____), /* \ */
	R(5d, _____, _XXX_, ___X_, ___X_, ___X_, ___X_, ___X_, _XXX_), /* ] */
	R(5e, _____, __X__, _X_X_, X___X, _____, _____, _____, _____), /* ^ */
	R(5f, _____, _____, _____, _____, _____, _____, _____, XXXXX), /* _ */
	R(60, _____, _X___, __X__, ___X_, _____, _____, _____, _____), /* ` */
	R(61, _____, _____, _____, _XXX_, ____X, _XXXX, X___X, _XXXX), /* a */
	R(62, _____, X____, X____, X_XX_, XX__X, X___X, X___X, XXXX_), /* b */
	R(63, _____, _____, _____, _XXX_, X____, X____, X___X, _XXX_), /* c */
	R(64, _____, ____X, ____X, _XX_X, X__XX, X___X, X___X, _XXXX), /* d */
	R(65, _____, _____, _____, _XXX_, X___X, XXXXX, X____, _XXX_), /* e */
	R(66, _____, __XX_, _X__X, _X___, XXX__, _X___, _X___, _X___), /* f */
	R(67, _____, _____, _____, _XXXX, X___X, _XXXX, ____X, _XXX_), /* g */
	R(68, _____, X____, X____, X_XX_, XX__X, X___X, X___X, X___X), /* h */
	R(69, _____, __X__, _____, __X__, _XX__, __X__, __X__, _XXX_), /* i */
	R(6a, _____, ___X_, _____, __XX_, ___X_, ___X_, X__X_, _XX__), /* j */
	R(6b, _____, X____, X____, X__X_, X_X__, XX___, X_X__, X__X_), /* k */
	R(6c, _____, _XX__, __X__, __X__, __X__, __X__, __X__, _XXX_), /* l */
	R(6d, _____, _____, _____, XX_X_, X_X_X, X_X_X, X___X, X___X), /* m */
	R(6e, _____, _____, _____, X_XX_, XX__X, X___X, X___X, X___X), /* n */
	R(6f, _____, _____, _____, _XXX_, X___X, X___X, X___X, _XXX_), /* o */
	R(70, _____, _____, _____, XXXX_, X___X, XXXX_, X____, X____), /* p */
	R(71, _____, _____, _____, _XX_X, X__XX, _XXXX, ____X, ____X), /* q */
	R(72, _____, _____, _____, X_XX_, XX__X, X____, X____, X____), /* r */
	R(73, _____, _____, _____, _XXX_, X____, _XXX_, ____X, XXXX_), /* s */
	R(74, _____, _X___, _X___, XXX__, _X___, _X___, _X__X, __XX_), /* t */
	R(75, _____, _____, _____, X___X, X___X, X___X, X__XX, _XX_X), /* u */
	R(76, _____, _____, _____, X___X, X___X, X___X, _X_X_, __X__), /* v */
	R(77, _____, _____, _____, X___X, X___X, X_X_X, X_X_X, _X_X_), /* w */
	R(78, _____, _____, _____, X___X, _X_X_, __X__, _X_X_, X___X), /* x */
	R(79, _____, _____, _____, X___X, X___X, _XXXX, ____X, _XXX_), /* y */
	R(7a, _____, _____, _____, XXXXX, ___X_, __X__, _X___, XXXXX), /* z */
	R(7b, _____, ___X_, __X__, __X__, _X___, __X__, __X__, ___X_), /* { */
	R(7c, _____, __X__, __X__, __X__, __X__, __X__, __X__, __X__), /* | */
	R(7d, _____, _X___, __X__, __X__, ___X_, __X__, __X__, _X___), /* } */
	R(7e, _____, _____, _____, _____, _XX_X, X__X_, _____, _____), /* ~ */
	R(7f, _____, __X__, _X_X_, X___X, X___X, X___X, XXXXX, _____), /* house */

	R(80, _____, XXXXX, X___X, X____, XXXX_, X___X, X___X, XXXX_), /* cyrillic be */
	R(81, _XXXX, __X_X, __X_X, _X__X, X___X, XXXXX, X___X, X___X), /* cyrillic de */
	R(82, _____, X_X_X, X_X_X, X_X_X, _XXX_, X_X_X, X_X_X, X_X_X), /* cyrillic zhe */
	R(83, _____, XXXX_, ____X, ____X, __XX_, ____X, ____X, XXXX_), /* cyrillic ze */
	R(84, _____, X___X, X___X, X__XX, X_X_X, XX__X, X___X, X___X), /* cyrillic i */
	R(85, _X_X_, __X__, X___X, X___X, X__XX, X_X_X, XX__X, X___X), /* cyrillic short i */
	R(86, _____, _XXXX, __X_X, __X_X, __X_X, __X_X, X_X_X, _X__X), /* cyrillic el */
	R(87, _____, XXXXX, X___X, X___X, X___X, X___X, X___X, X___X), /* cyrillic pe */
	R(88, _____, X___X, X___X, X___X, _X_X_, __X__, _X___, X____), /* cyrillic u */
	R(89, _____, X___X, X___X, X___X, X___X, X___X, XXXXX, ____X), /* cyrillic tse */
	R(8a, _____, X___X, X___X, X___X, _XXXX, ____X, ____X, ____X), /* cyrillic che */
	R(8b, _____, _____, X_X_X, X_X_X, X_X_X, X_X_X, X_X_X, XXXXX), /* cyrillic sha */
	R(8c, _____, X_X_X, X_X_X, X_X_X, X_X_X, X_X_X, XXXXX, ____X), /* cyrillic shcha */
	R(8d, _____, XX___, _X___, _X___, _XXX_, _X__X, _X__X, _XXX_), /* cyrillic hard sign */
	R(8e, _____, X___X, X___X, X___X, XX__X, X_X_X, X_X_X, XX__X), /* cyrillic yeru */
	R(8f, _____, _XXX_, X___X, __X_X, _X_XX, ____X, X___X, _XXX_), /* cyrillic e */
	R(90, _____, _____, _____, _X__X, X_X_X, X__X_, X__X_, _XX_X), /* alpha */
	R(91, _____, __X__, __XX_, __X_X, __X_X, __X__, XXX__, XXX__), /* note */
	R(92, _____, XXXXX, X___X, X____, X____, X____, X____, X____), /* capital gamma */
	R(93, _____, _____, _____, XXXXX, _X_X_, _X_X_, _X_X_, X__XX), /* pi */
	R(94, _____, XXXXX, X____, _X___, __X__, _X___, X____, XXXXX), /* capital sigma */
	R(95, _____, _____, _____, _XXXX, X__X_, X__X_, X__X_, _XX__), /* sigma */
	R(96, __XX_, __X_X, __XXX, __X_X, __X_X, XXX_X, XX_XX, ___XX), /* two notes */
	R(97, _____, _____, ____X, _XXX_, X_X__, __X__, __X__, ___X_), /* tau */
	R(98, _____, __X__, _XXX_, _XXX_, _XXX_, XXXXX, __X__, _____), /* bell */
	R(99, _____, _XXX_, X___X, X___X, XXXXX, X___X, X___X, _XXX_), /* theta */
	R(9a, _____, _____, _XXX_, X___X, X___X, X___X, _X_X_, XX_XX), /* capital omega */
	R(9b, _____, __XX_, _X__X, __X__, _X_X_, X___X, X___X, _XXX_), /* delta */
	R(9c, _____, _____, _____, _X_XX, X_X_X, XX_X_, _____, _____), /* infinity */
	R(9d, _____, _____, _X_X_, XXXXX, XXXXX, XXXXX, _XXX_, __X__), /* heart */
	R(9e, _____, _____, _____, _XXX_, X____, _XX__, X___X, _XXX_), /* epsilon */
	R(9f, _____, _XXX_, X___X, X___X, X___X, X___X, X___X, X___X), /* intersection */
	R(a0, _____, XX_XX, XX_XX, XX_XX, XX_XX, XX_XX, XX_XX, XX_XX), /* double bar */
	R(a1, _____, __X__, _____, _____, __X__, __X__, __X__, __X__), /* inverted ! */
	R(a2, _____, __X__, _XXX_, X_X__, X_X__, X_X_X, _XXX_, __X__), /* cent */
	R(a3, _____, __XX_, _X___, _X___, XXX__, _X___, _X__X, X_XX_), /* pound */
	R(a4, _____, _____, X___X, _XXX_, _X_X_, _XXX_, X___X, _____), /* currency */
	R(a5, _____, X___X, _X_X_, XXXXX, __X__, XXXXX, __X__, __X__), /* yen */
	R(a6, _____, __X__, __X__, __X__, _____, __X__, __X__, __X__), /* broken bar */
	R(a7, _____, __XX_, _X__X, __X__, _X_X_, __X__, X__X_, _XX__), /* section */
	R(a8, _____, ___X_, __X_X, __X__, XXXXX, __X__, X_X__, _X___), /* florin */
	R(a9, _____, XXXXX, X___X, X_X_X, X_XXX, X_X_X, X___X, XXXXX), /* copyright */
	R(aa, _____, _XXX_, ____X, _XXXX, X___X, _XXXX, _____, XXXXX), /* ordinal a */
	R(ab, _____, _____, __X_X, _X_X_, X_X__, _X_X_, __X_X, _____), /* left guillemet */
	R(ac, _____, X__X_, X_X_X, X_X_X, XXX_X, X_X_X, X_X_X, X__X_), /* cyrillic yu */
	R(ad, _____, _XXXX, X___X, X___X, _XXXX, __X_X, _X__X, X___X), /* cyrillic ya */
	R(ae, _____, XXXXX, X___X, X_X_X, X___X, X__XX, X_X_X, XXXXX), /* registered */
	R(af, _____, __X__, _X___, _XX__, _____, _____, _____, _____), /* turned comma */
	R(b0, _XX__, X__X_, X__X_, X__X_, _XX__, _____, _____, _____), /* degree */
	R(b1, _____, __X__, __X__, XXXXX, __X__, __X__, _____, XXXXX), /* plus-minus */
	R(b2, _XX__, X__X_, __X__, _X___, XXXX_, _____, _____, _____), /* superscript 2 */
	R(b3, XXX__, ___X_, _XX__, ___X_, XXX__, _____, _____, _____), /* superscript 3 */
	R(b4, XXX__, X__X_, XXX__, X____, X__X_, X_XXX, X__X_, ___XX), /* peseta */
	R(b5, _____, X___X, X___X, X___X, X__XX, XXX_X, X____, X____), /* micro */
	R(b6, _____, _XXXX, X__XX, X__XX, _XXXX, ___XX, ___XX, ___XX), /* pilcrow */
	R(b7, _____, _____, _____, _____, _XX__, _XX__, _____, _____), /* middle dot */
	R(b8, _____, _____, _____, _X_X_, X___X, X_X_X, X_X_X, _X_X_), /* omega */
	R(b9, _X___, XX___, _X___, _X___, XXX__, _____, _____, _____), /* superscript 1 */
	R(ba, _____, _XXX_, X___X, X___X, X___X, _XXX_, _____, XXXXX), /* ordinal o */
	R(bb, _____, _____, X_X__, _X_X_, __X_X, _X_X_, X_X__, _____), /* right guillemet */
	R(bc, X___X, X__X_, X_X__, _X_X_, X_XX_, _X_X_, _XXXX, ___X_), /* quarter */
	R(bd, X___X, X__X_, X_X__, _X_X_, X_X_X, ____X, ___X_, __XXX), /* half */
	R(be, XX___, _X___, XX___, _X__X, XX_XX, __X_X, __XXX, ____X), /* three quarters */
	R(bf, _____, __X__, _____, __X__, _X___, X____, X___X, _XXX_), /* inverted ? */

	R(c0, _X___, __X__, __X__, _X_X_, X___X, XXXXX, X___X, X___X), /* capital a grave */
	R(c1, ___X_, __X__, __X__, _X_X_, X___X, XXXXX, X___X, X___X), /* capital a acute */
	R(c2, __X__, _X_X_, _____, _XXX_, X___X, XXXXX, X___X, X___X), /* capital a circumflex */
	R(c3, _XX_X, X__X_, _____, _XXX_, X___X, XXXXX, X___X, X___X), /* capital a tilde */
	R(c4, _X_X_, _____, __X__, _X_X_, X___X, XXXXX, X___X, X___X), /* capital a diaeresis */
	R(c5, __X__, _X_X_, __X__, _XXX_, X___X, XXXXX, X___X, X___X), /* capital a ring above */
	R(c6, _____, __XXX, _XX__, X_X__, X_XXX, XXX__, X_X__, X_XXX), /* capital ae */
	R(c7, _XXX_, X___X, X____, X____, X___X, _XXX_, ___X_, __XX_), /* capital c cedilla */
	R(c8, _X___, __X__, _____, XXXXX, X____, XXXX_, X____, XXXXX), /* capital e grave */
	R(c9, ___X_, __X__, _____, XXXXX, X____, XXXX_, X____, XXXXX), /* capital e acute */
	R(ca, __X__, _X_X_, _____, XXXXX, X____, XXXX_, X____, XXXXX), /* capital e circumflex */
	R(cb, _____, _X_X_, _____, XXXXX, X____, XXXX_, X____, XXXXX), /* capital e diaeresis */
	R(cc, _X___, __X__, _____, _XXX_, __X__, __X__, __X__, _XXX_), /* capital i grave */
	R(cd, ___X_, __X__, _____, _XXX_, __X__, __X__, __X__, _XXX_), /* capital i acute */
	R(ce, __X__, _X_X_, _____, _XXX_, __X__, __X__, __X__, _XXX_), /* capital i circumflex */
	R(cf, _____, _X_X_, _____, _XXX_, __X__, __X__, __X__, _XXX_), /* capital i diaeresis */
	R(d0, _____, _XXX_, _X__X, _X__X, XXX_X, _X__X, _X__X, _XXX_), /* capital eth */
	R(d1, _XX_X, X__X_, _____, X___X, XX__X, X_X_X, X__XX, X___X), /* capital n tilde */
	R(d2, _X___, __X__, _XXX_, X___X, X___X, X___X, X___X, _XXX_), /* capital o grave */
	R(d3, ___X_, __X__, _XXX_, X___X, X___X, X___X, X___X, _XXX_), /* capital o acute */
	R(d4, __X__, _X_X_, _____, _XXX_, X___X, X___X, X___X, _XXX_), /* capital o circumflex */
	R(d5, _XX_X, X__X_, _____, _XXX_, X___X, X___X, X___X, _XXX_), /* capital o tilde */
	R(d6, _X_X_, _____, _XXX_, X___X, X___X, X___X, X___X, _XXX_), /* capital o diaeresis */
	R(d7, _____, _____, X___X, _X_X_, __X__, _X_X_, X___X, _____), /* multiplication */
	R(d8, _____, _XXX_, __X__, _XXX_, X_X_X, _XXX_, __X__, _XXX_), /* capital phi */
	R(d9, _X___, __X__, X___X, X___X, X___X, X___X, X___X, _XXX_), /* capital u grave */
	R(da, ___X_, __X__, X___X, X___X, X___X, X___X, X___X, _XXX_), /* capital u acute */
	R(db, __X__, _X_X_, _____, X___X, X___X, X___X, X___X, _XXX_), /* capital u circumflex */
	R(dc, _X_X_, _____, X___X, X___X, X___X, X___X, X___X, _XXX_), /* capital u diaeresis */
	R(dd, ___X_, __X__, X___X, _X_X_, __X__, __X__, __X__, __X__), /* capital y acute */
	R(de, XX___, _X___, _XXX_, _X__X, _X__X, _XXX_, _X___, XXX__), /* capital thorn */
	R(df, _____, __XX_, _X__X, _X__X, _XXX_, _X__X, _X__X, X_XX_), /* sharp s */
	R(e0, _X___, __X__, _____, _XXX_, ____X, _XXXX, X___X, _XXXX), /* a grave */
	R(e1, ___X_, __X__, _____, _XXX_, ____X, _XXXX, X___X, _XXXX), /* a acute */
	R(e2, __X__, _X_X_, _____, _XXX_, ____X, _XXXX, X___X, _XXXX), /* a circumflex */
	R(e3, _XX_X, X__X_, _____, _XXX_, ____X, _XXXX, X___X, _XXXX), /* a tilde */
	R(e4, _____, _X_X_, _____, _XXX_, ____X, _XXXX, X___X, _XXXX), /* a diaeresis */
	R(e5, __X__, _X_X_, __X__, _XXX_, ____X, _XXXX, X___X, _XXXX), /* a ring above */
	R(e6, _____, _____, XX_X_, __X_X, _XXXX, X_X__, X_X_X, _X_X_), /* ae */
	R(e7, _____, _____, _XXX_, X____, X___X, _XXX_, __X__, _XX__), /* c cedilla */
	R(e8, _X___, __X__, _____, _XXX_, X___X, XXXXX, X____, _XXX_), /* e grave */
	R(e9, ___X_, __X__, _____, _XXX_, X___X, XXXXX, X____, _XXX_), /* e acute */
	R(ea, __X__, _X_X_, _____, _XXX_, X___X, XXXXX, X____, _XXX_), /* e circumflex */
	R(eb, _____, _X_X_, _____, _XXX_, X___X, XXXXX, X____, _XXX_), /* e diaeresis */
	R(ec, _X___, __X__, _____, __X__, _XX__, __X__, __X__, _XXX_), /* i grave */
	R(ed, ___X_, __X__, _____, __X__, _XX__, __X__, __X__, _XXX_), /* i acute */
	R(ee, __X__, _X_X_, _____, __X__, _XX__, __X__, __X__, _XXX_), /* i circumflex */
	R(ef, _____, _X_X_, _____, __X__, _XX__, __X__, __X__, _XXX_), /* i diaeresis */
	R(f0, _____, X_X__, _X___, X_X__, ___X_, _XXXX, X___X, _XXX_), /* eth */
	R(f1, _XX_X, X__X_, _____, X_XX_, XX__X, X___X, X___X, X___X), /* n tilde */
	R(f2, _X___, __X__, _____, _XXX_, X___X, X___X, X___X, _XXX_), /* o grave */
	R(f3, ___X_, __X__, _____, _XXX_, X___X, X___X, X___X, _XXX_), /* o acute */
	R(f4, _____, __X__, _X_X_, _____, _XXX_, X___X, X___X, _XXX_), /* o circumflex */
	R(f5, _____, _XX_X, X__X_, _____, _XXX_, X___X, X___X, _XXX_), /* o tilde */
	R(f6, _____, _X_X_, _____, _XXX_, X___X, X___X, X___X, _XXX_), /* o diaeresis */
	R(f7, _____, _____, __X__, _____, XXXXX, _____, __X__, _____), /* division */
	R(f8, _____, ___X_, __X__, _XXX_, X_X_X, _XXX_, __X__, _X___), /* o stroke */
	R(f9, _X___, __X__, _____, X___X, X___X, X___X, X__XX, _XX_X), /* u grave */
	R(fa, ___X_, __X__, _____, X___X, X___X, X___X, X__XX, _XX_X), /* u acute */
	R(fb, __X__, _X_X_, _____, X___X, X___X, X___X, X__XX, _XX_X), /* u circumflex */
	R(fc, _____, _X_X_, _____, X___X, X___X, X___X, X__XX, _XX_X), /* u diaeresis */
	R(fd, _____, ___X_, __X__, X___X, X___X, _XXXX, ____X, _XXX_), /* y acute */
	R(fe, _____, _XX__, __X__, __XX_, __X_X, __XX_, __X__, _XXX_), /* thorn */
	R(ff, _____, _X_X_, _____, X___X, X___X, _XXXX, ____X, _XXX_), /* y diaeresis */
};

const u8 *rom_a02_rows(u8 code)
{
	return font_find(patterns, ARRAY_SIZE(patterns), code);
}
