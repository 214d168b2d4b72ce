// SPDX-License-Identifier: GPL-2.0-only
#include "events.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "conn.h"
#include "displays.h"
#include "frame.h"
#include "json.h"

#define BEAT "event: beat\ndata:\n\n"
#define BLOCK 1024	/* of a response; libmicrohttpd has a buffer of its own beside it */

/**
 * struct stream - one response
 * @only:      the display, NULL for all displays
 * @frame:     frame being sent, or NULL
 * @at:        bytes of @frame that were sent
 * @seen:      for each display, its number of frames when its newest was taken
 * @watched:   displays that report changes to this stream
 * @names:     serial number of the last list sent
 * @beat:      number of the last sign of life sent
 * @turn:      the display whose turn is next
 * @suspended: nothing to send
 * @ending:    the peer or the display has gone
 * @closed:    event: the peer has gone; pending while @suspended
 */
struct stream {
	TAILQ_ENTRY(stream) entry;
	struct events *events;
	struct MHD_Connection *connection;
	struct conn *conn;
	struct display *only;
	struct frame *frame;
	size_t at;
	unsigned long long seen[DISPLAYS_MAX];
	bool watched[DISPLAYS_MAX];
	unsigned long long names;
	unsigned long long beat;
	size_t turn;
	bool suspended;
	bool ending;
	struct event *closed;
};

/**
 * struct events - all streams
 * @names:  the list of displays as a frame: for peers who may not press keys, and for
 *          peers who may
 * @life:   a sign of life, as a frame
 * @beats:  signs of life until now
 * @beat_s: seconds between two signs of life
 * @timer:  the next one; pending while there are streams
 * @kick:   runs libmicrohttpd
 */
struct events {
	struct event_base *base;
	struct displays *displays;
	TAILQ_HEAD(stream_list, stream) streams;
	struct frame *names[2];
	struct frame *life;
	unsigned long long beats;
	unsigned int beat_s;
	struct event *timer;
	struct event *kick;
	bool read_only;
	bool has_token;
	struct events_counts counts;
};

const struct events_counts *events_counts(const struct events *events)
{
	return &events->counts;
}

static void resume(struct stream *stream)
{
	if (!stream->suspended)
		return;
	stream->suspended = false;
	event_del(stream->closed);
	MHD_resume_connection(stream->connection);
	event_active(stream->events->kick, EV_TIMEOUT, 1);
}

static void end(struct stream *stream)
{
	stream->ending = true;
	resume(stream);
}

/* A closed connection becomes readable. If the peer sends data, the stream ends too. */
static void on_closed(evutil_socket_t fd, short what, void *arg)
{
	end(arg);
}

static bool shows(const struct stream *stream, const struct display *display)
{
	return !stream->only || stream->only == display;
}

/* Make a display report its changes, once for each stream. */
static void watch(struct stream *stream, size_t number)
{
	struct display *display = displays_at(stream->events->displays, number);

	if (stream->watched[number] || !shows(stream, display))
		return;
	stream->watched[number] = true;
	display_watch(display);
}

static void watch_all(struct stream *stream)
{
	for (size_t n = 0; displays_at(stream->events->displays, n); n++)
		watch(stream, n);
}

static char *write_names(const struct events *events, bool keys, size_t *count)
{
	const struct display *display;
	char *bytes = NULL;
	FILE *out = open_memstream(&bytes, count);
	const char *comma = "";

	if (!out)
		return NULL;
	fprintf(out, "event: displays\ndata: {\"read_only\":%s,\"keys\":%s,",
		events->read_only ? "true" : "false", keys ? "true" : "false");
	fprintf(out, "\"beat_s\":%u,\"displays\":[", events->beat_s);
	for (size_t n = 0; (display = displays_at(events->displays, n)); n++) {
		if (!display_frame(display))
			continue;
		fputs(comma, out);
		json_string(display_name(display), strlen(display_name(display)), out);
		comma = ",";
	}
	fputs("]}\n\n", out);
	if (!fclose(out))
		return bytes;
	free(bytes);
	return NULL;
}

/* Without memory, the old list stays. */
static void update_list(struct events *events, bool keys)
{
	struct frame **current = &events->names[keys];
	struct frame_bytes old = { 0 };
	struct frame *names;
	size_t count;
	char *bytes = write_names(events, keys, &count);

	if (*current)
		old = frame_form(*current, FRAME_EVENT);
	if (bytes && old.bytes && old.count == count && !memcmp(bytes, old.bytes, count)) {
		free(bytes);
		return;
	}
	names = frame_new_event(bytes, count);
	if (!names)
		return;
	frame_put(*current);
	*current = names;
}

static void update_names(struct events *events)
{
	update_list(events, false);
	update_list(events, true);
}

/*
 * The rule of request.c: a press requires a token, which all peers then have, or the
 * Unix socket.
 */
static struct frame *names_for(const struct stream *stream)
{
	return stream->events->names[stream->events->has_token || stream->conn->local];
}

void events_changed(struct events *events, struct display *display)
{
	struct stream *stream;

	if (!events->displays)
		return;
	update_names(events);
	TAILQ_FOREACH(stream, &events->streams, entry) {
		if (!shows(stream, display))
			continue;
		watch_all(stream);
		resume(stream);
	}
}

static void on_beat(evutil_socket_t fd, short what, void *arg)
{
	struct events *events = arg;
	struct stream *stream;

	events->beats++;
	TAILQ_FOREACH(stream, &events->streams, entry) {
		resume(stream);
	}
}

