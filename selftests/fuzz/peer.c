// SPDX-License-Identifier: GPL-2.0-only
/* In the place of listener.c and conn.c: connections that are calls. */
#include "../../userland/lcdbridge/listener.h"
#include "daemon.h"

/**
 * struct conn - a connection
 * @ops:      of its source
 * @endpoint: where it came in
 * @in:       what it said and nobody took
 * @seen:     what it heard
 * @state:    the source's
 */
struct conn {
	const struct listener_ops *ops;
	const struct source_env *env;
	struct endpoint endpoint;
	struct evbuffer *in;
	struct peer_seen *seen;
	max_align_t state[];
};

/* One source listens at a time. */
static struct listeners {
	const struct source_env *env;
	const struct listener_ops *ops;
} listeners;

struct listeners *listeners_new(const struct source_env *env, const struct listener_ops *ops,
				void *room, const struct endpoints *endpoints)
{
	listeners = (struct listeners){ env, ops };
	return &listeners;
}

void listeners_release(struct listeners *listeners)
{
}

void listeners_reload(struct listeners *listeners)
{
}

void listeners_each(struct listeners *listeners, void (*fn)(struct conn *conn, void *arg),
		    void *arg)
{
}

void listeners_free(struct listeners *listeners)
{
}

void *conn_state(struct conn *conn)
{
	return conn->state;
}

const struct endpoint *conn_endpoint(const struct conn *conn)
{
	return &conn->endpoint;
}

const struct source_env *conn_env(const struct conn *conn)
{
	return conn->env;
}

void conn_line(struct conn *conn, bool open)
{
}

static void hear(struct conn *conn, const char *text, size_t count)
{
	struct peer_seen *seen = conn->seen;

	if (count > sizeof(seen->text) - seen->count)
		count = sizeof(seen->text) - seen->count;
	memcpy(seen->text + seen->count, text, count);
	seen->count += count;
}

bool conn_send(struct conn *conn, const char *text, size_t count)
{
	must(count && text[count - 1] == '\n');
	if (conn->seen->over)
		return false;
	hear(conn, text, count);
	return true;
}

void conn_flush(struct conn *conn)
{
}

void conn_finish(struct conn *conn, const char *text, size_t count)
{
	hear(conn, text, count);
	conn->seen->over = true;
	evbuffer_drain(conn->in, evbuffer_get_length(conn->in));
}

void conn_refuse(struct conn *conn, enum drop why, const char *reason)
{
	log_info("refused: %s", reason);
	stats_drop(conn->env->stats, why);
	conn_finish(conn, reason, strlen(reason));
}

struct conn *peer_connect(struct daemon *daemon, const struct endpoint *endpoint,
			  struct peer_seen *seen)
{
	struct conn *conn = calloc(1, sizeof(*conn) + listeners.ops->state);

	must(conn);
	conn->ops = listeners.ops;
	conn->env = listeners.env;
	conn->endpoint = *endpoint;
	conn->in = evbuffer_new();
	conn->seen = seen;
	seen->count = 0;
	seen->over = false;
	if (conn->ops->opened)
		conn->ops->opened(conn);
	return conn;
}

void peer_say(struct conn *conn, const void *bytes, size_t count)
{
	if (conn->seen->over || !count)
		return;
	evbuffer_add(conn->in, bytes, count);
	conn->ops->input(conn, conn->in);
	must(evbuffer_get_length(conn->in) < conn->env->config->buffer);
}

void peer_end(struct conn *conn)
{
	if (!conn->seen->over)
		conn->ops->ended(conn);
	must(conn->seen->over);
}

void peer_close(struct conn *conn)
{
	if (conn->ops->closed)
		conn->ops->closed(conn);
	evbuffer_free(conn->in);
	free(conn);
}
