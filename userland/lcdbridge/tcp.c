// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text port: a connection is an open file. Its first byte clears page main
 * (or, in append mode, does not), its bytes are text, and when the peer has no
 * more to say, it is answered with what the display shows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "listener.h"

/**
 * struct tcp - the source
 * @listeners: @count of them
 */
struct tcp {
	const struct source_env *env;
	size_t count;
	struct listener *listeners[ENDPOINTS_MAX];
};

/**
 * struct text_conn - one connection
 * @stream: writer of page main
 * @line:   bytes of the line that is not finished
 */
struct text_conn {
	struct main_stream stream;
	size_t line;
};

static void text_opened(struct conn *conn)
{
	const struct endpoint *endpoint = conn_endpoint(conn);
	struct text_conn *text = conn_state(conn);

	main_stream_init(&text->stream, endpoint->append, endpoint->escapes);
}

/*
 * How many of @count bytes keep every line within @max; @line carries the
 * length of the unfinished one from call to call.
 */
static size_t text_within_lines(size_t *line, const char *bytes, size_t count, size_t max)
{
	for (size_t at = 0; at < count;) {
		const char *end = memchr(bytes + at, '\n', count - at);
		size_t n = (end ? (size_t)(end - bytes) : count) - at;

		if (*line + n > max)
			return at + max - *line;
		*line = end ? 0 : *line + n;
		at += n + !!end;
	}
	return count;
}

static void text_input(struct conn *conn, struct evbuffer *in)
{
	const struct config *config = conn_config(conn);
	struct text_conn *text = conn_state(conn);
	struct tcp *tcp = conn_room(conn);
	char reason[64];
	size_t n, taken;

	while ((n = evbuffer_get_contiguous_space(in))) {
		const char *bytes = (char *)evbuffer_pullup(in, n);

		taken = text_within_lines(&text->line, bytes, n, config->line);
		mainpage_write(tcp->env->main, &text->stream, bytes, taken);
		evbuffer_drain(in, n);
		if (taken < n) {
			snprintf(reason, sizeof(reason), "a line is longer than %u bytes",
				 config->line);
			conn_refuse(conn, reason);
			return;
		}
	}
	conn_line(conn, text->line);
}

static void text_ended(struct conn *conn)
{
	struct tcp *tcp = conn_room(conn);
	const char *problem = display_problem(tcp->env->display);
	char text[SCREEN_TEXT_MAX];

	if (problem)
		conn_refuse(conn, problem);
	else
		conn_finish(conn, text, screen_text(pages_screen(tcp->env->pages), text));
}

static const struct listener_ops text_ops = {
	.name = "tcp",
	.state = sizeof(struct text_conn),
	.opened = text_opened,
	.input = text_input,
	.ended = text_ended,
};

static void tcp_stop(void *source)
{
	struct tcp *tcp = source;

	while (tcp->count)
		listener_free(tcp->listeners[--tcp->count]);
	free(tcp);
}

static bool tcp_listen(struct tcp *tcp, const struct endpoint *endpoint)
{
	struct listener *listener = listener_new(tcp->env, endpoint, &text_ops, tcp);

	if (!listener)
		return listener_is_spare(endpoint);
	tcp->listeners[tcp->count++] = listener;
	return true;
}

static void *tcp_start(const struct source_env *env)
{
	const struct endpoints *endpoints = &env->config->tcp;
	struct tcp *tcp = calloc(1, sizeof(*tcp));

	if (!tcp)
		return NULL;
	tcp->env = env;
	for (size_t i = 0; i < endpoints->count; i++) {
		if (!tcp_listen(tcp, &endpoints->list[i])) {
			tcp_stop(tcp);
			return NULL;
		}
	}
	return tcp;
}

const struct source_ops source_tcp = {
	.name = "tcp",
	.start = tcp_start,
	.stop = tcp_stop,
};
