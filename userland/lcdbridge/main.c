// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdbridge: text from the network to a display that is a file.
 *
 *	sources (tcp, mqtt, ...) -> pages -> display
 *
 * Sources call pages, and pages call the display by a callback; only this file
 * includes all of them.
 */
#include <event2/event.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "../common/output.h"
#include "base/log.h"
#include "base/macros.h"
#include "base/service.h"
#include "base/timer.h"
#include "config/credential.h"
#include "config/loader.h"
#include "net/source.h"

static const struct source_ops *const sources[] = {
	&source_tcp,
	&source_udp,
	&source_unix,
	&source_spool,
	&source_lcdproc,
	&source_mqtt,
	&source_keys,
};

#define SOURCES ARRAY_SIZE(sources)
#define SIGNALS 4

/**
 * struct bridge - the daemon
 * @running:  the state of each of sources[]; NULL for a source that is off
 * @signals:  SIGTERM, SIGINT, SIGHUP, SIGUSR1
 * @stopping: SIGTERM or SIGINT came
 * @argc:     the command line, for a reload
 * @argv:     likewise
 */
struct bridge {
	struct config *config;
	struct event_base *base;
	struct pages *pages;
	struct mainpage *main;
	struct textpages *texts;
	struct display *display;
	struct source_env env;
	struct stats stats;
	struct buckets buckets;
	struct log_ration ration;
	struct tls *tls;
	void *running[SOURCES];
	struct event *signals[SIGNALS];
	struct event *watchdog;
	bool stopping;
	int argc;
	char **argv;
};

/**
 * struct next - parts that a reload replaces in the bridge
 * @tls:     NULL if [tls] is empty
 * @display: NULL if the display stays
 */
struct next {
	struct tls *tls;
	struct display *display;
};

static void check_for_sources(const struct config *config, config_complain *complain, void *arg)
{
	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i]->check)
			sources[i]->check(config, complain, arg);
}

static bool config_try_tls(const struct config *config)
{
	struct tls *tls;

	if (!config->tls_certificate)
		return true;
	if (credential_is_elsewhere("tls", config->tls_key))
		return tls_try(config->tls_ca, config->tls_certificate, NULL);
	tls = tls_new(config);
	if (!tls)
		return false;
	tls_free(tls);
	return true;
}

/* For --check-config: try all that a start does, and undo it. */
static bool config_try(const struct config *config)
{
	bool right = config_try_tls(config);

	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i]->try && !sources[i]->try(config))
			right = false;
	return right;
}

