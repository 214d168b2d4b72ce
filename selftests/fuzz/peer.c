// SPDX-License-Identifier: GPL-2.0-only
/* In the place of listener.c and conn.c: connections that are calls. */
#include "../../userland/lcdbridge/base/macros.h"
#include "../../userland/lcdbridge/net/listener.h"
#include "daemon.h"

/**
 * struct fake - a connection
 * @in:       what it said and nobody took
 * @seen:     what it heard
 * @endpoint: where it came in
 * @conn:     as its source sees it; the last, for its state is behind it
 */
struct fake {
	struct evbuffer *in;
	struct peer_seen *seen;
	struct endpoint endpoint;
	struct conn conn;
};

static struct fake *fake_of(struct conn *conn)
{
	return container_of(conn, struct fake, conn);
}

/* One source listens at a time. */
static struct listeners {
	const struct source_env *env;
	const struct conn_ops *ops;
} listeners;

struct listeners *listeners_new(const struct source_env *env, const struct conn_ops *ops,
				size_t offset)
{
	listeners = (struct listeners){ env, ops };
	return &listeners;
}

enum prepared listeners_prepare(void *listeners, const struct config *fresh, bool last)
{
	return PREPARED;
}

void listeners_yield(void *listeners, const struct config *fresh)
{
}

void listeners_abandon(void *listeners)
{
}

void listeners_reclaim(void *listeners)
{
}

void listeners_reload(void *listeners, const struct config *old)
{
}

struct listeners *listeners_of(const struct conn *conn)
{
	return &listeners;
}

void listeners_each(struct listeners *listeners, void (*fn)(struct conn *conn, void *arg),
		    void *arg)
{
}

void listeners_free(void *listeners)
{
}

void conn_line(struct conn *conn, bool open)
{
}

static void hear(struct conn *conn, const char *text, size_t count)
{
	struct peer_seen *seen = fake_of(conn)->seen;

	if (count > sizeof(seen->text) - seen->count)
		count = sizeof(seen->text) - seen->count;
	memcpy(seen->text + seen->count, text, count);
	seen->count += count;
}

bool conn_send(struct conn *conn, const char *text, size_t count)
{
	must(count && text[count - 1] == '\n');
	if (fake_of(conn)->seen->over)
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
	fake_of(conn)->seen->over = true;
	evbuffer_drain(fake_of(conn)->in, evbuffer_get_length(fake_of(conn)->in));
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
	struct fake *fake = calloc(1, sizeof(*fake) + listeners.ops->state);
	struct conn *conn;

	must(fake);
	fake->endpoint = *endpoint;
	fake->in = evbuffer_new();
	fake->seen = seen;
	conn = &fake->conn;
	conn->ops = listeners.ops;
	conn->env = listeners.env;
	conn->endpoint = &fake->endpoint;
	seen->count = 0;
	seen->over = false;
	if (conn->ops->opened)
		conn->ops->opened(conn);
	return conn;
}

void peer_say(struct conn *conn, const void *bytes, size_t count)
{
	if (fake_of(conn)->seen->over || !count)
		return;
	evbuffer_add(fake_of(conn)->in, bytes, count);
	conn->ops->input(conn, fake_of(conn)->in);
	must(evbuffer_get_length(fake_of(conn)->in) < conn->env->config->buffer);
}

void peer_end(struct conn *conn)
{
	if (!fake_of(conn)->seen->over)
		conn->ops->ended(conn);
	must(fake_of(conn)->seen->over);
}

void peer_close(struct conn *conn)
{
	if (conn->ops->closed)
		conn->ops->closed(conn);
	evbuffer_free(fake_of(conn)->in);
	free(fake_of(conn));
}
