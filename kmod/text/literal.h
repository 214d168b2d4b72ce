/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of characters are string literals in UTF-8, easier to read than code points.
 * They are well formed; decode other text with utf8.h.
 */
#ifndef DEVLCD_TEXT_LITERAL_H
#define DEVLCD_TEXT_LITERAL_H

#include "types.h"
#include "utf8.h"

/* Return: the character at *@text, which is moved past it; 0 at the end. */
static inline u32 literal_next(const char **text)
{
	u32 cp = (u8)*(*text)++;
	int more = (cp >= 0xc0) + (cp >= 0xe0) + (cp >= 0xf0);

	if (more)
		cp &= 0x3f >> more;
	while (more--)
		cp = cp << 6 | (*(*text)++ & 0x3f);
	return cp;
}

static inline u32 literal_word(const char *text)
{
	return (u32)(u8)text[0] << 24 | (u8)text[1] << 16 | (u8)text[2] << 8 | (u8)text[3];
}

/*
 * Return: the rest of the string that begins with @cp, or NULL. The strings of the table
 * begin with different characters, are sorted by them (in UTF-8 also the order of their
 * bytes), and have @width bytes each, at least 4.
 */
static inline const char *literal_find(const char *table, size_t count, size_t width, u32 cp)
{
	char bytes[UTF8_MAX] = { 0 };
	size_t length = utf8_encode(cp, bytes);
	u32 mask = ~0u << 8 * (UTF8_MAX - length);
	u32 word = literal_word(bytes);
	size_t low = 0, end = count;

	/* Entries before @low are <= @cp, entries from @end on are > @cp. */
	while (low < end) {
		size_t mid = low + (end - low) / 2;

		if ((literal_word(table + mid * width) & mask) <= word)
			low = mid + 1;
		else
			end = mid;
	}
	if (!low || (literal_word(table + (low - 1) * width) & mask) != word)
		return NULL;
	return table + (low - 1) * width + length;
}

#define LITERAL_FIND(table, cp) \
	literal_find((const char *)(table), ARRAY_SIZE(table), sizeof((table)[0]), cp)

#endif
