// SPDX-License-Identifier: GPL-2.0-only
/* UDP: a datagram is one write, onto page main; there is no answer. */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "service.h"
#include "sock.h"
#include "source.h"

#define DATAGRAM_MAX 65536
#define BATCH 64		/* datagrams in a turn of the loop */

/**
 * struct port - one socket
 * @inherited: from the service manager; a reload leaves it alone
 */
struct port {
	struct udp *udp;
	struct endpoint endpoint;
	struct event *readable;
	bool inherited;
};

/**
 * struct udp - the source
 * @ports: @count of them
 */
struct udp {
	const struct source_env *env;
	size_t count;
	struct port *ports[ENDPOINTS_MAX];
};

static void udp_drop(struct udp *udp, const struct sockaddr_storage *from, socklen_t len,
		     enum drop why, const char *reason)
{
	char name[ENDPOINT_NAME_MAX];

	stats_drop(udp->env->stats, why);
	if (log_allowed(udp->env->ration))
		log_info("udp: %s: %s", endpoint_name((const void *)from, len, name),
			 reason);
}

static void udp_write(struct udp *udp, const struct endpoint *endpoint, const char *datagram,
		      size_t count)
{
	struct mainpage *main = udp->env->main;
	struct main_stream stream;

	stats_message(udp->env->stats);
	if (!count && !endpoint->append)
		mainpage_clear(main);
	main_stream_init(&stream, endpoint->append, endpoint->escapes);
	mainpage_write(main, &stream, datagram, count);
}

static bool udp_receive(struct port *port, evutil_socket_t fd)
{
	struct udp *udp = port->udp;
	const struct source_env *env = udp->env;
	struct sockaddr_storage from;
	socklen_t len = sizeof(from);
	char datagram[DATAGRAM_MAX];
	ssize_t n = recvfrom(fd, datagram, sizeof(datagram), 0, (void *)&from, &len);
	struct peer peer;

	if (n < 0)
		return errno != EAGAIN && errno != EINTR;
	peer = peer_of((void *)&from);
	if ((size_t)n > env->config->payload)
		udp_drop(udp, &from, len, DROP_PAYLOAD, "the datagram is too long");
	else if (!buckets_admit(env->buckets, env->config, &peer, n))
		udp_drop(udp, &from, len, DROP_RATE, "sends too much");
	else
		udp_write(udp, &port->endpoint, datagram, n);
	return true;
}

static void udp_on_readable(evutil_socket_t fd, short what, void *arg)
{
	for (int i = 0; i < BATCH && udp_receive(arg, fd); i++)
		;
}

/* The event goes first: epoll must not be told of a descriptor that is closed. */
static void port_free(struct port *port)
{
	evutil_socket_t fd = event_get_fd(port->readable);

	event_free(port->readable);
	close(fd);
	free(port);
}

/* Takes @fd, whether it succeeds or not. */
static bool udp_add(struct udp *udp, const struct endpoint *endpoint, int fd, bool inherited)
{
	struct port *port = udp->count < ENDPOINTS_MAX ? calloc(1, sizeof(*port)) : NULL;
	char name[ENDPOINT_NAME_MAX];

	if (port)
		port->readable = event_new(udp->env->base, fd, EV_READ | EV_PERSIST,
					   udp_on_readable, port);
	if (!port || !port->readable || event_add(port->readable, NULL)) {
		close(fd);
		free(port);
		return false;
	}
	port->udp = udp;
	port->endpoint = *endpoint;
	port->inherited = inherited;
	udp->ports[udp->count++] = port;
	sock_name(fd, name);
	log_info("udp: listening on %s%s", name,
		 endpoint->insecure ? " (insecure: anybody may write)" : "");
	return true;
}

static bool udp_bind(struct udp *udp, const struct endpoint *endpoint)
{
	int fd = sock_bind(endpoint, "udp");

	if (fd < 0)
		return sock_is_spare(endpoint);
	return udp_add(udp, endpoint, fd, false);
}

static bool udp_inherit(struct udp *udp)
{
	struct endpoint endpoint;
	int fd;

	while ((fd = service_take_socket("udp", SOCK_DGRAM)) >= 0) {
		if (!sock_adopt(fd, &udp->env->config->udp, &endpoint, "udp")) {
			close(fd);
			return false;
		}
		if (!udp_add(udp, &endpoint, fd, true))
			return false;
	}
	return true;
}

static void udp_stop(void *source)
{
	struct udp *udp = source;

	while (udp->count)
		port_free(udp->ports[--udp->count]);
	free(udp);
}

static bool udp_listen(struct udp *udp)
{
	const struct endpoints *endpoints = &udp->env->config->udp;

	if (!udp_inherit(udp))
		return false;
	if (udp->count)
		return true;
	for (size_t i = 0; i < endpoints->count; i++)
		if (!udp_bind(udp, &endpoints->list[i]))
			return false;
	return true;
}

static void *udp_start(const struct source_env *env)
{
	struct udp *udp = calloc(1, sizeof(*udp));

	if (!udp)
		return NULL;
	udp->env = env;
	if (udp_listen(udp))
		return udp;
	udp_stop(udp);
	return NULL;
}

static bool udp_has(const struct udp *udp, const struct endpoint *endpoint)
{
	for (size_t i = 0; i < udp->count; i++)
		if (endpoint_same(&udp->ports[i]->endpoint, endpoint))
			return true;
	return false;
}

static void udp_reload(void *source, const struct config *old)
{
	struct udp *udp = source;
	const struct endpoints *endpoints = &udp->env->config->udp;

	if (udp->count && udp->ports[0]->inherited)
		return;
	for (size_t i = udp->count; i-- > 0;) {
		if (endpoints_have(endpoints, &udp->ports[i]->endpoint))
			continue;
		port_free(udp->ports[i]);
		udp->ports[i] = udp->ports[--udp->count];
	}
	for (size_t i = 0; i < endpoints->count; i++)
		if (!udp_has(udp, &endpoints->list[i]))
			udp_bind(udp, &endpoints->list[i]);
}

const struct source_ops source_udp = {
	.name = "udp",
	.start = udp_start,
	.reload = udp_reload,
	.stop = udp_stop,
};
