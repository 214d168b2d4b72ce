// SPDX-License-Identifier: GPL-2.0-only
#include "listener.h"

#include <errno.h>
#include <event2/listener.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../base/macros.h"
#include "../base/timer.h"
#include "ports.h"
#include "sock.h"

#define LISTENER_REFUSED_MAX 32		/* connections that are being told why not */
#define LISTENER_PAUSE_MS 500		/* when there are no descriptors left */
#define LISTENER_SPARE 16		/* descriptors for display, spool and broker */
#define LISTENER_SILENT_MS 3000		/* before a connection may have to make room */

/**
 * struct listener - one socket and its connections
 * @owner:   its list
 * @counted: number of connections that count against the cap
 * @refused: number of connections that do not
 * @resume:  timer: accept again after descriptors ran out
 */
struct listener {
	struct port port;
	struct listeners *owner;
	struct evconnlistener *socket;
	struct event *resume;
	struct conn_list conns;
	unsigned int counted;
	unsigned int refused;
};

/**
 * struct listeners - the listeners of one source
 * @port_ops: callbacks of @ports
 */
struct listeners {
	const struct source_env *env;
	const struct conn_ops *ops;
	struct ports_ops port_ops;
	struct ports ports;
};

static struct listener *listener_of(struct port *port)
{
	return container_of(port, struct listener, port);
}

/* Does the connection count, and come from this address? */
static bool conn_is_of(const struct conn *conn, const struct peer *peer)
{
	return conn->counted && !memcmp(conn->peer.key, peer->key, sizeof(peer->key));
}

static unsigned int listener_count_peer(const struct listener *listener, const struct peer *peer)
{
	const struct conn *conn;

	LIST_FOREACH(conn, &listener->conns, entry)
		if (conn_is_of(conn, peer))
			return conn->same;
	return 0;
}

/* Count a connection, or with -1 uncount it. */
static void listener_count(struct listener *listener, struct conn *conn, int by)
{
	struct stats *stats = listener->owner->env->stats;
	unsigned int same = listener_count_peer(listener, &conn->peer) + by;
	struct conn *other;

	conn->counted = by > 0;
	listener->counted += by;
	LIST_FOREACH(other, &listener->conns, entry)
		if (conn_is_of(other, &conn->peer))
			other->same = same;
	stats->clients += by;
	stats_changed(stats);
	status_touch(listener->owner->env->status);
}

static void listener_forget(struct conn *conn)
{
	struct listener *listener = conn->owner;

	if (conn->counted)
		listener_count(listener, conn, -1);
	else
		listener->refused--;
	LIST_REMOVE(conn, entry);
}

/*
 * Of the address that has most connections, or of @peer if it is not NULL, the
 * connection that has been silent for longest. NULL if even that one was not silent for
 * LISTENER_SILENT_MS.
 */
static struct conn *listener_find_silent(struct listener *listener, const struct peer *peer)
{
	u64 before = timer_now() - LISTENER_SILENT_MS;
	struct conn *conn, *found = NULL;

	LIST_FOREACH(conn, &listener->conns, entry) {
		if (!conn->counted || (peer && !conn_is_of(conn, peer)))
			continue;
		if (!found || conn->same > found->same ||
		    (conn->same == found->same && conn->heard < found->heard))
			found = conn;
	}
	return found && found->heard <= before ? found : NULL;
}

static void listener_evict(struct listener *listener, struct conn *conn, enum drop why)
{
	char reason[80];

	snprintf(reason, sizeof(reason), "silent for %llu s, and a new connection needs the place",
		 (unsigned long long)(timer_now() - conn->heard) / 1000);
	conn_refuse(conn, why, reason);
	if (conn->ops->closed)
		conn->ops->closed(conn);
	listener_count(listener, conn, -1);
	listener->refused++;
	if (listener->refused > LISTENER_REFUSED_MAX)
		conn_free(conn);
}

/*
 * Make room for one more connection. An evicted connection no longer counts, so one of
 * an address at its cap also makes room in a full listener. Return: NULL, or the reason
 * why that is not possible, with @why set.
 */
