// SPDX-License-Identifier: GPL-2.0-only
#include "rows.h"

#include <err.h>
#include <stdio.h>

#include "ballot.h"
#include "text.h"

#define BAR_MIN 4

static const char *const blocks[] = { " ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };

static int widest_choice(void)
{
	int widest = 0;

	for (int i = 0; i < ballot_choices(); i++) {
		int cells = text_cells(ballot_choice(i));

		if (cells > widest)
			widest = cells;
	}
	return widest;
}

/* In eighths of a cell, each block filled before the next. */
static void print_bar(FILE *out, int eighths, int cells)
{
	for (; cells; cells--, eighths -= 8)
		fputs(blocks[eighths > 8 ? 8 : eighths < 0 ? 0 : eighths], out);
}

void rows_print(char *text, size_t size, int columns, int rows)
{
	FILE *out = fmemopen(text, size, "w");
	unsigned int total = ballot_total();
	int digits = snprintf(NULL, 0, "%u", ballot_most());
	int room = columns - 2 - 1 - 1 - digits;	/* for the choice and its bar */
	int label = widest_choice();
	int bar;

	if (!out)
		err(1, "rows");
	if (label > room - BAR_MIN)
		label = room - BAR_MIN;
	bar = room - label;
	for (int i = 0; i < rows && i < ballot_choices(); i++) {
		unsigned int count = ballot_count(i);

		fputs(count && count == ballot_most() ? "♥ " : "  ", out);
		text_print(out, ballot_choice(i), label);
		fputc(' ', out);
		print_bar(out, total ? count * bar * 8 / total : 0, bar);
		fprintf(out, " %*u\n", digits, count);
	}
	fclose(out);
}
