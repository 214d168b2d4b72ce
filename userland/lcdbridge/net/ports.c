// SPDX-License-Identifier: GPL-2.0-only
#include "ports.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/service.h"
#include "sock.h"

static const struct endpoints *ports_wanted(const struct ports *ports,
					    const struct config *config)
{
	return (const void *)((const char *)config + ports->offset);
}

static void port_shut(struct port *port)
{
	if (port->fd < 0)
		return;
	port->owner->ops->disarm(port);
	close(port->fd);
	port->fd = -1;
}

/* Takes @fd, whether it succeeds or not. */
static bool port_open(struct port *port, int fd)
{
	port->fd = fd;
	sock_name(fd, &port->bound, port->name);
	if (port->owner->ops->arm(port))
		return true;
	port_shut(port);
	return false;
}

static void port_free(struct port *port)
{
	if (port->owner->ops->drop)
		port->owner->ops->drop(port);
	port_shut(port);
	if (!port->inherited)
		sock_unlink(&port->endpoint);
	free(port);
}

static void port_announce(const struct port *port)
{
	log_info("%s: listening on %s%s", port->owner->ops->name, port->name,
		 port->endpoint.insecure ? " (insecure: anybody may write)" : "");
}

static void ports_remove(struct ports *ports, size_t i)
{
	port_free(ports->list[i]);
	for (ports->count--; i < ports->count; i++)
		ports->list[i] = ports->list[i + 1];	/* in their order: see ports_find() */
}

/* Takes @fd, whether it succeeds or not. */
static struct port *ports_add(struct ports *ports, const struct endpoint *endpoint, int fd)
{
	struct port *port = calloc(1, ports->ops->size);

	if (port && ports->count < 2 * ENDPOINTS_MAX) {
		port->owner = ports;
		port->endpoint = *endpoint;
		if (port_open(port, fd)) {
			ports->list[ports->count++] = port;
			return port;
		}
	} else {
		close(fd);
	}
	free(port);
	log_errx("%s: %s", ports->ops->name, strerror(ENOMEM));
	return NULL;
}

/*
 * Find the port of an entry of a list, whatever its words. An address with port 0 may be
 * in the list several times: then each entry has a port of its own.
 */
static struct port *ports_find(struct ports *ports, const struct endpoints *list, size_t entry)
{
	const struct endpoint *endpoint = &list->list[entry];
	size_t before = 0;

	for (size_t i = 0; i < entry; i++)
		before += endpoint_same_address(&list->list[i], endpoint);
	for (size_t i = 0; i < ports->count; i++)
		if (endpoint_same_address(&ports->list[i]->endpoint, endpoint) && !before--)
			return ports->list[i];
	return NULL;
}

/* Is it inherited, or does an entry of the list name it? */
static bool port_is_wanted(const struct port *port, const struct endpoints *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (ports_find(port->owner, list, i) == port)
			return true;
	return port->inherited;
}

static bool ports_are_inherited(const struct ports *ports)
{
	return ports->count && ports->list[0]->inherited;
}

static enum prepared ports_bind(struct ports *ports, const struct endpoint *endpoint, bool last)
{
	char name[ENDPOINT_NAME_MAX];
	struct port *port;
	int fd;

	fd = sock_open(endpoint, ports->ops->type, ports->ops->name);
	if (fd >= 0) {
		port = ports_add(ports, endpoint, fd);
		if (port)
			port->fresh = true;
		return port ? PREPARED : IMPOSSIBLE;
	}
	if (sock_is_spare(endpoint))
		return PREPARED;
	if (errno == EADDRINUSE && !last)
		return OCCUPIED;
	log_err("%s: %s: listen", ports->ops->name,
		endpoint_name((const void *)&endpoint->address, endpoint->len, name));
	return IMPOSSIBLE;
}

enum prepared ports_prepare(struct ports *ports, const struct config *fresh, bool last)
{
	const struct endpoints *wanted = ports_wanted(ports, fresh);
	enum prepared worst = PREPARED;

	if (ports_are_inherited(ports))
		return PREPARED;
	for (size_t i = 0; i < wanted->count; i++) {
		const struct endpoint *endpoint = &wanted->list[i];
		enum prepared result = PREPARED;

		if (ports_find(ports, wanted, i))
			continue;
		if (endpoint->tls && !fresh->tls_certificate) {
			log_errx("%s: tls: [tls] names no certificate", ports->ops->name);
			result = IMPOSSIBLE;
		} else {
			result = ports_bind(ports, endpoint, last);
		}
		worst = result > worst ? result : worst;
	}
	return worst;
}

void ports_yield(struct ports *ports, const struct config *fresh)
{
	for (size_t i = 0; i < ports->count; i++)
		if (!port_is_wanted(ports->list[i], ports_wanted(ports, fresh)))
			port_shut(ports->list[i]);
}

void ports_abandon(struct ports *ports)
{
	for (size_t i = ports->count; i-- > 0;)
		if (ports->list[i]->fresh)
			ports_remove(ports, i);
}

void ports_reclaim(struct ports *ports)
{
	for (size_t i = ports->count; i-- > 0;) {
		struct port *port = ports->list[i];
		int fd = port->fd < 0 ? sock_open(&port->bound, ports->ops->type,
						  ports->ops->name) : -1;

		if (port->fd >= 0 || (fd >= 0 && port_open(port, fd)))
			continue;
		log_err("%s: %s: listen again", ports->ops->name, port->name);
		ports_remove(ports, i);
	}
}

/* New words of an address apply to later connections only. */
static void port_change_words(struct port *port, const struct endpoint *endpoint)
{
	if (endpoint_same(&port->endpoint, endpoint))
		return;
	port->endpoint = *endpoint;
	log_info("%s: %s: its words have changed", port->owner->ops->name, port->name);
}

void ports_reload(struct ports *ports)
{
	const struct endpoints *wanted = ports_wanted(ports, ports->env->config);

	for (size_t i = ports->count; i-- > 0;) {
		struct port *port = ports->list[i];

		if (port_is_wanted(port, wanted))
			continue;
		log_info("%s: no longer listening on %s", ports->ops->name, port->name);
		ports_remove(ports, i);
	}
	for (size_t i = 0; i < wanted->count; i++) {
		struct port *port = ports_find(ports, wanted, i);

		if (!port)
			continue;	/* one of a pair, that this machine does without */
		port_change_words(port, &wanted->list[i]);
		if (port->fresh)
			port_announce(port);
		port->fresh = false;
	}
}

static bool ports_inherit(struct ports *ports)
{
	const struct endpoints *wanted = ports_wanted(ports, ports->env->config);
	struct endpoint endpoint;
	struct port *port;
	int fd;

	while ((fd = service_take_socket(ports->ops->name, ports->ops->type)) >= 0) {
		if (!sock_adopt(fd, wanted, &endpoint, ports->ops->name)) {
			close(fd);
			return false;
		}
		port = ports_add(ports, &endpoint, fd);
		if (!port)
			return false;
		port->inherited = true;
		port_announce(port);
	}
	return true;
}

bool ports_start(struct ports *ports)
{
	if (!ports_inherit(ports) || ports_prepare(ports, ports->env->config, true) != PREPARED) {
		ports_stop(ports);
		return false;
	}
	ports_reload(ports);
	return true;
}

void ports_stop(struct ports *ports)
{
	while (ports->count)
		ports_remove(ports, ports->count - 1);
}
