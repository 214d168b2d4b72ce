/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wait by inotify until a file comes, goes, may be opened, or is changed. poll() does
 * not work for regular files, and this uses no timer.
 */
#ifndef DEVLCD_COMMON_FILEWATCH_H
#define DEVLCD_COMMON_FILEWATCH_H

#include <stdbool.h>
#include <sys/inotify.h>

#include "text/types.h"

/**
 * struct filewatch - one path
 * @fd:        of inotify, for poll()
 * @path:      the file, which need not exist; with a slash at its end, every file of
 *             that directory
 * @directory: inotify's number of the directory, or of one above it
 * @above:     @directory is one above the path's own
 * @mask:      the wanted events of the directory
 * @file:      inotify's number of the file
 * @error:     why the directory could not be watched; 0 if it is
 */
struct filewatch {
	int fd;
	const char *path;
	int directory;
	bool above;
	u32 mask;
	int file;
	int error;
};

/**
 * filewatch_start() - prepare to watch a path; watches nothing yet
 * @watch: filled
 * @path:  outlives @watch
 *
 * Return: false, with errno, if it cannot be watched.
 */
bool filewatch_start(struct filewatch *watch, const char *path);
void filewatch_stop(struct filewatch *watch);

/**
 * filewatch_directory() - watch the path's name in its directory
 * @watch: watch
 * @mask:  inotify events; 0 ends it
 *
 * While the directory is missing, the nearest one above is watched instead.
 */
void filewatch_directory(struct filewatch *watch, u32 mask);

/* Watch the file that is there now, also through a symbolic link; @mask 0 ends it. */
void filewatch_file(struct filewatch *watch, u32 mask);

/**
 * filewatch_take() - get the events since the last call
 * @watch: watch
 *
 * Return: inotify events of the path's own name; 0 for none, IN_ALL_EVENTS if events
 * were lost.
 */
u32 filewatch_take(struct filewatch *watch);

#endif
