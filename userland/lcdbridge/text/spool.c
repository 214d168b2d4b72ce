// SPDX-License-Identifier: GPL-2.0-only
/*
 * The spool file: a regular file that must exist. Text written to it is shown. If NFS
 * exports it, another machine can do "echo hi > file".
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/timer.h"
#include "../base/watch.h"
#include "../config/options.h"
#include "../net/source.h"

#define SPOOL_MAX 65536

/* Over NFSv3 the server closes the file seconds after it was written. */
#define QUIET_MS 150
/* A rewritten file is empty for a moment. A file that stays empty clears the page. */
#define EMPTY_MS 1000
/* How often to try to open a file with a lease. */
#define TRIES_MAX 20

/**
 * struct spool - the source
 * @watch: NULL if no file is configured
 * @next:  the watch for a reload
 * @quiet: timer: pending until the text is probably complete
 * @final: an empty file clears the page
 * @tries: failed tries since the last event
 */
struct spool {
	const struct source_env *env;
	struct watch *watch;
	struct watch *next;
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
 * A lease on the file makes open() fail, for example an NFS server's while a client
 * writes. open() also asks the holder to release it: try again until it does.
 */
static bool spool_will_be_given(struct spool *spool)
{
	if (errno != EAGAIN || spool->tries == TRIES_MAX)
		return false;
	spool->tries++;
	timer_arm(spool->quiet, QUIET_MS);
	return true;
}

/* Accept only a regular file: other users may put a link, a FIFO or a device there. */
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

/* @text has room for SPOOL_MAX bytes, and one more to notice a file that is too long. */
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

/* A missing file is no error: it may come later. */
static bool spool_try(const struct config *config)
{
	struct stat st;

	if (config->spool && lstat(config->spool, &st))
		log_warn("spool: %s", config->spool);
	else if (config->spool && !S_ISREG(st.st_mode))
		log_warnx("spool: %s: not a regular file", config->spool);
	return true;
}

/*
 * Watch the configured file, if there is one, before looking whether it is there: a file
 * that comes after the log has said that it is missing is shown.
 */
static bool spool_watch(struct spool *spool, const struct config *config, struct watch **watch)
{
	const char *path = config->spool;

	if (!path)
		return true;
	*watch = watch_new(spool->env->base, path, spool_on_event, spool);
	if (*watch)
		watch_directory(*watch, IN_CLOSE_WRITE | IN_MOVED_TO | IN_MODIFY);
	spool_try(config);
	return *watch;
}

static void spool_drop(struct watch **watch)
{
	if (*watch)
		watch_free(*watch);
	*watch = NULL;
}

static void spool_stop(void *source)
{
	struct spool *spool = source;

	spool_drop(&spool->watch);
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
	if (spool_watch(spool, env->config, &spool->watch))
		return spool;
	spool_stop(spool);
	return NULL;
}

static enum prepared spool_prepare(void *source, const struct config *fresh, bool last)
{
	struct spool *spool = source;

	if (spool->next || options_same(spool->env->config, fresh, "spool"))
		return PREPARED;
	return spool_watch(spool, fresh, &spool->next) ? PREPARED : IMPOSSIBLE;
}

static void spool_abandon(void *source)
{
	struct spool *spool = source;

	spool_drop(&spool->next);
}

static void spool_reload(void *source, const struct config *old)
{
	struct spool *spool = source;

	if (options_same(spool->env->config, old, "spool"))
		return;
	event_del(spool->quiet);
	spool_drop(&spool->watch);
	spool->watch = spool->next;
	spool->next = NULL;
}

const struct source_ops source_spool = {
	.name = "spool",
	.try = spool_try,
	.start = spool_start,
	.prepare = spool_prepare,
	.abandon = spool_abandon,
	.reload = spool_reload,
	.stop = spool_stop,
};
