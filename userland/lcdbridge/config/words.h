/* SPDX-License-Identifier: GPL-2.0-only */
/* A setting of several words, with blanks or commas between them. */
#ifndef LCDBRIDGE_WORDS_H
#define LCDBRIDGE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#define WORDS_SEPARATORS " \t,"

/* NULL is a list without words. */
unsigned int words_count(const char *list);

/* Copy word @n, from 0; a longer one is cut. Return: false if there are not so many. */
bool words_get(const char *list, unsigned int n, char *word, size_t size);

#endif
