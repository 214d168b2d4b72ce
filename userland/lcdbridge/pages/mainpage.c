// SPDX-License-Identifier: GPL-2.0-only
#include "mainpage.h"

#include <stdlib.h>
#include <string.h>

#include "../base/macros.h"
#include "../base/timer.h"
#include "marquee.h"

#define CHUNK 1024
#define LINE_MAX_BYTES 1024	/* longest row that scrolls */

/**
 * struct mainpage - the page
 * @page:   for the scheduler
 * @pages:  the scheduler
 * @config: durations
 * @screen: its content
 * @long_lines: texts of rows that are too long to fit; NULL for the others
 * @set:    timer_now() when each of these was set
 */
struct mainpage {
	struct page page;
	struct pages *pages;
	const struct config *config;
	struct screen screen;
	char *long_lines[SCREEN_MAX_ROWS];
	u64 set[SCREEN_MAX_ROWS];
};

static unsigned int mainpage_draw(struct page *page, struct screen *screen, u64 age)
{
	struct mainpage *main = container_of(page, struct mainpage, page);
	const struct marquee_pace pace = { main->config->scroll_rest, main->config->scroll_step };
	const struct screen display = *screen;
	unsigned int change, soonest = 0;
	u64 since;

	*screen = main->screen;
	screen->backlight = display.backlight;
	screen->level = display.level;
	screen->power = display.power;
	memcpy(screen->glyphs, display.glyphs, sizeof(screen->glyphs));
	for (unsigned int row = 0; row < screen->rows; row++) {
		const char *text = main->long_lines[row];

		if (!text)
			continue;
		since = timer_now() - main->set[row];
		change = marquee_draw(screen, row, text, strlen(text), &pace, MARQUEE_LEFT,
				      since < age ? since : age);
		if (change && (!soonest || change < soonest))
			soonest = change;
	}
	return soonest;
}

static const struct page_ops mainpage_ops = {
	.draw = mainpage_draw,
};

struct mainpage *mainpage_new(struct pages *pages, const struct config *config)
{
	struct mainpage *main = calloc(1, sizeof(*main));

	if (!main)
		return NULL;
	main->page = (struct page){ .ops = &mainpage_ops, .priority = PAGE_HIDDEN };
	main->pages = pages;
	main->config = config;
	screen_init(&main->screen, config->geometry.rows, config->geometry.cols);
	pages_add(pages, &main->page);
	return main;
}

static void mainpage_drop_line(struct mainpage *main, unsigned int row)
{
	free(main->long_lines[row]);
	main->long_lines[row] = NULL;
}

static void mainpage_drop_lines(struct mainpage *main)
{
	for (unsigned int row = 0; row < SCREEN_MAX_ROWS; row++)
		mainpage_drop_line(main, row);
}

void mainpage_free(struct mainpage *main)
{
	mainpage_drop_lines(main);
	pages_remove(main->pages, &main->page);
	free(main);
}

void mainpage_resize(struct mainpage *main, unsigned int rows, unsigned int cols)
{
	screen_resize(&main->screen, rows, cols);
	pages_resize(main->pages, rows, cols);
}

static bool mainpage_is_blank(const struct mainpage *main)
{
	const struct screen *screen = &main->screen;

	for (unsigned int row = 0; row < screen->rows; row++)
		for (unsigned int col = 0; col < screen->cols; col++)
			if (screen->cells[row][col] != ' ')
				return false;
	return true;
}

/* A blank page gets no turn: other pages do not wait for it. */
static void mainpage_changed(struct mainpage *main)
{
	main->page.duration = main->config->page_duration;
	main->page.priority = mainpage_is_blank(main) ? PAGE_HIDDEN : PAGE_INFO;
	pages_present(main->pages, &main->page);
}

void mainpage_show(struct mainpage *main)
{
	main->page.duration = main->config->page_duration;
	pages_show(main->pages, &main->page);
}

bool mainpage_is_up(const struct mainpage *main)
{
	return pages_current(main->pages) == &main->page;
}

bool mainpage_pending(const struct mainpage *main)
{
	return pages_pending(main->pages, &main->page);
}

void main_stream_init(struct main_stream *stream, bool append, bool escapes)
{
	*stream = (struct main_stream){ .append = append, .escapes = escapes };
}

static void mainpage_write_raw(struct mainpage *main, struct vt *vt, const void *bytes,
			       size_t count)
{
	main->screen.backlight = pages_backlight(main->pages);
	main->screen.level = pages_level(main->pages);
	main->screen.power = pages_power(main->pages);
	pages_get_glyphs(main->pages, &main->screen);
	vt_write(vt, &main->screen, bytes, count);
	pages_set_level(main->pages, main->screen.level);
	pages_set_backlight(main->pages, main->screen.backlight);
	pages_set_power(main->pages, main->screen.power);
	pages_set_glyphs(main->pages, &main->screen);
}

