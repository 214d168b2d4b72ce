// SPDX-License-Identifier: GPL-2.0-only
#include "text.h"

#include <string.h>
#include <wchar.h>

/* The bytes of the character at @text, and its cells; 0 where it is not UTF-8. */
static size_t character(const char *text, int *cells)
{
	mbstate_t state = { 0 };
	size_t left = strlen(text);
	wchar_t c;
	size_t used = mbrtowc(&c, text, left, &state);

	if (used > left)		/* (size_t)-1 and -2 say what is wrong */
		return 0;
	*cells = wcwidth(c);
	return used;
}

/*
 * Control characters have no width (-1); those of width 0 would make two names
 * look like one.
 */
bool text_is_word(const char *text, size_t most)
{
	size_t length = strlen(text);
	size_t used;
	int cells;

	if (!length || length > most)
		return false;
	for (; *text; text += used) {
		used = character(text, &cells);
		if (!used || cells < 1)
			return false;
	}
	return true;
}

int text_cells(const char *text)
{
	int cells, sum = 0;
	size_t used;

	for (; *text && (used = character(text, &cells)); text += used)
		sum += cells;
	return sum;
}

void text_print(FILE *out, const char *text, int cells)
{
	size_t used;
	int width;

	for (; *text && (used = character(text, &width)) && width <= cells; text += used) {
		fwrite(text, 1, used, out);
		cells -= width;
	}
	fprintf(out, "%*s", cells, "");
}
