// SPDX-License-Identifier: GPL-2.0-only
#include "words.h"

#include <stdio.h>
#include <string.h>

/* The first word at or after @at; the list's end if there is none. */
static const char *word_at(const char *at)
{
	return at + strspn(at, WORDS_SEPARATORS);
}

unsigned int words_count(const char *list)
{
	unsigned int count = 0;

	for (const char *at = word_at(list ? list : ""); *at; count++)
		at = word_at(at + strcspn(at, WORDS_SEPARATORS));
	return count;
}

bool words_get(const char *list, unsigned int n, char *word, size_t size)
{
	const char *at = word_at(list ? list : "");

	for (; n && *at; n--)
		at = word_at(at + strcspn(at, WORDS_SEPARATORS));
	snprintf(word, size, "%.*s", (int)strcspn(at, WORDS_SEPARATORS), at);
	return *at;
}
