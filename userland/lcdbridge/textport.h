/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text port: a connection is an open file. Its first byte clears page main
 * (or, in append mode, does not), its bytes are text, and when the peer has no
 * more to say, it is answered with what the display shows.
 */
#ifndef LCDBRIDGE_TEXTPORT_H
#define LCDBRIDGE_TEXTPORT_H

#include "listener.h"

/**
 * struct textport - one connection
 * @stream: writer of page main
 * @line:   bytes of the line that is not finished
 */
struct textport {
	struct main_stream stream;
	size_t line;
};

/* The operations of a listener that is a text port. */
void textport_opened(struct conn *conn);
void textport_input(struct conn *conn, struct evbuffer *in);
void textport_ended(struct conn *conn);

#endif
