// SPDX-License-Identifier: GPL-2.0-only
#include "conn.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#define NETWORK_BYTES 8		/* of an IPv6 address: a /64 */

void conns_init(struct conns *conns, struct event_base *base, const struct conn_limits *limits)
{
	*conns = (struct conns){ .base = base, .limits = *limits };
	TAILQ_INIT(&conns->list);
}

/* After this, libmicrohttpd sees the end of the stream and closes the socket. */
static void on_expired(evutil_socket_t fd, short what, void *arg)
{
	struct conn *conn = arg;

	conn->conns->expired++;
	shutdown(conn->fd, SHUT_RDWR);
}

/* Store an IPv4 address as a mapped IPv6 address, so that the families cannot clash. */
static void set_address(struct conn *conn, const struct sockaddr *peer)
{
	const struct sockaddr_in6 *in6 = (const void *)peer;
	const struct sockaddr_in *in = (const void *)peer;

	switch (peer->sa_family) {
	case AF_INET:
		memcpy(conn->address + 12, &in->sin_addr, 4);
		break;
	case AF_INET6:
		if (IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr))
			memcpy(conn->address + 12, in6->sin6_addr.s6_addr + 12, 4);
		else
			memcpy(conn->address, &in6->sin6_addr, NETWORK_BYTES);
		break;
	case AF_UNIX:
		conn->local = true;
	}
}

static bool has_room(const struct conns *conns, const struct conn *fresh)
{
	unsigned int same = 0;
	const struct conn *conn;

	if (conns->count >= conns->limits.most)
		return false;
	if (fresh->local)
		return true;
	TAILQ_FOREACH(conn, &conns->list, entry)
		same += !conn->local && !memcmp(conn->address, fresh->address,
						sizeof(fresh->address));
	return same < conns->limits.per_address;
}

struct conn *conn_new(struct conns *conns, int fd, const struct sockaddr *peer)
{
	struct conn *conn = calloc(1, sizeof(*conn));

	if (!conn)
		return NULL;
	conn->conns = conns;
	conn->fd = fd;
	set_address(conn, peer);
	if (has_room(conns, conn))
		conn->timer = evtimer_new(conns->base, on_expired, conn);
	if (!conn->timer) {
		conns->refused++;
		free(conn);
		return NULL;
	}
	TAILQ_INSERT_TAIL(&conns->list, conn, entry);
	conns->count++;
	conn_expect(conn);
	return conn;
}

void conn_free(struct conn *conn)
{
	TAILQ_REMOVE(&conn->conns->list, conn, entry);
	conn->conns->count--;
	event_free(conn->timer);
	free(conn);
}

struct conn *conns_find(const struct conns *conns, int fd)
{
	struct conn *conn;

	TAILQ_FOREACH(conn, &conns->list, entry)
		if (conn->fd == fd)
			return conn;
	return NULL;
}

void conn_expect(struct conn *conn)
{
	const struct timeval time = { .tv_sec = conn->conns->limits.seconds };

	evtimer_add(conn->timer, &time);
}

void conn_rest(struct conn *conn)
{
	evtimer_del(conn->timer);
}
