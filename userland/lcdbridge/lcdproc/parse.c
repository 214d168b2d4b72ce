// SPDX-License-Identifier: GPL-2.0-only
#include "parse.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../../common/sanitize.h"

#define PLACE_MAX 32767

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static char unescape(char c)
{
	return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
}

/*
 * Copy a word without its quotes and backslashes. Return the rest of the line; NULL if a
 * quote or an escape is incomplete. A closing quote ends the word.
 */
static char *word_take(char *from, char *to)
{
	char end = '\0';

	for (; *from && (end ? *from != end : !is_blank(*from)); from++) {
		if (*from == '\\') {
			if (!*++from)
				return NULL;
			*to++ = unescape(*from);
		} else if (!end && (*from == '"' || *from == '{')) {
			end = *from == '"' ? '"' : '}';
		} else {
			*to++ = *from;
		}
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

int number_read(const char *word)
{
	long number = strtol(word, NULL, 10);

	return number < INT_MIN ? INT_MIN : number > INT_MAX ? INT_MAX : number;
}

bool is_place(const char *word)
{
	return isdigit((unsigned char)*word);
}

int place_read(const char *word)
{
	int place = number_read(word);

	return place < PLACE_MAX ? place : PLACE_MAX;
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

/* Doubles the length at most: a byte above 0x7f becomes two bytes. */
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
	/* Cut between characters. Sanitizing never makes well-formed text longer. */
	n = strlen(text);
	if (n >= size)
		for (n = size - 1; n && ((u8)text[n] & 0xc0) == 0x80; n--)
			;
	n = sanitize_text(&sanitize, (const u8 *)text, n, clean);
	clean[n] = '\0';
}
