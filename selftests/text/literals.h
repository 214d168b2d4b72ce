/* SPDX-License-Identifier: GPL-2.0-only */
/* Loops over the characters of a string, and the string that cells make. */
#ifndef DEVLCD_LITERALS_H
#define DEVLCD_LITERALS_H

#include "literal.h"

/* Run the statement that follows for each character @cp of @text. */
#define for_each_char(cp, text) \
	for (const char *_at = (text); ((cp) = literal_next(&_at)); )

#endif
