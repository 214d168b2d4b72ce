/* SPDX-License-Identifier: GPL-2.0-only */
/* What listener.c and conn.c share: the inside of a connection. */
#ifndef LCDBRIDGE_CONN_H
#define LCDBRIDGE_CONN_H

#include <event2/bufferevent.h>
#include <stddef.h>
#include <sys/queue.h>

#include "listener.h"

struct listener;

/**
 * enum conn_phase - the life of a connection
 * @CONN_FIRST:     nothing came yet; @timer runs
 * @CONN_OPEN:      @timer runs while a line is unfinished, and the peer may
 *                  send the rest of it
 * @CONN_FINISHING: answered; input is dropped; @timer runs
 */
enum conn_phase { CONN_FIRST, CONN_OPEN, CONN_FINISHING };

/**
 * struct conn - one connection, on its listener's list until it is freed
 * @timer:   see enum conn_phase
 * @resume:  pending while the peer has to wait, having sent too much
 * @in_line: the peer is inside a line
 * @ended:   the peer has half-closed
 * @counted: it counts against the listener's caps (a refused one does not)
 * @state:   the protocol's
 */
struct conn {
	LIST_ENTRY(conn) entry;
	struct listener *listener;
	const struct listener_ops *ops;
	const struct source_env *env;
	struct bufferevent *bev;
	struct event *timer;
	struct event *resume;
	struct peer peer;
	enum conn_phase phase;
	bool in_line;
	bool ended;
	bool counted;
	char name[ENDPOINT_NAME_MAX];
	max_align_t state[];
};

LIST_HEAD(conn_list, conn);

struct conn *conn_new(struct listener *listener, const struct source_env *env,
		      const struct listener_ops *ops, struct bufferevent *bev);
void conn_start(struct conn *conn);
void conn_free(struct conn *conn);

/* Of the listener. */
void listener_forget(struct listener *listener, struct conn *conn);
void *listener_room(struct listener *listener);
const struct endpoint *listener_endpoint(const struct listener *listener);

#endif
