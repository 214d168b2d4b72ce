/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The sockets of a source: from the service manager, or as configured. A reload changes
 * all of them or none.
 */
#ifndef LCDBRIDGE_PORTS_H
#define LCDBRIDGE_PORTS_H

#include "source.h"

/**
 * struct port - one socket; the first member of the source's struct for it
 * @owner:     its list
 * @endpoint:  as configured
 * @bound:     its own address, with the port that the kernel chose for port 0
 * @name:      of @bound
 * @fd:        -1 while its address is released for another source
 * @inherited: from the service manager; a reload changes only its words
 * @fresh:     bound for a reload that is not finished
 */
struct port {
	struct ports *owner;
	struct endpoint endpoint;
	struct endpoint bound;
	char name[ENDPOINT_NAME_MAX];
	int fd;
	bool inherited;
	bool fresh;
};

/**
 * struct ports_ops - what a source does with its sockets
 * @name: of the source, for messages and inherited sockets
 * @type: SOCK_STREAM, SOCK_DGRAM
 * @size: of the source's struct for each port, zeroed
 * @arm:  start to serve @port->fd; false without memory
 * @disarm: stop serving; the descriptor is closed afterwards
 * @drop: free all connections of the port, but not the port; may be NULL
 */
struct ports_ops {
	const char *name;
	int type;
	size_t size;
	bool (*arm)(struct port *port);
	void (*disarm)(struct port *port);
	void (*drop)(struct port *port);
};

/**
 * struct ports - the sockets of one source
 * @offset: of the struct endpoints in struct config
 * @list:   @count ports; old and new ones during a reload
 */
struct ports {
	const struct source_env *env;
	const struct ports_ops *ops;
	size_t offset;
	size_t count;
	struct port *list[2 * ENDPOINTS_MAX];
};

/* Return: false, after a message, if that is not possible. */
bool ports_start(struct ports *ports);
void ports_stop(struct ports *ports);

/* See struct source_ops. */
enum prepared ports_prepare(struct ports *ports, const struct config *fresh, bool last);
void ports_yield(struct ports *ports, const struct config *fresh);
void ports_abandon(struct ports *ports);
void ports_reclaim(struct ports *ports);
void ports_reload(struct ports *ports);

#endif