static void mainpage_write_clean(struct mainpage *main, struct main_stream *stream,
				 const u8 *bytes, size_t count)
{
	char clean[SANITIZE_ROOM(CHUNK)];

	for (size_t n; count; bytes += n, count -= n) {
		n = count < CHUNK ? count : CHUNK;
		vt_write(&stream->vt, &main->screen, (u8 *)clean,
			 sanitize_text(&stream->sanitize, bytes, n, clean));
	}
}

void mainpage_write(struct mainpage *main, struct main_stream *stream, const void *bytes,
		    size_t count)
{
	if (!count)
		return;
	mainpage_drop_lines(main);
	if (!stream->begun && !stream->append)
		screen_reset(&main->screen);
	stream->begun = true;
	if (stream->escapes)
		mainpage_write_raw(main, &stream->vt, bytes, count);
	else
		mainpage_write_clean(main, stream, bytes, count);
	mainpage_changed(main);
}

void mainpage_set(struct mainpage *main, const void *text, size_t count)
{
	struct main_stream stream;

	main_stream_init(&stream, false, false);
	if (count)
		mainpage_write(main, &stream, text, count);
	else
		mainpage_clear(main);
}

void mainpage_append(struct mainpage *main, const void *text, size_t count)
{
	struct main_stream stream;

	main_stream_init(&stream, true, false);
	mainpage_write(main, &stream, text, count);
}

void mainpage_clear(struct mainpage *main)
{
	mainpage_drop_lines(main);
	screen_reset(&main->screen);
	mainpage_changed(main);
}

static char *mainpage_clean_line(const void *text, size_t count)
{
	char clean[SANITIZE_ROOM(LINE_MAX_BYTES)];
	struct sanitize sanitize = { 0 };
	size_t n = count < LINE_MAX_BYTES ? count : LINE_MAX_BYTES;

	n = sanitize_text(&sanitize, text, n, clean);
	return strndup(clean, n);
}

void mainpage_set_line(struct mainpage *main, unsigned int line, const void *text, size_t count)
{
	const struct marquee_pace pace = { 1, 1 };
	unsigned int row = line - 1;
	char *clean;

	if (line < 1 || line > main->screen.rows)
		return;
	clean = mainpage_clean_line(text, count);
	if (!clean)
		return;
	/* The same text again continues to scroll, else its end might never be shown. */
	if (!main->long_lines[row] || strcmp(main->long_lines[row], clean))
		main->set[row] = timer_now();
	mainpage_drop_line(main, row);
	if (marquee_draw(&main->screen, row, clean, strlen(clean), &pace, MARQUEE_LEFT, 0))
		main->long_lines[row] = clean;
	else
		free(clean);
	screen_move_to(&main->screen, main->screen.row, main->screen.col);
	mainpage_changed(main);
}

void mainpage_set_rest(struct mainpage *main, const void *text, size_t count, unsigned int kept)
{
	const struct screen before = main->screen;
	struct screen *screen = &main->screen;
	char *lines[SCREEN_MAX_ROWS];

	for (unsigned int row = 0; row < SCREEN_MAX_ROWS; row++) {
		lines[row] = main->long_lines[row];
		if (kept >> row & 1)
			main->long_lines[row] = NULL;
	}
	mainpage_set(main, text, count);
	if (!kept)
		return;
	for (unsigned int row = 0; row < SCREEN_MAX_ROWS; row++) {
		if (!(kept >> row & 1))
			continue;
		main->long_lines[row] = lines[row];
		memcpy(screen->cells[row], before.cells[row], sizeof(before.cells[row]));
	}
	screen_move_to(screen, screen->row, screen->col);
	mainpage_changed(main);
}

/* The number of rows that @text fills. */
static unsigned int rows_used(const char *text, size_t count)
{
	unsigned int rows = 1;

	while (count && text[count - 1] == '\n')
		count--;
	for (size_t i = 0; i < count; i++)
		rows += text[i] == '\n';
	return count ? rows : 0;
}

static bool cell_is_blank(const struct screen *screen)
{
	return screen->cells[screen->row][screen->col] == ' ';
}

/*
 * The cursor's place does not tell whether a wrap or scroll is pending. Assume that the
 * cursor came there by printing: a printed last column means a pending wrap, a line feed
 * on the last row a pending scroll.
 */
static void screen_place_cursor(struct screen *screen, unsigned int row, unsigned int col)
{
	screen_move_to(screen, row, col);
	if (cell_is_blank(screen))
		return;
	if (screen->col == screen->cols - 1)
		screen->wrap_pending = true;
	else if (!screen->col && screen->row == screen->rows - 1)
		screen->scroll_pending = true;
}

/* If the cursor's place is unknown, assume that the writer wrote whole lines. */
void mainpage_adopt(struct mainpage *main, const char *text, size_t count,
		    const struct cursor *cursor)
{
	struct screen *screen = &main->screen;
	struct vt vt = { 0 };

	mainpage_drop_lines(main);
	screen_reset(screen);
	vt_write(&vt, screen, (const u8 *)text, count);
	if (cursor)
		screen_place_cursor(screen, cursor->row, cursor->col);
	else
		screen_place_cursor(screen, rows_used(text, count), 0);
	mainpage_changed(main);
}
