// SPDX-License-Identifier: GPL-2.0-only
#include "route.h"

#include <string.h>

#include "text/types.h"

struct route_word {
	const char *word;
	enum route_kind kind;
};

/* Paths that do not belong to a display. */
static const struct route_word own[] = {
	{ "", ROUTE_PAGE },
	{ "metrics", ROUTE_METRICS },
	{ "openapi.json", ROUTE_OPENAPI },
	{ "events", ROUTE_ALL_EVENTS },
};

static const struct route_word endings[] = {
	{ "", ROUTE_TEXT },
	{ ".svg", ROUTE_SVG },
	{ ".png", ROUTE_PNG },
	{ ".json", ROUTE_JSON },
	{ "/events", ROUTE_EVENTS },
	{ "/backlight", ROUTE_BACKLIGHT },
	{ "/power", ROUTE_POWER },
};

#define KEYS "/keys/"

static bool set_name(struct route *route, const char *path, size_t length)
{
	if (!length || length > ROUTE_NAME_MAX)
		return false;
	memcpy(route->name, path, length);
	route->name[length] = '\0';
	return true;
}

static bool parse_display(struct route *route, const char *path, route_exists *exists,
			  const void *displays)
{
	size_t length = strlen(path);

	for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
		size_t end = strlen(endings[i].word);

		if (end > length || strcmp(path + length - end, endings[i].word) ||
		    !set_name(route, path, length - end) || !exists(displays, route->name))
			continue;
		route->kind = endings[i].kind;
		return true;
	}
	return false;
}

static bool parse_key(struct route *route, const char *path, route_exists *exists,
		      const void *displays)
{
	const char *keys = strstr(path, KEYS);
	const char *key = keys ? keys + strlen(KEYS) : NULL;

	if (!key || !*key || strlen(key) > ROUTE_KEY_MAX || strchr(key, '/') ||
	    !set_name(route, path, keys - path) || !exists(displays, route->name))
		return false;
	strcpy(route->key, key);
	route->kind = ROUTE_KEY;
	return true;
}

bool route_parse(struct route *route, const char *path, route_exists *exists,
		 const void *displays)
{
	*route = (struct route){ .kind = ROUTE_NONE };
	if (*path++ != '/')
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(own); i++) {
		if (strcmp(path, own[i].word))
			continue;
		route->kind = own[i].kind;
		return true;
	}
	if (parse_display(route, path, exists, displays) ||
	    parse_key(route, path, exists, displays))
		return true;
	*route = (struct route){ .kind = ROUTE_NONE };
	return false;
}

unsigned int route_methods(enum route_kind kind)
{
	switch (kind) {
	case ROUTE_NONE:
		return 0;
	case ROUTE_TEXT:
		return ROUTE_GET | ROUTE_PUT | ROUTE_POST;
	case ROUTE_BACKLIGHT:
	case ROUTE_POWER:
		return ROUTE_PUT;
	case ROUTE_KEY:
		return ROUTE_POST;
	default:
		return ROUTE_GET;
	}
}

bool route_name_is_free(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		if (!strcmp(name, own[i].word))
			return false;
	return strlen(name) <= ROUTE_NAME_MAX;
}
