// SPDX-License-Identifier: GPL-2.0-only
#include "level.h"

bool level_parse(const char *text, size_t count, unsigned int max, unsigned int *level)
{
	unsigned int value = 0;

	if (count && text[count - 1] == '\n')
		count--;
	for (size_t i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = 10 * value + text[i] - '0';
		if (value > max)
			return false;
	}
	*level = value;
	return count;
}
