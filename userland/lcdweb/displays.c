// SPDX-License-Identifier: GPL-2.0-only
#include "displays.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define FOLDER "/dev"
#define PREFIX "LCD"
#define FOLDER_EVENTS (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB)
#define DEFAULT_ROWS 4
#define DEFAULT_COLS 20

/**
 * struct displays - all displays; a display that goes keeps its number
 * @inotify: of /dev, -1 if the files were named
 * @noticed: its event
 */
struct displays {
	struct event_base *base;
	const struct display_ops *ops;
	struct display *list[DISPLAYS_MAX];
	size_t count;
	int inotify;
	struct event *noticed;
};

struct display *displays_at(const struct displays *displays, size_t number)
{
	return number < displays->count ? displays->list[number] : NULL;
}

struct display *displays_find(const struct displays *displays, const char *name)
{
	for (size_t i = 0; i < displays->count; i++)
		if (!strcmp(display_name(displays->list[i]), name))
			return displays->list[i];
	return NULL;
}

static struct display *add(struct displays *displays, const char *path, unsigned int rows,
			   unsigned int cols)
{
	struct display *display;

	if (displays->count == DISPLAYS_MAX)
		return NULL;
	display = display_new(displays->base, path, rows, cols, displays->ops);
	if (display)
		displays->list[displays->count++] = display;
	return display;
}

/* "LCD", "LCD1", but not "LCDsomething". */
static bool is_display_name(const char *name)
{
	size_t digits;

	if (strncmp(name, PREFIX, strlen(PREFIX)))
		return false;
	name += strlen(PREFIX);
	digits = strspn(name, "0123456789");
	return digits <= 2 && !name[digits];
}

/* Handle an event of this name in /dev. */
static void notice(struct displays *displays, const char *name)
{
	struct display *display = displays_find(displays, name);
	char path[64];

	if (!is_display_name(name))
		return;
	snprintf(path, sizeof(path), FOLDER "/%s", name);
	if (!display)
		display = add(displays, path, DEFAULT_ROWS, DEFAULT_COLS);
	if (display)
		display_look(display);
}

static void find_all(struct displays *displays)
{
	glob_t nodes;

	if (glob(FOLDER "/" PREFIX "*", 0, NULL, &nodes))
		return;
	for (size_t i = 0; i < nodes.gl_pathc; i++)
		notice(displays, strrchr(nodes.gl_pathv[i], '/') + 1);
	globfree(&nodes);
}

static void on_noticed(evutil_socket_t fd, short what, void *arg)
{
	struct displays *displays = arg;
	union {
		struct inotify_event first;
		char bytes[4096];
	} events;
	ssize_t n;

	while ((n = read(fd, &events, sizeof(events))) > 0) {
		for (const char *next = events.bytes; next < events.bytes + n;) {
			const struct inotify_event *event = (const void *)next;

			if (event->mask & IN_Q_OVERFLOW)
				find_all(displays);
			else if (event->len)
				notice(displays, event->name);
			next += sizeof(*event) + event->len;
		}
	}
}

static bool watch_folder(struct displays *displays)
{
	displays->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (displays->inotify < 0 ||
	    inotify_add_watch(displays->inotify, FOLDER, FOLDER_EVENTS) < 0)
		return false;
	displays->noticed = event_new(displays->base, displays->inotify, EV_READ | EV_PERSIST,
				      on_noticed, displays);
	return displays->noticed && !event_add(displays->noticed, NULL);
}

static bool add_files(struct displays *displays, const struct displays_file *files,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!add(displays, files[i].path, files[i].rows, files[i].cols))
			return false;
	for (size_t i = 0; i < count; i++)
		display_look(displays->list[i]);
	return true;
}

struct displays *displays_new(struct event_base *base, const struct displays_file *files,
			      size_t count, const struct display_ops *ops)
{
	struct displays *displays = calloc(1, sizeof(*displays));
	int error;

	if (!displays)
		return NULL;
	displays->base = base;
	displays->ops = ops;
	displays->inotify = -1;
	if (count ? add_files(displays, files, count) : watch_folder(displays)) {
		if (!count)
			find_all(displays);
		return displays;
	}
	error = errno;
	displays_free(displays);
	errno = error;
	return NULL;
}

void displays_free(struct displays *displays)
{
	if (displays->noticed)
		event_free(displays->noticed);
	if (displays->inotify >= 0)
		close(displays->inotify);
	for (size_t i = 0; i < displays->count; i++)
		display_free(displays->list[i]);
	free(displays);
}
