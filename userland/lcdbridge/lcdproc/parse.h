/* SPDX-License-Identifier: GPL-2.0-only */
/* Splits a line of LCDproc's protocol into words. */
#ifndef LCDBRIDGE_LCDPROC_PARSE_H
#define LCDBRIDGE_LCDPROC_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#define LCDPROC_WORDS_MAX 64
#define LCDPROC_TEXT_MAX 512	/* bytes of a text, including the NUL */

/**
 * struct words - a command and its arguments
 * @count: number of words
 * @word:  the words; they point into the line
 */
struct words {
	int count;
	const char *word[LCDPROC_WORDS_MAX];
};

/**
 * words_split() - split a line
 * @words: set
 * @line:  changed: each word ends in a NUL, and escapes are resolved
 *
 * Blanks separate words. A blank between "quotes" or {braces} does not. These may open in
 * the middle of a word, and end the word when they close. A backslash escapes the next
 * character; \n, \r and \t are line feed, carriage return and tab.
 *
 * Return: false if a quote or an escape is incomplete, or for too many words.
 */
bool words_split(struct words *words, char *line);

/* Word number @i; "" if there are fewer words. */
const char *words_at(const struct words *words, int i);

/* The name of an option, without its optional dash. */
const char *option_name(const char *word);

/* The number that a word begins with: 10 for "10.5", 0 for "x". */
int number_read(const char *word);

/* A coordinate is read like a number, but must begin with a digit. */
bool is_place(const char *word);
int place_read(const char *word);

/**
 * text_to_utf8() - sanitize the text of a client
 * @text:  UTF-8 or Latin-1
 * @clean: set to UTF-8 without control characters other than line feed and tab
 * @size:  of @clean, at most LCDPROC_TEXT_MAX; longer text is cut
 *
 * Text that is not well-formed UTF-8 is taken for Latin-1.
 */
void text_to_utf8(const char *text, char *clean, size_t size);

#endif
