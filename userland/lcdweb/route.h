/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parses the path of a request. It has no state, so the fuzzer runs this file as it is.
 */
#ifndef LCDWEB_ROUTE_H
#define LCDWEB_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

enum route_kind {
	ROUTE_NONE,
	ROUTE_PAGE,
	ROUTE_METRICS,
	ROUTE_OPENAPI,
	ROUTE_ALL_EVENTS,
	/* What follows belongs to one display. */
	ROUTE_TEXT,
	ROUTE_SVG,
	ROUTE_PNG,
	ROUTE_JSON,
	ROUTE_EVENTS,
	ROUTE_BACKLIGHT,
	ROUTE_POWER,
	ROUTE_KEY,
};

/* Methods of a route. GET stands for HEAD as well. */
enum route_method {
	ROUTE_GET = 1 << 0,
	ROUTE_PUT = 1 << 1,
	ROUTE_POST = 1 << 2,
};

#define ROUTE_NAME_MAX 255
#define ROUTE_KEY_MAX 15

/**
 * struct route - a parsed path
 * @kind: what the path names
 * @name: of the display; empty if @kind does not belong to a display
 * @key:  name of the key, for ROUTE_KEY
 */
struct route {
	enum route_kind kind;
	char name[ROUTE_NAME_MAX + 1];
	char key[ROUTE_KEY_MAX + 1];
};

/* Does a display of this name exist? */
typedef bool route_exists(const void *displays, const char *name);

/**
 * route_parse() - parse a path
 * @route:    filled
 * @path:     percent-decoded, without the query
 * @exists:   tells which displays exist
 * @displays: for @exists
 *
 * "/menu.svg" is the display "menu.svg" if there is one.
 *
 * Return: false, with ROUTE_NONE, if the path names nothing.
 */
bool route_parse(struct route *route, const char *path, route_exists *exists,
		 const void *displays);

/* The methods of a kind of route, enum route_method bits. */
unsigned int route_methods(enum route_kind kind);

/* May a display have this name, or would it hide another path? */
bool route_name_is_free(const char *name);

#endif
