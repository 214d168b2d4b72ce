// SPDX-License-Identifier: GPL-2.0-only
#include "watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../common/filewatch.h"
#include "log.h"

/**
 * struct watch - one path
 * @blind: the logged errno if the directory cannot be watched
 */
struct watch {
	struct filewatch files;
	char *path;
	watch_fn fn;
	void *arg;
	struct event *event;
	int blind;
};

static void watch_complain(struct watch *watch)
{
	errno = watch->files.error;
	if (errno && errno != watch->blind)
		log_warn("%s: its directory: inotify", watch->path);
	watch->blind = watch->files.error;
}

void watch_directory(struct watch *watch, u32 mask)
{
	filewatch_directory(&watch->files, mask);
	watch_complain(watch);
}

void watch_file(struct watch *watch, u32 mask)
{
	filewatch_file(&watch->files, mask);
}

static void watch_on_event(evutil_socket_t fd, short what, void *arg)
{
	struct watch *watch = arg;
	u32 mask = filewatch_take(&watch->files);

	watch_complain(watch);
	if (mask)
		watch->fn(watch->arg, mask);
}

struct watch *watch_new(struct event_base *base, const char *path, watch_fn fn, void *arg)
{
	struct watch *watch = calloc(1, sizeof(*watch));

	if (!watch)
		return NULL;
	watch->files.fd = -1;
	watch->fn = fn;
	watch->arg = arg;
	watch->path = strdup(path);
	if (watch->path && filewatch_start(&watch->files, watch->path))
		watch->event = event_new(base, watch->files.fd, EV_READ | EV_PERSIST,
					 watch_on_event, watch);
	if (watch->event && !event_add(watch->event, NULL))
		return watch;
	log_warn("%s: inotify", path);
	watch_free(watch);
	return NULL;
}

void watch_free(struct watch *watch)
{
	if (watch->event)
		event_free(watch->event);
	filewatch_stop(&watch->files);
	free(watch->path);
	free(watch);
}
