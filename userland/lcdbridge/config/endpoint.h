/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A configured address to listen on, and the words after it. For example "4478",
 * "127.0.0.1:4478", "[::]:4478 insecure", "/run/lcd.sock append".
 */
#ifndef LCDBRIDGE_ENDPOINT_H
#define LCDBRIDGE_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#define ENDPOINT_NAME_MAX 128
#define ENDPOINT_TEXT_MAX 256
#define ENDPOINTS_MAX 8

/**
 * struct endpoint - one address to listen on
 * @address:  the address
 * @len:      its length
 * @append:   a connection continues at the cursor instead of clearing page main
 * @escapes:  escape sequences pass to the display
 * @insecure: other machines may use it without TLS
 * @tls:      TLS with client certificates
 * @optional: one of the two addresses of a bare port; ignored on a machine without its
 *            address family
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
 * endpoint_parse() - add the address in @text to a list
 * @endpoints: list
 * @kind:      of the address
 * @text:      as above; "none" empties the list
 *
 * Return: NULL, or what is wrong with @text.
 */
const char *endpoint_parse(struct endpoints *endpoints, enum endpoint_kind kind,
			   const char *text);

/**
 * endpoint_text() - the text from which endpoint_parse() made an endpoint
 * @endpoints: list
 * @i:         index of the endpoint
 * @text:      room for ENDPOINT_TEXT_MAX bytes
 *
 * Return: the index of the next endpoint that was made from another text.
 */
size_t endpoint_text(const struct endpoints *endpoints, size_t i, char *text);

bool endpoint_same_address(const struct endpoint *a, const struct endpoint *b);

/* Do both have the same address and the same words? */
bool endpoint_same(const struct endpoint *a, const struct endpoint *b);
bool endpoints_have(const struct endpoints *endpoints, const struct endpoint *endpoint);

/* Can only this machine reach it? */
bool endpoint_is_local(const struct endpoint *endpoint);

/* An address as text; @name has room for ENDPOINT_NAME_MAX bytes. */
const char *endpoint_name(const struct sockaddr *address, socklen_t len, char *name);

#endif
