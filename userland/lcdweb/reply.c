// SPDX-License-Identifier: GPL-2.0-only
#include "reply.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "etag.h"

#define WORDS_MAX 600

/* The page extends this policy. */
static const char *const headers[][2] = {
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "no-referrer" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
};

#define POLICY "Content-Security-Policy"

enum MHD_Result reply(struct MHD_Connection *connection, unsigned int status, const char *type,
		      struct MHD_Response *response)
{
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		MHD_add_response_header(response, headers[i][0], headers[i][1]);
	if (!MHD_get_response_header(response, POLICY))
		MHD_add_response_header(response, POLICY,
					"default-src 'none'; frame-ancestors 'none'");
	if (!MHD_get_response_header(response, "Cache-Control"))
		MHD_add_response_header(response, "Cache-Control", "no-cache");
	if (type)
		MHD_add_response_header(response, "Content-Type", type);
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static struct MHD_Response *copy(const char *bytes, size_t count)
{
	return MHD_create_response_from_buffer(count, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

enum MHD_Result reply_bytes(struct MHD_Connection *connection, unsigned int status,
			    const char *type, const char *bytes, size_t count)
{
	return reply(connection, status, type, copy(bytes, count));
}

enum MHD_Result reply_words(struct MHD_Connection *connection, unsigned int status,
			    const char *format, ...)
{
	char words[WORDS_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words) - 1, format, args);
	va_end(args);
	strcat(words, "\n");
	return reply_bytes(connection, status, REPLY_TEXT, words, strlen(words));
}

static enum MHD_Result reply_with(struct MHD_Connection *connection, unsigned int status,
				  const char *header, const char *value, const char *words)
{
	struct MHD_Response *response = copy(words, strlen(words));

	if (response)
		MHD_add_response_header(response, header, value);
	return reply(connection, status, REPLY_TEXT, response);
}

enum MHD_Result reply_not_allowed(struct MHD_Connection *connection, const char *methods)
{
	return reply_with(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "Allow", methods,
			  "This path has no such method.\n");
}

/* A browser then asks for a password. */
enum MHD_Result reply_unauthorized(struct MHD_Connection *connection)
{
	return reply_with(connection, MHD_HTTP_UNAUTHORIZED, "WWW-Authenticate",
			  "Basic realm=\"devlcd\", charset=\"UTF-8\"",
			  "The token is missing or wrong. It may be the password.\n");
}

static void forget(void *frame)
{
	frame_put(frame);
}

enum MHD_Result reply_frame(struct MHD_Connection *connection, struct frame *frame,
			    enum frame_form form, const char *type, const char *known)
{
	struct frame_bytes body = frame_form(frame, form);
	struct MHD_Response *response;
	char tag[ETAG_SIZE];
	bool same;

	if (!body.bytes)
		return reply_words(connection, MHD_HTTP_INTERNAL_SERVER_ERROR,
				   "This could not be made: out of memory?");
	etag_make(tag, body.bytes, body.count);
	same = known && etag_matches(known, tag);
	if (same)
		response = copy("", 0);
	else
		response = MHD_create_response_from_buffer_with_free_callback_cls
				(body.count, (void *)body.bytes, forget, frame_get(frame));
	if (response)
		MHD_add_response_header(response, "ETag", tag);
	else if (!same)
		frame_put(frame);
	return reply(connection, same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, type, response);
}
