/* SPDX-License-Identifier: GPL-2.0-only */
/* A display as JSON, on one line. */
#ifndef LCDWEB_JSON_H
#define LCDWEB_JSON_H

#include <stdio.h>

struct frame_facts;
struct picture;

/* Write a string with quotes. @text is UTF-8. */
void json_string(const char *text, size_t count, FILE *out);

void json_write(const struct picture *picture, const struct frame_facts *facts, FILE *out);

#endif
