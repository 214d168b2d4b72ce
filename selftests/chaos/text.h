/* SPDX-License-Identifier: GPL-2.0-only */
/* What is written: pieces of what the fuzzers of the text core feed on. */
#ifndef CHAOS_TEXT_H
#define CHAOS_TEXT_H

#include <stddef.h>

struct worker;

/* Read the words of the dictionary and the inputs of the corpus, or end. */
void text_load(void);

/* Up to WRITE_MAX bytes of text; return how many. */
size_t text_any(struct worker *worker, char *bytes);

#endif
