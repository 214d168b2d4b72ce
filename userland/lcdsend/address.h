/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where to send: HOST, HOST:PORT, [IPV6]:PORT, or the path of a Unix socket.
 */
#ifndef DEVLCD_LCDSEND_ADDRESS_H
#define DEVLCD_LCDSEND_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/**
 * struct address - the parts of a destination
 * @host:  name or numeric address, or a path
 * @port:  decimal; empty for a path
 * @local: @host is the path of a Unix socket
 */
struct address {
	char host[256];
	char port[6];
	bool local;
};

/**
 * address_parse() - split a destination into its parts
 * @address: filled
 * @text:    destination as the user wrote it; with a slash it is a path
 *
 * Return: NULL, or what is wrong with @text.
 */
const char *address_parse(struct address *address, const char *text);

/**
 * address_connect() - connect to the first address of the host that answers
 * @address: destination
 * @family:  AF_INET, AF_INET6, or AF_UNSPEC for both
 * @timeout: milliseconds for each address
 *
 * If none can be reached, prints the reason for each address to standard error.
 *
 * Return: a non-blocking connected socket, or -1.
 */
int address_connect(const struct address *address, int family, int timeout);

#endif
