/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page main, which TCP, UDP, the Unix socket, the spool file and MQTT's plain topics
 * share. As with a file, the last writer wins.
 */
#ifndef LCDBRIDGE_MAINPAGE_H
#define LCDBRIDGE_MAINPAGE_H

#include "../../common/sanitize.h"
#include "../base/cursor.h"
#include "../config/config.h"
#include "pages.h"
#include "text/vt.h"

struct mainpage;

struct mainpage *mainpage_new(struct pages *pages, const struct config *config);
void mainpage_free(struct mainpage *main);

void mainpage_resize(struct mainpage *main, unsigned int rows, unsigned int cols);

/**
 * struct main_stream - one writer, like an open file of the device
 * @vt:       parser, so that writers do not cut each other's sequences
 * @sanitize: filter
 * @append:   continue at the cursor; else the first byte clears the page
 * @escapes:  do not filter
 * @begun:    the first byte has come
 */
struct main_stream {
	struct vt vt;
	struct sanitize sanitize;
	bool append;
	bool escapes;
	bool begun;
};

void main_stream_init(struct main_stream *stream, bool append, bool escapes);

/* Write the next bytes of a stream. */
void mainpage_write(struct mainpage *main, struct main_stream *stream, const void *bytes,
		    size_t count);

/* Write a whole text, as "printf > file" and "printf >> file" do. */
void mainpage_set(struct mainpage *main, const void *text, size_t count);
void mainpage_append(struct mainpage *main, const void *text, size_t count);
void mainpage_clear(struct mainpage *main);

/* Like mainpage_set(), but keep the rows whose bits are set in @kept; bit 0 is the top row. */
void mainpage_set_rest(struct mainpage *main, const void *text, size_t count, unsigned int kept);

/**
 * mainpage_set_line() - set one row; the others stay
 * @main:  page main
 * @line:  1 is the top; numbers beyond the display are ignored
 * @text:  its new content; a line feed ends it
 * @count: bytes
 *
 * A text that does not fit scrolls sideways until the page is written in another way.
 */
void mainpage_set_line(struct mainpage *main, unsigned int line, const void *text, size_t count);

/* Show the page at once: a user has chosen it. */
void mainpage_show(struct mainpage *main);

/* Is page main shown now? */
bool mainpage_is_up(const struct mainpage *main);

/* Was it written in this turn of the loop, so that the display does not show it yet? */
bool mainpage_pending(const struct mainpage *main);

/**
 * mainpage_adopt() - take over text that another program wrote to the display
 * @main:  page main
 * @text:  content of the display, one line for each row
 * @count: bytes
 * @cursor: of the display, NULL if unknown
 */
void mainpage_adopt(struct mainpage *main, const char *text, size_t count,
		    const struct cursor *cursor);

#endif
