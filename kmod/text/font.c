// SPDX-License-Identifier: GPL-2.0-only
#include "font.h"

#include "charset.h"
#include "font-rows.h"

const u8 *font_find(const struct font_glyph *glyphs, size_t count, u32 cp)
{
	size_t low = 0, end = count;

	if (cp > glyphs[count - 1].cp)
		return NULL;
	/* Entries before @low are <= @cp, entries from @end on are > @cp. */
	while (low < end) {
		size_t mid = low + (end - low) / 2;

		if (glyphs[mid].cp <= cp)
			low = mid + 1;
		else
			end = mid;
	}
	return low && glyphs[low - 1].cp == cp ? glyphs[low - 1].rows : NULL;
}

static bool font_drawn(u32 cp, u8 rows[FONT_ROWS])
{
	return font_block(cp, rows) || font_letter(cp, rows) ||
	       font_symbol(cp, rows);
}

bool font_glyph(u32 cp, u8 rows[FONT_ROWS])
{
	u32 like;

	if (font_drawn(cp, rows))
		return true;
	like = charset_look_alike(cp);
	return like != cp && font_drawn(like, rows);
}
