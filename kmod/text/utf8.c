// SPDX-License-Identifier: GPL-2.0-only
#include "utf8.h"

static enum utf8_step utf8_first(struct utf8 *utf8, u8 byte, u32 *cp)
{
	if (byte < 0x80) {
		*cp = byte;
		return UTF8_DONE;
	}
	if (byte < 0xc2 || byte > 0xf4) {
		*cp = UTF8_REPLACEMENT;
		return UTF8_BAD;
	}
	utf8->left = 1 + (byte >= 0xe0) + (byte >= 0xf0);
	utf8->cp = byte & (0x3f >> utf8->left);

	/* No overlong form, no surrogate, nothing above U+10FFFF. */
	utf8->lower = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
	utf8->upper = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
	return UTF8_MORE;
}

enum utf8_step utf8_step(struct utf8 *utf8, u8 byte, u32 *cp)
{
	if (!utf8->left)
		return utf8_first(utf8, byte, cp);

	if (byte < utf8->lower || byte > utf8->upper) {
		utf8->left = 0;
		*cp = UTF8_REPLACEMENT;
		return UTF8_BROKEN;
	}
	utf8->lower = 0x80;
	utf8->upper = 0xbf;
	utf8->cp = utf8->cp << 6 | (byte & 0x3f);
	if (--utf8->left)
		return UTF8_MORE;

	*cp = utf8->cp;
	return UTF8_DONE;
}

size_t utf8_encode(u32 cp, char *out)
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = UTF8_REPLACEMENT;

	if (cp < 0x80) {
		out[0] = cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = 0xc0 | cp >> 6;
		out[1] = 0x80 | (cp & 0x3f);
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = 0xe0 | cp >> 12;
		out[1] = 0x80 | (cp >> 6 & 0x3f);
		out[2] = 0x80 | (cp & 0x3f);
		return 3;
	}
	out[0] = 0xf0 | cp >> 18;
	out[1] = 0x80 | (cp >> 12 & 0x3f);
	out[2] = 0x80 | (cp >> 6 & 0x3f);
	out[3] = 0x80 | (cp & 0x3f);
	return 4;
}
