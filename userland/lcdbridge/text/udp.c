// SPDX-License-Identifier: GPL-2.0-only
/* UDP: a datagram is one write to page main, without an answer. */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "../base/macros.h"
#include "../net/ports.h"
#include "../net/sock.h"

#define DATAGRAM_MAX 65536
#define BATCH 64		/* datagrams in a turn of the loop */

struct udp {
	const struct source_env *env;
	struct ports ports;
};

/* One socket for datagrams. */
struct udp_port {
	struct port port;
	struct event *readable;
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
	struct udp *udp = container_of(port->owner, struct udp, ports);
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
		udp_drop(udp, &from, len, DROP_RATE, "more bytes than the limit rate permits");
	else
		udp_write(udp, &port->endpoint, datagram, n);
	return true;
}

static void udp_on_readable(evutil_socket_t fd, short what, void *arg)
{
	for (int i = 0; i < BATCH && udp_receive(arg, fd); i++)
		;
}

static bool udp_arm(struct port *port)
{
	struct udp_port *udp_port = container_of(port, struct udp_port, port);

	udp_port->readable = event_new(port->owner->env->base, port->fd, EV_READ | EV_PERSIST,
				       udp_on_readable, port);
	return udp_port->readable && !event_add(udp_port->readable, NULL);
}

static void udp_disarm(struct port *port)
{
	struct udp_port *udp_port = container_of(port, struct udp_port, port);

	if (udp_port->readable)
		event_free(udp_port->readable);
	udp_port->readable = NULL;
}

static const struct ports_ops udp_ports = {
	.name = "udp",
	.type = SOCK_DGRAM,
	.size = sizeof(struct udp_port),
	.arm = udp_arm,
	.disarm = udp_disarm,
};

static void *udp_start(const struct source_env *env)
{
	struct udp *udp = calloc(1, sizeof(*udp));

	if (!udp)
		return NULL;
	udp->env = env;
	udp->ports = (struct ports){ .env = env, .ops = &udp_ports,
				     .offset = offsetof(struct config, udp) };
	if (ports_start(&udp->ports))
		return udp;
	free(udp);
	return NULL;
}

static enum prepared udp_prepare(void *source, const struct config *fresh, bool last)
{
	struct udp *udp = source;

	return ports_prepare(&udp->ports, fresh, last);
}

static void udp_yield(void *source, const struct config *fresh)
{
	struct udp *udp = source;

	ports_yield(&udp->ports, fresh);
}

static void udp_abandon(void *source)
{
	struct udp *udp = source;

	ports_abandon(&udp->ports);
}

static void udp_reclaim(void *source)
{
	struct udp *udp = source;

	ports_reclaim(&udp->ports);
}

static void udp_reload(void *source, const struct config *old)
{
	struct udp *udp = source;

	ports_reload(&udp->ports);
}

static void udp_stop(void *source)
{
	struct udp *udp = source;

	ports_stop(&udp->ports);
	free(udp);
}

static bool udp_try(const struct config *config)
{
	return sock_try(&config->udp, SOCK_DGRAM, "udp");
}

const struct source_ops source_udp = {
	.name = "udp",
	.try = udp_try,
	.start = udp_start,
	.prepare = udp_prepare,
	.yield = udp_yield,
	.abandon = udp_abandon,
	.reclaim = udp_reclaim,
	.reload = udp_reload,
	.stop = udp_stop,
};
