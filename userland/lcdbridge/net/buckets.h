/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rate limits by address: token buckets with a token for each byte. Their number is
 * fixed; a new address evicts the bucket that was idle longest, which is the fullest.
 */
#ifndef LCDBRIDGE_BUCKETS_H
#define LCDBRIDGE_BUCKETS_H

#include <sys/socket.h>

#include "../config/config.h"
#include "text/types.h"

#define BUCKETS_MAX 256

/**
 * struct peer - the remote end, for caps
 * @key:   the address; only the /64 of an IPv6 address; zero for local sockets
 * @local: on this machine
 */
struct peer {
	u8 key[16];
	bool local;
};

struct peer peer_of(const struct sockaddr *address);

/**
 * struct buckets - all buckets; initially all zero
 * @list: for each address the tokens left (negative after a big read) and the time
 *        of that count
 */
struct buckets {
	struct bucket {
		struct peer peer;
		double left;
		u64 when;
	} list[BUCKETS_MAX];
};

/**
 * buckets_take() - count bytes that were read from an address
 * @buckets: buckets
 * @config:  rate and burst
 * @peer:    the address
 * @bytes:   number of bytes
 *
 * All connections of one address together may overdraw by at most one burst, so the
 * address never waits for hours.
 *
 * Return: ms that the address must wait before it may send more, 0 for none.
 */
unsigned int buckets_take(struct buckets *buckets, const struct config *config,
			  const struct peer *peer, size_t bytes);

/* Count a datagram, or refuse it if its sender must wait; a refused one costs no token. */
bool buckets_admit(struct buckets *buckets, const struct config *config,
		   const struct peer *peer, size_t bytes);

#endif
