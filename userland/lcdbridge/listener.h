/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Listening sockets and their connections: what all stream protocols share.
 * Caps, time-outs, the orderly end of a connection.
 */
#ifndef LCDBRIDGE_LISTENER_H
#define LCDBRIDGE_LISTENER_H

#include <event2/buffer.h>

#include "source.h"

struct listener;
struct conn;

/**
 * struct listener_ops - a protocol on a listener
 * @name:   for messages
 * @state:  bytes of protocol state in each connection, zeroed
 * @opened: a connection was accepted
 * @input:  bytes arrived; take all that can be acted on out of @in
 * @ended:  the peer sends no more; end with conn_finish()
 * @closed: the connection is about to go; may be NULL
 */
struct listener_ops {
	const char *name;
	size_t state;
	void (*opened)(struct conn *conn);
	void (*input)(struct conn *conn, struct evbuffer *in);
	void (*ended)(struct conn *conn);
	void (*closed)(struct conn *conn);
};

/**
 * listener_new() - listen
 * @env:      environment of the source
 * @endpoint: where
 * @ops:      protocol
 * @room:     the source, for conn_room()
 *
 * Return: NULL, after complaining, where that is not possible.
 */
struct listener *listener_new(const struct source_env *env, const struct endpoint *endpoint,
			      const struct listener_ops *ops, void *room);

/* After listener_new() failed: was that an address that need not be there? */
bool listener_is_spare(const struct endpoint *endpoint);

/* End it and all its connections. */
void listener_free(struct listener *listener);

/* What a connection belongs to. */
void *conn_state(struct conn *conn);
void *conn_room(struct conn *conn);
const struct endpoint *conn_endpoint(const struct conn *conn);
const struct config *conn_config(const struct conn *conn);
const char *conn_name(const struct conn *conn);

/**
 * conn_line() - tell whether an unfinished line is waiting for its end
 * @conn: connection
 * @open: the peer is inside a line; it has line_time from its first byte on
 */
void conn_line(struct conn *conn, bool open);

/* Send @text, half-close, give the peer drain time to close, close. */
void conn_finish(struct conn *conn, const char *text, size_t count);

/* Say why not ("lcdbridge: REASON"), then conn_finish(). */
void conn_refuse(struct conn *conn, const char *reason);

#endif
