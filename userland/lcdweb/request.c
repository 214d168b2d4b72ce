// SPDX-License-Identifier: GPL-2.0-only
#include "request.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../common/display_file.h"
#include "../common/level.h"
#include "conn.h"
#include "displays.h"
#include "events.h"
#include "frame.h"
#include "keys.h"
#include "metrics.h"
#include "page.h"
#include "reply.h"
#include "route.h"
#include "web.h"
#include "write.h"

#define SWALLOWED_MAX 65536	/* of a refused body, so that its peer reads the answer */

/**
 * struct request - a request while its body arrives
 * @method: enum route_method, 0 for an unknown method
 * @body:   the first WRITE_MAX bytes of the body
 * @count:  bytes of the body that came
 */
struct request {
	struct web *web;
	struct MHD_Connection *connection;
	struct conn *conn;
	struct route route;
	unsigned int method;
	char body[WRITE_MAX];
	size_t count;
};

static const char *header(const struct request *request, const char *name)
{
	return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

struct counter {
	const char *name;
	unsigned int count;
};

static enum MHD_Result count_header(void *arg, enum MHD_ValueKind kind, const char *name,
				    const char *value)
{
	struct counter *counter = arg;

	counter->count += !strcasecmp(name, counter->name);
	return MHD_YES;
}

static unsigned int headers_named(const struct request *request, const char *name)
{
	struct counter counter = { .name = name };

	MHD_get_connection_values(request->connection, MHD_HEADER_KIND, count_header, &counter);
	return counter.count;
}

static unsigned int method_of(const char *name)
{
	if (!strcmp(name, MHD_HTTP_METHOD_GET) || !strcmp(name, MHD_HTTP_METHOD_HEAD))
		return ROUTE_GET;
	if (!strcmp(name, MHD_HTTP_METHOD_PUT))
		return ROUTE_PUT;
	return strcmp(name, MHD_HTTP_METHOD_POST) ? 0 : ROUTE_POST;
}

static const char *methods_as_text(unsigned int methods)
{
	switch (methods) {
	case ROUTE_GET:
		return "GET, HEAD";
	case ROUTE_PUT:
		return "PUT";
	case ROUTE_POST:
		return "POST";
	default:
		return "GET, HEAD, PUT, POST";
	}
}

static bool display_is_known(const void *displays, const char *name)
{
	return displays_find(displays, name);
}

static enum MHD_Result deny(struct request *request, enum MHD_Result result)
{
	request->web->denied++;
	return result;
}

/* Return: may the request continue? If not, it is answered, with *@result. */
static bool host_is_right(struct request *request, enum MHD_Result *result)
{
	const char *host = header(request, "Host");

	if (headers_named(request, "Host") != 1) {
		*result = deny(request, reply_words(request->connection, MHD_HTTP_BAD_REQUEST,
						    "Exactly one header Host is required."));
		return false;
	}
	if (guard_host(request->web->guard, host))
		return true;
	*result = deny(request, reply_words(request->connection, MHD_HTTP_MISDIRECTED_REQUEST,
					    "This server does not have this name: see --host."));
	return false;
}

/* A Unix socket has the permissions of the display, so it requires no token. */
static bool token_is_right(struct request *request, enum MHD_Result *result)
{
	const struct guard *guard = request->web->guard;
	const char *given = header(request, "Authorization");

	if (!*guard->token || request->conn->local ||
	    (given && headers_named(request, "Authorization") == 1 &&
	     guard_token(guard, given)))
		return true;
	*result = deny(request, reply_unauthorized(request->connection));
	return false;
}

/* Reading requests are harmless: another site cannot read the answer. */
static bool origin_is_right(struct request *request, enum MHD_Result *result)
{
	const char *origin = header(request, "Origin");

	if (!origin || (headers_named(request, "Origin") == 1 &&
			guard_origin(origin, header(request, "Host"))))
		return true;
	*result = deny(request, reply_words(request->connection, MHD_HTTP_FORBIDDEN,
					    "Pages of other sites may not write here."));
	return false;
}

static bool writing_is_allowed(struct request *request, enum MHD_Result *result)
{
	if (!origin_is_right(request, result))
		return false;
	if (request->web->read_only) {
		*result = deny(request, reply_words(request->connection, MHD_HTTP_FORBIDDEN,
						    "This server is read-only."));
		return false;
	}
	if (request->route.kind == ROUTE_KEY && !*request->web->guard->token &&
	    !request->conn->local) {
		*result = deny(request, reply_words(request->connection, MHD_HTTP_FORBIDDEN,
						    "Keys require the token or the Unix socket."));
		return false;
	}
	return true;
}

static bool route_is_right(struct request *request, enum MHD_Result *result)
{
	unsigned int allowed;

	if (request->route.kind == ROUTE_NONE) {
		*result = reply_words(request->connection, MHD_HTTP_NOT_FOUND,
				      "There is no such display or path.");
		return false;
	}
	allowed = route_methods(request->route.kind);
	if (request->method & allowed)
		return true;
	*result = reply_not_allowed(request->connection, methods_as_text(allowed));
	return false;
}

static enum MHD_Result reply_too_large(struct request *request)
{
	return reply_words(request->connection, MHD_HTTP_CONTENT_TOO_LARGE,
			   "A text has at most %d bytes.", WRITE_MAX);
}

static enum MHD_Result reply_absent(struct request *request, const struct display *display)
{
	return reply_words(request->connection, MHD_HTTP_NOT_FOUND, "%s: %s",
			   display_name(display), display_problem(display));
}

static enum MHD_Result reply_failed(struct request *request, const struct display *display,
				    int error)
{
	return reply_words(request->connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "%s: %s",
			   display_name(display), strerror(error));
}

static enum MHD_Result put_text(struct request *request, struct display *display)
{
	struct frame *frame;
	int error;

	if (request->count > WRITE_MAX)
		return reply_too_large(request);
	error = write_text(display_path(display), request->body, request->count,
			   request->method == ROUTE_PUT);
	if (error == -EFBIG)
		return reply_too_large(request);
	if (error)
		return reply_failed(request, display, -error);
	request->web->writes++;
	frame = display_look(display);
	if (!frame)
		return reply_absent(request, display);
	return reply_frame(request->connection, frame, FRAME_TEXT, REPLY_TEXT, NULL);
}

/* With or without a line feed. */
static bool body_is(const struct request *request, const char *word)
{
	size_t length = strlen(word), count = request->count;

	if (count && request->body[count - 1] == '\n')
		count--;
	return count == length && !memcmp(request->body, word, length);
}

/*
 * A level as the attribute takes it, or off, or on at the level that it had. The
 * commands are those of the kernel's charlcd, and devlcd's own for a level.
 */
static enum MHD_Result put_switch(struct request *request, struct display *display,
				  const char *on, const char *off, unsigned int max)
{
	unsigned int level = max;
	char command[16];
	int error;

	if (display_attributes(display) < 0)
		return reply_words(request->connection, MHD_HTTP_NOT_FOUND,
				   "%s is a text file: it has no light to switch.",
				   display_name(display));
	if (body_is(request, "off"))
		level = 0;
	else if (!body_is(request, "on") &&
		 !level_parse(request->body, request->count, max, &level))
		return reply_words(request->connection, MHD_HTTP_BAD_REQUEST,
				   "0 to %u is wanted, or on, or off.", max);
	if (level && max > 1 && !body_is(request, "on"))
		snprintf(command, sizeof(command), "\033[Lv%u;",
			 level < max ? level : SCREEN_LIGHT_FULL);
	else
		snprintf(command, sizeof(command), "%s", level ? on : off);
	error = write_command(display_path(display), command);
	if (error)
		return reply_failed(request, display, -error);
	return reply(request->connection, MHD_HTTP_NO_CONTENT, NULL,
		     MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
}

static unsigned int light_max(const struct display *display)
{
	int max = 1;

	display_file_number(display_attributes(display), "backlight_max", &max);
	return max;
}

static enum MHD_Result press_key(struct request *request, const struct display *display)
{
	enum keys_result result = display_attributes(display) < 0 ? KEYS_NO_KEYPAD :
				  keys_press(display_name(display), request->route.key);

	switch (result) {
	case KEYS_PRESSED:
		request->web->presses++;
		return reply(request->connection, MHD_HTTP_NO_CONTENT, NULL,
			     MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
	case KEYS_NO_KEYPAD:
		return reply_words(request->connection, MHD_HTTP_NOT_FOUND,
				   "%s has no keypad.", display_name(display));
	case KEYS_NO_SUCH_KEY:
		return reply_words(request->connection, MHD_HTTP_NOT_FOUND,
				   "No such key: there are " KEYS_NAMES ".");
	default:
		return reply_failed(request, display, errno);
	}
}

static enum MHD_Result start_events(struct request *request, struct display *only)
{
	struct MHD_Response *response = events_stream(request->web->events, request->connection,
						      request->conn, only);

	if (response) {
		MHD_add_response_header(response, "Cache-Control", "no-store");
		MHD_add_response_header(response, "X-Accel-Buffering", "no");
	}
	return reply(request->connection, MHD_HTTP_OK, "text/event-stream", response);
}

static enum MHD_Result answer_display(struct request *request)
{
	struct display *display = displays_find(request->web->displays, request->route.name);
	struct frame *frame = display_look(display);
	bool writes = request->method != ROUTE_GET;
	const char *known = header(request, "If-None-Match");

	if (!frame)
		return reply_absent(request, display);
	switch (request->route.kind) {
	case ROUTE_TEXT:
		return writes ? put_text(request, display) :
		       reply_frame(request->connection, frame, FRAME_TEXT, REPLY_TEXT, known);
	case ROUTE_JSON:
		return reply_frame(request->connection, frame, FRAME_JSON, REPLY_JSON, known);
	case ROUTE_SVG:
		return reply_frame(request->connection, frame, FRAME_SVG, "image/svg+xml", known);
	case ROUTE_PNG:
		return reply_frame(request->connection, frame, FRAME_PNG, "image/png", known);
	case ROUTE_EVENTS:
		return start_events(request, display);
	case ROUTE_BACKLIGHT:
		return put_switch(request, display, "\033[L+", "\033[L-", light_max(display));
	case ROUTE_POWER:
		return put_switch(request, display, "\033[LD", "\033[Ld", 1);
	default:
		return press_key(request, display);
	}
}

static enum MHD_Result answer(struct request *request)
{
	request->web->requests++;
	switch (request->route.kind) {
	case ROUTE_PAGE:
		return page_reply(request->connection);
	case ROUTE_OPENAPI:
		return page_reply_openapi(request->connection);
	case ROUTE_METRICS:
		return metrics_reply(request->web, request->connection);
	case ROUTE_ALL_EVENTS:
		return start_events(request, NULL);
	default:
		return answer_display(request);
	}
}

/* Check all rules. Return: may the request be served? If not, it is answered. */
static bool judge(struct request *request, enum MHD_Result *result)
{
	bool right = host_is_right(request, result) && token_is_right(request, result) &&
		     route_is_right(request, result) &&
		     (request->method == ROUTE_GET || writing_is_allowed(request, result));

	request->web->requests += !right;
	return right;
}

/*
 * A peer that sends its body at once may not read an answer before the end of the body.
 * So the answer waits for that, unless the body is long.
 */
static bool body_may_come(struct request *request, enum MHD_Result *result)
{
	const char *length = header(request, "Content-Length");
	unsigned long long size = length ? strtoull(length, NULL, 10) : 0;
	bool asks = header(request, "Expect");

	if (asks && !judge(request, result))
		return false;
	if (size <= (asks ? WRITE_MAX : SWALLOWED_MAX))
		return true;
	*result = reply_too_large(request);
	return false;
}

static enum MHD_Result begin(struct web *web, struct MHD_Connection *connection,
			     const char *path, const char *method, void **state)
{
	const union MHD_ConnectionInfo *info;
	enum MHD_Result result = MHD_NO;
	struct request *request;

	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	request = info && info->socket_context ? calloc(1, sizeof(*request)) : NULL;
	if (!request)
		return MHD_NO;
	*state = request;
	request->web = web;
	request->connection = connection;
	request->conn = info->socket_context;
	conn_expect(request->conn);
	request->method = method_of(method);
	route_parse(&request->route, path, display_is_known, web->displays);
	return body_may_come(request, &result) ? MHD_YES : result;
}

enum MHD_Result request_handle(void *arg, struct MHD_Connection *connection, const char *url,
			       const char *method, const char *version, const char *upload,
			       size_t *upload_size, void **state)
{
	struct request *request = *state;
	enum MHD_Result result = MHD_NO;

	if (!request)
		return begin(arg, connection, url, method, state);
	if (*upload_size) {
		if (request->count < WRITE_MAX)
			memcpy(request->body + request->count, upload,
			       *upload_size < WRITE_MAX - request->count ?
			       *upload_size : WRITE_MAX - request->count);
		request->count += *upload_size;
		*upload_size = 0;
		return request->count <= SWALLOWED_MAX ? MHD_YES : MHD_NO;
	}
	return judge(request, &result) ? answer(request) : result;
}

/* Start the timer for the peer's next request. */
void request_completed(void *arg, struct MHD_Connection *connection, void **state,
		       enum MHD_RequestTerminationCode how)
{
	struct request *request = *state;

	if (!request)
		return;
	conn_expect(request->conn);
	free(request);
	*state = NULL;
}
