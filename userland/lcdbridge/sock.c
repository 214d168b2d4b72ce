// SPDX-License-Identifier: GPL-2.0-only
#include "sock.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "log.h"

#define BACKLOG 512
#define SOCKET_MODE 0660	/* of a socket file: the owner and the group */

bool sock_is_spare(const struct endpoint *endpoint)
{
	return endpoint->optional && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL);
}

/* Of a Unix socket; NULL for others. */
static const char *sock_path(const struct endpoint *endpoint)
{
	const struct sockaddr_un *un = (const void *)&endpoint->address;

	return endpoint->address.ss_family == AF_UNIX ? un->sun_path : NULL;
}

/* A socket file that nobody listens on is a leftover of a daemon that died. */
static void sock_clear(const struct endpoint *endpoint, const char *path)
{
	struct stat st;
	int fd;

	if (lstat(path, &st) || !S_ISSOCK(st.st_mode))
		return;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	if (connect(fd, (const void *)&endpoint->address, endpoint->len) && errno == ECONNREFUSED)
		unlink(path);
	close(fd);
}

static bool sock_set_up(int fd, const struct endpoint *endpoint, int type)
{
	const char *path = sock_path(endpoint);
	const int on = 1;

	/* A port whose connections linger is free; on datagrams it would be shared. */
	if (type == SOCK_STREAM)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (endpoint->address.ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (path)
		sock_clear(endpoint, path);
	if (bind(fd, (const void *)&endpoint->address, endpoint->len))
		return false;
	return !path || !chmod(path, SOCKET_MODE);
}

static int sock_make(const struct endpoint *endpoint, int type, const char *source)
{
	char name[ENDPOINT_NAME_MAX];
	int fd = socket(endpoint->address.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error;

	if (fd >= 0 && sock_set_up(fd, endpoint, type) &&
	    (type != SOCK_STREAM || !listen(fd, BACKLOG)))
		return fd;
	error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	endpoint_name((const void *)&endpoint->address, endpoint->len, name);
	if (!sock_is_spare(endpoint))
		log_err("%s: %s: listen", source, name);
	return -1;
}

int sock_listen(const struct endpoint *endpoint, const char *source)
{
	return sock_make(endpoint, SOCK_STREAM, source);
}

int sock_bind(const struct endpoint *endpoint, const char *source)
{
	return sock_make(endpoint, SOCK_DGRAM, source);
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
	sock_name(fd, name);
	log_errx("%s: %s: inherited, and strangers could reach it: it needs a listen line, too",
		 source, name);
	return false;
}

void sock_name(int fd, char *name)
{
	struct sockaddr_storage address = { 0 };
	socklen_t len = sizeof(address);

	getsockname(fd, (struct sockaddr *)&address, &len);
	endpoint_name((struct sockaddr *)&address, len, name);
}

/* A network may be away for 90 s, and still lose packets when it is back. */
void sock_set_keepalive(int fd)
{
	const int on = 1, idle = 60, interval = 6, count = 20;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
}

/*
 * A peer may hold its next small message back until the last one is
 * acknowledged, which the kernel delays for 40 ms where we publish as well. It
 * is asked each time, as it forgets.
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
		/* Its name might have to be asked of another machine: no time for that. */
		snprintf(name, ENDPOINT_NAME_MAX, "process %d of user %u", who.pid, who.uid);
	}
}

void sock_unlink(const struct endpoint *endpoint)
{
	const char *path = sock_path(endpoint);

	if (path)
		unlink(path);
}
