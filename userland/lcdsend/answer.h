/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The server's answer on its way to the user. What the display shows goes to
 * one printer; where the bridge refuses, it says so under its own name, and
 * that goes to the other. A refusal is one line; what is shown is as many as the
 * display has rows.
 */
#ifndef DEVLCD_LCDSEND_ANSWER_H
#define DEVLCD_LCDSEND_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "../common/printer.h"

#define REFUSAL_MAX 640		/* bytes; the bridge cuts what is longer */

/**
 * struct answer - an answer that arrives in pieces
 * @shown:   prints what the display shows
 * @refusal: prints why it does not
 * @to:      one of the two; NULL while that is open
 * @held:    what has come until then, @count bytes
 */
struct answer {
	struct printer shown;
	struct printer refusal;
	struct printer *to;
	char held[REFUSAL_MAX];
	size_t count;
};

void answer_write(struct answer *answer, const char *bytes, size_t count);

/* No more comes. */
void answer_end(struct answer *answer);

/* To be asked after the end. */
bool answer_is_refusal(const struct answer *answer);

#endif
