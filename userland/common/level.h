/* SPDX-License-Identifier: GPL-2.0-only */
/* The level of a light, as text. */
#ifndef LEVEL_H
#define LEVEL_H

#include <stdbool.h>
#include <stddef.h>

/**
 * level_parse() - read a decimal number
 * @text:  need not end in NUL; may end in a line feed
 * @count: bytes of @text
 * @max:   the highest level
 * @level: set on success
 *
 * Return: false for anything else, and for a level above @max.
 */
bool level_parse(const char *text, size_t count, unsigned int max, unsigned int *level);

#endif
