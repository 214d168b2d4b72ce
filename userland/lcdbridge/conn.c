// SPDX-License-Identifier: GPL-2.0-only
#include "conn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "log.h"
#include "timer.h"
#include "tls.h"

#define LIBEVENT_READ 4096	/* bytes; it reads no more in a turn */

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

const struct source_env *conn_env(const struct conn *conn)
{
	return conn->env;
}

void conn_free(struct conn *conn)
{
	log_debug("%s: %s: closed", conn->ops->name, conn->name);
	if (conn->counted && conn->ops->closed)
		conn->ops->closed(conn);
	listener_forget(conn->listener, conn);
	event_free(conn->timer);
	event_free(conn->resume);
	tls_say_goodbye(conn->bev);
	bufferevent_free(conn->bev);
	free(conn);
}

/* Strangers can make it happen, as often as they like. */
static void conn_log(const struct conn *conn, const char *text)
{
	if (log_allowed(conn->env->ration))
		log_info("%s: %s: %s", conn->ops->name, conn->name, text);
}

/* While we do not read, the peer cannot finish its line. */
static void conn_time_line(struct conn *conn)
{
	if (conn->in_line && !evtimer_pending(conn->resume, NULL))
		timer_arm(conn->timer, conn->env->config->line_time);
	else
		event_del(conn->timer);
}

void conn_line(struct conn *conn, bool open)
{
	if (conn->phase != CONN_OPEN || open == conn->in_line)
		return;
	conn->in_line = open;
	conn_time_line(conn);
}

static void conn_on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct conn *conn = arg;

	if (conn->phase == CONN_FINISHING)
		conn_free(conn);
	else if (conn->phase == CONN_FIRST)
		conn_refuse(conn, DROP_TIME, "nothing was sent in time");
	else
		conn_refuse(conn, DROP_TIME, "the line was not finished in time");
}

/* What a peer that sent too much sends on waits in the kernel, then in it. */
static void conn_ration(struct conn *conn, size_t bytes)
{
	unsigned int wait = buckets_take(conn->env->buckets, conn->env->config, &conn->peer,
					 bytes);

	if (!wait)
		return;
	stats_slow(conn->env->stats);
	bufferevent_disable(conn->bev, EV_READ);
	timer_arm(conn->resume, wait);
	conn_time_line(conn);
}

static void conn_on_resume(evutil_socket_t fd, short what, void *arg)
{
	struct conn *conn = arg;

	conn_time_line(conn);
	bufferevent_enable(conn->bev, EV_READ);
}

static void conn_take(struct conn *conn, struct evbuffer *in)
{
	size_t before = evbuffer_get_length(in);

	if (conn->phase == CONN_FINISHING) {
		evbuffer_drain(in, before);
		return;
	}
	if (conn->phase == CONN_FIRST) {
		conn->phase = CONN_OPEN;
		event_del(conn->timer);
		stats_message(conn->env->stats);
	}
	conn->ops->input(conn, in);
	if (conn->phase == CONN_OPEN)
		conn_ration(conn, before - evbuffer_get_length(in));
}

/* False where there is no more, the end included: the loop will find it. */
static bool conn_gulp(struct conn *conn, struct evbuffer *in)
{
	size_t buffer = conn->env->config->buffer, room;
	int fd = bufferevent_getfd(conn->bev), queued;
	struct evbuffer_iovec space;
	ssize_t n = 0;

	if (conn->phase != CONN_OPEN || evtimer_pending(conn->resume, NULL) ||
	    buffer <= LIBEVENT_READ || tls_is(conn->bev) ||
	    ioctl(fd, FIONREAD, &queued) || queued <= 0)
		return false;
	room = buffer - LIBEVENT_READ;
	room = room < (size_t)queued ? room : (size_t)queued;
	evbuffer_unfreeze(in, 0);	/* otherwise only the loop may add to it */
	if (evbuffer_reserve_space(in, room, &space, 1) == 1) {
		n = recv(fd, space.iov_base, room, 0);
		space.iov_len = n > 0 ? n : 0;
		evbuffer_commit_space(in, &space, 1);
	}
	evbuffer_freeze(in, 0);
	return n > 0;
}

static void conn_on_read(struct bufferevent *bev, void *arg)
{
	struct evbuffer *in = bufferevent_get_input(bev);
	bool full = evbuffer_get_length(in) >= LIBEVENT_READ;
	struct conn *conn = arg;

	conn_take(conn, in);
	if (full && conn->ops->gulp && conn_gulp(conn, in))
		conn_take(conn, in);
}

