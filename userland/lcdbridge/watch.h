/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Waiting for a file by inotify: that it comes, goes or may be opened, and
 * what is done to it. Nothing here polls by time.
 */
#ifndef LCDBRIDGE_WATCH_H
#define LCDBRIDGE_WATCH_H

#include <event2/event.h>
#include <sys/inotify.h>

#include "text/types.h"

struct watch;

/* The path's own name was touched: @mask says how; where news was lost, in every way. */
typedef void (*watch_fn)(void *arg, u32 mask);

/**
 * watch_new() - watch a path that need not exist
 * @base: event loop
 * @path: the file; copied
 * @fn:   called for what watch_directory() and watch_file() ask for
 * @arg:  its argument
 */
struct watch *watch_new(struct event_base *base, const char *path, watch_fn fn, void *arg);
void watch_free(struct watch *watch);

/**
 * watch_directory() - what is done under the path's name in its directory
 * @watch: watch
 * @mask:  inotify events; 0 ends it
 *
 * While the directory itself is missing, the nearest one above is watched.
 */
void watch_directory(struct watch *watch, u32 mask);

/* What is done to the file that is there now; @mask 0 ends it. */
void watch_file(struct watch *watch, u32 mask);

#endif
