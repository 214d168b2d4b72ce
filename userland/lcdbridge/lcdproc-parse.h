/* SPDX-License-Identifier: GPL-2.0-only */
/* A line of LCDproc's client language to words. */
#ifndef LCDBRIDGE_LCDPROC_PARSE_H
#define LCDBRIDGE_LCDPROC_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#define LCDPROC_WORDS_MAX 64
#define LCDPROC_TEXT_MAX 512	/* bytes of a text that is kept, a NUL included */

/**
 * struct words - a command and its arguments
 * @count: of them
 * @word:  each, pointing into the line
 */
struct words {
	int count;
	const char *word[LCDPROC_WORDS_MAX];
};

/**
 * words_split() - split a line
 * @words: set
 * @line:  changed: words end in NULs, escapes are resolved
 *
 * Words are separated by blanks, \r among them; "quotes" and {braces} keep blanks, and a
 * backslash takes the meaning off the next character; \n, \r and \t are those.
 *
 * Return: false for a quote that does not end, or too many words.
 */
bool words_split(struct words *words, char *line);

/* The word at @i, or "" beyond the last. */
const char *words_at(const struct words *words, int i);

/* An option's name without the dash that it may have. */
const char *option_name(const char *word);

/* A whole decimal number, perhaps negative. */
bool number_parse(const char *word, int *value);

/**
 * text_to_utf8() - text from a client that may speak UTF-8 or Latin-1
 * @text:  as it came
 * @clean: UTF-8 without controls other than line feed and tab
 * @size:  of @clean, at most LCDPROC_TEXT_MAX; what is longer is cut
 *
 * What is not well-formed UTF-8 is Latin-1.
 */
void text_to_utf8(const char *text, char *clean, size_t size);

#endif
