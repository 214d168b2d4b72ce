// SPDX-License-Identifier: GPL-2.0-only
#include "font.h"

#include "charset.h"
#include "font-rows.h"

const u8 *font_find(const struct font_glyph *glyphs, size_t count, u32 cp)
{
	size_t low = 0;

	while (low < count) {
		size_t mid = low + (count - low) / 2;

		if (cp < glyphs[mid].cp)
			count = mid;
		else if (cp > glyphs[mid].cp)
			low = mid + 1;
		else
			return glyphs[mid].rows;
	}
	return NULL;
}

static bool font_drawn(u32 cp, u8 rows[FONT_ROWS])
{
	return font_block(cp, rows) || font_symbol(cp, rows) ||
	       font_letter(cp, rows);
}

bool font_glyph(u32 cp, u8 rows[FONT_ROWS])
{
	u32 like;

	if (font_drawn(cp, rows))
		return true;
	like = charset_look_alike(cp);
	return like != cp && font_drawn(like, rows);
}
