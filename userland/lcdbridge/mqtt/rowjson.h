/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows of a page in JSON: text, icons, bars, high digits. */
#ifndef LCDBRIDGE_ROWJSON_H
#define LCDBRIDGE_ROWJSON_H

#include <cjson/cJSON.h>

#include "../pages/content.h"

/**
 * rowjson_parse() - read the content of a page
 * @object:  the page
 * @content: set, except text and title; points into @object
 *
 * Return: NULL, or the error.
 */
const char *rowjson_parse(struct cJSON *object, struct content_spec *content);

/*
 * Parse a picture: eight rows of two hexadecimal digits, 00 to 1f, with optional blanks
 * between them. Return: NULL, or the error.
 */
const char *rowjson_picture(const char *text, size_t count, u8 rows[SCREEN_GLYPH_ROWS]);

#endif
