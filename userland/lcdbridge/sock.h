/* SPDX-License-Identifier: GPL-2.0-only */
/* Sockets for endpoints: made, inherited, named, and cleared away. */
#ifndef LCDBRIDGE_SOCK_H
#define LCDBRIDGE_SOCK_H

#include "endpoint.h"

/* A listening stream socket, or a bound datagram one; -1 after complaining. */
int sock_listen(const struct endpoint *endpoint, const char *source);
int sock_bind(const struct endpoint *endpoint, const char *source);

/* After these failed: was that an address that need not be there? */
bool sock_is_spare(const struct endpoint *endpoint);

/**
 * sock_adopt() - what may be done on an inherited socket
 * @fd:        the socket
 * @endpoints: configured; the one of the same address lends its words
 * @endpoint:  set
 * @source:    for the complaint
 *
 * Return: false, after complaining, where strangers could reach it and no word
 * allows that.
 */
bool sock_adopt(int fd, const struct endpoints *endpoints, struct endpoint *endpoint,
		const char *source);

/* Its own address; the port that the kernel chose for port 0 is part of it. */
void sock_name(int fd, char *name);

/*
 * A peer that vanished without a word must not keep its place for ever. What is
 * accepted on a socket inherits this from it.
 */
void sock_set_keepalive(int fd);

/* Tell the other side, at once, that what was read has arrived. */
void sock_acknowledge(int fd);

/* Who has connected; of a local peer its process and user. */
void sock_describe_peer(int fd, const struct sockaddr *address, socklen_t len, char *name);

/* Remove the file of a socket that is no longer listened on. */
void sock_unlink(const struct endpoint *endpoint);

#endif