static const char *listener_make_room(struct listener *listener, const struct peer *peer,
				      enum drop *why)
{
	const struct config *config = listener->owner->env->config;
	bool full = listener->counted >= config->connections;
	bool one_address = listener->port.endpoint.address.ss_family != AF_UNIX &&
			   listener_count_peer(listener, peer) >= config->per_address;
	static char reason[80];
	struct conn *silent;

	if (!one_address && !full)
		return NULL;
	*why = full ? DROP_CONNECTIONS : DROP_PER_ADDRESS;
	silent = listener_find_silent(listener, one_address ? peer : NULL);
	if (silent) {
		listener_evict(listener, silent, *why);
		return NULL;
	}
	if (full)
		snprintf(reason, sizeof(reason), "too many connections (%u)",
			 config->connections);
	else
		snprintf(reason, sizeof(reason), "too many connections from one address (%u)",
			 config->per_address);
	return reason;
}

static void listener_admit(struct listener *listener, struct conn *conn)
{
	const struct conn_ops *ops = listener->owner->ops;

	listener_count(listener, conn, 1);
	log_debug("%s: %s: connected", ops->name, conn->name);
	conn_start(conn);
	if (ops->opened)
		ops->opened(conn);
}

/* A client that expects TLS cannot get a reason before the handshake. */
static void listener_turn_away(struct listener *listener, struct conn *conn, enum drop why,
			       const char *reason)
{
	listener->refused++;
	if (listener->refused > LISTENER_REFUSED_MAX || listener->port.endpoint.tls) {
		if (log_allowed(listener->owner->env->ration))
			log_info("%s: %s: %s", listener->owner->ops->name, conn->name, reason);
		stats_drop(listener->owner->env->stats, why);
		conn_free(conn);
		return;
	}
	conn_start(conn);
	conn_refuse(conn, why, reason);
}

/* Without a certificate after a reload, an inherited socket still has its word tls. */
static struct bufferevent *listener_bufferevent(struct listener *listener, evutil_socket_t fd)
{
	const struct source_env *env = listener->owner->env;

	if (!listener->port.endpoint.tls)
		return bufferevent_socket_new(env->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (env->tls)
		return tls_accept(env->tls, env->base, fd);
	if (log_allowed(env->ration))
		log_warnx("%s: %s: [tls] names no certificate", listener->owner->ops->name,
			  listener->port.name);
	return NULL;
}

static struct conn *listener_make_conn(struct listener *listener, evutil_socket_t fd)
{
	struct bufferevent *bev = listener_bufferevent(listener, fd);
	struct conn *conn;

	if (!bev) {
		close(fd);
		return NULL;
	}
	conn = conn_new(listener->owner->env, listener->owner->ops, bev);
	if (!conn) {
		bufferevent_free(bev);
		return NULL;
	}
	conn->endpoint = &listener->port.endpoint;
	conn->gone = listener_forget;
	conn->owner = listener;
	LIST_INSERT_HEAD(&listener->conns, conn, entry);
	return conn;
}

/* The kernel gives out the lowest free descriptor, so its number shows how many are left. */
static bool listener_is_last(evutil_socket_t fd)
{
	struct rlimit limit;

	return fd < 0 || (!getrlimit(RLIMIT_NOFILE, &limit) &&
			  (rlim_t)fd + LISTENER_SPARE >= limit.rlim_cur);
}

/* Without descriptors accept() would fail again and again: pause. */
static void listener_pause(struct listener *listener)
{
	evconnlistener_disable(listener->socket);
	timer_arm(listener->resume, LISTENER_PAUSE_MS);
}

static void listener_on_resume(evutil_socket_t fd, short what, void *arg)
{
	struct listener *listener = arg;
	int next = dup(evconnlistener_get_fd(listener->socket));

	if (listener_is_last(next))
		listener_pause(listener);
	else
		evconnlistener_enable(listener->socket);
	if (next >= 0)
		close(next);
}

static void listener_on_error(struct evconnlistener *socket, void *arg)
{
	struct listener *listener = arg;

	if (log_allowed(listener->owner->env->ration))
		log_warn("%s: %s: accept", listener->owner->ops->name, listener->port.name);
	listener_pause(listener);
}

static void listener_on_accept(struct evconnlistener *socket, evutil_socket_t fd,
			       struct sockaddr *address, int len, void *arg)
{
	struct listener *listener = arg;
	struct conn *conn;
	const char *reason;
	enum drop why;

