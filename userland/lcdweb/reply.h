/* SPDX-License-Identifier: GPL-2.0-only */
/* Answers, with the headers that are common to all. */
#ifndef LCDWEB_REPLY_H
#define LCDWEB_REPLY_H

#include <microhttpd.h>

#include "frame.h"

#define REPLY_TEXT "text/plain; charset=utf-8"
#define REPLY_JSON "application/json"

/* Send @response, and take it over; @type may be NULL. */
enum MHD_Result reply(struct MHD_Connection *connection, unsigned int status, const char *type,
		      struct MHD_Response *response);

/* Send bytes, which are copied. */
enum MHD_Result reply_bytes(struct MHD_Connection *connection, unsigned int status,
			    const char *type, const char *bytes, size_t count);

/* Send a line of text for people; adds the line feed. */
enum MHD_Result reply_words(struct MHD_Connection *connection, unsigned int status,
			    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The answers to a method that the path does not have, and to a missing token. */
enum MHD_Result reply_not_allowed(struct MHD_Connection *connection, const char *methods);
enum MHD_Result reply_unauthorized(struct MHD_Connection *connection);

/* Send a form of a frame; 304 if @known, which may be NULL, has its tag. */
enum MHD_Result reply_frame(struct MHD_Connection *connection, struct frame *frame,
			    enum frame_form form, const char *type, const char *known);

#endif
