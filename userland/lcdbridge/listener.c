// SPDX-License-Identifier: GPL-2.0-only
#include "listener.h"

#include <errno.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conn.h"
#include "log.h"

#define LISTENER_BACKLOG 512
#define LISTENER_REFUSED_MAX 32		/* connections that are being told why not */
#define LISTENER_PAUSE_MS 500		/* when there are no descriptors left */

/**
 * struct listener - one socket and what was accepted on it
 * @counted: connections that count against the cap
 * @refused: connections that do not
 * @resume:  accepts again after descriptors ran out
 */
struct listener {
	const struct source_env *env;
	const struct listener_ops *ops;
	void *room;
	struct endpoint endpoint;
	char name[ENDPOINT_NAME_MAX];
	struct evconnlistener *socket;
	struct event *resume;
	struct conn_list conns;
	unsigned int counted;
	unsigned int refused;
};

void *listener_room(struct listener *listener)
{
	return listener->room;
}

const struct endpoint *listener_endpoint(const struct listener *listener)
{
	return &listener->endpoint;
}

void listener_forget(struct listener *listener, struct conn *conn)
{
	LIST_REMOVE(conn, entry);
	if (conn->counted)
		listener->counted--;
	else
		listener->refused--;
}

static void peer_set(struct peer *peer, const struct sockaddr *address)
{
	const struct sockaddr_in *in = (const void *)address;
	const struct sockaddr_in6 *in6 = (const void *)address;

	*peer = (struct peer){ 0 };
	if (address->sa_family == AF_INET) {
		memset(&peer->key[10], 0xff, 2);	/* as a mapped IPv6 address */
		memcpy(&peer->key[12], &in->sin_addr, 4);
	} else if (address->sa_family == AF_INET6) {
		bool mapped = IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr);

		memcpy(peer->key, &in6->sin6_addr, mapped ? 16 : 8);
		/* ::1 is in the same /64 as nobody: tell it from local peers */
		peer->key[15] |= mapped ? 0 : 1;
	}
}

static unsigned int listener_count_peer(const struct listener *listener, const struct peer *peer)
{
	const struct conn *conn;
	unsigned int count = 0;

	LIST_FOREACH(conn, &listener->conns, entry)
		count += conn->counted && !memcmp(&conn->peer, peer, sizeof(*peer));
	return count;
}

/* NULL, or why this one more is too many. */
static const char *listener_cap(const struct listener *listener, const struct peer *peer)
{
	const struct config *config = listener->env->config;
	static char reason[80];

	if (listener->counted >= config->connections) {
		snprintf(reason, sizeof(reason), "too many connections (%u)",
			 config->connections);
		return reason;
	}
	if (listener->endpoint.address.ss_family == AF_UNIX ||
	    listener_count_peer(listener, peer) < config->per_address)
		return NULL;
	snprintf(reason, sizeof(reason), "too many connections from one address (%u)",
		 config->per_address);
	return reason;
}

/* A peer that vanished without a word must not keep its place for ever. */
static void listener_set_keepalive(evutil_socket_t fd)
{
	const int on = 1, idle = 60, interval = 15, count = 4;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
}

static void listener_admit(struct listener *listener, struct conn *conn)
{
	conn->counted = true;
	listener->counted++;
	log_debug("%s: %s: connected", listener->ops->name, conn->name);
	conn_start(conn);
	if (listener->ops->opened)
		listener->ops->opened(conn);
}

static void listener_turn_away(struct listener *listener, struct conn *conn, const char *reason)
{
	listener->refused++;
	if (listener->refused > LISTENER_REFUSED_MAX) {
		conn_free(conn);
		return;
	}
	conn_start(conn);
	conn_refuse(conn, reason);
}

static void listener_on_accept(struct evconnlistener *socket, evutil_socket_t fd,
			       struct sockaddr *address, int len, void *arg)
{
	struct listener *listener = arg;
	struct conn *conn = conn_new(listener, listener->env, listener->ops, fd);
	const char *reason;

	if (!conn) {
		close(fd);
		return;
	}
	if (address->sa_family != AF_UNIX)
		listener_set_keepalive(fd);
	endpoint_name(address, len, conn->name);
	peer_set(&conn->peer, address);
	reason = listener_cap(listener, &conn->peer);
	LIST_INSERT_HEAD(&listener->conns, conn, entry);
	if (reason)
		listener_turn_away(listener, conn, reason);
	else
		listener_admit(listener, conn);
}

static void listener_on_resume(evutil_socket_t fd, short what, void *arg)
{
	struct listener *listener = arg;

	evconnlistener_enable(listener->socket);
}

/* Without descriptors accept() fails at once, for ever: pause. */
static void listener_on_error(struct evconnlistener *socket, void *arg)
{
	const struct timeval pause = { 0, LISTENER_PAUSE_MS * 1000 };
	struct listener *listener = arg;

	log_warn("%s: %s: accept", listener->ops->name, listener->name);
	evconnlistener_disable(socket);
	event_add(listener->resume, &pause);
}

static evutil_socket_t listener_bind(const struct endpoint *endpoint)
{
	const struct sockaddr *address = (const void *)&endpoint->address;
	const int on = 1;
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (address->sa_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (!bind(fd, address, endpoint->len) && !listen(fd, LISTENER_BACKLOG))
		return fd;
	close(fd);
	return -1;
}

/* The port that the kernel chose for port 0 is part of the name. */
static void listener_set_name(struct listener *listener, evutil_socket_t fd)
{
	struct sockaddr_storage address = { 0 };
	socklen_t len = sizeof(address);

	getsockname(fd, (struct sockaddr *)&address, &len);
	endpoint_name((struct sockaddr *)&address, len, listener->name);
}

static bool listener_accept_on(struct listener *listener, evutil_socket_t fd)
{
	listener->socket = evconnlistener_new(listener->env->base, listener_on_accept, listener,
					      LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0,
					      fd);
	if (!listener->socket) {
		close(fd);
		return false;
	}
	evconnlistener_set_error_cb(listener->socket, listener_on_error);
	listener->resume = evtimer_new(listener->env->base, listener_on_resume, listener);
	listener_set_name(listener, fd);
	return listener->resume;
}

/* errno says: this machine lacks the address family, and can do without. */
bool listener_is_spare(const struct endpoint *endpoint)
{
	return endpoint->optional && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL);
}

struct listener *listener_new(const struct source_env *env, const struct endpoint *endpoint,
			      const struct listener_ops *ops, void *room)
{
	struct listener *listener = calloc(1, sizeof(*listener));
	evutil_socket_t fd;

	if (!listener)
		return NULL;
	*listener = (struct listener){ .env = env, .ops = ops, .room = room,
				       .endpoint = *endpoint };
	endpoint_name((const void *)&endpoint->address, endpoint->len, listener->name);
	fd = listener_bind(endpoint);
	if (fd < 0 && !listener_is_spare(endpoint))
		log_err("%s: %s: listen", ops->name, listener->name);
	if (fd < 0 || !listener_accept_on(listener, fd)) {
		listener_free(listener);
		return NULL;
	}
	log_info("%s: listening on %s%s", ops->name, listener->name,
		 endpoint->insecure ? " (insecure: anybody may write)" : "");
	return listener;
}

void listener_free(struct listener *listener)
{
	struct conn *conn;

	while ((conn = LIST_FIRST(&listener->conns)))
		conn_free(conn);
	if (listener->resume)
		event_free(listener->resume);
	if (listener->socket)
		evconnlistener_free(listener->socket);
	free(listener);
}
