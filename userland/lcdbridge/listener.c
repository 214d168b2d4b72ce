// SPDX-License-Identifier: GPL-2.0-only
#include "listener.h"

#include <errno.h>
#include <event2/listener.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "conn.h"
#include "service.h"
#include "sock.h"
#include "timer.h"

#define LISTENER_REFUSED_MAX 32		/* connections that are being told why not */
#define LISTENER_PAUSE_MS 500		/* when there are no descriptors left */
#define LISTENER_SPARE 16		/* descriptors for display, spool and broker */

/**
 * struct listener - one socket and what was accepted on it
 * @owner:   its list
 * @counted: connections that count against the cap
 * @refused: connections that do not
 * @resume:  accepts again after descriptors ran out
 * @inherited: from the service manager; a reload changes its words alone
 */
struct listener {
	struct listeners *owner;
	struct endpoint endpoint;
	char name[ENDPOINT_NAME_MAX];
	struct evconnlistener *socket;
	struct event *resume;
	struct conn_list conns;
	unsigned int counted;
	unsigned int refused;
	bool inherited;
};

/**
 * struct listeners - those of one source
 * @endpoints: where the configuration wants them
 * @list:      @count of them
 */
struct listeners {
	const struct source_env *env;
	const struct listener_ops *ops;
	void *room;
	const struct endpoints *endpoints;
	size_t count;
	struct listener *list[ENDPOINTS_MAX];
};

void *listener_room(struct listener *listener)
{
	return listener->owner->room;
}

const struct endpoint *listener_endpoint(const struct listener *listener)
{
	return &listener->endpoint;
}

void listener_forget(struct listener *listener, struct conn *conn)
{
	struct stats *stats = listener->owner->env->stats;

	LIST_REMOVE(conn, entry);
	if (!conn->counted) {
		listener->refused--;
		return;
	}
	listener->counted--;
	stats->clients--;
	stats_changed(stats);
}

static unsigned int listener_count_peer(const struct listener *listener, const struct peer *peer)
{
	const struct conn *conn;
	unsigned int count = 0;

	LIST_FOREACH(conn, &listener->conns, entry)
		count += conn->counted && !memcmp(conn->peer.key, peer->key, sizeof(peer->key));
	return count;
}

/* NULL, or why this one more is too many; then @why is set. */
static const char *listener_cap(const struct listener *listener, const struct peer *peer,
				enum drop *why)
{
	const struct config *config = listener->owner->env->config;
	static char reason[80];

	*why = DROP_CONNECTIONS;
	if (listener->counted >= config->connections) {
		snprintf(reason, sizeof(reason), "too many connections (%u)",
			 config->connections);
		return reason;
	}
	if (listener->endpoint.address.ss_family == AF_UNIX ||
	    listener_count_peer(listener, peer) < config->per_address)
		return NULL;
	*why = DROP_PER_ADDRESS;
	snprintf(reason, sizeof(reason), "too many connections from one address (%u)",
		 config->per_address);
	return reason;
}

static void listener_admit(struct listener *listener, struct conn *conn)
{
	const struct listener_ops *ops = listener->owner->ops;
	struct stats *stats = listener->owner->env->stats;

	conn->counted = true;
	listener->counted++;
	stats->clients++;
	stats_changed(stats);
	log_debug("%s: %s: connected", ops->name, conn->name);
	conn_start(conn);
	if (ops->opened)
		ops->opened(conn);
}

/* Before a handshake nothing can be said to a client that wants one. */
static void listener_turn_away(struct listener *listener, struct conn *conn, enum drop why,
			       const char *reason)
{
	listener->refused++;
	if (listener->refused > LISTENER_REFUSED_MAX || listener->endpoint.tls) {
		if (log_allowed(listener->owner->env->ration))
			log_info("%s: %s: %s", listener->owner->ops->name, conn->name, reason);
		stats_drop(listener->owner->env->stats, why);
		conn_free(conn);
		return;
	}
	conn_start(conn);
	conn_refuse(conn, why, reason);
}

