/* SPDX-License-Identifier: GPL-2.0-only */
/* Where to connect to: a name that may have several addresses, and be away. */
#ifndef VOTE_PEER_H
#define VOTE_PEER_H

#include <netdb.h>
#include <stdbool.h>
#include <time.h>

struct peer {
	const char *where;		/* as it was given */
	struct addrinfo *list, *next;
	time_t rest;			/* until then */
};

/* HOST, HOST:PORT or [ADDRESS]:PORT. The name is looked up only here. Or exit. */
void peer_open(struct peer *peer, const char *where, const char *port);

/* The address to connect to now; NULL while it is too early for another attempt. */
const struct addrinfo *peer_address(struct peer *peer);

/*
 * That was of no use: the next address, or the first again, a second later.
 * True after the last of them: there is nobody.
 */
bool peer_failed(struct peer *peer);

#endif
