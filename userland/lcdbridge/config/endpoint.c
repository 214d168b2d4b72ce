// SPDX-License-Identifier: GPL-2.0-only
#include "endpoint.h"

#include <arpa/inet.h>
#include <event2/util.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#define SEPARATORS " \t,"

bool endpoint_is_local(const struct endpoint *endpoint)
{
	const struct sockaddr_in *in = (const void *)&endpoint->address;
	const struct sockaddr_in6 *in6 = (const void *)&endpoint->address;

	switch (endpoint->address.ss_family) {
	case AF_INET:
		return ntohl(in->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	case AF_INET6:
		return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
	default:
		return true;
	}
}

static const char *endpoint_add_path(struct endpoints *endpoints, const char *path,
				     const struct endpoint *words)
{
	struct endpoint *endpoint = &endpoints->list[endpoints->count];
	struct sockaddr_un *un = (void *)&endpoint->address;

	*endpoint = *words;
	if (strlen(path) >= sizeof(un->sun_path))
		return "the path is too long for a socket";
	un->sun_family = AF_UNIX;
	strcpy(un->sun_path, path);
	endpoint->len = sizeof(*un);
	endpoints->count++;
	return NULL;
}

/* @host may have brackets. */
static const char *endpoint_add_inet(struct endpoints *endpoints, const char *host,
				     in_port_t port, const struct endpoint *words)
{
	struct endpoint *endpoint = &endpoints->list[endpoints->count];
	int len = sizeof(endpoint->address);

	if (endpoints->count == ENDPOINTS_MAX)
		return "too many addresses to listen on";
	if (*host != '[' && strchr(host, ':'))
		return "an IPv6 address needs brackets: [ADDRESS]:PORT";
	*endpoint = *words;
	if (evutil_parse_sockaddr_port(host, (void *)&endpoint->address, &len))
		return "not an address: ADDRESS:PORT or [ADDRESS]:PORT, in digits";
	if (endpoint->address.ss_family == AF_INET)
		((struct sockaddr_in *)&endpoint->address)->sin_port = port;
	else
		((struct sockaddr_in6 *)&endpoint->address)->sin6_port = port;
	endpoint->len = len;
	if (!endpoint_is_local(endpoint) && !endpoint->tls && !endpoint->insecure)
		return "other machines could reach this: add tls, or insecure (anybody may write)";
	endpoints->count++;
	return NULL;
}

/* The two addresses that a bare port or the host "*" stands for. */
static const char *endpoint_add_pair(struct endpoints *endpoints, const char *v4,
				     const char *v6, in_port_t port,
				     const struct endpoint *words)
{
	struct endpoint each = *words;
	const char *wrong;

	each.optional = true;
	wrong = endpoint_add_inet(endpoints, v4, port, &each);
	return wrong ? wrong : endpoint_add_inet(endpoints, v6, port, &each);
}

static const char *endpoint_add_port(struct endpoints *endpoints, char *text,
				     const struct endpoint *words)
{
	char *colon = strrchr(text, ':'), *end;
	const char *digits = colon ? colon + 1 : text;
	unsigned long value = strtoul(digits, &end, 10);
	in_port_t port = htons(value);

	if (*digits < '0' || *digits > '9' || *end || value > 65535)
		return "not a port: 0 to 65535";
	if (!colon)
		return endpoint_add_pair(endpoints, "127.0.0.1", "[::1]", port, words);
	*colon = '\0';
	if (!strcmp(text, "*"))
		return endpoint_add_pair(endpoints, "0.0.0.0", "[::]", port, words);
	return endpoint_add_inet(endpoints, text, port, words);
}

static const char *endpoint_add(struct endpoints *endpoints, enum endpoint_kind kind, char *text,
				const struct endpoint *words)
{
	if (endpoints->count == ENDPOINTS_MAX)
		return "too many addresses to listen on";
	if (kind == ENDPOINT_DATAGRAM && words->tls)
		return "there is no TLS on UDP";
	if (kind == ENDPOINT_PATH && (words->tls || words->insecure))
		return "other machines cannot reach a path: remove tls and insecure";
	if (kind != ENDPOINT_PATH)
		return endpoint_add_port(endpoints, text, words);
	return *text == '/' ? endpoint_add_path(endpoints, text, words) :
			      "not a path: it must begin with /";
}

static bool endpoint_word(struct endpoint *words, const char *word)
{
	if (!strcmp(word, "append"))
		words->append = true;
	else if (!strcmp(word, "escapes"))
		words->escapes = true;
	else if (!strcmp(word, "insecure"))
		words->insecure = true;
	else if (!strcmp(word, "tls"))
		words->tls = true;
	else
		return false;
	return true;
}

const char *endpoint_parse(struct endpoints *endpoints, enum endpoint_kind kind,
			   const char *text)
{
	char copy[ENDPOINT_TEXT_MAX], *next, *address, *word;
	struct endpoint words = { 0 };

	if (strlen(text) >= sizeof(copy))
		return "too long";
	strcpy(copy, text);
	address = strtok_r(copy, SEPARATORS, &next);
	if (!address)
		return "an address is missing";
	while ((word = strtok_r(NULL, SEPARATORS, &next)))
		if (!endpoint_word(&words, word))
			return "after the address: append, escapes, tls or insecure";
	if (!strcmp(address, "none")) {
		endpoints->count = 0;
		return NULL;
	}
	return endpoint_add(endpoints, kind, address, &words);
}

const char *endpoint_name(const struct sockaddr *address, socklen_t len, char *name)
{
	char host[INET6_ADDRSTRLEN + 20], port[8];
	const struct sockaddr_un *un = (const void *)address;

	if (address->sa_family == AF_UNIX)
		snprintf(name, ENDPOINT_NAME_MAX, "%s",
			 len > sizeof(sa_family_t) ? un->sun_path : "a local process");
	else if (getnameinfo(address, len, host, sizeof(host), port, sizeof(port),
			     NI_NUMERICHOST | NI_NUMERICSERV))
		strcpy(name, "?");
	else
		snprintf(name, ENDPOINT_NAME_MAX, strchr(host, ':') ? "[%s]:%s" : "%s:%s",
			 host, port);
	return name;
}

size_t endpoint_text(const struct endpoints *endpoints, size_t i, char *text)
{
	const struct endpoint *endpoint = &endpoints->list[i];
	char name[ENDPOINT_NAME_MAX], *address = name;

	endpoint_name((const void *)&endpoint->address, endpoint->len, name);
	if (endpoint->optional)
		address = strrchr(name, ':') + 1;
	if (endpoint->optional && !endpoint_is_local(endpoint)) {
		*--address = ':';
		*--address = '*';
	}
	snprintf(text, ENDPOINT_TEXT_MAX, "%s%s%s%s%s", address,
		 endpoint->append ? " append" : "", endpoint->escapes ? " escapes" : "",
		 endpoint->tls ? " tls" : "", endpoint->insecure ? " insecure" : "");
	return i + 1 + endpoint->optional;
}

bool endpoint_same_address(const struct endpoint *a, const struct endpoint *b)
{
	char one[ENDPOINT_NAME_MAX], other[ENDPOINT_NAME_MAX];

	endpoint_name((const void *)&a->address, a->len, one);
	endpoint_name((const void *)&b->address, b->len, other);
	return !strcmp(one, other);
}

bool endpoint_same(const struct endpoint *a, const struct endpoint *b)
{
	return endpoint_same_address(a, b) && a->append == b->append &&
	       a->escapes == b->escapes && a->tls == b->tls;
}

bool endpoints_have(const struct endpoints *endpoints, const struct endpoint *endpoint)
{
	for (size_t i = 0; i < endpoints->count; i++)
		if (endpoint_same(&endpoints->list[i], endpoint))
			return true;
	return false;
}
