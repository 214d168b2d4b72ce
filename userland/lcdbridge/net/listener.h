/* SPDX-License-Identifier: GPL-2.0-only */
/* Listening sockets of a source, and the caps on their connections. */
#ifndef LCDBRIDGE_LISTENER_H
#define LCDBRIDGE_LISTENER_H

#include "conn.h"

struct listeners;

/**
 * listeners_new() - listen on sockets from the service manager, or as configured
 * @env:    environment of the source
 * @ops:    protocol
 * @offset: of the struct endpoints in struct config
 *
 * Return: NULL, after a message, if that is not possible.
 */
struct listeners *listeners_new(const struct source_env *env, const struct conn_ops *ops,
				size_t offset);

/* Callbacks of struct source_ops, for a source that consists of listeners only. */
enum prepared listeners_prepare(void *listeners, const struct config *fresh, bool last);
void listeners_yield(void *listeners, const struct config *fresh);
void listeners_abandon(void *listeners);
void listeners_reclaim(void *listeners);
void listeners_reload(void *listeners, const struct config *old);
void listeners_free(void *listeners);

/* The listeners that accepted a connection. */
struct listeners *listeners_of(const struct conn *conn);

/* Call @fn for every connection; @fn may end the connection. */
void listeners_each(struct listeners *listeners, void (*fn)(struct conn *conn, void *arg),
		    void *arg);

#endif
