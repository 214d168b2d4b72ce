/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes sockets for endpoints, adopts inherited ones, and removes their files. */
#ifndef LCDBRIDGE_SOCK_H
#define LCDBRIDGE_SOCK_H

#include "../config/endpoint.h"

/**
 * sock_open() - make a listening stream socket, or a bound datagram socket
 * @endpoint: address; if this machine does not have it yet, that is logged, and the
 *            socket waits for it
 * @type:     SOCK_STREAM, SOCK_DGRAM
 * @source:   for that message
 *
 * Return: a descriptor, or -1 with errno.
 */
int sock_open(const struct endpoint *endpoint, int type, const char *source);

/* After a failed bind: can this machine do without the address? */
bool sock_is_spare(const struct endpoint *endpoint);

/**
 * sock_adopt() - get the endpoint of an inherited socket
 * @fd:        the socket
 * @endpoints: configured; the words come from the one with the same address
 * @endpoint:  set
 * @source:    for the message
 *
 * Return: false, after a message, if other machines could reach the socket and no word
 * permits that.
 */
bool sock_adopt(int fd, const struct endpoints *endpoints, struct endpoint *endpoint,
		const char *source);

/* Can all of these be bound? Logs each that cannot; keeps none. */
bool sock_try(const struct endpoints *endpoints, int type, const char *source);

/* The socket's own address, with the port that the kernel chose for port 0. */
void sock_name(int fd, struct endpoint *bound, char *name);

/*
 * Find out peers that have vanished, so that they do not keep their place for ever.
 * Accepted connections inherit this from the listening socket.
 */
void sock_set_keepalive(int fd);

/* Acknowledge all read bytes at once. */
void sock_acknowledge(int fd);

/* The address of the peer; for a local peer its process and user. */
void sock_describe_peer(int fd, const struct sockaddr *address, socklen_t len, char *name);

/* Remove the file of a socket that is no longer listened on. */
void sock_unlink(const struct endpoint *endpoint);

#endif
