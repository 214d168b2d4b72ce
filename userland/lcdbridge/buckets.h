/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How much one address may send: token buckets, a token a byte. There are a
 * fixed number; the one that was idle longest, and so is the fullest, makes
 * room for a new address.
 */
#ifndef LCDBRIDGE_BUCKETS_H
#define LCDBRIDGE_BUCKETS_H

#include <sys/socket.h>

#include "config.h"
#include "text/types.h"

#define BUCKETS_MAX 256

/**
 * struct peer - who is at the other end, as far as caps go
 * @key:   the address; of an IPv6 address the /64 only; zero for local sockets
 * @local: on this machine
 */
struct peer {
	u8 key[16];
	bool local;
};

struct peer peer_of(const struct sockaddr *address);

/**
 * struct buckets - all zero is the initial state
 * @list: of each address: what is left (less than nothing after a big read),
 *        and when that was reckoned
 */
struct buckets {
	struct bucket {
		struct peer peer;
		double left;
		u64 when;
	} list[BUCKETS_MAX];
};

/**
 * buckets_take() - count what an address has sent, and was taken
 * @buckets: buckets
 * @config:  rate and burst
 * @peer:    who
 * @bytes:   how much
 *
 * What many connections of one address overdraw counts up to a burst: nobody
 * has to wait for hours.
 *
 * Return: ms that it has to wait before it may send more, 0 for none.
 */
unsigned int buckets_take(struct buckets *buckets, const struct config *config,
			  const struct peer *peer, size_t bytes);

/* Count it unless its sender has to wait: what is refused costs nothing. */
bool buckets_admit(struct buckets *buckets, const struct config *config,
		   const struct peer *peer, size_t bytes);

#endif
