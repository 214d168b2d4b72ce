/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads values of an untrusted JSON object; a refusal names the key. */
#ifndef LCDBRIDGE_JSONVALUE_H
#define LCDBRIDGE_JSONVALUE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "../base/macros.h"

/* "where" + "key" + ": " + why, valid until the next call. */
const char *json_refuse(const char *where, const char *key, const char *why, ...)
	__printf(3, 4);

/*
 * All of these leave the value unchanged if the object has no such key. They return NULL,
 * or the reason for a refusal, in which @where stands before the key.
 */

/* Also accepts a number, since templates make both. The object owns the text. */
const char *json_string(cJSON *object, const char *where, const char *key, const char **value);

/* A number, or a text with a number; from @min to @max. */
const char *json_number(const cJSON *object, const char *where, const char *key, double min,
			double max, double *value);

const char *json_bool(const cJSON *object, const char *where, const char *key, bool *value);

/* One of @count words; sets its index. */
const char *json_choice(const cJSON *object, const char *where, const char *key,
			const char *const *words, size_t count, unsigned int *value);

/* A number, or a text with a number. Return: false if @item is neither. */
bool json_is_number(const cJSON *item, double *value);

#endif
