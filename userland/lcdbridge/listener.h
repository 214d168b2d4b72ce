/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Listening sockets and their connections: what all stream protocols share.
 * Caps, time-outs, the orderly end of a connection.
 */
#ifndef LCDBRIDGE_LISTENER_H
#define LCDBRIDGE_LISTENER_H

#include <event2/buffer.h>

#include "source.h"

struct conn;
struct listeners;

/**
 * struct listener_ops - a protocol on a listener
 * @name:   of the source, for messages and inherited sockets
 * @state:  bytes of protocol state in each connection, zeroed
 * @gulp:   fill the buffer, in one turn of the loop, with what a peer sends
 * @opened: a connection was accepted; may be NULL
 * @input:  bytes arrived; take all that can be acted on out of @in
 * @ended:  the peer sends no more; end with conn_finish()
 * @closed: the connection is about to go; may be NULL
 */
struct listener_ops {
	const char *name;
	size_t state;
	bool gulp;
	void (*opened)(struct conn *conn);
	void (*input)(struct conn *conn, struct evbuffer *in);
	void (*ended)(struct conn *conn);
	void (*closed)(struct conn *conn);
};

/**
 * listeners_new() - listen on sockets from the service manager, or as configured
 * @env:       environment of the source
 * @ops:       protocol
 * @room:      the source, for conn_room()
 * @endpoints: where; part of the configuration
 *
 * Return: NULL, after complaining, where that is not possible.
 */
struct listeners *listeners_new(const struct source_env *env, const struct listener_ops *ops,
				void *room, const struct endpoints *endpoints);

/* Stop where the configuration no longer says so; what stays keeps its connections. */
void listeners_release(struct listeners *listeners);

/* Then listen where it says now. */
void listeners_reload(struct listeners *listeners);

/* Call @fn for every connection; it may end it. */
void listeners_each(struct listeners *listeners, void (*fn)(struct conn *conn, void *arg),
		    void *arg);

/* End them and all their connections. */
void listeners_free(struct listeners *listeners);

/* What a connection belongs to. */
void *conn_state(struct conn *conn);
void *conn_room(struct conn *conn);
const struct endpoint *conn_endpoint(const struct conn *conn);
const struct source_env *conn_env(const struct conn *conn);

/**
 * conn_line() - tell whether an unfinished line is waiting for its end
 * @conn: connection
 * @open: the peer is inside a line; it has line_time from its first byte on
 *
 * Where one line ended and the next began, tell both.
 */
void conn_line(struct conn *conn, bool open);

/**
 * conn_send() - answer
 * @conn:  connection
 * @text:  what
 * @count: bytes
 *
 * Return: false where the peer reads too little: then the connection is over
 * its limit, and will be ended.
 */
bool conn_send(struct conn *conn, const char *text, size_t count);

/* Send now what can be sent now: there will be no other turn of the loop. */
void conn_flush(struct conn *conn);

/* Send @text, half-close, give the peer drain time to close, close. */
void conn_finish(struct conn *conn, const char *text, size_t count);

/* Count it, say why not ("lcdbridge: REASON"), then conn_finish(). */
void conn_refuse(struct conn *conn, enum drop why, const char *reason);

#endif
