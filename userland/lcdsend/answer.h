/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prints the server's answer. The content of the display goes to one printer, a
 * refusal to the other. A refusal is one line that begins with the name of the bridge;
 * the content of the display has a line for each row.
 */
#ifndef DEVLCD_LCDSEND_ANSWER_H
#define DEVLCD_LCDSEND_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "../common/printer.h"

#define REFUSAL_MAX 640		/* bytes; the bridge cuts longer ones */

/**
 * struct answer - an answer that arrives in pieces
 * @shown:   prints the content of the display
 * @refusal: prints a refusal
 * @to:      one of the two; NULL while it is not known which
 * @held:    the @count bytes that came until then
 */
struct answer {
	struct printer shown;
	struct printer refusal;
	struct printer *to;
	char held[REFUSAL_MAX];
	size_t count;
};

void answer_write(struct answer *answer, const char *bytes, size_t count);

/* End the answer. */
void answer_end(struct answer *answer);

/* Call it after answer_end(). */
bool answer_is_refusal(const struct answer *answer);

#endif
