// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first bytes of a connection: the verdict does not depend on how they are
 * cut, and is that of a regular expression. The first byte of an input says
 * whether user glyphs may be text.
 */
#include <regex.h>
#include <string.h>

#include "../../userland/lcdbridge/net/opening.h"
#include "must.h"

#define REQUEST "^(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI) [^[:cntrl:] ]+ " \
		"(HTTP|RTSP)/[0-9]"

static bool matches(const char *expression, const char *text)
{
	regex_t regex;
	bool found;

	must(!regcomp(&regex, expression, REG_EXTENDED | REG_NOSUB));
	found = !regexec(&regex, text, 0, NULL, 0);
	regfree(&regex);
	return found;
}

/* What a text of that length is, if the rest cannot change it. */
static enum opening second_reading(const u8 *bytes, size_t count, bool glyphs)
{
	char text[OPENING_MAX + 1];

	memcpy(text, bytes, count);
	text[count] = '\0';
	if (matches(REQUEST, text))
		return OPENING_HTTP;
	if (matches("^SSH-[0-9]", text))
		return OPENING_SSH;
	if (!memcmp(bytes, "\x16\x03", count < 2 ? count : 2))
		return count < 2 ? OPENING_UNDECIDED : OPENING_TLS;
	if (!glyphs && (!bytes[0] || (bytes[0] == 3 && count > 1 && !bytes[1])))
		return OPENING_BINARY;
	return OPENING_OURS;
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	enum opening whole, part = OPENING_UNDECIDED;
	bool glyphs;

	if (count < 2)
		return 0;
	glyphs = *bytes & 1;
	bytes++;
	count = count - 1 < OPENING_MAX ? count - 1 : OPENING_MAX;
	whole = opening_judge(bytes, count, glyphs);
	for (size_t n = 1; n <= count && part == OPENING_UNDECIDED; n++)
		part = opening_judge(bytes, n, glyphs);
	must(part == whole);
	if (whole != OPENING_UNDECIDED && count < OPENING_MAX)
		must(whole == second_reading(bytes, count, glyphs));
	return 0;
}
