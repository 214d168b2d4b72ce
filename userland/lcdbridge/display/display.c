// SPDX-License-Identifier: GPL-2.0-only
#include "display.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/log.h"
#include "../base/timer.h"
#include "../base/watch.h"
#include "lcdfile.h"

/* While the file is missing: it comes, goes, or its permissions change. */
#define AWAIT (IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_ATTRIB)
/* For a regular file: our descriptor stays open, so a close comes from other programs. */
#define FILE_EVENTS (IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)
/* For a display: another file may have its name now. */
#define NODE_EVENTS (IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)

#define READ_MAX 4096
#define FULL_MS 1000
#define TRY_MS 100

/**
 * struct display - the file, open or waited for
 * @fd:       -1 while it is not open
 * @kind:     of the open file
 * @readable: read-back of a device
 * @writable: pending while the file accepts no more; for a regular file, a timer
 * @starter:  opens it, outside of display_new() and display_show()
 * @problem:  why it does not work; empty while it works
 * @size:     the last known size
 * @light_max: the last known highest level of its light
 * @proved:   a write or a read-back has succeeded since it was opened
 * @awaited:  an earlier try to open it has failed
 * @screen:   what it should show, if @shown
 * @before:   the last screen written; its text may have changed since, see @text
 * @text:     the rows that it shows, as last written or read back
 * @adopted:  @text was read back and becomes a page: no need to repaint
 * @left:     bytes of @paint that a blocking file has not accepted, from @next on
 * @stale:    @screen is newer than @paint
 */
struct display {
	struct event_base *base;
	const struct display_ops *ops;
	void *arg;
	char *path;
	struct geometry geometry;
	struct watch *watch;
	int fd;
	enum lcdfile_kind kind;
	struct event *readable;
	struct event *writable;
	struct event *starter;
	char problem[LCDFILE_PROBLEM_MAX];
	struct geometry size;
	unsigned int light_max;
	bool proved;
	bool awaited;
	struct screen screen;
	struct screen before;
	bool shown;
	bool adopted;
	char text[SCREEN_TEXT_MAX];
	size_t text_len;
	char paint[LCDFILE_PAINT_MAX];
	size_t left;
	char *next;
	bool stale;
};

const char *display_problem(const struct display *display)
{
	return *display->problem ? display->problem : NULL;
}

static void display_drop_event(struct event **event)
{
	if (*event)
		event_free(*event);
	*event = NULL;
}

static void display_close(struct display *display)
{
	display_drop_event(&display->readable);
	display_drop_event(&display->writable);
	watch_file(display->watch, 0);
	if (display->fd >= 0)
		close(display->fd);
	display->fd = -1;
	display->left = 0;
	display->adopted = false;
}

static void display_complain(struct display *display, const char *problem)
{
	if (strcmp(display->problem, problem))
		log_warnx("%s", problem);
	memccpy(display->problem, problem, '\0', sizeof(display->problem));
	display->ops->turned(display->arg);
}

static void display_complain_of(struct display *display, const char *doing)
{
	char problem[LCDFILE_PROBLEM_MAX];

	snprintf(problem, sizeof(problem), "%s: %s: %s", display->path, doing, strerror(errno));
	display_complain(display, problem);
}

/* Call it after a write or read-back: an open() proves nothing, /dev/full can be opened. */
static void display_works(struct display *display)
{
	if (!*display->problem)
		return;
	display->problem[0] = '\0';
	log_info("%s: open, %ux%u", display->path, display->size.cols, display->size.rows);
	display->ops->turned(display->arg);
}

static void display_open(struct display *display);

static void display_let_go(struct display *display, const char *doing)
{
	display_complain_of(display, doing);
	display_close(display);
	display->awaited = true;
	watch_directory(display->watch, AWAIT);
}

/*
 * The open file failed. Open it again at once only if that can help: a file that has
 * never worked would fail in the same way for ever. It can help if only the other side
 * went, which is the reader of a FIFO or the display.
 */
static void display_lose(struct display *display, const char *doing)
{
	bool other_side = display->kind != LCDFILE_TEXT && (errno == EPIPE || errno == ENODEV);
	bool again = display->proved || other_side;

	display_let_go(display, doing);
	if (again)
		display_open(display);
}

/* It shows what it should; a light that is off keeps the level that it had. */
static void display_took(struct display *display)
{
	u8 level = display->before.level;

	display->before = display->screen;
	if (!display->screen.backlight)
		display->before.level = level;
}

/* Return: false, with errno, if not all was written. */
static bool display_replace_text(struct display *display)
{
	ssize_t n = pwrite(display->fd, display->next, display->left, 0);
	struct stat st;

	if (n < 0 || fstat(display->fd, &st) || (st.st_size != n && ftruncate(display->fd, n)))
		return false;
	errno = ENOSPC;
	return (size_t)n == display->left;
}

