/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Limits the number of connections and the time of each. An accepted connection is
 * counted here before libmicrohttpd gets it.
 */
#ifndef LCDWEB_CONN_H
#define LCDWEB_CONN_H

#include <event2/event.h>
#include <stdbool.h>
#include <sys/queue.h>
#include <sys/socket.h>

/**
 * struct conn_limits - the limits in the options
 * @most:        connections at a time
 * @per_address: connections of one address, or of one /64 of IPv6; Unix sockets do
 *               not count
 * @seconds:     time to send a request, or to read an answer
 */
struct conn_limits {
	unsigned int most;
	unsigned int per_address;
	unsigned int seconds;
};

/**
 * struct conn - one connection
 * @fd:      libmicrohttpd closes it
 * @local:   it came over a Unix socket
 * @address: of the peer, or of the network that counts as one address
 * @timer:   pending while the peer must send or read
 */
struct conn {
	TAILQ_ENTRY(conn) entry;
	struct conns *conns;
	int fd;
	bool local;
	unsigned char address[16];
	struct event *timer;
};

/**
 * struct conns - all connections
 * @count:   connections now
 * @refused: connections above a limit
 * @expired: connections that took too long
 */
struct conns {
	TAILQ_HEAD(conn_list, conn) list;
	struct event_base *base;
	struct conn_limits limits;
	unsigned int count;
	unsigned long long refused;
	unsigned long long expired;
};

void conns_init(struct conns *conns, struct event_base *base, const struct conn_limits *limits);

/* Return: NULL if a limit is reached, or without memory. */
struct conn *conn_new(struct conns *conns, int fd, const struct sockaddr *peer);
void conn_free(struct conn *conn);

struct conn *conns_find(const struct conns *conns, int fd);

/* Start the timer: the peer must send or read within the limit's seconds. */
void conn_expect(struct conn *conn);

/* Stop the timer: the server must act next. */
void conn_rest(struct conn *conn);

#endif
