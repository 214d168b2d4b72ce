// SPDX-License-Identifier: GPL-2.0-only
#include "filewatch.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY_OWN (IN_DELETE_SELF | IN_MOVE_SELF)
#define DIRECTORY_ABOVE (IN_CREATE | IN_MOVED_TO | DIRECTORY_OWN)
#define NONE (-1)

/* Cut the last component off; a path without a slash becomes ".". */
static void path_go_up(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash)
		strcpy(path, ".");
	else if (slash == path)
		strcpy(path, "/");
	else
		*slash = '\0';
}

void filewatch_stop(struct filewatch *watch)
{
	if (watch->fd >= 0)
		close(watch->fd);
	watch->fd = -1;
}

bool filewatch_start(struct filewatch *watch, const char *path)
{
	*watch = (struct filewatch){ .path = path, .directory = NONE, .file = NONE };
	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch->fd < 0 || strlen(path) < PATH_MAX)
		return watch->fd >= 0;
	filewatch_stop(watch);
	errno = ENAMETOOLONG;
	return false;
}

/* Watch the directory, or the nearest existing one above; @missing is the one below that. */
static void filewatch_nearest(struct filewatch *watch, char *missing)
{
	char path[PATH_MAX];

	strcpy(path, watch->path);
	path_go_up(path);
	watch->above = false;
	watch->directory = inotify_add_watch(watch->fd, path,
					     watch->mask | DIRECTORY_ABOVE | IN_ONLYDIR);
	while (watch->directory < 0 && (errno == ENOENT || errno == ENOTDIR) &&
	       strcmp(path, "/") && strcmp(path, ".")) {
		watch->above = true;
		strcpy(missing, path);
		path_go_up(path);
		watch->directory = inotify_add_watch(watch->fd, path,
						     DIRECTORY_ABOVE | IN_ONLYDIR);
	}
	watch->error = watch->directory < 0 ? errno : 0;
}

void filewatch_directory(struct filewatch *watch, u32 mask)
{
	char missing[PATH_MAX];
	struct stat st;

	watch->mask = mask;
	watch->above = false;
	watch->error = 0;
	/* Try again: no event came if it was made before the one above was watched. */
	do {
		if (watch->directory != NONE)
			inotify_rm_watch(watch->fd, watch->directory);
		watch->directory = NONE;
		if (mask)
			filewatch_nearest(watch, missing);
	} while (watch->above && !watch->error && !stat(missing, &st) && S_ISDIR(st.st_mode));
}

/* inotify keeps the number and the events of a file that is already watched. */
void filewatch_file(struct filewatch *watch, u32 mask)
{
	int before = watch->file;

	watch->file = mask ? inotify_add_watch(watch->fd, watch->path, mask) : NONE;
	if (before != NONE && before != watch->file)
		inotify_rm_watch(watch->fd, before);
}

/* Does the path name this file of its directory, or all files there? */
static bool filewatch_names(const struct filewatch *watch, const char *file)
{
	const char *slash = strrchr(watch->path, '/');
	const char *name = slash ? slash + 1 : watch->path;

	return !*name || !strcmp(file, name);
}

/* Return the part of an event that concerns the path; may replace the watches. */
static u32 filewatch_judge(struct filewatch *watch, const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW) {
		filewatch_directory(watch, watch->mask);
		return IN_ALL_EVENTS;
	}
	if (event->wd == watch->file) {
		if (event->mask & IN_IGNORED)
			watch->file = NONE;
		return event->mask;
	}
	if (event->wd != watch->directory)
		return 0;
	if (watch->above || event->mask & (DIRECTORY_OWN | IN_IGNORED)) {
		filewatch_directory(watch, watch->mask);
		/* The file may have been written before its directory was watched. */
		return watch->above || access(watch->path, F_OK) ? event->mask : IN_ALL_EVENTS;
	}
	return event->len && filewatch_names(watch, event->name) ? event->mask & watch->mask : 0;
}

u32 filewatch_take(struct filewatch *watch)
{
	union {
		struct inotify_event first;
		char bytes[4096];
	} events;
	u32 mask = 0;
	ssize_t n;

	while ((n = read(watch->fd, &events, sizeof(events))) > 0) {
		for (const char *next = events.bytes; next < events.bytes + n;) {
			const struct inotify_event *event = (const void *)next;

			mask |= filewatch_judge(watch, event);
			next += sizeof(*event) + event->len;
		}
	}
	return mask;
}
