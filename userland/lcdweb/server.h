/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs libmicrohttpd in the event loop, and accepts its connections. */
#ifndef LCDWEB_SERVER_H
#define LCDWEB_SERVER_H

#include <event2/event.h>
#include <stdbool.h>

struct server;
struct web;

/* Return: NULL if libmicrohttpd cannot start. */
struct server *server_new(struct event_base *base, struct web *web);

/* Accept connections on a listening socket, and take it over. */
bool server_listen(struct server *server, int fd);

/* End all connections, and free the server. */
void server_free(struct server *server);

#endif