/* An inherited socket keeps its word tls where a reload took the certificate away. */
static struct bufferevent *listener_bufferevent(struct listener *listener, evutil_socket_t fd)
{
	const struct source_env *env = listener->owner->env;

	if (!listener->endpoint.tls)
		return bufferevent_socket_new(env->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (env->tls)
		return tls_accept(env->tls, env->base, fd);
	if (log_allowed(env->ration))
		log_warnx("%s: %s: [tls] names no certificate", listener->owner->ops->name,
			  listener->name);
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
	conn = conn_new(listener, listener->owner->env, listener->owner->ops, bev);
	if (!conn)
		bufferevent_free(bev);
	return conn;
}

/* They are given out lowest first. */
static bool listener_is_last(evutil_socket_t fd)
{
	struct rlimit limit;

	return fd < 0 || (!getrlimit(RLIMIT_NOFILE, &limit) &&
			  (rlim_t)fd + LISTENER_SPARE >= limit.rlim_cur);
}

/* Without descriptors accept() fails at once, for ever. */
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
		log_warn("%s: %s: accept", listener->owner->ops->name, listener->name);
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
	reason = listener_cap(listener, &conn->peer, &why);
	LIST_INSERT_HEAD(&listener->conns, conn, entry);
	if (reason)
		listener_turn_away(listener, conn, why, reason);
	else
		listener_admit(listener, conn);
}

static void listener_free(struct listener *listener)
{
	struct conn *conn;

	while ((conn = LIST_FIRST(&listener->conns)))
		conn_free(conn);
	if (listener->resume)
		event_free(listener->resume);
	if (listener->socket)
		evconnlistener_free(listener->socket);
	if (!listener->inherited)
		sock_unlink(&listener->endpoint);
	free(listener);
}

static bool listener_accept_on(struct listener *listener, evutil_socket_t fd)
{
	struct event_base *base = listener->owner->env->base;

	listener->socket = evconnlistener_new(base, listener_on_accept, listener,
					      LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0,
					      fd);
	if (!listener->socket) {
		close(fd);
		return false;
	}
	evconnlistener_set_error_cb(listener->socket, listener_on_error);
	listener->resume = evtimer_new(base, listener_on_resume, listener);
	return listener->resume;
}

/* Takes @fd, whether it succeeds or not. */
static bool listeners_add(struct listeners *listeners, const struct endpoint *endpoint,
			  evutil_socket_t fd, bool inherited)
{
	struct listener *listener = calloc(1, sizeof(*listener));

	if (!listener || listeners->count == ENDPOINTS_MAX) {
		close(fd);
		free(listener);
		return false;
	}
	listener->owner = listeners;
	listener->endpoint = *endpoint;
	listener->inherited = inherited;
	sock_name(fd, listener->name);
	if (endpoint->address.ss_family != AF_UNIX)
		sock_set_keepalive(fd);
	if (!listener_accept_on(listener, fd)) {
		listener_free(listener);
		return false;
	}
	listeners->list[listeners->count++] = listener;
	log_info("%s: listening on %s%s", listeners->ops->name, listener->name,
		 endpoint->insecure ? " (insecure: anybody may write)" : "");
	return true;
}

static bool listeners_bind(struct listeners *listeners, const struct endpoint *endpoint)
{
	evutil_socket_t fd;

	if (endpoint->tls && !listeners->env->tls) {
		log_errx("%s: tls: [tls] names no certificate", listeners->ops->name);
		return false;
	}
	fd = sock_listen(endpoint, listeners->ops->name);
	if (fd < 0)
		return sock_is_spare(endpoint);
	return listeners_add(listeners, endpoint, fd, false);
}

static struct listener *listeners_find(struct listeners *listeners,
				       const struct endpoint *endpoint)
{
	for (size_t i = 0; i < listeners->count; i++)
		if (endpoint_same(&listeners->list[i]->endpoint, endpoint))
			return listeners->list[i];
	return NULL;
}

