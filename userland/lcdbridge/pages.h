/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the display is to show: sources turn what arrives into the operations
 * below, and once per turn of the event loop in which something changed, the
 * result is handed to the display.
 *
 * Page main is like the file: TCP, UDP, the Unix socket, the spool file and
 * MQTT's plain topics share it, and the last writer wins.
 */
#ifndef LCDBRIDGE_PAGES_H
#define LCDBRIDGE_PAGES_H

#include <event2/event.h>

#include "sanitize.h"
#include "text/vt.h"

struct pages;

/**
 * pages_repaint_fn - the display should show this now
 * @arg:    as given to pages_new()
 * @screen: valid during the call
 */
typedef void (*pages_repaint_fn)(void *arg, const struct screen *screen);

struct pages *pages_new(struct event_base *base, unsigned int rows, unsigned int cols,
			pages_repaint_fn repaint, void *arg);
void pages_free(struct pages *pages);

void pages_resize(struct pages *pages, unsigned int rows, unsigned int cols);

/* What is shown, or will be at the end of this turn. */
const struct screen *pages_screen(const struct pages *pages);

/* Is there a change that the display has not been told of? */
bool pages_pending(const struct pages *pages);

/**
 * struct page_stream - one writer of page main, as an open file of the device
 * @vt:       parser, so that writers do not cut each other's sequences
 * @sanitize: filter
 * @append:   go on at the cursor; else the first byte clears the page
 * @escapes:  do not filter
 * @begun:    has the first byte come?
 */
struct page_stream {
	struct vt vt;
	struct sanitize sanitize;
	bool append;
	bool escapes;
	bool begun;
};

void page_stream_init(struct page_stream *stream, bool append, bool escapes);

/* Bytes of a stream onto page main. */
void pages_write(struct pages *pages, struct page_stream *stream, const void *bytes,
		 size_t count);

/* Whole texts onto page main, as "printf > file" and "printf >> file" do. */
void pages_set(struct pages *pages, const void *text, size_t count);
void pages_append(struct pages *pages, const void *text, size_t count);
void pages_clear(struct pages *pages);

/**
 * pages_adopt() - somebody wrote to the display itself: that is page main now
 * @pages: pages
 * @text:  what the display shows, a line a row
 * @count: its bytes
 */
void pages_adopt(struct pages *pages, const char *text, size_t count);

#endif
