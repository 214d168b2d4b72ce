// SPDX-License-Identifier: GPL-2.0-only
/* Composes letters and signs with marks (Unicode Annex 15, canonical composition). */
#include "charset.h"

#include "charset-compositions.h"

static u32 compose(u32 base, u32 mark)
{
	size_t low, end;

	if (mark < MARK_FIRST || mark > MARK_LAST)
		return 0;
	low = mark_begins[mark - MARK_FIRST];
	end = mark_begins[mark - MARK_FIRST + 1];
	while (low < end) {
		size_t mid = low + (end - low) / 2;
		u32 candidate = compositions[by_mark[mid]].base;

		if (base == candidate)
			return compositions[by_mark[mid]].composed;
		if (base < candidate)
			end = mid;
		else
			low = mid + 1;
	}
	return 0;
}

u32 charset_decompose(u32 cp, u32 *mark)
{
	size_t low, end;

	if (cp > COMPOSED_LAST)
		return 0;
	low = composed_begins[cp / 64];
	end = composed_begins[cp / 64 + 1];
	while (low < end) {
		size_t mid = low + (end - low) / 2;

		if (cp == compositions[mid].composed) {
			*mark = compositions[mid].mark;
			return compositions[mid].base;
		}
		if (cp < compositions[mid].composed)
			end = mid;
		else
			low = mid + 1;
	}
	return 0;
}

/*
 * Canonical_Combining_Class of the marks that compose. In Unicode's order: marks that
 * cross or touch the letter, marks below it, marks above it, and iota below.
 */
static unsigned int mark_class(u32 mark)
{
	switch (mark) {
	case 0x0338:
		return 1;
	case 0x031b:
		return 216;
	case 0x0327 ... 0x0328:
		return 202;
	case 0x0323 ... 0x0326:
	case 0x0329 ... 0x0331:
		return 220;
	case 0x0345:
		return 240;
	default:
		return 230;
	}
}

static u32 add_mark(u32 base, u32 mark)
{
	u32 composed = compose(base, mark);
	u32 letter, accent;

	if (composed || mark > MARK_LAST)
		return composed;

	/*
	 * For A, circumflex, dot below, Unicode's table has A, dot below, circumflex: so
	 * add the lower mark first. If no letter has both, the circumflex is lost.
	 */
	letter = charset_decompose(base, &accent);
	if (!letter || mark_class(mark) >= mark_class(accent))
		return 0;
	base = compose(letter, mark);
	composed = base ? compose(base, accent) : 0;
	return composed ? composed : base;
}

u32 charset_compose(u32 base, u32 mark)
{
	u32 composed, both;

	switch (mark) {
	case 0x0340 ... 0x0341:		/* other code points of grave and acute */
		return add_mark(base, mark - 0x40);
	case 0x0343:			/* other code point of comma above */
		return add_mark(base, 0x0313);
	case 0x0344:			/* diaeresis and acute in one mark */
		composed = add_mark(base, 0x0308);
		both = add_mark(composed ? composed : base, 0x0301);
		return both ? both : composed;
	default:
		return add_mark(base, mark);
	}
}
