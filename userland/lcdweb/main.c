// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdweb: the displays of a machine for browsers and for curl.
 *
 *	server (libmicrohttpd) -> request -> displays, events
 *
 * A display reports its changes to events, which send them to all streams.
 */
#include <err.h>
#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "displays.h"
#include "events.h"
#include "listen.h"
#include "options.h"
#include "server.h"
#include "web.h"

#define SPARE_DESCRIPTORS (64 + 4 * DISPLAYS_MAX)

/* Raise the limit of descriptors for --connections, or lower --connections. */
static void fit_descriptors(struct conn_limits *limits)
{
	struct rlimit limit;
	rlim_t room;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	getrlimit(RLIMIT_NOFILE, &limit);
	room = limit.rlim_cur > SPARE_DESCRIPTORS ? limit.rlim_cur - SPARE_DESCRIPTORS : 1;
	if (limits->most <= room)
		return;
	warnx("--connections=%u: the limit of open files allows %llu", limits->most,
	      (unsigned long long)room);
	limits->most = room;
}

static void require_permission(const struct options *options,
			       const struct listen_address *address)
{
	char name[LISTEN_NAME_MAX];

	if (listen_is_local(address) || *options->guard.token || options->insecure)
		return;
	errx(2, "%s: other machines could reach this: add --token-file or --insecure",
	     listen_name(address, name));
}

static void add_listener(struct server *server, int fd)
{
	struct listen_address address;
	char name[LISTEN_NAME_MAX];

	if (!listen_address_of(fd, &address) || !server_listen(server, fd))
		err(1, "listen");
	warnx("listening on %s", listen_name(&address, name));
}

/* A missing address family is no failure if the other one is there. */
static void open_listeners(struct server *server, const struct options *options)
{
	char name[LISTEN_NAME_MAX];
	size_t opened = 0;

	for (size_t i = 0; i < options->listen.count; i++) {
		const struct listen_address *address = &options->listen.list[i];
		int fd;

		require_permission(options, address);
		fd = listen_open(address);
		if (fd >= 0)
			opened++;
		else if (!address->optional ||
			 (errno != EAFNOSUPPORT && errno != EADDRNOTAVAIL))
			err(1, "%s", listen_name(address, name));
		if (fd >= 0)
			add_listener(server, fd);
	}
	if (!opened)
		errx(1, "there is no address to listen on");
}

static void adopt_listeners(struct server *server, const struct options *options, size_t count)
{
	struct listen_address address;

	for (int fd = 3; fd < 3 + (int)count; fd++) {
		if (!listen_address_of(fd, &address))
			err(1, "inherited socket");
		require_permission(options, &address);
		add_listener(server, fd);
	}
}

static void on_changed(void *arg, struct display *display)
{
	events_changed(arg, display);
}

static void on_signal(evutil_socket_t number, short what, void *arg)
{
	event_base_loopbreak(arg);
}

#define SIGNALS 2

static void catch_signals(struct event_base *base, struct event *signals[SIGNALS])
{
	static const int numbers[SIGNALS] = { SIGTERM, SIGINT };

	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < SIGNALS; i++) {
		signals[i] = evsignal_new(base, numbers[i], on_signal, base);
		if (!signals[i] || event_add(signals[i], NULL))
			errx(1, "out of memory");
	}
}

int main(int argc, char **argv)
{
	struct event *signals[SIGNALS];
	struct event_base *base;
	struct options options;
	struct display_ops ops = { .changed = on_changed };
	struct web web = { 0 };
	struct server *server;
	size_t inherited;

	options_parse(&options, argc, argv);
	fit_descriptors(&options.limits);
	base = event_base_new();
	if (!base)
		errx(1, "libevent: no event loop");
	catch_signals(base, signals);
	conns_init(&web.conns, base, &options.limits);
	web.guard = &options.guard;
	web.read_only = options.read_only;
	web.events = events_new(base, options.beat_s, options.read_only,
				*options.guard.token);
	ops.arg = web.events;
	web.displays = web.events ? displays_new(base, options.files, options.count, &ops) : NULL;
	if (!web.displays)
		err(1, "displays");
	events_set_displays(web.events, web.displays);
	server = server_new(base, &web);
	if (!server)
		errx(1, "libmicrohttpd: cannot start");
	inherited = listen_inherited();
	if (inherited)
		adopt_listeners(server, &options, inherited);
	else
		open_listeners(server, &options);
	event_base_dispatch(base);
	server_free(server);
	for (size_t i = 0; !inherited && i < options.listen.count; i++)
		listen_remove(&options.listen.list[i]);
	displays_free(web.displays);
	events_free(web.events);
	for (int i = 0; i < SIGNALS; i++)
		event_free(signals[i]);
	event_base_free(base);
	return 0;
}
