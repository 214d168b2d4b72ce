// SPDX-License-Identifier: GPL-2.0-only
#include "display.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../common/display_file.h"
#include "../common/filewatch.h"
#include "../common/picture.h"
#include "../common/source.h"
#include "frame.h"
#include "keys.h"

#define FRAME_MS 33		/* 30 frames a second */
#define IDLE_S 1		/* from the last request on */
#define FOLDER_EVENTS (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB)
#define FILE_EVENTS (IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)

/**
 * struct display - a file
 * @path:     owned
 * @name:     its last part
 * @source:   reads it
 * @watch:    notices when the file comes or goes, and when a text file is written
 * @noticed:  event of @watch
 * @readable: event of the open device; added while @watchers and not @pace
 * @pace:     timer: no frame before then
 * @frame:    the newest frame, NULL while the file is missing
 * @stale:    the file has changed since @frame
 * @watchers: number of streams that wait for changes
 * @changes:  of a text file, for its generation
 * @drawn:    frames made
 * @drawn_ms: time of the last frame, CLOCK_MONOTONIC
 * @empty_ms: since when a text file has been seen empty, 0 if it is not; for watchers
 * @told_ms:  time of the last call of @changed
 * @untold:   a change is not reported yet; @pace is pending
 * @idle:     timer: closes the device if no stream watches
 */
struct display {
	const struct display_ops *ops;
	struct event_base *base;
	char *path;
	const char *name;
	struct source source;
	struct filewatch watch;
	struct event *noticed;
	struct event *readable;
	struct event *pace;
	struct frame *frame;
	bool stale;
	unsigned int watchers;
	unsigned long long changes;
	unsigned long long drawn;
	unsigned long long drawn_ms;
	unsigned long long empty_ms;
	unsigned long long told_ms;
	bool untold;
	struct event *idle;
};

static unsigned long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ull + now.tv_nsec / 1000000;
}

const char *display_name(const struct display *display)
{
	return display->name;
}

const char *display_path(const struct display *display)
{
	return display->path;
}

const char *display_problem(const struct display *display)
{
	return display->source.why;
}

int display_attributes(const struct display *display)
{
	return display->source.fd >= 0 ? display->source.sysfs : -1;
}

struct frame *display_frame(const struct display *display)
{
	return display->frame;
}

unsigned long long display_drawn(const struct display *display)
{
	return display->drawn;
}

bool display_waits(const struct display *display)
{
	return display->untold;
}

static void read_facts(struct display *display, struct frame_facts *facts)
{
	int attributes = display_attributes(display);
	char number[24];

	*facts = (struct frame_facts){
		.name = display->name,
		.panel = "none",
		.generation = display->changes,
		.device = attributes >= 0,
	};
	if (attributes < 0)
		return;
	display_file_word(attributes, "panel", facts->panel, sizeof(facts->panel));
	if (display_file_word(attributes, "generation", number, sizeof(number)))
		facts->generation = strtoull(number, NULL, 10);
	facts->keypad = keys_are_there(display->name);
}

/* Use the device that is open now; it may have changed. */
static void update_events(struct display *display)
{
	bool wanted = display->source.fd >= 0 && display->watchers &&
		      !evtimer_pending(display->pace, NULL);

	if (!wanted)
		event_del(display->readable);
	if (!wanted || event_pending(display->readable, EV_READ, NULL))
		return;
	event_assign(display->readable, display->base, display->source.fd, EV_READ,
		     event_get_callback(display->readable), display);
	event_add(display->readable, NULL);
}

static void start_pace(struct display *display, unsigned long long ms)
{
	const struct timeval rest = { .tv_usec = ms * 1000 };

	if (!evtimer_pending(display->pace, NULL))
		evtimer_add(display->pace, &rest);
}

/* Report a change. A request gets the newest frame at once, a stream at most 30 a second. */
static void tell(struct display *display)
{
	unsigned long long since = now_ms() - display->told_ms;

	display->untold = since < FRAME_MS;
	if (display->untold) {
		start_pace(display, FRAME_MS - since);
		return;
	}
	display->told_ms += since;
	display->ops->changed(display->ops->arg, display);
}

static void set_frame(struct display *display, struct frame *frame)
{
	frame_put(display->frame);
	display->frame = frame;
	tell(display);
}

/* After ">" has truncated a file, its text comes in a moment. */
static bool is_empty_file(const struct display *display)
{
	struct stat now;

	return !stat(display->path, &now) && S_ISREG(now.st_mode) && !now.st_size;
}

static void draw(struct display *display)
{
	struct frame_facts facts;
	struct picture picture;
	struct frame *frame;

	display->stale = false;
	display->drawn_ms = now_ms();
	if (!is_empty_file(display))
		display->empty_ms = 0;
	event_del(display->readable);	/* the device may be closed, and opened again */
	if (!source_read(&display->source, &picture)) {
		if (display->frame)
			set_frame(display, NULL);
		return;
	}
	read_facts(display, &facts);
	if (display->frame && frame_shows(display->frame, &picture, &facts))
		return;
	if (!facts.device)
		facts.generation = ++display->changes;
	frame = frame_new(&picture, &facts);
	if (!frame)
		return;		/* the old one stays */
	display->drawn++;
	set_frame(display, frame);
}

