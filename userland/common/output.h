/* SPDX-License-Identifier: GPL-2.0-only */
/* The end of a program that prints. */
#ifndef DEVLCD_COMMON_OUTPUT_H
#define DEVLCD_COMMON_OUTPUT_H

#include <stdbool.h>

/* Write what standard output still holds. Return: false, after complaining. */
bool output_end(void);

#endif
