/* SPDX-License-Identifier: GPL-2.0-only */
/* A page or notification as JSON: {"text": "hi", "duration": 5, ...}. */
#ifndef LCDBRIDGE_PAGEJSON_H
#define LCDBRIDGE_PAGEJSON_H

#include <cjson/cJSON.h>

#include "../pages/textpage.h"

/**
 * pagejson_parse() - read a payload: a JSON object, else plain text
 * @payload: untrusted
 * @count:   bytes
 * @spec:    set; points into @payload and into the object
 * @object:  call cJSON_Delete() on it after using @spec; may be NULL
 *
 * Return: NULL, or the error.
 */
const char *pagejson_parse(const char *payload, size_t count,
			   struct textpage_spec *spec, struct cJSON **object);

#endif
