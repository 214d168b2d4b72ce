/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Server-sent events: each stream sends the newest frame that it has not sent yet, and
 * skips frames in between. There is no queue: a stream holds only the frame that it is
 * sending.
 */
#ifndef LCDWEB_EVENTS_H
#define LCDWEB_EVENTS_H

#include <event2/event.h>
#include <microhttpd.h>
#include <stdbool.h>

struct conn;
struct display;
struct displays;
struct events;

/**
 * struct events_counts - for the metrics
 * @streams: open streams
 * @sent:    frames sent, in all streams
 * @skipped: frames skipped because a stream was too slow
 */
struct events_counts {
	unsigned int streams;
	unsigned long long sent;
	unsigned long long skipped;
};

/*
 * @beat_s: seconds between two signs of life. The page learns @read_only, and whether it
 * may press keys: if the peer came over the Unix socket, or if @has_token.
 */
struct events *events_new(struct event_base *base, unsigned int beat_s, bool read_only,
			  bool has_token);

/* All streams must have ended. */
void events_free(struct events *events);

/* Set the displays. Call it before the first stream. */
void events_set_displays(struct events *events, struct displays *displays);

/* The event that runs libmicrohttpd, which does not notice when a stream is resumed. */
void events_set_kick(struct events *events, struct event *kick);

/* A display has a new frame, or none. */
void events_changed(struct events *events, struct display *display);

/**
 * events_stream() - make a response that lasts until the peer or the display goes
 * @events:     all streams
 * @connection: of the request
 * @conn:       likewise
 * @only:       display, or NULL for all
 *
 * Return: NULL if memory fails.
 */
struct MHD_Response *events_stream(struct events *events, struct MHD_Connection *connection,
				   struct conn *conn, struct display *only);

/* End all streams when libmicrohttpd runs next. */
void events_end(struct events *events);

const struct events_counts *events_counts(const struct events *events);

#endif