/* The exit status of --check-config. */
static int config_report(struct config *config)
{
	bool right = config_try(config);

	config_free(config);
	if (right)
		puts("The configuration is right.");
	return output_end() && right ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void bridge_on_repaint(void *arg, const struct screen *screen)
{
	struct bridge *bridge = arg;

	bridge->stats.repaints++;
	display_show(bridge->display, screen);
	for (size_t i = 0; i < SOURCES; i++)
		if (bridge->running[i] && sources[i]->shown)
			sources[i]->shown(bridge->running[i]);
}

static void bridge_on_opened(void *arg, const struct geometry *size, unsigned int light_max)
{
	struct bridge *bridge = arg;

	pages_set_light_max(bridge->pages, light_max);
	mainpage_resize(bridge->main, size->rows, size->cols);
}

static void bridge_on_wrote(void *arg, const char *text, size_t count,
			    const struct cursor *cursor)
{
	struct bridge *bridge = arg;

	mainpage_adopt(bridge->main, text, count, cursor);
}

static void bridge_on_lit(void *arg, u8 light, bool power)
{
	struct bridge *bridge = arg;

	pages_adopt_lights(bridge->pages, light, power);
}

static bool bridge_on_key(void *arg, const struct key *key)
{
	struct bridge *bridge = arg;
	bool taken = false;

	for (size_t i = 0; i < SOURCES; i++)
		if (bridge->running[i] && sources[i]->key)
			taken |= sources[i]->key(bridge->running[i], key);
	return taken;
}

static void bridge_on_keypad(void *arg, unsigned int keys)
{
	struct bridge *bridge = arg;

	for (size_t i = 0; i < SOURCES; i++)
		if (bridge->running[i] && sources[i]->keypad)
			sources[i]->keypad(bridge->running[i], keys);
}

static void bridge_on_turned(void *arg)
{
	struct bridge *bridge = arg;

	status_touch(bridge->env.status);
	for (size_t i = 0; i < SOURCES; i++)
		if (bridge->running[i] && sources[i]->turned)
			sources[i]->turned(bridge->running[i]);
}

/* "/dev/LCD 20x4; broker localhost; 3 clients" */
static void bridge_write_status(void *arg, char *text, size_t size)
{
	const struct bridge *bridge = arg;
	const char *problem = display_problem(bridge->display);
	char source[256];
	size_t n = 0;

	if (problem)
		n = snprintf(text, size, "%s", problem);
	else
		n = snprintf(text, size, "%s %ux%u", bridge->config->device,
			     pages_cols(bridge->pages), pages_rows(bridge->pages));
	for (size_t i = 0; i < SOURCES && n < size; i++) {
		if (!sources[i]->status)
			continue;
		sources[i]->status(bridge->running[i], source, sizeof(source));
		n += snprintf(text + n, size - n, "; %s", source);
	}
	if (n < size)
		snprintf(text + n, size - n, "; %llu client%s",
			 (unsigned long long)bridge->stats.clients,
			 bridge->stats.clients == 1 ? "" : "s");
}

static bool bridge_is_pending(void *arg)
{
	struct bridge *bridge = arg;

	return mainpage_pending(bridge->main);
}

static const struct display_ops bridge_display_ops = {
	.opened = bridge_on_opened,
	.wrote = bridge_on_wrote,
	.lit = bridge_on_lit,
	.turned = bridge_on_turned,
	.pending = bridge_is_pending,
};

static bool config_same_display(const struct config *a, const struct config *b)
{
	return !strcmp(a->device, b->device) &&
	       !memcmp(&a->geometry, &b->geometry, sizeof(a->geometry));
}

/*
 * Make the parts of a configuration that are not sources, the certificate and the
 * display, and store them in @next.
 */
static bool bridge_make(struct bridge *bridge, const struct config *config, struct next *next)
{
	*next = (struct next){ 0 };
	if (config->tls_certificate)
		next->tls = tls_new(config);
	if (config->tls_certificate && !next->tls)
		return false;
	if (bridge->display && config_same_display(bridge->config, config))
		return true;
	next->display = display_new(bridge->base, config, &bridge_display_ops, bridge);
	return next->display;
}

static void next_free(struct next *next)
{
	if (next->tls)
		tls_free(next->tls);
	if (next->display)
		display_free(next->display);
}

/* A new display shows the pages of the old one, not its own content. */
static void bridge_take(struct bridge *bridge, struct next *next)
{
	struct display *before = bridge->display;

	if (bridge->tls)
		tls_free(bridge->tls);
	bridge->tls = next->tls;
	bridge->env.tls = next->tls;
	if (!next->display)
		return;
	bridge->display = next->display;
	bridge->env.display = next->display;
	if (!before)
		return;
	display_free(before);
	display_show(bridge->display, pages_screen(bridge->pages));
}

static enum prepared bridge_prepare_sources(struct bridge *bridge, const struct config *fresh,
					    bool last)
{
	enum prepared worst = PREPARED, result;

	for (size_t i = 0; i < SOURCES; i++) {
		if (!sources[i]->prepare)
			continue;
		result = sources[i]->prepare(bridge->running[i], fresh, last);
		worst = result > worst ? result : worst;
	}
	return worst;
}

/* If a new address belongs to another source, let all release old ones, and try again. */
static bool bridge_prepare(struct bridge *bridge, const struct config *fresh, struct next *next)
{
	enum prepared result;

	if (!bridge_make(bridge, fresh, next))
		return false;
	result = bridge_prepare_sources(bridge, fresh, false);
	if (result == OCCUPIED) {
		for (size_t i = 0; i < SOURCES; i++)
			if (sources[i]->yield)
				sources[i]->yield(bridge->running[i], fresh);
		result = bridge_prepare_sources(bridge, fresh, true);
	}
	if (result == PREPARED)
		return true;
	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i]->abandon)
			sources[i]->abandon(bridge->running[i]);
	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i]->reclaim)
			sources[i]->reclaim(bridge->running[i]);
	return false;
}

/*
 * All rooms keep a pointer to the same struct config. So swap its content, then let each
 * source use what it has prepared.
 */
static void bridge_apply(struct bridge *bridge, struct config *fresh, struct next *next)
{
	struct config old = *bridge->config;

	*bridge->config = *fresh;
	*fresh = old;
	log_set_level(bridge->config->log_level);
	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i]->reload)
			sources[i]->reload(bridge->running[i], fresh);
	bridge_take(bridge, next);
	status_touch(bridge->env.status);
}

static void bridge_reload(struct bridge *bridge)
{
	struct config *fresh;
	struct next next = { 0 };

	service_notify_reloading();
	if (config_load(bridge->argc, bridge->argv, check_for_sources, &fresh) != CONFIG_RUN) {
		log_errx("the configuration stays as it was");
	} else {
		if (bridge_prepare(bridge, fresh, &next)) {
			bridge_apply(bridge, fresh, &next);
			log_info("the configuration was reloaded");
		} else {
			next_free(&next);
			log_errx("the configuration stays as it was");
		}
		config_free(fresh);
	}
	service_notify("READY=1");
}

static void bridge_on_signal(evutil_socket_t number, short what, void *arg)
{
	struct bridge *bridge = arg;

	if (number == SIGHUP) {
		bridge_reload(bridge);
	} else if (number == SIGUSR1) {
		stats_log(&bridge->stats);
	} else {
		bridge->stopping = true;
		event_base_loopbreak(bridge->base);
	}
}

