// SPDX-License-Identifier: GPL-2.0-only
#include "buckets.h"

#include <netinet/in.h>
#include <string.h>

#include "../base/timer.h"

static struct peer peer_of_inet(const u8 *address)
{
	struct peer peer = { .local = address[0] == IN_LOOPBACKNET };

	memset(&peer.key[10], 0xff, 2);	/* as a mapped IPv6 address */
	memcpy(&peer.key[12], address, 4);
	return peer;
}

struct peer peer_of(const struct sockaddr *address)
{
	const struct sockaddr_in *in = (const void *)address;
	const struct sockaddr_in6 *in6 = (const void *)address;
	struct peer peer = { .local = true };

	if (address->sa_family == AF_INET)
		return peer_of_inet((const u8 *)&in->sin_addr);
	if (address->sa_family != AF_INET6)
		return peer;
	if (IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr))
		return peer_of_inet(&in6->sin6_addr.s6_addr[12]);
	peer.local = IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
	memcpy(peer.key, &in6->sin6_addr, 8);
	peer.key[15] = 1;	/* ::1 is another peer than a local socket */
	return peer;
}

static bool peer_same(const struct peer *a, const struct peer *b)
{
	return !memcmp(a->key, b->key, sizeof(a->key));
}

static struct bucket *buckets_find(struct buckets *buckets, const struct config *config,
				   const struct peer *peer, u64 now)
{
	struct bucket *oldest = &buckets->list[0];

	for (struct bucket *b = buckets->list; b < buckets->list + BUCKETS_MAX; b++) {
		if (b->when && peer_same(&b->peer, peer))
			return b;
		if (b->when < oldest->when)
			oldest = b;
	}
	*oldest = (struct bucket){ .peer = *peer, .left = config->burst, .when = now };
	return oldest;
}

unsigned int buckets_take(struct buckets *buckets, const struct config *config,
			  const struct peer *peer, size_t bytes)
{
	u64 now = timer_now();
	struct bucket *bucket;

	if (!config->rate || (peer->local && !config->rate_local))
		return 0;
	bucket = buckets_find(buckets, config, peer, now);
	bucket->left += (now - bucket->when) * (double)config->rate / 1000;
	if (bucket->left > config->burst)
		bucket->left = config->burst;
	if (bucket->left < -(double)config->burst)
		bucket->left = -(double)config->burst;
	bucket->when = now;
	bucket->left -= bytes;
	return bucket->left < 0 ? 1 + -bucket->left * 1000 / config->rate : 0;
}

bool buckets_admit(struct buckets *buckets, const struct config *config,
		   const struct peer *peer, size_t bytes)
{
	if (buckets_take(buckets, config, peer, 0))
		return false;
	buckets_take(buckets, config, peer, bytes);
	return true;
}
