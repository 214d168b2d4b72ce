/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notices when a file changes, or comes and goes: inotify on the file and on
 * its folder. poll() cannot tell for a regular file.
 */
#ifndef DEVLCD_LCDVIEW_WATCH_H
#define DEVLCD_LCDVIEW_WATCH_H

#include <limits.h>

/**
 * struct watch - a name in a folder, and the file that has it now
 * @fd:   of inotify, to be waited for in poll()
 * @path: of the file
 * @name: its last component
 * @folder: watch of the folder
 * @file: watch of the file, -1 while there is none
 */
struct watch {
	int fd;
	const char *path;
	char name[NAME_MAX + 1];
	int folder;
	int file;
};

/**
 * enum watch_result - what has happened
 * @WATCH_NOTHING: nothing to the file
 * @WATCH_CHANGED: look at the file again
 * @WATCH_LOST:    its folder is gone
 */
enum watch_result { WATCH_NOTHING, WATCH_CHANGED, WATCH_LOST };

/**
 * watch_start() - begin to watch
 * @watch: filled
 * @path:  of the file; it need not exist, its folder must
 *
 * Return: 0, or -1 with errno.
 */
int watch_start(struct watch *watch, const char *path);

/**
 * watch_take() - find out what has happened since the last call
 * @watch: watch
 *
 * After WATCH_CHANGED the watch is on the file that has the name now, so a
 * change that comes after this call is noticed by the next one.
 */
enum watch_result watch_take(struct watch *watch);

/**
 * watch_stop() - end watching
 * @watch: watch
 */
void watch_stop(struct watch *watch);

#endif
