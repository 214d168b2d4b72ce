/* SPDX-License-Identifier: GPL-2.0-only */
/* TLS on stream listeners: our certificate, and whose certificates we take. */
#ifndef LCDBRIDGE_TLS_H
#define LCDBRIDGE_TLS_H

#include <event2/bufferevent.h>

#include "config.h"

struct tls;

/* Load what [tls] names. NULL, after complaining, where that is not possible. */
struct tls *tls_new(const struct config *config);
void tls_free(struct tls *tls);

/* A connection that begins with the handshake; NULL where memory fails. */
struct bufferevent *tls_accept(struct tls *tls, struct event_base *base, evutil_socket_t fd);

/* The rest is for any connection, and does nothing to one without TLS. */
bool tls_is(struct bufferevent *bev);
void tls_connected(struct bufferevent *bev, const char *source, const char *name);
void tls_say_goodbye(struct bufferevent *bev);

/* What was wrong with a connection that failed; NULL where that was not TLS. */
const char *tls_problem(struct bufferevent *bev);

#endif
