// SPDX-License-Identifier: GPL-2.0-only
#include "conn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/log.h"
#include "../base/timer.h"
#include "opening.h"
#include "tls.h"

void conn_free(struct conn *conn)
{
	log_debug("%s: %s: closed", conn->ops->name, conn->name);
	if (conn->counted && conn->ops->closed)
		conn->ops->closed(conn);
	conn->gone(conn);
	event_free(conn->timer);
	event_free(conn->resume);
	tls_say_goodbye(conn->bev);
	bufferevent_free(conn->bev);
	free(conn);
}

/* Rationed, because other machines can cause it at will. */
static void conn_log(const struct conn *conn, const char *text)
{
	if (log_allowed(conn->env->ration))
		log_info("%s: %s: %s", conn->ops->name, conn->name, text);
}

/* How long a client may be silent between two lines; 0 for no limit. */
static unsigned int conn_idle(const struct conn *conn)
{
	const struct config *config = conn->env->config;

	return conn->ops->patient || (conn->peer.local && !config->idle_local) ? 0 : config->idle;
}

/* No timer while reading is paused: the peer can neither begin nor finish its line then. */
static void conn_arm_timer(struct conn *conn)
{
	bool paused = evtimer_pending(conn->resume, NULL);
	u64 now = timer_now();

	if (conn->phase == CONN_FIRST && !paused)
		timer_arm(conn->timer, conn->env->config->first_byte);
	else if (conn->in_line && !paused)
		timer_arm(conn->timer, conn->line_end > now ? conn->line_end - now : 0);
	else if (conn->phase == CONN_OPEN && conn_idle(conn))
		timer_arm(conn->timer, conn_idle(conn));
	else
		event_del(conn->timer);
}

/* The timer is not armed again for each line, so it may expire too early. */
static void conn_check_idle(struct conn *conn)
{
	u64 silent = timer_now() - conn->heard, idle = conn_idle(conn);

	if (silent < idle)
		timer_arm(conn->timer, idle - silent);
	else if (idle)
		conn_refuse(conn, DROP_TIME, "nothing was sent for too long");
}

void conn_line(struct conn *conn, bool open)
{
	if (conn->phase != CONN_OPEN || open == conn->in_line)
		return;
	conn->in_line = open;
	conn->line_end = timer_now() + conn->env->config->line_time;
	conn_arm_timer(conn);
}

/* Count every byte when it arrives, whatever becomes of it. */
static void conn_on_bytes(struct evbuffer *in, const struct evbuffer_cb_info *info, void *arg)
{
	struct conn *conn = arg;

	if (info->n_added)
		conn->wait = buckets_take(conn->env->buckets, conn->env->config, &conn->peer,
					  info->n_added);
}

/* Pause reading if the peer has sent too much: more bytes wait in the kernel, then in the peer. */
static void conn_ration(struct conn *conn)
{
	if (!conn->wait)
		return;
	stats_slow(conn->env->stats);
	bufferevent_disable(conn->bev, EV_READ);
	timer_arm(conn->resume, conn->wait);
	conn->line_end += conn->wait;
	conn_arm_timer(conn);
}

/* Ignore all of a request: a web page could make a browser write here. */
static void conn_refuse_opening(struct conn *conn, enum opening opening)
{
	static const char head[] = "HTTP/1.0 400 Bad Request\r\nContent-Type: text/plain\r\n\r\n";

	if (opening != OPENING_HTTP || conn_send(conn, head, sizeof(head) - 1))
		conn_refuse(conn, DROP_PROTOCOL, opening_reason(opening));
}

/* The first bytes are not of another protocol: hand them to the source. */
static void conn_open(struct conn *conn, struct evbuffer *in)
{
	conn->phase = CONN_OPEN;
	conn_arm_timer(conn);
	stats_message(conn->env->stats);
	conn->ops->input(conn, in);
}

static void conn_begin(struct conn *conn, struct evbuffer *in)
{
	size_t n = evbuffer_get_length(in) < OPENING_MAX ? evbuffer_get_length(in) : OPENING_MAX;
	enum opening opening = opening_judge(evbuffer_pullup(in, n), n, conn->endpoint->escapes);

	if (opening == OPENING_OURS)
		conn_open(conn, in);
	else if (opening != OPENING_UNDECIDED)
		conn_refuse_opening(conn, opening);
}

static void conn_on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct conn *conn = arg;
	struct evbuffer *in = bufferevent_get_input(conn->bev);

	if (conn->phase == CONN_FINISHING)
		conn_free(conn);
	else if (conn->phase == CONN_FIRST && evbuffer_get_length(in))
		conn_open(conn, in);
	else if (conn->phase == CONN_FIRST)
		conn_refuse(conn, DROP_TIME, "nothing was sent in time");
	else if (conn->in_line && !evtimer_pending(conn->resume, NULL))
		conn_refuse(conn, DROP_TIME, "the line was not finished in time");
	else
		conn_check_idle(conn);
}

static void conn_on_resume(evutil_socket_t fd, short what, void *arg)
{
	struct conn *conn = arg;

	conn_arm_timer(conn);
	bufferevent_enable(conn->bev, EV_READ);
}

static void conn_take(struct conn *conn, struct evbuffer *in)
{
	conn->heard = timer_now();
	if (conn->phase == CONN_FINISHING)
		evbuffer_drain(in, evbuffer_get_length(in));
	else if (conn->phase == CONN_FIRST)
		conn_begin(conn, in);
	else
		conn->ops->input(conn, in);
}

static void conn_on_read(struct bufferevent *bev, void *arg)
{
	struct conn *conn = arg;

	conn_take(conn, bufferevent_get_input(bev));
	if (conn->phase == CONN_OPEN)
		conn_ration(conn);
}

/*
 * All is sent: now the peer must close. If it already has, the timer ends the
 * connection, because the caller still uses it.
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
	if (conn->phase == CONN_FIRST && evbuffer_get_length(bufferevent_get_input(bev)))
		conn_open(conn, bufferevent_get_input(bev));
	if (conn->phase != CONN_FINISHING)
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

/* Try to send at once: most answers fit into the socket's buffer. */
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

struct conn *conn_new(const struct source_env *env, const struct conn_ops *ops,
		      struct bufferevent *bev)
{
	struct conn *conn = calloc(1, sizeof(*conn) + ops->state);

	if (!conn)
		return NULL;
	conn->env = env;
	conn->ops = ops;
	conn->bev = bev;
	conn->heard = timer_now();
	conn->timer = evtimer_new(env->base, conn_on_timer, conn);
	conn->resume = evtimer_new(env->base, conn_on_resume, conn);
	if (conn->timer && conn->resume &&
	    evbuffer_add_cb(bufferevent_get_input(bev), conn_on_bytes, conn))
		return conn;
	if (conn->timer)
		event_free(conn->timer);
	if (conn->resume)
		event_free(conn->resume);
	free(conn);
	return NULL;
}

void conn_start(struct conn *conn)
{
	bufferevent_setcb(conn->bev, conn_on_read, conn_on_sent, conn_on_event, conn);
	bufferevent_setwatermark(conn->bev, EV_READ, 0, conn->env->config->buffer);
	conn_arm_timer(conn);
	bufferevent_enable(conn->bev, EV_READ);	/* written is as soon as there is something */
	conn->wait = buckets_take(conn->env->buckets, conn->env->config, &conn->peer, 0);
	conn_ration(conn);
}