static void listeners_remove(struct listeners *listeners, size_t i)
{
	log_info("%s: no longer listening on %s", listeners->ops->name,
		 listeners->list[i]->name);
	listener_free(listeners->list[i]);
	listeners->list[i] = listeners->list[--listeners->count];
}

/* A listener of this address with words that are no longer wanted there. */
static struct listener *listeners_find_outdated(struct listeners *listeners,
						const struct endpoint *endpoint)
{
	for (size_t i = 0; i < listeners->count; i++) {
		struct listener *listener = listeners->list[i];

		if (endpoint_same_address(&listener->endpoint, endpoint) &&
		    !endpoints_have(listeners->endpoints, &listener->endpoint))
			return listener;
	}
	return NULL;
}

/* Words are for the connections to come: those that are there need not go. */
static void listeners_change_words(struct listeners *listeners, const struct endpoint *endpoint)
{
	struct listener *listener = listeners_find_outdated(listeners, endpoint);

	if (!listener)
		return;
	listener->endpoint = *endpoint;
	log_info("%s: %s: other words from now on", listeners->ops->name, listener->name);
}

static bool listeners_are_inherited(const struct listeners *listeners)
{
	return listeners->count && listeners->list[0]->inherited;
}

void listeners_release(struct listeners *listeners)
{
	const struct endpoints *endpoints = listeners->endpoints;

	for (size_t i = 0; i < endpoints->count; i++)
		if (!listeners_find(listeners, &endpoints->list[i]))
			listeners_change_words(listeners, &endpoints->list[i]);
	if (listeners_are_inherited(listeners))
		return;
	for (size_t i = listeners->count; i-- > 0;)
		if (!endpoints_have(endpoints, &listeners->list[i]->endpoint))
			listeners_remove(listeners, i);
}

void listeners_reload(struct listeners *listeners)
{
	const struct endpoints *endpoints = listeners->endpoints;

	if (listeners_are_inherited(listeners))
		return;
	for (size_t i = 0; i < endpoints->count; i++)
		if (!listeners_find(listeners, &endpoints->list[i]))
			listeners_bind(listeners, &endpoints->list[i]);
}

static bool listeners_inherit(struct listeners *listeners)
{
	struct endpoint endpoint;
	int fd;

	while ((fd = service_take_socket(listeners->ops->name, SOCK_STREAM)) >= 0) {
		if (!sock_adopt(fd, listeners->endpoints, &endpoint, listeners->ops->name)) {
			close(fd);
			return false;
		}
		if (!listeners_add(listeners, &endpoint, fd, true))
			return false;
	}
	return true;
}

static bool listeners_start(struct listeners *listeners)
{
	const struct endpoints *endpoints = listeners->endpoints;

	if (!listeners_inherit(listeners))
		return false;
	if (listeners->count)
		return true;
	for (size_t i = 0; i < endpoints->count; i++)
		if (!listeners_bind(listeners, &endpoints->list[i]))
			return false;
	return true;
}

struct listeners *listeners_new(const struct source_env *env, const struct listener_ops *ops,
				void *room, const struct endpoints *endpoints)
{
	struct listeners *listeners = calloc(1, sizeof(*listeners));

	if (!listeners)
		return NULL;
	listeners->env = env;
	listeners->ops = ops;
	listeners->room = room;
	listeners->endpoints = endpoints;
	if (listeners_start(listeners))
		return listeners;
	listeners_free(listeners);
	return NULL;
}

void listeners_each(struct listeners *listeners, void (*fn)(struct conn *conn, void *arg),
		    void *arg)
{
	struct conn *conn, *next;

	for (size_t i = 0; i < listeners->count; i++) {
		for (conn = LIST_FIRST(&listeners->list[i]->conns); conn; conn = next) {
			next = LIST_NEXT(conn, entry);
			if (conn->counted)
				fn(conn, arg);
		}
	}
}

void listeners_free(struct listeners *listeners)
{
	while (listeners->count)
		listener_free(listeners->list[--listeners->count]);
	free(listeners);
}
