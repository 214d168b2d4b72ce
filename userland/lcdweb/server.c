// SPDX-License-Identifier: GPL-2.0-only
#include "server.h"

#include <err.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conn.h"
#include "events.h"
#include "listen.h"
#include "request.h"
#include "web.h"

#define CONNECTION_MEMORY 8192
#define SEND_BUFFER 16384	/* the kernel doubles it: how far a slow reader may lag */
#define SILENT_S 60		/* before the first TCP keep-alive probe */

/* conn.c enforces the limits, so libmicrohttpd's must be higher. */
#define MOST 65536

static const char full[] =
	"HTTP/1.1 503 Service Unavailable\r\n"
	"Content-Type: text/plain\r\n"
	"Content-Length: 49\r\n"
	"Retry-After: 10\r\n"
	"Connection: close\r\n"
	"\r\n"
	"There are too many connections. Try again later.\n";

/**
 * struct server - the daemon
 * @ready:     event of libmicrohttpd's epoll descriptor
 * @again:     timer: libmicrohttpd has more to do
 * @listeners: events of the sockets
 * @count:     of @listeners
 */
struct server {
	struct event_base *base;
	struct web *web;
	struct MHD_Daemon *daemon;
	struct event *ready;
	struct event *again;
	struct event *listeners[LISTEN_MAX];
	size_t count;
};

static void run(struct server *server)
{
	const struct timeval at_once = { 0 };
	MHD_UNSIGNED_LONG_LONG ms;

	MHD_run(server->daemon);
	if (MHD_get_timeout(server->daemon, &ms) == MHD_YES && !ms)
		evtimer_add(server->again, &at_once);
}

static void on_ready(evutil_socket_t fd, short what, void *arg)
{
	run(arg);
}

/* A vanished peer must not occupy a connection for ever. */
static void set_keepalive(int fd)
{
	const int on = 1, idle = SILENT_S, interval = 10, count = 6;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
}

/* Read what the peer has sent, else it may not get the answer. */
static void refuse(int fd)
{
	char request[4096];

	send(fd, full, sizeof(full) - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	recv(fd, request, sizeof(request), MSG_DONTWAIT);
	close(fd);
}

static void take(struct server *server, int fd, const struct sockaddr *peer, socklen_t length)
{
	struct conn *conn = conn_new(&server->web->conns, fd, peer);
	const int room = SEND_BUFFER;

	if (!conn) {
		refuse(fd);
		return;
	}
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	if (!conn->local)
		set_keepalive(fd);
	if (MHD_add_connection(server->daemon, fd, peer, length) == MHD_YES)
		return;
	/* The descriptor is closed. on_notify() may already have freed the connection. */
	conn = conns_find(&server->web->conns, fd);
	if (conn)
		conn_free(conn);
}

static void on_connection(evutil_socket_t listener, short what, void *arg)
{
	struct server *server = arg;
	struct sockaddr_storage peer;
	socklen_t length = sizeof(peer);
	int fd;

	fd = accept4(listener, (void *)&peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd >= 0)
		take(server, fd, (void *)&peer, length);
	else if (errno == EMFILE || errno == ENFILE)
		err(1, "accept");	/* else it would be tried without end */
	run(server);
}

static void on_notify(void *arg, struct MHD_Connection *connection, void **context,
		      enum MHD_ConnectionNotificationCode what)
{
	const union MHD_ConnectionInfo *info;
	struct web *web = arg;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
		*context = conns_find(&web->conns, info->connect_fd);
	} else if (*context) {
		conn_free(*context);
		*context = NULL;
	}
}

static struct MHD_Daemon *start(struct web *web)
{
	return MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET |
				MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, request_handle, web,
				MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
				MHD_OPTION_CONNECTION_LIMIT, MOST,
				MHD_OPTION_STRICT_FOR_CLIENT, 1,
				MHD_OPTION_NOTIFY_COMPLETED, request_completed, web,
				MHD_OPTION_NOTIFY_CONNECTION, on_notify, web,
				MHD_OPTION_END);
}

struct server *server_new(struct event_base *base, struct web *web)
{
	struct server *server = calloc(1, sizeof(*server));
	const union MHD_DaemonInfo *info;

	if (!server)
		return NULL;
	server->base = base;
	server->web = web;
	server->daemon = start(web);
	info = server->daemon ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD) :
				NULL;
	if (info)
		server->ready = event_new(base, info->epoll_fd, EV_READ | EV_PERSIST, on_ready,
					  server);
	server->again = evtimer_new(base, on_ready, server);
	if (server->ready && server->again && !event_add(server->ready, NULL)) {
		events_set_kick(web->events, server->again);
		return server;
	}
	server_free(server);
	return NULL;
}

bool server_listen(struct server *server, int fd)
{
	struct event *event = event_new(server->base, fd, EV_READ | EV_PERSIST, on_connection,
					server);

	if (!event || event_add(event, NULL)) {
		if (event)
			event_free(event);
		close(fd);
		return false;
	}
	server->listeners[server->count++] = event;
	return true;
}

/* Resume waiting streams first, as libmicrohttpd requires. */
void server_free(struct server *server)
{
	for (size_t i = 0; i < server->count; i++) {
		int fd = event_get_fd(server->listeners[i]);

		event_free(server->listeners[i]);
		close(fd);
	}
	if (server->daemon) {
		events_end(server->web->events);
		MHD_stop_daemon(server->daemon);
	}
	if (server->ready)
		event_free(server->ready);
	if (server->again)
		event_free(server->again);
	free(server);
}
