// SPDX-License-Identifier: GPL-2.0-only
#include "textport.h"

#include <stdio.h>
#include <string.h>

void textport_opened(struct conn *conn)
{
	const struct endpoint *endpoint = conn_endpoint(conn);
	struct textport *port = conn_state(conn);

	main_stream_init(&port->stream, endpoint->append, endpoint->escapes);
}

/*
 * How many of @count bytes keep every line within @max; @line carries the
 * length of the unfinished one from call to call. Of a stretch that has no more
 * bytes than a line may have, only the last line can become too long.
 */
static size_t within_lines(size_t *line, const char *bytes, size_t count, size_t max)
{
	for (size_t at = 0, n; at < count; at += n) {
		size_t left = *line < max ? max - *line : 0;	/* a reload lowers it */
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

void textport_input(struct conn *conn, struct evbuffer *in)
{
	const struct source_env *env = conn_env(conn);
	struct textport *port = conn_state(conn);
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

void textport_ended(struct conn *conn)
{
	const struct source_env *env = conn_env(conn);
	const char *problem = display_problem(env->display);
	char text[SCREEN_TEXT_MAX];

	if (problem)
		conn_refuse(conn, DROP_DISPLAY, problem);
	else
		conn_finish(conn, text, screen_text(pages_screen(env->pages), text));
}
