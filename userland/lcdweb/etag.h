/* SPDX-License-Identifier: GPL-2.0-only */
/* A hash of a body, by which a client learns that its copy is current. */
#ifndef LCDWEB_ETAG_H
#define LCDWEB_ETAG_H

#include <stdbool.h>
#include <stddef.h>

#define ETAG_SIZE 20

void etag_make(char tag[ETAG_SIZE], const char *bytes, size_t count);

/* Does the value of a header If-None-Match contain the tag? */
bool etag_matches(const char *known, const char *tag);

#endif
