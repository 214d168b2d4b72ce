// SPDX-License-Identifier: GPL-2.0-only
#include "jsonvalue.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *json_refuse(const char *where, const char *key, const char *why, ...)
{
	static char refusal[192];
	va_list args;
	int n;

	n = snprintf(refusal, sizeof(refusal), "%s%.64s: ", where, key);
	va_start(args, why);
	vsnprintf(refusal + n, sizeof(refusal) - n, why, args);
	va_end(args);
	return refusal;
}

static cJSON *json_print(cJSON *object, const char *key, const cJSON *number)
{
	char *digits = cJSON_PrintUnformatted(number);
	cJSON *text = digits ? cJSON_CreateString(digits) : NULL;

	cJSON_free(digits);
	if (text && cJSON_ReplaceItemInObjectCaseSensitive(object, key, text))
		return text;
	cJSON_Delete(text);
	return NULL;
}

const char *json_string(cJSON *object, const char *where, const char *key, const char **value)
{
	cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	if (!item)
		return NULL;
	if (cJSON_IsNumber(item)) {
		item = json_print(object, key, item);
		if (!item)
			return "out of memory";
	}
	if (!cJSON_IsString(item))
		return json_refuse(where, key, "must be a string or a number");
	*value = item->valuestring;
	return NULL;
}

bool json_is_number(const cJSON *item, double *value)
{
	char *end;

	if (cJSON_IsNumber(item)) {
		*value = item->valuedouble;
		return isfinite(*value);
	}
	if (!cJSON_IsString(item))
		return false;
	*value = strtod(item->valuestring, &end);
	return end != item->valuestring && !*end && isfinite(*value);
}

const char *json_number(const cJSON *object, const char *where, const char *key, double min,
			double max, double *value)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
	double number;

	if (!item)
		return NULL;
	if (!json_is_number(item, &number) || number < min || number > max)
		return json_refuse(where, key, isinf(min) ? "must be a number" :
				   "must be a number, %.10g to %.10g", min, max);
	*value = number;
	return NULL;
}

const char *json_bool(const cJSON *object, const char *where, const char *key, bool *value)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	if (!item)
		return NULL;
	if (!cJSON_IsBool(item))
		return json_refuse(where, key, "must be true or false");
	*value = cJSON_IsTrue(item);
	return NULL;
}

const char *json_choice(const cJSON *object, const char *where, const char *key,
			const char *const *words, size_t count, unsigned int *value)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
	char list[96] = "";
	size_t n = 0;

	if (!item)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		if (cJSON_IsString(item) && !strcmp(item->valuestring, words[i])) {
			*value = i;
			return NULL;
		}
		n += snprintf(list + n, sizeof(list) - n, "%s%s",
			      !i ? "" : i + 1 < count ? ", " : " or ", words[i]);
	}
	return json_refuse(where, key, "must be %s", list);
}
