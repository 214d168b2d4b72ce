// SPDX-License-Identifier: GPL-2.0-only
#include "pagejson.h"

#include <string.h>

#include "config.h"
#include "macros.h"

#define DAY_S 86400

/* How deep brackets nest, those in strings and those that close nothing not counted. */
static unsigned int json_depth(const char *text, size_t count)
{
	unsigned int depth = 0, deepest = 0;
	bool string = false;

	for (size_t i = 0; i < count; i++) {
		if (string && text[i] == '\\')
			i++;
		else if (text[i] == '"')
			string = !string;
		else if (!string && (text[i] == '{' || text[i] == '['))
			depth++;
		else if (!string && depth && (text[i] == '}' || text[i] == ']'))
			depth--;
		if (depth > deepest)
			deepest = depth;
	}
	return deepest;
}

static const char *json_string(const cJSON *object, const char *name, const char **value)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	if (item && !cJSON_IsString(item))
		return "text and title must be strings";
	*value = item ? item->valuestring : NULL;
	return NULL;
}

static const char *json_seconds(const cJSON *object, const char *name, unsigned int *ms)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	if (!item || cJSON_IsNull(item))
		return NULL;
	if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0 && item->valuedouble <= DAY_S))
		return "duration and lifetime must be seconds, 0 to 86400";
	*ms = item->valuedouble * 1000;
	return NULL;
}

static const char *json_duration(const cJSON *object, unsigned int *ms)
{
	const char *wrong = json_seconds(object, "duration", ms);

	if (!wrong && *ms && *ms < DURATION_MIN_MS)
		return "a duration of less than 0.01 seconds is too short";
	return wrong;
}

static const char *json_bool(const cJSON *object, const char *name, bool *value)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	if (!item)
		return NULL;
	if (!cJSON_IsBool(item))
		return "hold, stack and wakeup must be true or false";
	*value = cJSON_IsTrue(item);
	return NULL;
}

static const char *json_priority(const cJSON *object, enum page_priority *priority)
{
	static const struct {
		const char *name;
		enum page_priority priority;
	} names[] = {
		{ "hidden", PAGE_HIDDEN },
		{ "background", PAGE_BACKGROUND },
		{ "info", PAGE_INFO },
		{ "foreground", PAGE_FOREGROUND },
		{ "alert", PAGE_ALERT },
	};
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, "priority");

	if (!item)
		return NULL;
	for (size_t i = 0; cJSON_IsString(item) && i < ARRAY_SIZE(names); i++) {
		if (!strcmp(item->valuestring, names[i].name)) {
			*priority = names[i].priority;
			return NULL;
		}
	}
	return "priority must be hidden, background, info, foreground or alert";
}

static const char *json_spec(const cJSON *object, struct textpage_spec *spec)
{
	bool stack = true;
	const char *const wrong[] = {
		json_string(object, "text", &spec->text),
		json_string(object, "title", &spec->title),
		json_duration(object, &spec->duration),
		json_seconds(object, "lifetime", &spec->lifetime),
		json_bool(object, "hold", &spec->hold),
		json_bool(object, "stack", &stack),
		json_bool(object, "wakeup", &spec->wakeup),
		json_priority(object, &spec->priority),
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		if (wrong[i])
			return wrong[i];
	if (!spec->text && !spec->title)
		return "wants text or title";
	if (!spec->text)
		spec->text = "";
	spec->count = strlen(spec->text);
	spec->replace = !stack;
	return NULL;
}

const char *pagejson_parse(const char *payload, size_t count, struct textpage_spec *spec,
			   cJSON **object)
{
	*spec = (struct textpage_spec){ .text = payload, .count = count, .priority = PAGE_INFO };
	*object = NULL;
	if (!count || payload[0] != '{')
		return NULL;
	if (json_depth(payload, count) > PAGEJSON_DEPTH)
		return "the JSON nests too deep";
	*object = cJSON_ParseWithLength(payload, count);
	return *object ? json_spec(*object, spec) : NULL;
}