/* Has the file changed since the frame? poll() tells for a device, inotify for a file. */
static bool is_stale(struct display *display)
{
	struct pollfd device = { .fd = display->source.fd, .events = POLLIN | POLLPRI };

	if (filewatch_take(&display->watch))
		display->stale = true;
	return display->stale || !display->frame || poll(&device, 1, 0);
}

/* Watch the file that has the name now. A display needs no watch: it has poll(). */
static void watch_current(struct display *display)
{
	struct stat now;
	bool regular = !stat(display->path, &now) && S_ISREG(now.st_mode);

	filewatch_file(&display->watch, regular ? FILE_EVENTS : 0);
}

/* Close the device soon: while it is open, the module cannot be unloaded. */
static void rest_soon(struct display *display)
{
	const struct timeval while_asked = { .tv_sec = IDLE_S };

	if (!display->watchers && display->source.fd >= 0)
		evtimer_add(display->idle, &while_asked);
}

static void on_idle(evutil_socket_t fd, short what, void *arg)
{
	struct display *display = arg;

	if (display->watchers)
		return;
	source_close(&display->source);
	display->stale = true;
}

/* Watch the file before reading it, so that no change is missed. */
struct frame *display_look(struct display *display)
{
	if (is_stale(display)) {
		watch_current(display);
		draw(display);
		update_events(display);
	}
	rest_soon(display);
	return display->frame;
}

/* Start the timer if the file has been empty for less than a frame's time. */
static bool text_waits(struct display *display)
{
	unsigned long long now = now_ms();

	if (!is_empty_file(display)) {
		display->empty_ms = 0;
		return false;
	}
	if (!display->empty_ms)
		display->empty_ms = now;
	if (now - display->empty_ms >= FRAME_MS)
		return false;
	start_pace(display, FRAME_MS - (now - display->empty_ms));
	return true;
}

/* Start the timer if the shortest time between two frames has not passed. */
static bool frame_waits(struct display *display)
{
	unsigned long long since = now_ms() - display->drawn_ms;

	if (since >= FRAME_MS)
		return false;
	start_pace(display, FRAME_MS - since);
	return true;
}

/* Draw now, or when the next frame may be drawn. */
static void draw_paced(struct display *display)
{
	if (!frame_waits(display) && !text_waits(display))
		display_look(display);
	update_events(display);
}

/* libevent counts from its last wake-up, so a timer may fire early. */
static void on_pace(evutil_socket_t fd, short what, void *arg)
{
	struct display *display = arg;

	if (!frame_waits(display) && !text_waits(display))
		display_look(display);
	if (display->untold)
		tell(display);
	update_events(display);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	draw_paced(arg);
}

/* Report that a file comes or goes even without watchers: the list of displays changes. */
static void on_noticed(evutil_socket_t fd, short what, void *arg)
{
	struct display *display = arg;

	if (!filewatch_take(&display->watch))
		return;
	display->stale = true;
	if (display->watchers)
		draw_paced(display);
}

void display_watch(struct display *display)
{
	display->watchers++;
	display_look(display);
	update_events(display);
}

void display_unwatch(struct display *display)
{
	if (--display->watchers)
		return;
	display->empty_ms = 0;
	display->untold = false;
	evtimer_del(display->pace);
	update_events(display);
	rest_soon(display);
}

struct display *display_new(struct event_base *base, const char *path, unsigned int rows,
			    unsigned int cols, const struct display_ops *ops)
{
	struct display *display = calloc(1, sizeof(*display));
	const char *slash = strrchr(path, '/');

	if (!display)
		return NULL;
	display->ops = ops;
	display->base = base;
	display->watch.fd = -1;
	display->path = strdup(path);
	if (!display->path || !filewatch_start(&display->watch, display->path))
		goto fail;
	display->name = display->path + (slash ? slash + 1 - path : 0);
	display->source = (struct source){ .path = display->path, .rows = rows, .cols = cols,
					   .fd = -1, .sysfs = -1 };
	display->noticed = event_new(base, display->watch.fd, EV_READ | EV_PERSIST, on_noticed,
				     display);
	display->readable = event_new(base, -1, EV_READ, on_readable, display);
	display->pace = evtimer_new(base, on_pace, display);
	display->idle = evtimer_new(base, on_idle, display);
	if (!display->noticed || !display->readable || !display->pace || !display->idle)
		goto fail;
	filewatch_directory(&display->watch, FOLDER_EVENTS);
	event_add(display->noticed, NULL);
	return display;
fail:
	display_free(display);
	return NULL;
}

void display_free(struct display *display)
{
	if (display->noticed)
		event_free(display->noticed);
	if (display->readable)
		event_free(display->readable);
	if (display->pace)
		event_free(display->pace);
	if (display->idle)
		event_free(display->idle);
	if (display->source.path)
		source_close(&display->source);
	filewatch_stop(&display->watch);
	frame_put(display->frame);
	free(display->path);
	free(display);
}
