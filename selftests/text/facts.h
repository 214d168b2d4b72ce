/* SPDX-License-Identifier: GPL-2.0-only */
/* What unicode.py wrote down when the tests were built. */
#ifndef DEVLCD_FACTS_H
#define DEVLCD_FACTS_H

#include <errno.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "types.h"

/**
 * struct facts - the lines of one kind, one after the other
 * @version: of Unicode
 * @cp:      what the line says, as many as it has
 */
struct facts {
	FILE *file;
	int version;
	u32 cp[5];
};

static inline bool facts_open(struct facts *facts)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/unicode.txt",
		 dirname(strdupa(program_invocation_name)));
	facts->file = fopen(path, "r");
	return facts->file &&
	       fscanf(facts->file, "version %d ", &facts->version) == 1;
}

static inline bool facts_next(struct facts *facts, const char *kind)
{
	char line[64], name[16];
	u32 *cp = facts->cp;

	while (fgets(line, sizeof(line), facts->file))
		if (sscanf(line, "%15s %x %x %x %x %x", name, &cp[0], &cp[1],
			   &cp[2], &cp[3], &cp[4]) > 1 && !strcmp(name, kind))
			return true;
	return false;
}

static inline void facts_close(struct facts *facts)
{
	fclose(facts->file);
}

#endif
