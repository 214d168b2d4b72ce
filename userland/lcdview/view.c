// SPDX-License-Identifier: GPL-2.0-only
/*
 * The live view. It sleeps in poll() until the file, the user or the terminal
 * has something to say.
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
#include <unistd.h>

#include "frame.h"
#include "picture.h"
#include "source.h"
#include "term.h"
#include "watch.h"
#include "../common/printer.h"

#define FRAME_MS 20		/* a flood of changes is drawn no oftener */
#define HOME "\033[H"
#define LINE_END "\033[K\n"
#define ERASE_BELOW "\033[J"

/**
 * struct view - the state of a live view
 * @source:  the file
 * @watch:   notices when the file comes and goes
 * @term:    where the frame is drawn
 * @style:   how
 * @picture: the newest that the file gave
 * @present: was the file there when last looked for?
 * @stale:   the file has changed since
 * @drawn:   the last frame written, NULL to have the next one written anyhow
 * @signals: descriptor that receives @caught
 * @caught:  signals that are taken here
 * @before:  the signal mask to go back to
 * @ended:   a key has ended it
 * @killed:  a signal has
 */
struct view {
	struct source *source;
	struct watch watch;
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

static void compose_screen(const struct view *view, FILE *out)
{
	const struct screen *screen = &view->picture.screen;

	fputs(HOME, out);
	if (term_has_room(screen->rows + 3, screen->cols + 2))
		frame_draw(out, &view->picture, &view->style, LINE_END);
	else
		fputs("too small" LINE_END, out);
	if (!view->present)
		print_notice(view, out);
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

/* Write the frame if it is not the one that is already there. */
static void draw(struct view *view)
{
	char *frame = NULL;
	size_t length;
	FILE *out = open_memstream(&frame, &length);

	if (!out)
		return;
	if (view->term.screen)
		compose_screen(view, out);
	else
		frame_draw(out, &view->picture, &view->style, "\n");
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

static void resume(struct view *view)
{
	term_enter(&view->term);
	redraw(view);
}

/*
 * Stop as any program does, but with the terminal as the shell wants it. Where
 * no shell could continue us, in an orphaned process group, the kernel does not
 * stop us either, and there is no SIGCONT.
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
	case SIGCONT:			/* after a SIGSTOP */
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

static void take_watch(struct view *view)
{
	switch (watch_take(&view->watch)) {
	case WATCH_NOTHING:
		break;
	case WATCH_CHANGED:
		view->stale = true;
		break;
	case WATCH_LOST:
		snprintf(view->source->why, sizeof(view->source->why), "its folder is gone");
		view->present = false;
		view->ended = true;
		break;
	}
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

/* Wait for the user, and unless it is too early for a frame, for the file. */
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

/* End as the signal would have ended us. */
static void release_signals(struct view *view)
{
	close(view->signals);
	if (view->killed)
		raise(view->killed);
	sigprocmask(SIG_SETMASK, &view->before, NULL);
}

static void show_live(struct view *view)
{
	term_init(&view->term);
	view->style.escapes = view->term.screen;
	term_enter(&view->term);
	draw(view);
	loop(view);
	term_leave(&view->term);
	free(view->drawn);
}

int view_run(struct source *source, bool utf8)
{
	struct view view = { .source = source, .style.utf8 = utf8 };

	/* The watch comes first: what changes after the look is noticed. */
	if (watch_start(&view.watch, source->path)) {
		warn("%s: its folder cannot be watched", source->path);
		return 1;
	}
	look(&view);
	if (view.present) {
		if (catch_signals(&view))
			err(1, "signalfd");
		show_live(&view);
		release_signals(&view);
	}
	if (!view.present && !view.killed)
		warnx("%s: %s", source->path, source->why);
	watch_stop(&view.watch);
	source_close(source);
	return !view.present;
}
