/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A connection of a stream protocol: its time-outs, its buffers, its orderly end. It
 * does not know the socket that accepted it.
 */
#ifndef LCDBRIDGE_CONN_H
#define LCDBRIDGE_CONN_H

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <stddef.h>
#include <sys/queue.h>

#include "source.h"

struct conn;

/**
 * struct conn_ops - a protocol
 * @name:   of the source, for messages and inherited sockets
 * @state:  bytes of protocol state in each connection, zeroed
 * @patient: its clients may be silent for hours
 * @opened: a connection was accepted; may be NULL
 * @input:  bytes arrived; remove all that can be handled now from @in
 * @ended:  the peer sends no more; end with conn_finish()
 * @closed: the connection is about to be freed; may be NULL
 */
struct conn_ops {
	const char *name;
	size_t state;
	bool patient;
	void (*opened)(struct conn *conn);
	void (*input)(struct conn *conn, struct evbuffer *in);
	void (*ended)(struct conn *conn);
	void (*closed)(struct conn *conn);
};

/**
 * enum conn_phase - the phase of a connection
 * @CONN_FIRST:     no bytes yet, or too few to recognise the protocol; the timer runs
 * @CONN_OPEN:      the timer runs while a line is unfinished, and while silence is
 *                  limited
 * @CONN_FINISHING: answered; input is dropped; the timer runs
 */
enum conn_phase { CONN_FIRST, CONN_OPEN, CONN_FINISHING };

/**
 * struct conn - one connection
 * @ops:      its protocol
 * @env:      environment of the source
 * @endpoint: of the listener
 * @peer:     the sender
 * @name:     of the sender, for messages
 * @bev:      the socket
 * @timer:    see enum conn_phase
 * @resume:   timer: pending while the peer must wait because it has sent too much
 * @wait:     ms that the peer must wait after its last bytes
 * @phase:    enum conn_phase
 * @heard:    timer_now() of the last input, or of the connection
 * @in_line:  the peer is inside a line
 * @line_end: timer_now() when the line must be finished; later by each pause
 * @ended:    the peer has half-closed
 * @gone:     set by the owner of its list; called right before it is freed
 * @owner:    argument of @gone
 * @entry:    in that list
 * @counted:  counts against the caps; a refused connection does not
 * @same:     counted connections of its address on the list
 * @state:    of the protocol
 */
struct conn {
	const struct conn_ops *ops;
	const struct source_env *env;
	const struct endpoint *endpoint;
	struct peer peer;
	char name[ENDPOINT_NAME_MAX];
	struct bufferevent *bev;
	struct event *timer;
	struct event *resume;
	unsigned int wait;
	enum conn_phase phase;
	u64 heard;
	bool in_line;
	u64 line_end;
	bool ended;
	void (*gone)(struct conn *conn);
	void *owner;
	LIST_ENTRY(conn) entry;
	bool counted;
	unsigned int same;
	max_align_t state[];
};

LIST_HEAD(conn_list, conn);

/* Return: NULL without memory; then @bev still belongs to the caller. */
struct conn *conn_new(const struct source_env *env, const struct conn_ops *ops,
		      struct bufferevent *bev);
void conn_start(struct conn *conn);
void conn_free(struct conn *conn);

/**
 * conn_line() - note whether the peer is inside a line
 * @conn: connection
 * @open: the peer is inside a line; it has line_time from the line's first byte,
 *        and the time of all pauses of reading
 *
 * If one line ended and the next began, call it for both.
 */
void conn_line(struct conn *conn, bool open);

/**
 * conn_send() - send an answer
 * @conn:  connection
 * @text:  answer
 * @count: bytes
 *
 * Return: false if the peer reads too little: then the buffer is over its limit, and the
 * connection will be ended.
 */
bool conn_send(struct conn *conn, const char *text, size_t count);

/* Send what can be sent at once, when the loop will not run again. */
void conn_flush(struct conn *conn);

/* Send @text, half-close, give the peer drain time to close, close. */
void conn_finish(struct conn *conn, const char *text, size_t count);

/* Count a refusal, send "lcdbridge: REASON", then conn_finish(). */
void conn_refuse(struct conn *conn, enum drop why, const char *reason);

#endif
