// SPDX-License-Identifier: GPL-2.0-only
#include "sanitize.h"

#include "text/charset.h"

static bool sanitize_passes(u32 cp)
{
	if (cp < 0x20)
		return cp == '\n' || cp == '\t' || cp == '\f';
	if (cp < 0xa0)
		return cp < 0x7f;
	if (charset_private(cp))
		return false;	/* user glyphs, ROM codes, or without a meaning */
	return charset_cell(cp) || charset_combining(cp) || cp == CHARSET_JOINER;
}

static bool sanitize_plain(u8 byte)
{
	return byte >= 0x20 && byte < 0x7f;
}

static char *sanitize_put(char *out, u32 cp)
{
	return sanitize_passes(cp) ? out + utf8_encode(cp, out) : out;
}

size_t sanitize_text(struct sanitize *sanitize, const u8 *bytes, size_t count, char *out)
{
	const u8 *end = bytes + count;
	char *start = out;
	u32 cp;

	while (bytes < end) {
		if (!sanitize->utf8.left && sanitize_plain(*bytes)) {
			*out++ = (char)*bytes++;
			continue;
		}
		switch (utf8_step(&sanitize->utf8, *bytes, &cp)) {
		case UTF8_MORE:
			bytes++;
			break;
		case UTF8_DONE:
		case UTF8_BAD:
			bytes++;
			out = sanitize_put(out, cp);
			break;
		case UTF8_BROKEN:	/* the byte is offered again */
			out = sanitize_put(out, cp);
			break;
		}
	}
	return out - start;
}
