// SPDX-License-Identifier: GPL-2.0-only
#include "pagejson.h"

#include <stdlib.h>

#include "../base/macros.h"
#include "../config/config.h"
#include "jsonvalue.h"
#include "rowjson.h"

#define DAY_S 86400
#define BOM "\xef\xbb\xbf"

static const char *json_seconds(const cJSON *object, const char *name, unsigned int *ms)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
	double seconds;

	if (!item || cJSON_IsNull(item))
		return NULL;
	if (!json_is_number(item, &seconds) || seconds < 0 || seconds > DAY_S)
		return json_refuse("", name, "must be seconds, 0 to %d", DAY_S);
	*ms = seconds * 1000;
	return NULL;
}

static const char *json_duration(const cJSON *object, unsigned int *ms)
{
	const char *wrong = json_seconds(object, "duration", ms);

	if (!wrong && *ms && *ms < DURATION_MIN_MS)
		return "a duration of less than 0.01 seconds is too short";
	return wrong;
}

static const char *json_priority(const cJSON *object, enum page_priority *priority)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, "priority");

	if (!item)
		return NULL;
	if (cJSON_IsString(item) && page_priority_parse(item->valuestring, priority) &&
	    *priority <= PAGE_ALERT)
		return NULL;
	return "priority must be hidden, background, info, foreground or alert";
}

static const char *json_spec(cJSON *object, struct textpage_spec *spec)
{
	struct content_spec *content = &spec->content;
	const char *wrong;
	bool stack = true;

	content->text = NULL;
	wrong = json_string(object, "", "text", &content->text) ?:
		json_string(object, "", "title", &content->title) ?:
		json_duration(object, &spec->duration) ?:
		json_seconds(object, "lifetime", &spec->lifetime) ?:
		json_bool(object, "", "hold", &spec->hold) ?:
		json_bool(object, "", "stack", &stack) ?:
		json_bool(object, "", "wakeup", &spec->wakeup) ?:
		json_priority(object, &spec->priority) ?:
		rowjson_parse(object, content);
	if (wrong)
		return wrong;
	if (cJSON_HasObjectItem(object, "message"))
		return "message: use the key text";
	if (!content->text && !content->title && !content->row_count && !content->lines.icon_count)
		return "must have text, title, rows, icon, progress, line, bars or big";
	if (!content->text)
		content->text = "";
	content->count = strlen(content->text);
	spec->replace = !stack;
	return NULL;
}

const char *pagejson_parse(const char *payload, size_t count, struct textpage_spec *spec,
			   cJSON **object)
{
	*spec = (struct textpage_spec){ .content = { .text = payload, .count = count },
					.priority = PAGE_INFO };
	row_spec_init(&spec->content.lines);
	*object = NULL;
	if (count > strlen(BOM) && !memcmp(payload, BOM "{", strlen(BOM "{"))) {
		payload += strlen(BOM);
		count -= strlen(BOM);
	}
	if (!count || payload[0] != '{')
		return NULL;
	*object = cJSON_ParseWithLength(payload, count);
	return *object ? json_spec(*object, spec) : NULL;
}