	if (listener_is_last(fd)) {
		errno = EMFILE;
		listener_on_error(socket, listener);
	}
	conn = listener_make_conn(listener, fd);
	if (!conn)
		return;
	sock_describe_peer(fd, address, len, conn->name);
	conn->peer = peer_of(address);
	reason = listener_make_room(listener, &conn->peer, &why);
	if (reason)
		listener_turn_away(listener, conn, why, reason);
	else
		listener_admit(listener, conn);
}

static void listener_disarm(struct port *port)
{
	struct listener *listener = listener_of(port);

	if (listener->resume)
		event_free(listener->resume);
	if (listener->socket)
		evconnlistener_free(listener->socket);
	listener->resume = NULL;
	listener->socket = NULL;
}

static bool listener_arm(struct port *port)
{
	struct listener *listener = listener_of(port);

	listener->owner = container_of(port->owner, struct listeners, ports);
	if (port->endpoint.address.ss_family != AF_UNIX)
		sock_set_keepalive(port->fd);
	listener->socket = evconnlistener_new(listener->owner->env->base, listener_on_accept,
					      listener, LEV_OPT_CLOSE_ON_EXEC, 0, port->fd);
	listener->resume = evtimer_new(listener->owner->env->base, listener_on_resume, listener);
	if (!listener->socket || !listener->resume)
		return false;
	evconnlistener_set_error_cb(listener->socket, listener_on_error);
	return true;
}

static void listener_drop(struct port *port)
{
	struct conn *conn;

	while ((conn = LIST_FIRST(&listener_of(port)->conns)))
		conn_free(conn);
}

struct listeners *listeners_new(const struct source_env *env, const struct conn_ops *ops,
				size_t offset)
{
	struct listeners *listeners = calloc(1, sizeof(*listeners));

	if (!listeners)
		return NULL;
	listeners->env = env;
	listeners->ops = ops;
	listeners->port_ops = (struct ports_ops){
		.name = ops->name,
		.type = SOCK_STREAM,
		.size = sizeof(struct listener),
		.arm = listener_arm,
		.disarm = listener_disarm,
		.drop = listener_drop,
	};
	listeners->ports = (struct ports){ .env = env, .ops = &listeners->port_ops,
					   .offset = offset };
	if (ports_start(&listeners->ports))
		return listeners;
	free(listeners);
	return NULL;
}

enum prepared listeners_prepare(void *source, const struct config *fresh, bool last)
{
	struct listeners *listeners = source;

	return ports_prepare(&listeners->ports, fresh, last);
}

void listeners_yield(void *source, const struct config *fresh)
{
	struct listeners *listeners = source;

	ports_yield(&listeners->ports, fresh);
}

void listeners_abandon(void *source)
{
	struct listeners *listeners = source;

	ports_abandon(&listeners->ports);
}

void listeners_reclaim(void *source)
{
	struct listeners *listeners = source;

	ports_reclaim(&listeners->ports);
}

void listeners_reload(void *source, const struct config *old)
{
	struct listeners *listeners = source;

	ports_reload(&listeners->ports);
}

struct listeners *listeners_of(const struct conn *conn)
{
	const struct listener *listener = conn->owner;

	return listener->owner;
}

void listeners_each(struct listeners *listeners, void (*fn)(struct conn *conn, void *arg),
		    void *arg)
{
	struct conn *conn, *next;

	for (size_t i = 0; i < listeners->ports.count; i++) {
		conn = LIST_FIRST(&listener_of(listeners->ports.list[i])->conns);
		for (; conn; conn = next) {
			next = LIST_NEXT(conn, entry);
			if (conn->counted)
				fn(conn, arg);
		}
	}
}

void listeners_free(void *source)
{
	struct listeners *listeners = source;

	ports_stop(&listeners->ports);
	free(listeners);
}
