// SPDX-License-Identifier: GPL-2.0-only
/*
 * What lcdweb parses itself of a request: the path, and the headers Host, Origin,
 * Authorization and If-None-Match. Each verdict is that of a second, obvious reading.
 *
 * An input is five lines: the token, Host, Origin, Authorization, the path.
 */
#include <regex.h>
#include <string.h>
#include <strings.h>

#include "../../userland/lcdweb/etag.h"
#include "../../userland/lcdweb/guard.h"
#include "../../userland/lcdweb/route.h"
#include "must.h"

enum expression { IS_OWN_HOST, IS_OWN_PATH };

static const char *const expressions[] = {
	[IS_OWN_HOST] = "^(localhost|127\\.0\\.0\\.1|\\[::1\\]|lcd\\.example)(:[0-9]{1,5})?$",
	[IS_OWN_PATH] = "^/(metrics|openapi\\.json|events)?$",
};

/* Each is compiled once: that takes a hundred times as long as all the rest. */
static bool matches(enum expression which, const char *text)
{
	static regex_t compiled[ARRAY_SIZE(expressions)];
	static bool known[ARRAY_SIZE(expressions)];
	const int flags = REG_EXTENDED | REG_NOSUB | (which == IS_OWN_HOST ? REG_ICASE : 0);

	if (!known[which])
		must(!regcomp(&compiled[which], expressions[which], flags));
	known[which] = true;
	return !regexec(&compiled[which], text, 0, NULL, 0);
}

static bool exists(const void *displays, const char *name)
{
	return !strcmp(name, "LCD") || !strcmp(name, "a/b") || !strcmp(name, "menu.svg");
}

static const char *const endings[] = {
	[ROUTE_TEXT] = "", [ROUTE_SVG] = ".svg", [ROUTE_PNG] = ".png", [ROUTE_JSON] = ".json",
	[ROUTE_EVENTS] = "/events", [ROUTE_BACKLIGHT] = "/backlight", [ROUTE_POWER] = "/power",
};

/* A route that was found makes its path again, and what was not found is none. */
static void check_route(const char *path)
{
	char again[1024];
	struct route route;

	if (!route_parse(&route, path, exists, NULL)) {
		must(route.kind == ROUTE_NONE && !*route.name && !*route.key);
		must(!route_methods(route.kind));
		must(!matches(IS_OWN_PATH, path));
		for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
			snprintf(again, sizeof(again), "/LCD%s", endings[i] ? endings[i] : "");
			must(strcmp(path, again));
		}
		return;
	}
	must(route_methods(route.kind));
	if (!*route.name) {
		must(matches(IS_OWN_PATH, path));
		return;
	}
	must(exists(NULL, route.name));
	if (route.kind == ROUTE_KEY)
		snprintf(again, sizeof(again), "/%s/keys/%s", route.name, route.key);
	else
		snprintf(again, sizeof(again), "/%s%s", route.name, endings[route.kind]);
	must(!strcmp(path, again));
	must(route.kind == ROUTE_KEY ? *route.key && !strchr(route.key, '/') : !*route.key);
}

static void check_host(const struct guard *guard, const char *host)
{
	must(guard_host(guard, host) == matches(IS_OWN_HOST, host));
}

/* The site is that of the header Host, which was judged before. */
static void check_origin(const char *origin, const char *host)
{
	char site[2048], port[16] = "";
	const char *colon = strrchr(host, ':');
	size_t length = strlen(host);
	bool same;

	if (!matches(IS_OWN_HOST, host)) {
		guard_origin(origin, host);
		return;
	}
	if (colon && (*host != '[' || colon[-1] == ']')) {
		snprintf(port, sizeof(port), "%s", colon);
		length = colon - host;
	}
	same = false;
	for (int secure = 0; secure < 2; secure++) {
		const char *scheme = secure ? "https" : "http";
		const char *standard = secure ? ":443" : ":80";

		snprintf(site, sizeof(site), "%s://%.*s%s", scheme, (int)length, host,
			 *port ? port : standard);
		same |= !strcasecmp(origin, site);
		snprintf(site, sizeof(site), "%s://%.*s", scheme, (int)length, host);
		same |= (!*port || !strcmp(port, standard)) && !strcasecmp(origin, site);
	}
	must(guard_origin(origin, host) == same);
}

static void encode(const char *text, size_t length, char *out)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned int bits = 0, have = 0;

	for (size_t i = 0; i < length; i++) {
		bits = bits << 8 | (u8)text[i];
		for (have += 8; have >= 6; have -= 6)
			*out++ = letters[bits >> (have - 6) & 63];
	}
	if (have)
		*out++ = letters[bits << (6 - have) & 63];
	*out = '\0';
}

/* The token is taken in both forms, and one that differs in a byte is not. */
static void check_token(struct guard *guard, const char *given)
{
	char header[2048], user[600];
	size_t length = strlen(guard->token);

	snprintf(header, sizeof(header), "Bearer %s", guard->token);
	if (!guard_token(guard, given))
		must(strcmp(given, header) || !length || *guard->token == ' ');
	else
		must(strstr(given, guard->token) || !strncasecmp(given, "Basic ", 6));
	if (!length || *guard->token == ' ')
		return;
	must(guard_token(guard, header));
	header[strlen("Bearer ") + length / 2] ^= 0x15;
	must(!guard_token(guard, header));
	snprintf(user, sizeof(user), "me:%s", guard->token);
	strcpy(header, "Basic ");
	encode(user, strlen(user), header + strlen(header));
	must(guard_token(guard, header));
	strcat(header, "==");
	must(guard_token(guard, header));
	user[3 + length / 2] ^= 0x15;
	encode(user, strlen(user), header + strlen("Basic "));
	must(!guard_token(guard, header));
}

static void check_tag(const char *known)
{
	char tag[ETAG_SIZE], list[2048];

	etag_make(tag, known, strlen(known));
	must(strlen(tag) == 18);
	must(!etag_matches("", tag) && etag_matches("*", tag) && etag_matches(tag, tag));
	snprintf(list, sizeof(list), "%.900s, W/%s", known, tag);
	must(etag_matches(list, tag));
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	struct input input = { bytes, count };
	struct guard guard = { .hosts = { "lcd.example" }, .count = 1 };
	char *lines[5];

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct input line = input_until(&input, '\n');

		lines[i] = input_string(&line);
	}
	snprintf(guard.token, sizeof(guard.token), "%s", lines[0]);
	check_host(&guard, lines[1]);
	check_origin(lines[2], lines[1]);
	check_token(&guard, lines[3]);
	check_route(lines[4]);
	check_tag(lines[3]);
	guard_host_is_name(lines[1]);
	route_name_is_free(lines[4]);
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		free(lines[i]);
	return 0;
}
