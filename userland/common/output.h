/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks at the end of a program that its output was written. */
#ifndef DEVLCD_COMMON_OUTPUT_H
#define DEVLCD_COMMON_OUTPUT_H

#include <stdbool.h>

/* Flush standard output. Return: false, after a message, if that fails. */
bool output_end(void);

#endif
