/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page main: like the file, the last writer wins. TCP, UDP, the Unix socket,
 * the spool file and MQTT's plain topics share it.
 */
#ifndef LCDBRIDGE_MAINPAGE_H
#define LCDBRIDGE_MAINPAGE_H

#include "config.h"
#include "display.h"
#include "pages.h"
#include "sanitize.h"
#include "text/vt.h"

struct mainpage;

struct mainpage *mainpage_new(struct pages *pages, const struct config *config);
void mainpage_free(struct mainpage *main);

void mainpage_resize(struct mainpage *main, unsigned int rows, unsigned int cols);

/**
 * struct main_stream - one writer, as an open file of the device
 * @vt:       parser, so that writers do not cut each other's sequences
 * @sanitize: filter
 * @append:   go on at the cursor; else the first byte clears the page
 * @escapes:  do not filter
 * @begun:    has the first byte come?
 */
struct main_stream {
	struct vt vt;
	struct sanitize sanitize;
	bool append;
	bool escapes;
	bool begun;
};

void main_stream_init(struct main_stream *stream, bool append, bool escapes);

/* The next bytes of a stream. */
void mainpage_write(struct mainpage *main, struct main_stream *stream, const void *bytes,
		    size_t count);

/* Whole texts, as "printf > file" and "printf >> file" write them. */
void mainpage_set(struct mainpage *main, const void *text, size_t count);
void mainpage_append(struct mainpage *main, const void *text, size_t count);
void mainpage_clear(struct mainpage *main);

/**
 * mainpage_set_line() - one row; the others stay
 * @main:  page main
 * @line:  1 is the top; others than the display has are ignored
 * @text:  its new content; a line feed ends it
 * @count: bytes
 *
 * What does not fit scrolls sideways, until something else writes to the page.
 */
void mainpage_set_line(struct mainpage *main, unsigned int line, const void *text, size_t count);

/**
 * mainpage_adopt() - somebody wrote to the display itself: that is the page now
 * @main:  page main
 * @text:  what the display shows, a line a row
 * @count: bytes
 * @cursor: where its cursor is, or NULL
 */
void mainpage_adopt(struct mainpage *main, const char *text, size_t count,
		    const struct display_cursor *cursor);

#endif
