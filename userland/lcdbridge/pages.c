// SPDX-License-Identifier: GPL-2.0-only
#include "pages.h"

#include <stdlib.h>

#define PAGES_CHUNK 1024

/**
 * struct pages - all that could be shown
 * @main:     page main
 * @turn_end: active while a repaint is due. libevent runs what is activated
 *            during a turn after everything that was ready in it
 * @repaint:  whom to tell
 * @arg:      for @repaint
 */
struct pages {
	struct screen main;
	struct event *turn_end;
	pages_repaint_fn repaint;
	void *arg;
};

static void pages_on_turn_end(evutil_socket_t fd, short what, void *arg)
{
	struct pages *pages = arg;

	pages->repaint(pages->arg, pages_screen(pages));
}

struct pages *pages_new(struct event_base *base, unsigned int rows, unsigned int cols,
			pages_repaint_fn repaint, void *arg)
{
	struct pages *pages = calloc(1, sizeof(*pages));

	if (!pages)
		return NULL;
	pages->turn_end = event_new(base, -1, 0, pages_on_turn_end, pages);
	if (!pages->turn_end) {
		free(pages);
		return NULL;
	}
	pages->repaint = repaint;
	pages->arg = arg;
	screen_init(&pages->main, rows, cols);
	return pages;
}

void pages_free(struct pages *pages)
{
	event_free(pages->turn_end);
	free(pages);
}

static void pages_touch(struct pages *pages)
{
	event_active(pages->turn_end, 0, 0);
}

void pages_resize(struct pages *pages, unsigned int rows, unsigned int cols)
{
	screen_resize(&pages->main, rows, cols);
	pages_touch(pages);
}

const struct screen *pages_screen(const struct pages *pages)
{
	return &pages->main;
}

bool pages_pending(const struct pages *pages)
{
	return event_pending(pages->turn_end, EV_TIMEOUT | EV_READ | EV_WRITE, NULL);
}

void page_stream_init(struct page_stream *stream, bool append, bool escapes)
{
	*stream = (struct page_stream){ .append = append, .escapes = escapes };
}

static void pages_write_chunk(struct pages *pages, struct page_stream *stream,
			      const u8 *bytes, size_t count)
{
	char clean[SANITIZE_ROOM(PAGES_CHUNK)];

	if (stream->escapes) {
		vt_write(&stream->vt, &pages->main, bytes, count);
		return;
	}
	count = sanitize_text(&stream->sanitize, bytes, count, clean);
	vt_write(&stream->vt, &pages->main, (u8 *)clean, count);
}

void pages_write(struct pages *pages, struct page_stream *stream, const void *bytes,
		 size_t count)
{
	if (!count)
		return;
	if (!stream->begun && !stream->append)
		screen_reset(&pages->main);
	stream->begun = true;
	for (size_t n; count; bytes = (const u8 *)bytes + n, count -= n) {
		n = count < PAGES_CHUNK ? count : PAGES_CHUNK;
		pages_write_chunk(pages, stream, bytes, n);
	}
	pages_touch(pages);
}

void pages_set(struct pages *pages, const void *text, size_t count)
{
	struct page_stream stream;

	pages_clear(pages);
	page_stream_init(&stream, true, false);
	pages_write(pages, &stream, text, count);
}

void pages_append(struct pages *pages, const void *text, size_t count)
{
	struct page_stream stream;

	page_stream_init(&stream, true, false);
	pages_write(pages, &stream, text, count);
}

void pages_clear(struct pages *pages)
{
	screen_reset(&pages->main);
	pages_touch(pages);
}

/* The rows that @text fills, blank ones at its end not counted. */
static unsigned int pages_rows_used(const char *text, size_t count)
{
	unsigned int rows = 1;

	while (count && text[count - 1] == '\n')
		count--;
	for (size_t i = 0; i < count; i++)
		rows += text[i] == '\n';
	return count ? rows : 0;
}

/*
 * Nothing tells where the writer left the cursor. Most wrote a line, so it is
 * put where a line's end leaves it: on the next row.
 */
void pages_adopt(struct pages *pages, const char *text, size_t count)
{
	unsigned int used = pages_rows_used(text, count);
	struct vt vt = { 0 };

	screen_reset(&pages->main);
	vt_write(&vt, &pages->main, (const u8 *)text, count);
	if (used < pages->main.rows) {
		screen_move_to(&pages->main, used, 0);
	} else {
		screen_move_to(&pages->main, used - 1, 0);
		screen_line_feed(&pages->main);
	}
	pages_touch(pages);
}