/*
 * All is sent: now it is the peer's turn to close. If it has, the timer ends
 * the connection, for the caller still uses it.
 */
static void conn_half_close(struct conn *conn)
{
	if (conn->ended) {
		event_active(conn->timer, EV_TIMEOUT, 0);
		return;
	}
	tls_say_goodbye(conn->bev);
	shutdown(bufferevent_getfd(conn->bev), SHUT_WR);
}

static void conn_on_sent(struct bufferevent *bev, void *arg)
{
	struct conn *conn = arg;

	if (conn->phase == CONN_FINISHING)
		conn_half_close(conn);
}

static void conn_on_event(struct bufferevent *bev, short what, void *arg)
{
	const char *problem = what & BEV_EVENT_ERROR ? tls_problem(bev) : NULL;
	struct conn *conn = arg;

	if (what & BEV_EVENT_CONNECTED)
		tls_connected(bev, conn->ops->name, conn->name);
	if (!(what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)))
		return;
	if (problem)
		conn_log(conn, problem);
	if (what & BEV_EVENT_ERROR || conn->phase == CONN_FINISHING) {
		conn_free(conn);
		return;
	}
	conn->ended = true;
	conn->ops->ended(conn);
}

bool conn_send(struct conn *conn, const char *text, size_t count)
{
	struct evbuffer *out = bufferevent_get_output(conn->bev);

	if (conn->phase == CONN_FINISHING)
		return false;
	if (evbuffer_get_length(out) + count <= conn->env->config->buffer) {
		bufferevent_write(conn->bev, text, count);
		return true;
	}
	conn_log(conn, "does not read its answers");
	stats_drop(conn->env->stats, DROP_BUFFER);
	conn_finish(conn, "", 0);
	return false;
}

void conn_flush(struct conn *conn)
{
	struct evbuffer *out = bufferevent_get_output(conn->bev);

	if (tls_is(conn->bev))
		return;
	evbuffer_unfreeze(out, 1);	/* otherwise only the loop may take from it */
	evbuffer_write(out, bufferevent_getfd(conn->bev));
	evbuffer_freeze(out, 1);
}

/* Most answers fit into the socket, which saves waiting for it. */
static void conn_write(struct conn *conn, const char *text, size_t count)
{
	struct evbuffer *out = bufferevent_get_output(conn->bev);
	ssize_t n = 0;

	if (!tls_is(conn->bev) && !evbuffer_get_length(out))
		n = send(bufferevent_getfd(conn->bev), text, count, MSG_NOSIGNAL);
	n = n > 0 ? n : 0;
	bufferevent_write(conn->bev, text + n, count - n);
}

void conn_finish(struct conn *conn, const char *text, size_t count)
{
	struct evbuffer *in = bufferevent_get_input(conn->bev);

	conn->phase = CONN_FINISHING;
	timer_arm(conn->timer, conn->env->config->drain);
	evbuffer_drain(in, evbuffer_get_length(in));
	event_del(conn->resume);
	conn_write(conn, text, count);
	if (!conn->ended)
		bufferevent_enable(conn->bev, EV_READ);
	if (!evbuffer_get_length(bufferevent_get_output(conn->bev)))
		conn_half_close(conn);
}

void conn_refuse(struct conn *conn, enum drop why, const char *reason)
{
	char text[640];
	int n = snprintf(text, sizeof(text), "lcdbridge: %s\n", reason);

	conn_log(conn, reason);
	stats_drop(conn->env->stats, why);
	conn_finish(conn, text, n < (int)sizeof(text) ? n : (int)sizeof(text) - 1);
}

struct conn *conn_new(struct listener *listener, const struct source_env *env,
		      const struct listener_ops *ops, struct bufferevent *bev)
{
	struct conn *conn = calloc(1, sizeof(*conn) + ops->state);

	if (!conn)
		return NULL;
	conn->listener = listener;
	conn->env = env;
	conn->ops = ops;
	conn->bev = bev;
	conn->timer = evtimer_new(env->base, conn_on_timer, conn);
	conn->resume = evtimer_new(env->base, conn_on_resume, conn);
	if (conn->timer && conn->resume)
		return conn;
	if (conn->timer)
		event_free(conn->timer);
	free(conn);
	return NULL;
}

void conn_start(struct conn *conn)
{
	bufferevent_setcb(conn->bev, conn_on_read, conn_on_sent, conn_on_event, conn);
	bufferevent_setwatermark(conn->bev, EV_READ, 0, conn->env->config->buffer);
	timer_arm(conn->timer, conn->env->config->first_byte);
	bufferevent_enable(conn->bev, EV_READ);	/* written is as soon as there is something */
}