/* On a full disk, keep the file open and try again: no event tells when there is room. */
static void display_write_text(struct display *display)
{
	if (display_replace_text(display)) {
		display_took(display);
		display->proved = true;
		display_works(display);
	} else {
		display_complain_of(display, "write");
		timer_arm(display->writable, FULL_MS);
	}
	display->left = 0;
}

static void display_write_stream(struct display *display)
{
	ssize_t n = write(display->fd, display->next, display->left);

	if (n < 0 && errno != EAGAIN && errno != EINTR) {
		display_lose(display, "write");
		return;
	}
	display_works(display);
	if (n > 0) {
		if (display->next == display->paint)
			display_took(display);
		display->proved = true;
		display->next += n;
		display->left -= n;
	}
	if (display->left)
		event_add(display->writable, NULL);
}

static void display_repaint(struct display *display)
{
	display->next = display->paint;
	display->left = lcdfile_paint(display->kind, &display->screen, &display->before,
				      display->paint);
	display->screen.requests = 0;
	display->text_len = screen_text(&display->screen, display->text);
	display->stale = false;
	if (display->kind == LCDFILE_TEXT)
		display_write_text(display);
	else
		display_write_stream(display);
}

static void display_on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct display *display = arg;

	display_write_stream(display);
	if (display->fd >= 0 && !display->left && display->stale)
		display_repaint(display);
}

/* Write again, unless other text was written since. */
static void display_on_retry(evutil_socket_t fd, short what, void *arg)
{
	struct display *display = arg;

	if (*display->problem)
		display_repaint(display);
}

static bool display_has(const struct display *display, const struct screen *screen)
{
	char text[SCREEN_TEXT_MAX];
	size_t n = screen_text(screen, text);

	return n == display->text_len && !memcmp(text, display->text, n) &&
	       screen_light(screen) == screen_light(&display->before) &&
	       screen->power == display->before.power;
}

void display_show(struct display *display, const struct screen *screen)
{
	bool adopted = display->adopted;

	display->screen = *screen;
	display->shown = true;
	display->adopted = false;
	if (display->fd < 0) {
		/* No event tells that a FIFO has a reader: only a try does. */
		if (!evtimer_pending(display->starter, NULL))
			timer_arm(display->starter, TRY_MS);
		return;
	}
	if (adopted && display_has(display, screen)) {
		display_works(display);
		return;	/* it is there already, and its writer has the cursor */
	}
	if (display->left && display->next != display->paint)
		display->stale = true;	/* a write is half out */
	else
		display_repaint(display);
}

/* Read the text of the file, the end of a long one. Return: -1 with errno on failure. */
static ssize_t display_read(struct display *display, char *text)
{
	off_t at = display->kind == LCDFILE_TEXT ? lseek(display->fd, 0, SEEK_END) - READ_MAX : 0;

	if (lseek(display->fd, at > 0 ? at : 0, SEEK_SET) < 0)
		return -1;
	return read(display->fd, text, READ_MAX);
}

static void display_tell_size(struct display *display, const struct lcdfile_state *state)
{
	if (state->rows == display->size.rows && state->cols == display->size.cols &&
	    state->light_max == display->light_max)
		return;
	display->size = (struct geometry){ state->rows, state->cols };
	display->light_max = state->light_max;
	display->ops->opened(display->arg, &display->size, display->light_max);
}

static void display_tell_lights(struct display *display, const struct lcdfile_state *state)
{
	struct screen *before = &display->before;
	/* A light that is off, or is only switched, does not tell its level. */
	bool tells_level = state->backlight && state->light_max > 1;
	u8 level = tells_level ? state->level : before->level;

	if (state->backlight == before->backlight && state->power == before->power &&
	    level == before->level)
		return;
	before->backlight = state->backlight;
	before->level = level;
	before->power = state->power;
	display->ops->lit(display->arg, screen_light(before), state->power);
}

static void display_tell_text(struct display *display, const char *text, size_t count,
			      const struct cursor *cursor)
{
	display->text_len = count < sizeof(display->text) ? count : 0;
	memcpy(display->text, text, display->text_len);
	display->adopted = true;
	display->ops->wrote(display->arg, text, count, cursor);
}

static void display_read_back(struct display *display)
{
	struct lcdfile_state state = { 0 };
	bool tells = lcdfile_state(display->fd, &state);
	struct cursor cursor = { state.row, state.col };
	char text[READ_MAX];
	ssize_t n = display_read(display, text);

	if (n < 0) {
		display_lose(display, "read");
		return;
	}
	display->proved = true;
	if (display->shown && display->ops->pending(display->arg))
		return;
	if (tells) {
		display_tell_size(display, &state);
		display_tell_lights(display, &state);
	}
	if ((size_t)n != display->text_len || memcmp(text, display->text, n))
		display_tell_text(display, text, n, tells ? &cursor : NULL);
}

