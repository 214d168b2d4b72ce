// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text port, on TCP and on Unix sockets: a connection works like an open file. Its
 * first byte clears page main, except in append mode; its bytes are text. At the end of
 * the text, the answer is the content of the display.
 */
#include <stdio.h>
#include <string.h>

#include "../net/listener.h"
#include "../net/sock.h"

/**
 * struct textport - one connection
 * @stream: writer of page main
 * @line:   bytes of the unfinished line
 */
struct textport {
	struct main_stream stream;
	size_t line;
};

static void textport_opened(struct conn *conn)
{
	struct textport *port = (void *)conn->state;

	main_stream_init(&port->stream, conn->endpoint->append, conn->endpoint->escapes);
}

/*
 * Return how many of @count bytes keep every line within @max. @line keeps the length of
 * the unfinished line from call to call. In a piece of at most @max bytes, only the
 * line that is unfinished at its end can become too long.
 */
static size_t within_lines(size_t *line, const char *bytes, size_t count, size_t max)
{
	for (size_t at = 0, n; at < count; at += n) {
		size_t left = *line < max ? max - *line : 0;	/* a reload may lower @max */
		const char *feed;

		n = count - at <= left ? count - at : left + 1;
		feed = memrchr(bytes + at, '\n', n);
		if (!feed && n > left)
			return at + left;
		if (feed)
			n = feed + 1 - (bytes + at);
		*line = feed ? 0 : *line + n;
	}
	return count;
}

static void textport_input(struct conn *conn, struct evbuffer *in)
{
	const struct source_env *env = conn->env;
	struct textport *port = (void *)conn->state;
	char reason[64];
	size_t n, taken;

	while ((n = evbuffer_get_contiguous_space(in))) {
		const char *bytes = (char *)evbuffer_pullup(in, n);

		taken = within_lines(&port->line, bytes, n, env->config->line);
		if (memchr(bytes, '\n', taken))
			conn_line(conn, false);
		mainpage_write(env->main, &port->stream, bytes, taken);
		evbuffer_drain(in, n);
		if (taken < n) {
			snprintf(reason, sizeof(reason), "a line is longer than %u bytes",
				 env->config->line);
			conn_refuse(conn, DROP_LINE, reason);
			return;
		}
	}
	conn_line(conn, port->line);
}

static void textport_ended(struct conn *conn)
{
	const struct source_env *env = conn->env;
	const char *problem = display_problem(env->display);
	char text[SCREEN_TEXT_MAX];

	if (problem)
		conn_refuse(conn, DROP_DISPLAY, problem);
	else
		conn_finish(conn, text, screen_text(pages_screen(env->pages), text));
}

static const struct conn_ops tcp_ops = {
	.name = "tcp",
	.state = sizeof(struct textport),
	.opened = textport_opened,
	.input = textport_input,
	.ended = textport_ended,
};

/* Unix sockets: only local processes, whose process and user the kernel reports. */
static const struct conn_ops unix_ops = {
	.name = "unix",
	.state = sizeof(struct textport),
	.opened = textport_opened,
	.input = textport_input,
	.ended = textport_ended,
};

static void *tcp_start(const struct source_env *env)
{
	return listeners_new(env, &tcp_ops, offsetof(struct config, tcp));
}

static void *unix_start(const struct source_env *env)
{
	return listeners_new(env, &unix_ops, offsetof(struct config, unix_sockets));
}

static bool tcp_try(const struct config *config)
{
	return sock_try(&config->tcp, SOCK_STREAM, "tcp");
}

static bool unix_try(const struct config *config)
{
	return sock_try(&config->unix_sockets, SOCK_STREAM, "unix");
}

const struct source_ops source_tcp = {
	.name = "tcp",
	.try = tcp_try,
	.start = tcp_start,
	.prepare = listeners_prepare,
	.yield = listeners_yield,
	.abandon = listeners_abandon,
	.reclaim = listeners_reclaim,
	.reload = listeners_reload,
	.stop = listeners_free,
};

const struct source_ops source_unix = {
	.name = "unix",
	.try = unix_try,
	.start = unix_start,
	.prepare = listeners_prepare,
	.yield = listeners_yield,
	.abandon = listeners_abandon,
	.reclaim = listeners_reclaim,
	.reload = listeners_reload,
	.stop = listeners_free,
};
