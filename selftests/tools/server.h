/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A server for one connection, which behaves as a test wants it to.
 */
#ifndef DEVLCD_SELFTESTS_SERVER_H
#define DEVLCD_SELFTESTS_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

struct server;

/* What to do with the connection @fd; the caller closes it. */
typedef void (*server_fn)(struct server *server, int fd);

/**
 * struct server - a listener and its thread
 * @listener: the socket
 * @address:  as lcdsend takes it
 * @behave:   what is done with the connection
 * @thread:   in which it is done
 * @running:  is there a thread to wait for?
 * @closing:  is the test over?
 * @count:    bytes received
 * @text:     the first of them, NUL-terminated
 */
struct server {
	int listener;
	char address[128];
	server_fn behave;
	pthread_t thread;
	int running;
	atomic_int closing;
	size_t count;
	char text[8192];
};

/* Listen on a free port of AF_INET or AF_INET6, or on a path for AF_UNIX. */
int server_listen(struct server *server, int family);

/* Serve the first connection in a thread. */
void server_start(struct server *server, server_fn behave);

/* Wait until the connection is served; at most as long as the client lives. */
void server_join(struct server *server);

/* Stop listening. */
void server_close(struct server *server);

/* For server_fn: receive to the end of the stream, and count it. */
void server_receive(struct server *server, int fd);

/* For server_fn: send all of a text. */
void server_say(int fd, const char *text);

#endif
