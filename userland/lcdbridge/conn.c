// SPDX-License-Identifier: GPL-2.0-only
#include "conn.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "log.h"

void *conn_state(struct conn *conn)
{
	return conn->state;
}

void *conn_room(struct conn *conn)
{
	return listener_room(conn->listener);
}

const struct endpoint *conn_endpoint(const struct conn *conn)
{
	return listener_endpoint(conn->listener);
}

const struct config *conn_config(const struct conn *conn)
{
	return conn->env->config;
}

const char *conn_name(const struct conn *conn)
{
	return conn->name;
}

void conn_free(struct conn *conn)
{
	if (conn->phase != CONN_FINISHING || conn->counted)
		log_debug("%s: %s: closed", conn->ops->name, conn->name);
	if (conn->counted && conn->ops->closed)
		conn->ops->closed(conn);
	listener_forget(conn->listener, conn);
	if (conn->timer)
		event_free(conn->timer);
	if (conn->bev)
		bufferevent_free(conn->bev);
	free(conn);
}

static void conn_arm(struct conn *conn, unsigned int ms)
{
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	event_add(conn->timer, &tv);
}

void conn_line(struct conn *conn, bool open)
{
	if (open && !conn->in_line)
		conn_arm(conn, conn->env->config->line_time);
	else if (!open && conn->in_line)
		event_del(conn->timer);
	conn->in_line = open;
}

static void conn_on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct conn *conn = arg;

	if (conn->phase == CONN_FINISHING)
		conn_free(conn);
	else if (conn->phase == CONN_FIRST)
		conn_refuse(conn, "nothing was sent in time");
	else
		conn_refuse(conn, "the line was not finished in time");
}

static void conn_on_read(struct bufferevent *bev, void *arg)
{
	struct evbuffer *in = bufferevent_get_input(bev);
	struct conn *conn = arg;

	if (conn->phase == CONN_FIRST) {
		conn->phase = CONN_OPEN;
		event_del(conn->timer);
	}
	if (conn->phase == CONN_OPEN)
		conn->ops->input(conn, in);
	else
		evbuffer_drain(in, evbuffer_get_length(in));
}

/* All is sent; when finishing, it is the peer's turn to close. */
static void conn_on_sent(struct bufferevent *bev, void *arg)
{
	struct conn *conn = arg;

	if (conn->phase != CONN_FINISHING)
		return;
	if (conn->ended)
		conn_free(conn);
	else
		shutdown(bufferevent_getfd(bev), SHUT_WR);
}

static void conn_on_event(struct bufferevent *bev, short what, void *arg)
{
	struct conn *conn = arg;

	if (!(what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)))
		return;
	if (what & BEV_EVENT_ERROR || conn->phase == CONN_FINISHING) {
		conn_free(conn);
		return;
	}
	conn->ended = true;
	conn->ops->ended(conn);
}

void conn_finish(struct conn *conn, const char *text, size_t count)
{
	struct evbuffer *in = bufferevent_get_input(conn->bev);

	conn->phase = CONN_FINISHING;
	conn_arm(conn, conn->env->config->drain);
	evbuffer_drain(in, evbuffer_get_length(in));
	bufferevent_write(conn->bev, text, count);
}

void conn_refuse(struct conn *conn, const char *reason)
{
	char text[256];
	int n = snprintf(text, sizeof(text), "lcdbridge: %s\n", reason);

	log_info("%s: %s: %s", conn->ops->name, conn->name, reason);
	conn_finish(conn, text, n);
}

struct conn *conn_new(struct listener *listener, const struct source_env *env,
		      const struct listener_ops *ops, evutil_socket_t fd)
{
	struct conn *conn = calloc(1, sizeof(*conn) + ops->state);

	if (!conn)
		return NULL;
	conn->listener = listener;
	conn->env = env;
	conn->ops = ops;
	conn->timer = evtimer_new(env->base, conn_on_timer, conn);
	conn->bev = bufferevent_socket_new(env->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (conn->timer && conn->bev)
		return conn;
	if (conn->timer)
		event_free(conn->timer);
	if (conn->bev) {
		bufferevent_setfd(conn->bev, -1);	/* the caller closes it */
		bufferevent_free(conn->bev);
	}
	free(conn);
	return NULL;
}

void conn_start(struct conn *conn)
{
	bufferevent_setcb(conn->bev, conn_on_read, conn_on_sent, conn_on_event, conn);
	bufferevent_setwatermark(conn->bev, EV_READ, 0, conn->env->config->buffer);
	conn_arm(conn, conn->env->config->first_byte);
	bufferevent_enable(conn->bev, EV_READ | EV_WRITE);
}
