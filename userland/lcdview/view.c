// SPDX-License-Identifier: GPL-2.0-only
/*
 * The live view. It sleeps in poll() until the file changes, a key is pressed, or a
 * signal comes.
 */
#include "view.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "frame.h"
#include "../common/picture.h"
#include "../common/source.h"
#include "term.h"
#include "../common/filewatch.h"
#include "../common/printer.h"

#define FRAME_MS 20		/* shortest time between two frames */
#define FOLDER_EVENTS (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB)
#define FILE_EVENTS (IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)
#define HOME "\033[H"
#define LINE_END "\033[K\n"
#define ERASE_BELOW "\033[J"
#define HINT "q ends, ^L draws again"

/**
 * struct view - the state of a live view
 * @source:  the file
 * @watch:   notices when the file comes and goes
 * @term:    the terminal
 * @style:   how to draw
 * @picture: the newest state of the file
 * @present: the file was there at the last look
 * @stale:   the file has changed since @picture
 * @drawn:   the last frame written; NULL forces the next one to be written
 * @signals: signalfd for @caught
 * @caught:  the signals that are handled here
 * @before:  the signal mask to restore
 * @ended:   a key has ended the view
 * @killed:  the signal that has ended the view
 */
struct view {
	struct source *source;
	struct filewatch watch;
	struct term term;
	struct frame_style style;
	struct picture picture;
	bool present;
	bool stale;
	char *drawn;
	int signals;
	sigset_t caught;
	sigset_t before;
	bool ended;
	int killed;
};

static void look(struct view *view)
{
	bool was_present = view->present;

	view->stale = false;
	view->present = source_read(view->source, &view->picture);
	if (was_present && !view->present && !view->term.screen)
		warnx("%s: %s; waiting for it", view->source->path, view->source->why);
}

static void print_notice(const struct view *view, FILE *out)
{
	struct printer printer = { .out = out, .utf8 = view->style.utf8 };
	char notice[512];

	snprintf(notice, sizeof(notice), "%s: %s; waiting for it",
		 view->source->path, view->source->why);
	printer_write(&printer, notice, strlen(notice));
	printer_end(&printer);
}

void view_choose_dots(const struct picture *picture, struct frame_style *style)
{
	style->kind = DOTS_HALVES;
	if (!style->utf8)
		style->kind = DOTS_ASCII;
	else if (!term_has_room(frame_lines(picture, style) + 1, frame_columns(picture, style)))
		style->kind = DOTS_BRAILLE;
}

/* Explain the keys, if input is a terminal and the explanation fits. */
static void print_hint(const struct view *view, FILE *out)
{
	if (view->term.keys && term_has_room(0, strlen(HINT)))
		fputs("\033[0;2m" HINT "\033[0m", out);
}

static void compose_screen(const struct view *view, FILE *out)
{
	struct frame_style style = view->style;
	unsigned int lines, columns;

	view_choose_dots(&view->picture, &style);
	lines = frame_lines(&view->picture, &style) + 1;
	columns = frame_columns(&view->picture, &style);
	fputs(HOME, out);
	if (term_has_room(lines, columns))
		frame_draw(out, &view->picture, &style, LINE_END);
	else
		fprintf(out, "too small: needs %ux%u" LINE_END, columns, lines);
	if (!view->present)
		print_notice(view, out);
	else
		print_hint(view, out);
	fputs(ERASE_BELOW, out);
}

static void write_all(const char *bytes, size_t count)
{
	while (count) {
		ssize_t done = write(STDOUT_FILENO, bytes, count);

		if (done < 0 && errno != EINTR)
			return;		/* the terminal is gone: SIGHUP follows */
		if (done > 0) {
			bytes += done;
			count -= done;
		}
	}
}

/* Write the frame if it differs from the last one. */
static void draw(struct view *view)
{
	char *frame = NULL;
	size_t length;
	FILE *out = open_memstream(&frame, &length);

	if (!out)
		return;
	if (view->term.screen) {
		compose_screen(view, out);
	} else {
		view_choose_dots(&view->picture, &view->style);
		frame_draw(out, &view->picture, &view->style, "\n");
	}
	if (fclose(out))
		return;
	if (!view->drawn || strcmp(view->drawn, frame))
		write_all(frame, length);
	free(view->drawn);
	view->drawn = frame;
}

static void redraw(struct view *view)
{
	free(view->drawn);
	view->drawn = NULL;
	draw(view);
}

/*
 * The kernel stops a background job that sets the terminal. Unblock the signals until it
 * goes on: a blocked SIGTERM could not end a stopped job.
 */
static void enter(struct view *view)
{
	sigprocmask(SIG_SETMASK, &view->before, NULL);
	term_await_foreground(&view->term);
	sigprocmask(SIG_BLOCK, &view->caught, NULL);
	term_enter(&view->term);
}

static void resume(struct view *view)
{
	enter(view);
	redraw(view);
}

