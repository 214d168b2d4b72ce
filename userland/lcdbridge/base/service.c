// SPDX-License-Identifier: GPL-2.0-only
#include "service.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "log.h"

#define FIRST_SOCKET 3		/* SD_LISTEN_FDS_START */
#define SOCKETS_MAX 32

void service_notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t n = path ? strlen(path) : 0;
	int fd;

	if (!n || n >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, n);
	if (*path == '@')
		address.sun_path[0] = '\0';	/* an abstract name */
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || sendto(fd, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT,
			     (void *)&address, offsetof(struct sockaddr_un, sun_path) + n) < 0)
		log_warn("%s: notify", path);
	if (fd >= 0)
		close(fd);
}

void service_notify_reloading(void)
{
	struct timespec now;
	char state[64];

	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%llu",
		 now.tv_sec * 1000000ull + now.tv_nsec / 1000);
	service_notify(state);
}

static bool service_is_meant(const char *variable)
{
	const char *pid = getenv(variable);

	return !pid || atol(pid) == getpid();
}

static void service_on_watchdog(evutil_socket_t fd, short what, void *arg)
{
	service_notify("WATCHDOG=1");
}

/* Notify twice in the period of the watchdog. */
struct event *service_start_watchdog(struct event_base *base)
{
	const char *text = getenv("WATCHDOG_USEC");
	unsigned long long usec = text ? strtoull(text, NULL, 10) / 2 : 0;
	const struct timeval tv = { usec / 1000000, usec % 1000000 };
	struct event *timer;

	if (!usec || !service_is_meant("WATCHDOG_PID"))
		return NULL;
	timer = event_new(base, -1, EV_PERSIST, service_on_watchdog, NULL);
	if (timer)
		event_add(timer, &tv);
	return timer;
}

static int service_count_sockets(void)
{
	const char *count = getenv("LISTEN_FDS");

	if (!count || !getenv("LISTEN_PID") || !service_is_meant("LISTEN_PID"))
		return 0;
	return atoi(count) < SOCKETS_MAX ? atoi(count) : SOCKETS_MAX;
}

/* Is the @n-th of the colon-separated names this one? */
static bool service_is_named(int n, const char *name)
{
	const char *names = getenv("LISTEN_FDNAMES");
	size_t len;

	for (; names && n; n--) {
		names = strchr(names, ':');
		names = names ? names + 1 : NULL;
	}
	if (!names)
		return false;
	len = strcspn(names, ":");
	return strlen(name) == len && !strncmp(names, name, len);
}

static int service_socket_type(int fd)
{
	int type = -1;
	socklen_t len = sizeof(type);

	getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
	return type;
}

/* Taken sockets have the close-on-exec flag. */
static bool service_is_free(int fd)
{
	int flags = fcntl(fd, F_GETFD);

	return flags >= 0 && !(flags & FD_CLOEXEC);
}

int service_take_socket(const char *name, int type)
{
	int count = service_count_sockets();

	for (int n = 0; n < count; n++) {
		int fd = FIRST_SOCKET + n;

		if (!service_is_free(fd) || !service_is_named(n, name) ||
		    service_socket_type(fd) != type)
			continue;
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
		return fd;
	}
	return -1;
}

void service_refuse_sockets(void)
{
	int count = service_count_sockets();

	for (int fd = FIRST_SOCKET; fd < FIRST_SOCKET + count; fd++)
		if (service_is_free(fd))
			log_warnx("inherited socket %d: unknown FileDescriptorName=", fd);
}
