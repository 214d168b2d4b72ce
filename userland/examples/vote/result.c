// SPDX-License-Identifier: GPL-2.0-only
#include "result.h"

#include <err.h>
#include <stdio.h>

#include "ballot.h"

/* Of what JSON wants escaped, a choice can have only these two. */
static void print_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++)
		fprintf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
	fputc('"', out);
}

void result_print(char *json, size_t size)
{
	FILE *out = fmemopen(json, size, "w");

	if (!out)
		err(1, "result");
	fprintf(out, "{\"total\": %u, \"counts\": {", ballot_total());
	for (int i = 0; i < ballot_choices(); i++) {
		fputs(i ? ", " : "", out);
		print_string(out, ballot_choice(i));
		fprintf(out, ": %u", ballot_count(i));
	}
	fputs("}}", out);
	fclose(out);
}
