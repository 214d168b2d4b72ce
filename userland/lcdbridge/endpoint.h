/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where to listen, as configured: an address, and words on what may be done
 * there. "4478", "127.0.0.1:4478", "[::]:4478 insecure", "/run/lcd.sock append".
 */
#ifndef LCDBRIDGE_ENDPOINT_H
#define LCDBRIDGE_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#define ENDPOINT_NAME_MAX 128
#define ENDPOINTS_MAX 8

/**
 * struct endpoint - one address to listen on
 * @address:  the address
 * @len:      its length
 * @append:   a connection goes on at the cursor instead of clearing page main
 * @escapes:  escape sequences pass to the display
 * @insecure: strangers on the network may use it
 * @tls:      TLS with client certificates
 * @optional: one of the two that a bare port stands for: a machine without
 *            that address family does without it
 */
struct endpoint {
	struct sockaddr_storage address;
	socklen_t len;
	bool append;
	bool escapes;
	bool insecure;
	bool tls;
	bool optional;
};

struct endpoints {
	size_t count;
	struct endpoint list[ENDPOINTS_MAX];
};

enum endpoint_kind { ENDPOINT_STREAM, ENDPOINT_DATAGRAM, ENDPOINT_PATH };

/**
 * endpoint_parse() - add what @text says to a list
 * @endpoints: list
 * @kind:      what is wanted
 * @text:      as above; "none" empties the list
 *
 * Return: NULL, or what is wrong with @text.
 */
const char *endpoint_parse(struct endpoints *endpoints, enum endpoint_kind kind,
			   const char *text);

bool endpoint_same_address(const struct endpoint *a, const struct endpoint *b);

/* The same address with the same words. */
bool endpoint_same(const struct endpoint *a, const struct endpoint *b);
bool endpoints_have(const struct endpoints *endpoints, const struct endpoint *endpoint);

/* Can only this machine reach it? */
bool endpoint_is_local(const struct endpoint *endpoint);

/* An address as people write it; @name has room for ENDPOINT_NAME_MAX bytes. */
const char *endpoint_name(const struct sockaddr *address, socklen_t len, char *name);

#endif
