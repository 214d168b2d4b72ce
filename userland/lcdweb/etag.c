// SPDX-License-Identifier: GPL-2.0-only
#include "etag.h"

#include <stdio.h>
#include <string.h>

/* FNV-1a. */
void etag_make(char tag[ETAG_SIZE], const char *bytes, size_t count)
{
	unsigned long long hash = 0xcbf29ce484222325ull;

	for (size_t i = 0; i < count; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3ull;
	snprintf(tag, ETAG_SIZE, "\"%016llx\"", hash);
}

/* A tag has quotes around it, so it cannot match a part of another one. */
bool etag_matches(const char *known, const char *tag)
{
	return !strcmp(known, "*") || strstr(known, tag);
}
