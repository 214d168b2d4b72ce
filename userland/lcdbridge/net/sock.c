// SPDX-License-Identifier: GPL-2.0-only
#include "sock.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../common/socket_file.h"
#include "../base/log.h"

#define BACKLOG 512

bool sock_is_spare(const struct endpoint *endpoint)
{
	return endpoint->optional && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL);
}

/* The address may come later, by DHCP or with a cable: then bind it in advance. */
static bool sock_bind(int fd, const struct endpoint *endpoint, const char *source)
{
	bool v6 = endpoint->address.ss_family == AF_INET6;
	char name[ENDPOINT_NAME_MAX];
	const int on = 1;

	if (!bind(fd, (const void *)&endpoint->address, endpoint->len))
		return true;
	if (errno != EADDRNOTAVAIL || endpoint->optional ||
	    setsockopt(fd, v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_FREEBIND : IP_FREEBIND, &on,
		       sizeof(on)) ||
	    bind(fd, (const void *)&endpoint->address, endpoint->len))
		return false;
	log_warnx("%s: %s: address not available; waiting for it", source,
		  endpoint_name((const void *)&endpoint->address, endpoint->len, name));
	return true;
}

static bool sock_set_up(int fd, const struct endpoint *endpoint, int type, const char *source)
{
	const char *path = socket_file(&endpoint->address);
	const int on = 1;

	/* Reuse a port whose old connections linger. For datagrams this would share it. */
	if (type == SOCK_STREAM)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (endpoint->address.ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	socket_file_clear(&endpoint->address, endpoint->len);
	if (!sock_bind(fd, endpoint, source))
		return false;
	return !path || !chmod(path, SOCKET_FILE_MODE);
}

int sock_open(const struct endpoint *endpoint, int type, const char *source)
{
	int fd = socket(endpoint->address.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error;

	if (fd >= 0 && sock_set_up(fd, endpoint, type, source) &&
	    (type != SOCK_STREAM || !listen(fd, BACKLOG)))
		return fd;
	error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return -1;
}

/* An address in use is no error: the running daemon may have it. */
bool sock_try(const struct endpoints *endpoints, int type, const char *source)
{
	char name[ENDPOINT_NAME_MAX];
	bool right = true;

	for (size_t i = 0; i < endpoints->count; i++) {
		const struct endpoint *endpoint = &endpoints->list[i];
		int fd = sock_open(endpoint, type, source);

		endpoint_name((const void *)&endpoint->address, endpoint->len, name);
		if (fd >= 0) {
			close(fd);
			sock_unlink(endpoint);
		} else if (errno == EADDRINUSE) {
			log_warnx("%s: %s: in use now, perhaps by the running service", source,
				  name);
		} else if (!sock_is_spare(endpoint)) {
			log_err("%s: %s: listen", source, name);
			right = false;
		}
	}
	return right;
}

bool sock_adopt(int fd, const struct endpoints *endpoints, struct endpoint *endpoint,
		const char *source)
{
	char name[ENDPOINT_NAME_MAX];

	*endpoint = (struct endpoint){ .len = sizeof(endpoint->address) };
	if (getsockname(fd, (struct sockaddr *)&endpoint->address, &endpoint->len)) {
		log_err("%s: inherited socket", source);
		return false;
	}
	for (size_t i = 0; i < endpoints->count; i++) {
		if (endpoint_same_address(&endpoints->list[i], endpoint)) {
			*endpoint = endpoints->list[i];
			return true;
		}
	}
	if (endpoint_is_local(endpoint))
		return true;
	log_errx("%s: %s: inherited, but other machines could reach it: permit it by a listen line",
		 source, endpoint_name((void *)&endpoint->address, endpoint->len, name));
	return false;
}

void sock_name(int fd, struct endpoint *bound, char *name)
{
	*bound = (struct endpoint){ .len = sizeof(bound->address) };
	getsockname(fd, (struct sockaddr *)&bound->address, &bound->len);
	endpoint_name((struct sockaddr *)&bound->address, bound->len, name);
}

/* Long enough for a network that is down for 90 s, and then still loses packets. */
void sock_set_keepalive(int fd)
{
	const int on = 1, idle = 60, interval = 6, count = 20;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
}

/*
 * A peer may hold its next small message back until the last one is acknowledged. While
 * we also publish, the kernel delays acknowledging it by 40 ms. The option must be
 * set each time, because the kernel resets it.
 */
void sock_acknowledge(int fd)
{
	const int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
}

void sock_describe_peer(int fd, const struct sockaddr *address, socklen_t len, char *name)
{
	struct ucred who;
	socklen_t size = sizeof(who);

	if (address->sa_family != AF_UNIX) {
		endpoint_name(address, len, name);
	} else if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size)) {
		strcpy(name, "a local process");
	} else {
		/* Not its name: looking that up may ask another machine and block. */
		snprintf(name, ENDPOINT_NAME_MAX, "process %d of user %u", who.pid, who.uid);
	}
}

void sock_unlink(const struct endpoint *endpoint)
{
	const char *path = socket_file(&endpoint->address);

	if (path)
		unlink(path);
}
