/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text of strangers, printed so that it cannot command the terminal.
 */
#ifndef DEVLCD_COMMON_PRINTER_H
#define DEVLCD_COMMON_PRINTER_H

#include <stdio.h>

#include "text/utf8.h"

/**
 * struct printer - a text on its way to a stream
 * @out:  where to print, NULL for nowhere
 * @utf8: may it be UTF-8, or ASCII alone?
 * @step: the decoder between two pieces
 */
struct printer {
	FILE *out;
	bool utf8;
	struct utf8 step;
};

/**
 * printer_write() - print the next piece: line feeds, and what is printable
 * @printer: state
 * @bytes:   any bytes at all
 * @count:   how many
 */
void printer_write(struct printer *printer, const void *bytes, size_t count);

/**
 * printer_end() - no more comes: a character cut off there is shown as U+FFFD
 * @printer: state
 */
void printer_end(struct printer *printer);

#endif