static bool bridge_take_signals(struct bridge *bridge)
{
	static const int numbers[SIGNALS] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1 };

	signal(SIGPIPE, SIG_IGN);	/* write() returns EPIPE instead */
	for (size_t i = 0; i < SIGNALS; i++) {
		bridge->signals[i] = evsignal_new(bridge->base, numbers[i], bridge_on_signal,
						  bridge);
		if (!bridge->signals[i] || event_add(bridge->signals[i], NULL))
			return false;
	}
	return true;
}

static bool bridge_start_sources(struct bridge *bridge)
{
	for (size_t i = 0; i < SOURCES; i++) {
		bridge->running[i] = sources[i]->start(&bridge->env);
		if (!bridge->running[i])
			return false;
	}
	service_refuse_sockets();
	return true;
}

static bool bridge_make_pages(struct bridge *bridge)
{
	const struct config *config = bridge->config;

	bridge->pages = pages_new(bridge->base, config->geometry.rows, config->geometry.cols,
				  bridge_on_repaint, bridge);
	if (!bridge->pages)
		return false;
	bridge->main = mainpage_new(bridge->pages, config);
	bridge->texts = textpages_new(bridge->pages, config);
	return bridge->main && bridge->texts;
}

static bool bridge_start(struct bridge *bridge)
{
	struct next next;

	bridge->base = event_base_new();
	if (!bridge->base || !bridge_make_pages(bridge))
		return false;
	bridge->stats.started = timer_now();
	bridge->env = (struct source_env){
		.base = bridge->base,
		.config = bridge->config,
		.pages = bridge->pages,
		.main = bridge->main,
		.texts = bridge->texts,
		.stats = &bridge->stats,
		.buckets = &bridge->buckets,
		.ration = &bridge->ration,
		.offer_key = bridge_on_key,
		.tell_keypad = bridge_on_keypad,
		.bridge = bridge,
	};
	if (!bridge_make(bridge, bridge->config, &next)) {
		next_free(&next);
		return false;
	}
	bridge_take(bridge, &next);
	return bridge_take_signals(bridge) && bridge_start_sources(bridge);
}

static void bridge_stop(struct bridge *bridge)
{
	for (size_t i = SOURCES; i-- > 0;)
		if (bridge->running[i])
			sources[i]->stop(bridge->running[i]);
	for (size_t i = 0; i < SIGNALS; i++)
		if (bridge->signals[i])
			event_free(bridge->signals[i]);
	if (bridge->watchdog)
		event_free(bridge->watchdog);
	if (bridge->display)
		display_free(bridge->display);
	if (bridge->texts)
		textpages_free(bridge->texts);
	if (bridge->main)
		mainpage_free(bridge->main);
	if (bridge->pages)
		pages_free(bridge->pages);
	if (bridge->tls)
		tls_free(bridge->tls);
	if (bridge->base) {
		/* Let MQTT sessions that were still connecting free themselves. */
		event_base_loop(bridge->base, EVLOOP_NONBLOCK);
		event_base_free(bridge->base);
	}
	config_free(bridge->config);
	libevent_global_shutdown();
}

/* Only a signal may end the loop; any other end is a failure. */
static int bridge_run(struct bridge *bridge)
{
	bridge->watchdog = service_start_watchdog(bridge->base);
	service_notify("READY=1");
	bridge->env.status = status_new(bridge->base, bridge_write_status, bridge);
	event_base_dispatch(bridge->base);
	status_free(bridge->env.status);
	bridge->env.status = NULL;
	service_notify("STOPPING=1");
	if (bridge->stopping)
		return EXIT_SUCCESS;
	log_errx("the event loop ended by itself");
	return EXIT_FAILURE;
}

static void bridge_on_libevent(int severity, const char *message)
{
	switch (severity) {
	case EVENT_LOG_DEBUG:
		log_debug("libevent: %s", message);
		break;
	case EVENT_LOG_MSG:
		log_info("libevent: %s", message);
		break;
	case EVENT_LOG_WARN:
		log_warnx("libevent: %s", message);
		break;
	default:
		log_errx("libevent: %s", message);
	}
}

/* The configured connections may need more than the usual 1,024 descriptors. */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int argc, char **argv)
{
	struct bridge bridge = { .argc = argc, .argv = argv };
	int status = EXIT_FAILURE;

	mallopt(M_ARENA_MAX, 1);	/* else the thread that connects would add an arena */
	log_open();
	event_set_log_callback(bridge_on_libevent);
	switch (config_load(argc, argv, check_for_sources, &bridge.config)) {
	case CONFIG_RUN:
		break;
	case CONFIG_CHECK:
		return config_report(bridge.config);
	case CONFIG_DONE:
		return output_end() ? EXIT_SUCCESS : EXIT_FAILURE;
	case CONFIG_USAGE:
		return 2;
	case CONFIG_WRONG:
		return EXIT_FAILURE;
	}
	log_set_level(bridge.config->log_level);
	raise_descriptor_limit();
	if (bridge_start(&bridge))
		status = bridge_run(&bridge);
	bridge_stop(&bridge);
	return status;
}
