/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prints untrusted text so that it cannot control the terminal.
 */
#ifndef DEVLCD_COMMON_PRINTER_H
#define DEVLCD_COMMON_PRINTER_H

#include <stdio.h>

#include "text/utf8.h"

/**
 * struct printer - prints a text that arrives in pieces
 * @out:  stream, or NULL to print nothing
 * @utf8: print UTF-8; else ASCII only
 * @step: the decoder between two pieces
 */
struct printer {
	FILE *out;
	bool utf8;
	struct utf8 step;
};

/**
 * printer_write() - print the next piece
 * @printer: state
 * @bytes:   any bytes at all
 * @count:   of @bytes
 */
void printer_write(struct printer *printer, const void *bytes, size_t count);

/**
 * printer_end() - end the text; print an incomplete character as U+FFFD
 * @printer: state
 */
void printer_end(struct printer *printer);

#endif
