/* SPDX-License-Identifier: GPL-2.0-only */
/* TLS for stream listeners, with client certificates. */
#ifndef LCDBRIDGE_TLS_H
#define LCDBRIDGE_TLS_H

#include <event2/bufferevent.h>

#include "../config/config.h"

struct tls;

/* Load the files of [tls]. Return: NULL, after a message, if that fails. */
struct tls *tls_new(const struct config *config);
void tls_free(struct tls *tls);

/* Why a file is not a usable private key in PEM; NULL if it is. Encrypted keys are not. */
const char *tls_key_problem(const char *path);

/* Can OpenSSL use these files? Logs errors. @ca may be a folder; each may be NULL. */
bool tls_try(const char *ca, const char *certificate, const char *key);

/* Make a connection that begins with the handshake; NULL without memory. */
struct bufferevent *tls_accept(struct tls *tls, struct event_base *base, evutil_socket_t fd);

/* These accept any connection, and do nothing if it has no TLS. */
bool tls_is(struct bufferevent *bev);
void tls_connected(struct bufferevent *bev, const char *source, const char *name);
void tls_say_goodbye(struct bufferevent *bev);

/* Why TLS has ended a connection; NULL if TLS has not. */
const char *tls_problem(struct bufferevent *bev);

#endif
