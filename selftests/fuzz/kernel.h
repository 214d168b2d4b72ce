/* SPDX-License-Identifier: GPL-2.0-only */
/* As much of a kernel as kmod/parse.c and kmod/wiring.c call, with its meaning. */
#ifndef DEVLCD_FUZZ_KERNEL_H
#define DEVLCD_FUZZ_KERNEL_H

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;

#define min(a, b) ((a) < (b) ? (a) : (b))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* Formatted, for its reads, and dropped. */
static inline void pr_err(const char *format, ...)
{
	char text[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
}

static inline char *skip_spaces(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return (char *)text;
}

static inline int hex_digit(char digit)
{
	if (!isxdigit((unsigned char)digit))
		return -1;
	return digit <= '9' ? digit - '0' : tolower(digit) - 'a' + 10;
}

static inline int hex2bin(uint8_t *out, const char *text, size_t count)
{
	for (; count; count--, text += 2) {
		if (hex_digit(text[0]) < 0 || hex_digit(text[1]) < 0)
			return -EINVAL;
		*out++ = hex_digit(text[0]) << 4 | hex_digit(text[1]);
	}
	return 0;
}

/* A sign, digits, a line feed. */
static inline int kstrtouint(const char *text, unsigned int base, unsigned int *value)
{
	unsigned long long number;
	char *end;

	text += *text == '+';
	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	errno = 0;
	number = strtoull(text, &end, base);
	if (*end && strcmp(end, "\n"))
		return -EINVAL;
	if (errno || number > UINT_MAX)
		return -ERANGE;
	*value = number;
	return 0;
}

static inline void strscpy(char *out, const char *text, size_t size)
{
	size_t count = strnlen(text, size - 1);

	memcpy(out, text, count);
	out[count] = '\0';
}

static inline int match_string(const char *const *list, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i], text))
			return i;
	return -EINVAL;
}

#endif
