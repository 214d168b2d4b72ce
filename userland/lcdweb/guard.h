/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Decides who may send requests, by the headers Host, Origin and Authorization. It has no
 * state except the options, so the fuzzer runs this file as it is.
 *
 * A page of another site, open in a browser, can send requests to this machine, and can
 * make a name of its own resolve to 127.0.0.1. Host and Origin distinguish such requests
 * from those of our page.
 */
#ifndef LCDWEB_GUARD_H
#define LCDWEB_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#define GUARD_HOSTS_MAX 16
#define GUARD_TOKEN_MAX 255

/**
 * struct guard - what is permitted
 * @hosts: names in addition to localhost, 127.0.0.1 and [::1]
 * @count: of @hosts
 * @token: empty if none is required
 */
struct guard {
	const char *hosts[GUARD_HOSTS_MAX];
	size_t count;
	char token[GUARD_TOKEN_MAX + 1];
};

/* Is the value of the header Host one of our names, with any port? */
bool guard_host(const struct guard *guard, const char *host);

/* Does the header Origin name the same site as the header Host? */
bool guard_origin(const char *origin, const char *host);

/**
 * guard_token() - does the header Authorization contain the token?
 * @guard:         with a token
 * @authorization: "Bearer TOKEN", or "Basic" and base64 of "USER:TOKEN"
 */
bool guard_token(const struct guard *guard, const char *authorization);

/* Is the text a possible name for --host? */
bool guard_host_is_name(const char *name);

#endif
