/* SPDX-License-Identifier: GPL-2.0-only */
/* A watch of a path (common/filewatch.h) on the event loop. */
#ifndef LCDBRIDGE_WATCH_H
#define LCDBRIDGE_WATCH_H

#include <event2/event.h>
#include <sys/inotify.h>

#include "text/types.h"

struct watch;

/* Called for an event of the path's own name; all bits in @mask if events were lost. */
typedef void (*watch_fn)(void *arg, u32 mask);

/**
 * watch_new() - watch a path that need not exist
 * @base: event loop
 * @path: see struct filewatch; copied
 * @fn:   called for the events of watch_directory() and watch_file()
 * @arg:  its argument
 *
 * Return: NULL, after a message, if that is not possible.
 */
struct watch *watch_new(struct event_base *base, const char *path, watch_fn fn, void *arg);
void watch_free(struct watch *watch);

/* See filewatch_directory() and filewatch_file(). */
void watch_directory(struct watch *watch, u32 mask);
void watch_file(struct watch *watch, u32 mask);

#endif
