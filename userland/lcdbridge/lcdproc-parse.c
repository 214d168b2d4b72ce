// SPDX-License-Identifier: GPL-2.0-only
#include "lcdproc-parse.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "sanitize.h"

/* LCDd's; some clients end lines with \r\n. */
static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static char unescape(char c)
{
	return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
}

/* Copy a word down over its quotes; return what follows it, NULL for no end. */
static char *word_take(char *from, char *to)
{
	char end = *from == '"' ? '"' : *from == '{' ? '}' : '\0';

	from += !!end;
	while (*from && (end ? *from != end : !is_blank(*from))) {
		if (*from == '\\' && from[1])
			*to++ = unescape(*++from);
		else
			*to++ = *from;
		from++;
	}
	if (end && !*from)
		return NULL;
	from += *from != '\0';
	*to = '\0';
	return from;
}

bool words_split(struct words *words, char *line)
{
	words->count = 0;
	for (;;) {
		while (is_blank(*line))
			line++;
		if (!*line)
			return true;
		if (words->count == LCDPROC_WORDS_MAX)
			return false;
		words->word[words->count++] = line;
		line = word_take(line, line);
		if (!line)
			return false;
	}
}

const char *words_at(const struct words *words, int i)
{
	return i < words->count ? words->word[i] : "";
}

const char *option_name(const char *word)
{
	return word + (*word == '-');
}

bool number_parse(const char *word, int *value)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(word, &end, 10);
	if (end == word || *end || errno || number < INT_MIN || number > INT_MAX)
		return false;
	*value = number;
	return true;
}

static bool is_utf8(const char *text)
{
	struct utf8 utf8 = { 0 };
	u32 cp;

	for (; *text; text++) {
		enum utf8_step step = utf8_step(&utf8, (u8)*text, &cp);

		if (step == UTF8_BAD || step == UTF8_BROKEN)
			return false;
	}
	return !utf8.left;
}

/* At most twice as long: every byte above 0x7f is two. */
static void latin1_to_utf8(const char *text, char *out, size_t size)
{
	char *end = out + size - UTF8_MAX;

	while (*text && out < end)
		out += utf8_encode((u8)*text++, out);
	*out = '\0';
}

void text_to_utf8(const char *text, char *clean, size_t size)
{
	struct sanitize sanitize = { 0 };
	char utf8[2 * LCDPROC_TEXT_MAX];
	size_t n;

	if (!is_utf8(text)) {
		latin1_to_utf8(text, utf8, sizeof(utf8));
		text = utf8;
	}
	/* Sanitizing makes well-formed text no longer. Cut between characters. */
	n = strlen(text);
	if (n >= size)
		for (n = size - 1; n && ((u8)text[n] & 0xc0) == 0x80; n--)
			;
	n = sanitize_text(&sanitize, (const u8 *)text, n, clean);
	clean[n] = '\0';
}
