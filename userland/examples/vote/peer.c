// SPDX-License-Identifier: GPL-2.0-only
#include "peer.h"

#include <err.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"

#define REST 1			/* seconds */

/* ::1 is all host; [::1]:4478 has a port. */
static void split(char *text, const char **host, const char **port)
{
	char *bracket = *text == '[' ? strchr(text, ']') : NULL;
	char *colon = strchr(bracket ? bracket : text, ':');

	*host = bracket ? text + 1 : text;
	if (colon && !strchr(colon + 1, ':')) {
		*port = colon + 1;
		*colon = '\0';
	}
	if (bracket)
		*bracket = '\0';
}

void peer_open(struct peer *peer, const char *where, const char *port)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	const char *host;
	char copy[256];
	int error;

	snprintf(copy, sizeof(copy), "%s", where);
	split(copy, &host, &port);
	error = getaddrinfo(host, port, &hints, &peer->list);
	if (error)
		errx(1, "%s: %s", where, gai_strerror(error));
	peer->where = where;
	peer->next = peer->list;
}

const struct addrinfo *peer_address(struct peer *peer)
{
	return now() < peer->rest ? NULL : peer->next;
}

bool peer_failed(struct peer *peer)
{
	peer->next = peer->next->ai_next;
	if (peer->next)
		return false;
	peer->next = peer->list;
	peer->rest = now() + REST;
	return true;
}
