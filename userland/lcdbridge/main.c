// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdbridge: text from the network to a display that is a file.
 *
 *	sources (tcp, mqtt, ...) -> pages -> display
 *
 * Sources know pages, and pages know the display by a callback; only this file
 * knows them all.
 */
#include <event2/event.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "log.h"
#include "macros.h"
#include "service.h"
#include "source.h"
#include "timer.h"
#include "../common/output.h"

static const struct source_ops *const sources[] = {
	&source_tcp,
	&source_udp,
	&source_unix,
	&source_spool,
	&source_lcdproc,
	&source_mqtt,
};

#define SOURCES ARRAY_SIZE(sources)
#define SIGNALS 3

/**
 * struct bridge - the daemon
 * @running:  what each of sources[] started; NULL for what is not
 * @signals:  SIGTERM, SIGINT, SIGHUP
 * @stopping: one of the first two came
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

static void check_for_sources(const struct config *config, config_complain *complain, void *arg)
{
	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i]->check)
			sources[i]->check(config, complain, arg);
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

static void bridge_on_opened(void *arg, unsigned int rows, unsigned int cols)
{
	struct bridge *bridge = arg;

	mainpage_resize(bridge->main, rows, cols);
}

static void bridge_on_wrote(void *arg, const char *text, size_t count,
			    const struct display_cursor *cursor)
{
	struct bridge *bridge = arg;

	mainpage_adopt(bridge->main, text, count, cursor);
}

static void bridge_on_lit(void *arg, bool backlight, bool power)
{
	struct bridge *bridge = arg;

	pages_set_backlight(bridge->pages, backlight);
	pages_set_power(bridge->pages, power);
}

static bool bridge_is_pending(void *arg)
{
	struct bridge *bridge = arg;

	return pages_pending(bridge->pages);
}

static const struct display_ops bridge_display_ops = {
	.opened = bridge_on_opened,
	.wrote = bridge_on_wrote,
	.lit = bridge_on_lit,
	.pending = bridge_is_pending,
};

/* The certificate of the configuration; true where it needs none. */
static bool bridge_load_tls(struct bridge *bridge, const struct config *config)
{
	struct tls *tls = config->tls_certificate ? tls_new(config) : NULL;

	if (config->tls_certificate && !tls)
		return false;
	if (bridge->tls)
		tls_free(bridge->tls);
	bridge->tls = tls;
	bridge->env.tls = tls;
	return true;
}

static bool bridge_open_display(struct bridge *bridge)
{
	if (bridge->display)
		display_free(bridge->display);
	bridge->display = display_new(bridge->base, bridge->config, &bridge_display_ops, bridge);
	bridge->env.display = bridge->display;
	return bridge->display;
}

static bool config_same_display(const struct config *a, const struct config *b)
{
	return !strcmp(a->device, b->device) &&
	       !memcmp(&a->geometry, &b->geometry, sizeof(a->geometry));
}

/* Another display shows what this one did, whatever is on it. */
static void bridge_change_display(struct bridge *bridge)
{
	if (bridge_open_display(bridge))
		display_show(bridge->display, pages_screen(bridge->pages));
	else
		event_base_loopbreak(bridge->base);
}

/*
 * Everybody keeps a pointer to the one struct config: its content is swapped,
 * and each looks whether what concerns it has changed.
 */
static void bridge_apply(struct bridge *bridge, struct config *fresh)
{
	struct config old = *bridge->config;

	*bridge->config = *fresh;
	*fresh = old;
	log_set_level(bridge->config->log_level);
	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i]->release)
			sources[i]->release(bridge->running[i]);
	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i]->reload)
			sources[i]->reload(bridge->running[i], fresh);
	if (!config_same_display(bridge->config, fresh))
		bridge_change_display(bridge);
}

static void bridge_reload(struct bridge *bridge)
{
	struct config *fresh;

	service_notify_reloading();
	if (config_load(bridge->argc, bridge->argv, check_for_sources, &fresh) != CONFIG_RUN) {
		log_errx("the configuration stays as it was");
	} else {
		if (bridge_load_tls(bridge, fresh)) {
			bridge_apply(bridge, fresh);
			log_info("the configuration was read again");
		} else {
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
		return;
	}
	bridge->stopping = true;
	event_base_loopbreak(bridge->base);
}

static bool bridge_take_signals(struct bridge *bridge)
{
	static const int numbers[SIGNALS] = { SIGTERM, SIGINT, SIGHUP };

	signal(SIGPIPE, SIG_IGN);	/* a reader that went away is an EPIPE */
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
	};
	return bridge_open_display(bridge) && bridge_load_tls(bridge, bridge->config) &&
	       bridge_take_signals(bridge) && bridge_start_sources(bridge);
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
		/* MQTT sessions that were left while connecting free themselves. */
		event_base_loop(bridge->base, EVLOOP_NONBLOCK);
		event_base_free(bridge->base);
	}
	config_free(bridge->config);
	libevent_global_shutdown();
}

/* The loop ends by a signal only; that it ended otherwise is a failure. */
static int bridge_run(struct bridge *bridge)
{
	bridge->watchdog = service_start_watchdog(bridge->base);
	service_notify("READY=1");
	event_base_dispatch(bridge->base);
	service_notify("STOPPING=1");
	if (bridge->stopping)
		return EXIT_SUCCESS;
	log_errx("the event loop ended by itself");
	return EXIT_FAILURE;
}

/* Caps on connections may be raised above the usual 1,024 descriptors. */
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

	mallopt(M_ARENA_MAX, 1);	/* the thread that connects would leave us another */
	log_open();
	switch (config_load(argc, argv, check_for_sources, &bridge.config)) {
	case CONFIG_RUN:
		break;
	case CONFIG_CHECK:
		puts("The configuration is right.");
		config_free(bridge.config);
		return output_end() ? EXIT_SUCCESS : EXIT_FAILURE;
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
