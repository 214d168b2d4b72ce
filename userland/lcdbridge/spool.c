// SPDX-License-Identifier: GPL-2.0-only
/*
 * The spool file: a regular file, made beforehand; what somebody writes there
 * is shown. Exported over NFS it makes a remote "echo hi > file" an open, a
 * write and a close here.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "options.h"
#include "source.h"
#include "timer.h"
#include "watch.h"

#define SPOOL_MAX 65536

/* Over NFSv3 the server closes the file seconds after it was written. */
#define QUIET_MS 150
/* Rewriting a file empties it first; what stays empty is meant. */
#define EMPTY_MS 1000
/* How often it is asked for where somebody has a lease on it. */
#define TRIES_MAX 20

/**
 * struct spool - the source
 * @watch: NULL where no file is configured
 * @quiet: pending until what was written may be whole
 * @final: an empty file is taken for what it is
 * @tries: times that it was asked for since the last event
 */
struct spool {
	const struct source_env *env;
	struct watch *watch;
	struct event *quiet;
	bool final;
	unsigned int tries;
};

static void spool_refuse(const struct spool *spool, enum drop why, const char *reason)
{
	stats_drop(spool->env->stats, why);
	if (log_allowed(spool->env->ration))
		log_warnx("spool: %s: %s", spool->env->config->spool, reason);
}

/*
 * Somebody has a lease on it, as an NFS server has for a client that writes, and
 * is asked by our opening to give it back.
 */
static bool spool_will_be_given(struct spool *spool)
{
	if (errno != EAGAIN || spool->tries == TRIES_MAX)
		return false;
	spool->tries++;
	timer_arm(spool->quiet, QUIET_MS);
	return true;
}

/* Whoever may write the folder could put a link, a FIFO or a device there. */
static int spool_open(struct spool *spool)
{
	int fd = open(spool->env->config->spool, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;

	if (fd < 0) {
		if (!spool_will_be_given(spool))
			spool_refuse(spool, DROP_CONTENT, strerror(errno));
		return -1;
	}
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		return fd;
	spool_refuse(spool, DROP_CONTENT, "not a regular file");
	close(fd);
	return -1;
}

/* @text has room for SPOOL_MAX bytes, and one that is too many. */
static ssize_t spool_read(struct spool *spool, char *text)
{
	int fd = spool_open(spool);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read(fd, text, SPOOL_MAX + 1);
	if (n < 0)
		spool_refuse(spool, DROP_CONTENT, strerror(errno));
	close(fd);
	if (n <= SPOOL_MAX)
		return n;
	spool_refuse(spool, DROP_PAYLOAD, "longer than 64 KiB");
	return -1;
}

static void spool_wait(struct spool *spool, unsigned int ms)
{
	spool->final = ms == EMPTY_MS;
	timer_arm(spool->quiet, ms);
}

static void spool_show(struct spool *spool)
{
	char text[SPOOL_MAX + 1];
	ssize_t n = spool_read(spool, text);

	if (n < 0)
		return;
	if (!n && !spool->final) {
		spool_wait(spool, EMPTY_MS);
		return;
	}
	event_del(spool->quiet);
	stats_message(spool->env->stats);
	mainpage_set(spool->env->main, text, n);
}

static void spool_on_quiet(evutil_socket_t fd, short what, void *arg)
{
	spool_show(arg);
}

static void spool_on_event(void *arg, u32 mask)
{
	struct spool *spool = arg;

	spool->tries = 0;
	if (mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) {
		spool->final = false;
		spool_show(spool);
	} else if (mask & IN_MODIFY) {
		spool_wait(spool, QUIET_MS);
	}
}

static bool spool_watch(struct spool *spool)
{
	const char *path = spool->env->config->spool;
	struct stat st;

	if (!path)
		return true;
	if (lstat(path, &st))
		log_warn("spool: %s", path);
	else if (!S_ISREG(st.st_mode))
		log_warnx("spool: %s: not a regular file", path);
	spool->watch = watch_new(spool->env->base, path, spool_on_event, spool);
	if (!spool->watch)
		return false;
	watch_directory(spool->watch, IN_CLOSE_WRITE | IN_MOVED_TO | IN_MODIFY);
	return true;
}

static void spool_unwatch(struct spool *spool)
{
	event_del(spool->quiet);
	if (spool->watch)
		watch_free(spool->watch);
	spool->watch = NULL;
}

static void spool_stop(void *source)
{
	struct spool *spool = source;

	spool_unwatch(spool);
	event_free(spool->quiet);
	free(spool);
}

static void *spool_start(const struct source_env *env)
{
	struct spool *spool = calloc(1, sizeof(*spool));

	if (!spool)
		return NULL;
	spool->env = env;
	spool->quiet = evtimer_new(env->base, spool_on_quiet, spool);
	if (!spool->quiet) {
		free(spool);
		return NULL;
	}
	if (spool_watch(spool))
		return spool;
	spool_stop(spool);
	return NULL;
}

static void spool_reload(void *source, const struct config *old)
{
	struct spool *spool = source;

	if (options_same(spool->env->config, old, "spool"))
		return;
	spool_unwatch(spool);
	spool_watch(spool);
}

const struct source_ops source_spool = {
	.name = "spool",
	.start = spool_start,
	.reload = spool_reload,
	.stop = spool_stop,
};
