/* SPDX-License-Identifier: GPL-2.0-only */
/* Sockets to listen on: addresses, paths of Unix sockets, or sockets from systemd. */
#ifndef LCDWEB_LISTEN_H
#define LCDWEB_LISTEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#define LISTEN_MAX 8

/**
 * struct listen_address - one address
 * @address:  the address
 * @length:   of @address
 * @optional: one of the two addresses of a bare port; ignored on a machine without its
 *            address family
 */
struct listen_address {
	struct sockaddr_storage address;
	socklen_t length;
	bool optional;
};

struct listen_list {
	size_t count;
	struct listen_address list[LISTEN_MAX];
};

/**
 * listen_parse() - add the address in @text to a list
 * @list: list
 * @text: "4480", "127.0.0.1:4480", "[::1]:4480", "*:4480", "/run/lcdweb/socket"
 *
 * Return: NULL, or what is wrong with @text.
 */
const char *listen_parse(struct listen_list *list, const char *text);

/* Can only this machine reach it? */
bool listen_is_local(const struct listen_address *address);

/* Return: a descriptor, or -1 with errno. */
int listen_open(const struct listen_address *address);

/* Remove the file of a Unix socket that listen_open() has made. */
void listen_remove(const struct listen_address *address);

/* Number of sockets that systemd has passed, as descriptors 3, 4, ... */
size_t listen_inherited(void);

bool listen_address_of(int fd, struct listen_address *address);

#define LISTEN_NAME_MAX 128

/* "http://127.0.0.1:4480", or the path of a Unix socket. */
const char *listen_name(const struct listen_address *address, char *name);

#endif
