/* SPDX-License-Identifier: GPL-2.0-only */
/* Words that strangers chose. */
#ifndef VOTE_TEXT_H
#define VOTE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* 1 to @most bytes of UTF-8, all of them visible. */
bool text_is_word(const char *text, size_t most);

/* How many cells of a display it takes. */
int text_cells(const char *text);

/* Print it in exactly @cells cells: cut, or followed by blanks. */
void text_print(FILE *out, const char *text, int cells);

#endif