static void display_on_readable(evutil_socket_t fd, short what, void *arg)
{
	display_read_back(arg);
}

/* Does the path still name the open file? */
static bool display_is_current(const struct display *display)
{
	struct stat named, opened;

	return !stat(display->path, &named) && !fstat(display->fd, &opened) &&
	       named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

/*
 * unlink() reports the lost link before the name goes: if the name is still there, only
 * its folder will tell.
 */
static void display_follow_name(struct display *display)
{
	struct stat opened;

	if (!fstat(display->fd, &opened) && !opened.st_nlink)
		watch_directory(display->watch, AWAIT);
}

static void display_on_watch(void *arg, u32 mask)
{
	struct display *display = arg;

	if (display->fd < 0) {
		display_open(display);
		return;
	}
	display_follow_name(display);
	if (!display_is_current(display)) {
		errno = ENOENT;
		display_let_go(display, "gone");
		display_open(display);
		return;
	}
	if (display->kind == LCDFILE_TEXT && mask & IN_CLOSE_WRITE)
		display_read_back(display);
}

/* Regular files have a timer instead, because epoll refuses them. */
static bool display_make_events(struct display *display)
{
	if (display->kind == LCDFILE_TEXT)
		display->writable = evtimer_new(display->base, display_on_retry, display);
	else
		display->writable = event_new(display->base, display->fd, EV_WRITE,
					      display_on_writable, display);
	if (!display->writable || display->kind != LCDFILE_LCD)
		return display->writable;
	display->readable = event_new(display->base, display->fd, EV_READ | EV_PERSIST,
				      display_on_readable, display);
	return display->readable && !event_add(display->readable, NULL);
}

/* Was the file made with text in it after the bridge had started? */
static bool display_is_theirs(const struct display *display)
{
	struct stat st;

	return display->awaited && display->kind == LCDFILE_TEXT && !fstat(display->fd, &st) &&
	       st.st_size;
}

static void display_opened(struct display *display)
{
	struct lcdfile_state state;

	display->size = display->geometry;
	display->light_max = 1;
	if (display_is_theirs(display))
		display->shown = false;
	display->proved = false;
	screen_init(&display->before, 1, 1);
	if (lcdfile_state(display->fd, &state)) {
		display->size = (struct geometry){ state.rows, state.cols };
		display->light_max = state.light_max;
	}
	display->ops->opened(display->arg, &display->size, display->light_max);
	if (!display->shown && display->kind != LCDFILE_STREAM)
		display_read_back(display);	/* no text of the bridge yet: keep theirs */
}

/* Watch before trying, so that no event is missed. */
static void display_open(struct display *display)
{
	char problem[LCDFILE_PROBLEM_MAX];

	watch_directory(display->watch, AWAIT);
	watch_file(display->watch, IN_OPEN);
	display->fd = lcdfile_open(display->path, &display->kind, problem);
	if (display->fd < 0) {
		display->awaited = true;
		display_complain(display, problem);
		return;
	}
	watch_directory(display->watch, 0);
	watch_file(display->watch, display->kind == LCDFILE_TEXT ? FILE_EVENTS :
				   display->kind == LCDFILE_LCD ? NODE_EVENTS : 0);
	if (display_make_events(display)) {
		display_opened(display);
	} else {
		display_close(display);
		display_complain(display, "the event loop accepts no more files");
	}
}

static void display_on_start(evutil_socket_t fd, short what, void *arg)
{
	struct display *display = arg;

	if (display->fd < 0)
		display_open(display);
}

struct display *display_new(struct event_base *base, const struct config *config,
			    const struct display_ops *ops, void *arg)
{
	struct display *display = calloc(1, sizeof(*display));

	if (!display)
		return NULL;
	display->base = base;
	display->ops = ops;
	display->arg = arg;
	display->fd = -1;
	display->geometry = config->geometry;
	display->path = strdup(config->device);
	display->watch = watch_new(base, config->device, display_on_watch, display);
	display->starter = evtimer_new(base, display_on_start, display);
	if (!display->path || !display->watch || !display->starter) {
		display_free(display);
		return NULL;
	}
	strcpy(display->problem, "not opened yet");
	event_active(display->starter, 0, 0);
	return display;
}

enum charset_rom display_rom(const struct display *display)
{
	return display->fd < 0 ? CHARSET_A00 : lcdfile_rom(display->fd);
}

void display_free(struct display *display)
{
	if (display->watch) {
		display_close(display);
		watch_free(display->watch);
	}
	display_drop_event(&display->starter);
	free(display->path);
	free(display);
}
