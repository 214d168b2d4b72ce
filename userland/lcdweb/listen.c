// SPDX-License-Identifier: GPL-2.0-only
#include "listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/util.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "../common/socket_file.h"

#define BACKLOG 512
#define FIRST_INHERITED 3	/* sd_listen_fds(3) */

bool listen_is_local(const struct listen_address *address)
{
	const struct sockaddr_in6 *in6 = (const void *)&address->address;
	const struct sockaddr_in *in = (const void *)&address->address;

	switch (address->address.ss_family) {
	case AF_INET:
		return ntohl(in->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	case AF_INET6:
		return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
	case AF_UNIX:
		return true;
	default:
		return false;
	}
}

static struct listen_address *add(struct listen_list *list)
{
	if (list->count == LISTEN_MAX)
		return NULL;
	list->list[list->count] = (struct listen_address){ 0 };
	return &list->list[list->count++];
}

static const char *add_path(struct listen_list *list, const char *path)
{
	struct listen_address *address = add(list);
	struct sockaddr_un *un = address ? (void *)&address->address : NULL;

	if (!address)
		return "too many addresses";
	if (strlen(path) >= sizeof(un->sun_path))
		return "the path is too long for a socket";
	un->sun_family = AF_UNIX;
	strcpy(un->sun_path, path);
	address->length = sizeof(*un);
	return NULL;
}

static const char *add_inet(struct listen_list *list, const char *host, unsigned long port,
			    bool optional)
{
	struct listen_address *address = add(list);
	struct sockaddr_in *in = address ? (void *)&address->address : NULL;
	struct sockaddr_in6 *in6 = (void *)in;
	int length = sizeof(address->address);

	if (!address)
		return "too many addresses";
	if (*host != '[' && strchr(host, ':'))
		return "an IPv6 address needs brackets: [ADDRESS]:PORT";
	if (evutil_parse_sockaddr_port(host, (void *)&address->address, &length))
		return "not an address: ADDRESS:PORT or [ADDRESS]:PORT, in digits";
	if (address->address.ss_family == AF_INET)
		in->sin_port = htons(port);
	else
		in6->sin6_port = htons(port);
	address->length = length;
	address->optional = optional;
	return NULL;
}

const char *listen_parse(struct listen_list *list, const char *text)
{
	const char *colon = strrchr(text, ':'), *digits = colon ? colon + 1 : text, *wrong;
	char host[64], *end;
	unsigned long port = strtoul(digits, &end, 10);
	bool any = !strncmp(text, "*:", 2);

	if (*text == '/')
		return add_path(list, text);
	if (*digits < '0' || *digits > '9' || *end || port > 65535)
		return "not a port: 0 to 65535";
	if (!colon || any) {
		wrong = add_inet(list, any ? "0.0.0.0" : "127.0.0.1", port, true);
		return wrong ? wrong : add_inet(list, any ? "[::]" : "[::1]", port, true);
	}
	if ((size_t)(colon - text) >= sizeof(host))
		return "too long";
	snprintf(host, sizeof(host), "%.*s", (int)(colon - text), text);
	return add_inet(list, host, port, false);
}

static bool set_up(int fd, const struct listen_address *address)
{
	const char *path = socket_file(&address->address);
	const int on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (address->address.ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	socket_file_clear(&address->address, address->length);
	return !bind(fd, (const void *)&address->address, address->length) &&
	       (!path || !chmod(path, SOCKET_FILE_MODE)) && !listen(fd, BACKLOG);
}

int listen_open(const struct listen_address *address)
{
	int fd = socket(address->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error;

	if (fd >= 0 && set_up(fd, address))
		return fd;
	error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return -1;
}

void listen_remove(const struct listen_address *address)
{
	if (socket_file(&address->address))
		unlink(socket_file(&address->address));
}

size_t listen_inherited(void)
{
	const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
	size_t sockets;

	if (!pid || !count || atol(pid) != getpid())
		return 0;
	sockets = strtoul(count, NULL, 10);
	sockets = sockets < LISTEN_MAX ? sockets : LISTEN_MAX;
	for (int fd = FIRST_INHERITED; fd < FIRST_INHERITED + (int)sockets; fd++) {
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	}
	return sockets;
}

bool listen_address_of(int fd, struct listen_address *address)
{
	*address = (struct listen_address){ .length = sizeof(address->address) };
	return !getsockname(fd, (void *)&address->address, &address->length);
}

const char *listen_name(const struct listen_address *address, char *name)
{
	char host[INET6_ADDRSTRLEN + 20], port[8];
	const char *path = socket_file(&address->address);

	if (path)
		snprintf(name, LISTEN_NAME_MAX, "%s", path);
	else if (getnameinfo((const void *)&address->address, address->length, host,
			     sizeof(host), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV))
		strcpy(name, "?");
	else
		snprintf(name, LISTEN_NAME_MAX, strchr(host, ':') ? "http://[%s]:%s" :
			 "http://%s:%s", host, port);
	return name;
}
