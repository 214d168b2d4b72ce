// SPDX-License-Identifier: GPL-2.0-only
#include "watch.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "macros.h"

#define WATCH_PARENT (IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF)
#define WATCH_NONE (-1)

/**
 * struct watch - one path
 * @directory: inotify's number of the directory, or of one above it
 * @above:     is it one above?
 * @mask:      what is wanted of the directory
 * @file:      inotify's number of the file
 * @blind:     why the directory could not be watched, as it was logged
 */
struct watch {
	char *path;
	watch_fn fn;
	void *arg;
	struct event *event;
	int fd;
	int directory;
	bool above;
	u32 mask;
	int file;
	int blind;
};

static const char *watch_name(const struct watch *watch)
{
	const char *slash = strrchr(watch->path, '/');

	return slash ? slash + 1 : watch->path;
}

/* Cut the last component off; "." for what has none. */
static void watch_go_up(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash)
		strcpy(path, ".");
	else if (slash == path)
		strcpy(path, "/");
	else
		*slash = '\0';
}

static void watch_remove(struct watch *watch, int *number)
{
	if (*number != WATCH_NONE)
		inotify_rm_watch(watch->fd, *number);
	*number = WATCH_NONE;
}

void watch_directory(struct watch *watch, u32 mask)
{
	char path[PATH_MAX];
	int error;

	watch_remove(watch, &watch->directory);
	watch->mask = mask;
	watch->above = false;
	if (!mask)
		return;
	strcpy(path, watch->path);
	watch_go_up(path);
	watch->directory = inotify_add_watch(watch->fd, path, mask | WATCH_PARENT | IN_ONLYDIR);
	while (watch->directory < 0 && (errno == ENOENT || errno == ENOTDIR) &&
	       strcmp(path, "/") && strcmp(path, ".")) {
		watch->above = true;
		watch_go_up(path);
		watch->directory = inotify_add_watch(watch->fd, path, WATCH_PARENT | IN_ONLYDIR);
	}
	error = watch->directory < 0 ? errno : 0;
	if (error && error != watch->blind)
		log_warn("%s: inotify", path);
	watch->blind = error;
}

void watch_file(struct watch *watch, u32 mask)
{
	watch_remove(watch, &watch->file);
	if (mask)
		watch->file = inotify_add_watch(watch->fd, watch->path, mask);
}

/* What of an event concerns the path; the watches may change below its feet. */
static bool watch_concerns(struct watch *watch, const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW) {
		watch_directory(watch, watch->mask);
		return true;
	}
	if (event->wd == watch->file)
		return true;
	if (event->wd != watch->directory)
		return false;
	if (watch->above || event->mask & (IN_DELETE_SELF | IN_MOVE_SELF)) {
		watch_directory(watch, watch->mask);
		return true;
	}
	return event->len && !strcmp(event->name, watch_name(watch)) && event->mask & watch->mask;
}

static void watch_on_event(evutil_socket_t fd, short what, void *arg)
{
	char buffer[4096] __aligned(__alignof__(struct inotify_event));
	struct watch *watch = arg;
	const struct inotify_event *event;
	u32 mask = 0;
	bool concerned = false;
	ssize_t n = read(fd, buffer, sizeof(buffer));

	for (char *p = buffer; p < buffer + n; p += sizeof(*event) + event->len) {
		event = (void *)p;
		if (watch_concerns(watch, event)) {
			concerned = true;
			mask |= event->mask & IN_Q_OVERFLOW ? IN_ALL_EVENTS : event->mask;
		}
		if (event->mask & IN_IGNORED && event->wd == watch->file)
			watch->file = WATCH_NONE;
	}
	if (concerned)
		watch->fn(watch->arg, mask);
}

struct watch *watch_new(struct event_base *base, const char *path, watch_fn fn, void *arg)
{
	struct watch *watch = calloc(1, sizeof(*watch));

	if (!watch)
		return NULL;
	*watch = (struct watch){ .fn = fn, .arg = arg, .directory = WATCH_NONE,
				 .file = WATCH_NONE };
	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	watch->path = strlen(path) < PATH_MAX ? strdup(path) : NULL;
	watch->event = event_new(base, watch->fd, EV_READ | EV_PERSIST, watch_on_event, watch);
	if (watch->fd < 0 || !watch->path || !watch->event || event_add(watch->event, NULL)) {
		log_warn("%s: inotify", path);
		watch_free(watch);
		return NULL;
	}
	return watch;
}

void watch_free(struct watch *watch)
{
	if (watch->event)
		event_free(watch->event);
	if (watch->fd >= 0)
		close(watch->fd);
	free(watch->path);
	free(watch);
}