/*
 * Restore the terminal, stop, and take the terminal over again after SIGCONT. In an
 * orphaned process group no shell could continue us, so the kernel does not stop us,
 * and no SIGCONT comes.
 */
static void suspend(struct view *view)
{
	const struct timespec at_once = { 0 };
	sigset_t stop, go_on;

	term_leave(&view->term);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stop, NULL);	/* stops here */
	sigprocmask(SIG_BLOCK, &stop, NULL);
	sigemptyset(&go_on);
	sigaddset(&go_on, SIGCONT);
	sigtimedwait(&go_on, NULL, &at_once);
	resume(view);
}

static void take_signal(struct view *view)
{
	struct signalfd_siginfo info;

	if (read(view->signals, &info, sizeof(info)) != sizeof(info))
		return;
	switch (info.ssi_signo) {
	case SIGTSTP:
		suspend(view);
		break;
	case SIGCONT:			/* continued after SIGSTOP */
		resume(view);
		break;
	case SIGWINCH:
		redraw(view);
		break;
	default:
		view->killed = info.ssi_signo;
	}
}

static void take_keys(struct view *view)
{
	char keys[64];
	ssize_t got = read(STDIN_FILENO, keys, sizeof(keys));

	if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
		view->ended = true;
	if (got > 0 && memchr(keys, 'q', got))
		view->ended = true;
	if (got > 0 && memchr(keys, 'L' - '@', got))
		redraw(view);
}

/* Watch the file that has the name now. A display needs no watch: it has poll(). */
static void watch_current(struct view *view)
{
	struct stat now;
	bool regular = !stat(view->source->path, &now) && S_ISREG(now.st_mode);

	filewatch_file(&view->watch, regular ? FILE_EVENTS : 0);
}

static void take_watch(struct view *view)
{
	if (!filewatch_take(&view->watch))
		return;
	watch_current(view);
	view->stale = true;
}

static void take_display(struct view *view, short events)
{
	if (events & (POLLHUP | POLLERR | POLLNVAL)) {
		source_close(view->source);
		view->stale = true;
	}
	if (events & (POLLIN | POLLPRI))
		view->stale = true;
}

/* Wait for keys and signals, and if it is not too early for a frame, for the file. */
static void wait_for_events(struct view *view, bool early)
{
	struct pollfd fds[] = {
		{ .fd = view->signals, .events = POLLIN },
		{ .fd = view->term.keys ? STDIN_FILENO : -1, .events = POLLIN },
		{ .fd = early ? -1 : view->watch.fd, .events = POLLIN },
		{ .fd = early ? -1 : view->source->fd, .events = POLLIN | POLLPRI },
	};

	if (poll(fds, 4, early ? FRAME_MS : -1) <= 0)
		return;
	if (fds[0].revents)
		take_signal(view);
	if (fds[1].revents)
		take_keys(view);
	if (fds[2].revents)
		take_watch(view);
	if (fds[3].revents)
		take_display(view, fds[3].revents);
}

static void loop(struct view *view)
{
	while (!view->ended && !view->killed) {
		bool looked = view->stale;

		if (looked) {
			look(view);
			draw(view);
		}
		wait_for_events(view, looked);
	}
}

static int catch_signals(struct view *view)
{
	static const int numbers[] = {
		SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH, 0
	};

	sigemptyset(&view->caught);
	for (const int *number = numbers; *number; number++)
		sigaddset(&view->caught, *number);
	sigprocmask(SIG_BLOCK, &view->caught, &view->before);
	view->signals = signalfd(-1, &view->caught, SFD_CLOEXEC);
	return view->signals < 0 ? -1 : 0;
}

/* Restore the signals, and let a signal that came end the program. */
static void release_signals(struct view *view)
{
	close(view->signals);
	if (view->killed)
		raise(view->killed);
	sigprocmask(SIG_SETMASK, &view->before, NULL);
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void show_live(struct view *view)
{
	term_init(&view->term);
	view->style.escapes = view->term.screen;
	view->style.title = view->term.screen ? last_part(view->source->path) : NULL;
	enter(view);
	draw(view);
	loop(view);
	term_leave(&view->term);
	free(view->drawn);
}

int view_run(struct source *source, const struct frame_style *style)
{
	struct view view = { .source = source, .style = *style };

	/* Watch before the first look, so that no change is missed. */
	if (!filewatch_start(&view.watch, source->path)) {
		warn("inotify");
		return 1;
	}
	filewatch_directory(&view.watch, FOLDER_EVENTS);
	watch_current(&view);
	look(&view);
	if (view.present) {
		if (catch_signals(&view))
			err(1, "signalfd");
		show_live(&view);
		release_signals(&view);
	}
	if (!view.present && !view.killed)
		warnx("%s: %s", source->path, source->why);
	filewatch_stop(&view.watch);
	source_close(source);
	return !view.present;
}
