// SPDX-License-Identifier: GPL-2.0-only
/*
 * The folder's watch tells of a file that is made, renamed or deleted, the
 * file's own of writing; only that one follows a symbolic link.
 */
#include "watch.h"

#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_EVENTS (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB)
#define FILE_EVENTS (IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)

/* Whatever has the name now; a display tells by itself when it changes. */
static void watch_file(struct watch *watch)
{
	struct stat stat_now;
	int file = -1;

	if (!stat(watch->path, &stat_now) && S_ISREG(stat_now.st_mode))
		file = inotify_add_watch(watch->fd, watch->path, FILE_EVENTS);
	if (watch->file >= 0 && watch->file != file)
		inotify_rm_watch(watch->fd, watch->file);
	watch->file = file;
}

int watch_start(struct watch *watch, const char *path)
{
	char folder[PATH_MAX];
	char name[PATH_MAX];

	*watch = (struct watch){ .path = path, .file = -1 };
	snprintf(folder, sizeof(folder), "%s", path);
	snprintf(name, sizeof(name), "%s", path);
	snprintf(watch->name, sizeof(watch->name), "%s", basename(name));

	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch->fd < 0)
		return -1;
	watch->folder = inotify_add_watch(watch->fd, dirname(folder), FOLDER_EVENTS | IN_ONLYDIR);
	if (watch->folder < 0)
		return -1;
	watch_file(watch);
	return 0;
}

static enum watch_result judge(const struct watch *watch, const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW)
		return WATCH_CHANGED;
	if (event->wd == watch->folder && event->mask & (IN_IGNORED | IN_UNMOUNT))
		return WATCH_LOST;
	if (event->wd == watch->file)
		return WATCH_CHANGED;
	return event->len && !strcmp(event->name, watch->name) ? WATCH_CHANGED : WATCH_NOTHING;
}

enum watch_result watch_take(struct watch *watch)
{
	union {
		struct inotify_event first;
		char bytes[4096];
	} events;
	enum watch_result result = WATCH_NOTHING;
	ssize_t got;

	while ((got = read(watch->fd, &events, sizeof(events))) > 0) {
		const char *next = events.bytes;

		while (next < events.bytes + got) {
			struct inotify_event *event = (void *)next;
			enum watch_result seen = judge(watch, event);

			result = seen > result ? seen : result;
			next += sizeof(*event) + event->len;
		}
	}
	if (result == WATCH_CHANGED)
		watch_file(watch);
	return result;
}

void watch_stop(struct watch *watch)
{
	close(watch->fd);
}