/*
 * The next display in turn whose newest frame was not sent. A stream that is busy asks for
 * more unreported: only the first frame comes before its report.
 */
static struct frame *next_display(struct stream *stream)
{
	struct events *events = stream->events;
	size_t count = 0;

	while (displays_at(events->displays, count))
		count++;
	for (size_t i = 0; i < count; i++) {
		size_t n = (stream->turn + i) % count;
		const struct display *display = displays_at(events->displays, n);
		struct frame *frame = display_frame(display);
		unsigned long long drawn = display_drawn(display);

		if (!frame || !shows(stream, display) || stream->seen[n] == drawn)
			continue;
		if (stream->seen[n] && display_waits(display))
			continue;
		if (stream->seen[n])
			events->counts.skipped += drawn - stream->seen[n] - 1;
		stream->seen[n] = drawn;
		stream->turn = n + 1;
		return frame_get(frame);
	}
	return NULL;
}

static struct frame *next_frame(struct stream *stream)
{
	struct frame *frame, *names = names_for(stream);
	struct events *events = stream->events;

	if (!stream->only && names && stream->names != frame_serial(names)) {
		stream->names = frame_serial(names);
		return frame_get(names);
	}
	frame = next_display(stream);
	if (frame || stream->beat == events->beats)
		return frame;
	stream->beat = events->beats;
	return frame_get(events->life);
}

/* Return: is there something to send? */
static bool begin_frame(struct stream *stream)
{
	stream->frame = next_frame(stream);
	stream->at = 0;
	if (!stream->frame)
		return false;
	conn_expect(stream->conn);
	return true;
}

static ssize_t on_wanted(void *arg, uint64_t position, char *buffer, size_t room)
{
	struct stream *stream = arg;
	struct frame_bytes event;
	size_t n;

	if (stream->ending || (stream->only && !display_frame(stream->only)))
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (!stream->frame && !begin_frame(stream)) {
		conn_rest(stream->conn);
		MHD_suspend_connection(stream->connection);
		stream->suspended = true;
		event_add(stream->closed, NULL);
		return 0;
	}
	event = frame_form(stream->frame, FRAME_EVENT);
	if (!event.bytes)
		return MHD_CONTENT_READER_END_OF_STREAM;
	n = event.count - stream->at < room ? event.count - stream->at : room;
	memcpy(buffer, event.bytes + stream->at, n);
	stream->at += n;
	if (stream->at == event.count) {
		frame_put(stream->frame);
		stream->frame = NULL;
		stream->events->counts.sent++;
	}
	return (ssize_t)n;
}

static void on_ended(void *arg)
{
	struct stream *stream = arg;
	struct events *events = stream->events;

	TAILQ_REMOVE(&events->streams, stream, entry);
	events->counts.streams--;
	if (TAILQ_EMPTY(&events->streams))
		evtimer_del(events->timer);
	for (size_t n = 0; n < DISPLAYS_MAX; n++)
		if (stream->watched[n])
			display_unwatch(displays_at(events->displays, n));
	event_free(stream->closed);
	frame_put(stream->frame);
	free(stream);
}

static void add(struct events *events, struct stream *stream)
{
	const struct timeval beat = { .tv_sec = events->beat_s };

	if (TAILQ_EMPTY(&events->streams))
		evtimer_add(events->timer, &beat);
	TAILQ_INSERT_TAIL(&events->streams, stream, entry);
	events->counts.streams++;
	stream->beat = events->beats;
	watch_all(stream);
	update_names(events);
}

struct MHD_Response *events_stream(struct events *events, struct MHD_Connection *connection,
				   struct conn *conn, struct display *only)
{
	struct stream *stream = calloc(1, sizeof(*stream));
	struct MHD_Response *response;

	if (!stream)
		return NULL;
	stream->events = events;
	stream->connection = connection;
	stream->conn = conn;
	stream->only = only;
	stream->closed = event_new(events->base, conn->fd, EV_READ | EV_CLOSED, on_closed, stream);
	response = stream->closed ?
		   MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, on_wanted, stream,
						     on_ended) : NULL;
	if (!response) {
		if (stream->closed)
			event_free(stream->closed);
		free(stream);
		return NULL;
	}
	add(events, stream);
	return response;
}

void events_end(struct events *events)
{
	struct stream *stream;

	TAILQ_FOREACH(stream, &events->streams, entry) {
		end(stream);
	}
}

void events_set_kick(struct events *events, struct event *kick)
{
	events->kick = kick;
}

void events_set_displays(struct events *events, struct displays *displays)
{
	events->displays = displays;
	update_names(events);
}

struct events *events_new(struct event_base *base, unsigned int beat_s, bool read_only,
			  bool has_token)
{
	struct events *events = calloc(1, sizeof(*events));
	char *life = strdup(BEAT);

	if (!events || !life) {
		free(events);
		free(life);
		return NULL;
	}
	events->base = base;
	events->beat_s = beat_s;
	events->read_only = read_only;
	events->has_token = has_token;
	TAILQ_INIT(&events->streams);
	events->life = frame_new_event(life, strlen(BEAT));
	events->timer = event_new(base, -1, EV_PERSIST, on_beat, events);
	if (events->life && events->timer)
		return events;
	events_free(events);
	return NULL;
}

void events_free(struct events *events)
{
	if (events->timer)
		event_free(events->timer);
	frame_put(events->names[0]);
	frame_put(events->names[1]);
	frame_put(events->life);
	free(events);
}
