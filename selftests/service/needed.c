// SPDX-License-Identifier: GPL-2.0-only
/* What the bridge needs to be able to do, as the service of LCD1. */
#include "probe.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static bool use_own_display(const char *path)
{
	char text[512];
	int fd = open("/dev/LCD1", O_RDWR | O_CLOEXEC);

	return fd >= 0 && write(fd, "probe", 5) == 5 && read(fd, text, sizeof(text)) > 0;
}

static bool reads(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC) >= 0;
}

static bool bind_to(int type, const void *address, socklen_t len)
{
	int fd = socket(((const struct sockaddr *)address)->sa_family, type | SOCK_CLOEXEC, 0);

	return fd >= 0 && !bind(fd, address, len) && (type != SOCK_STREAM || !listen(fd, 1));
}

static bool listen_on_tcp(const char *path)
{
	const struct sockaddr_in address = { .sin_family = AF_INET };

	return bind_to(SOCK_STREAM, &address, sizeof(address));
}

static bool listen_on_tcp6(const char *path)
{
	const struct sockaddr_in6 address = { .sin6_family = AF_INET6 };

	return bind_to(SOCK_STREAM, &address, sizeof(address));
}

static bool bind_udp(const char *path)
{
	const struct sockaddr_in address = { .sin_family = AF_INET };

	return bind_to(SOCK_DGRAM, &address, sizeof(address));
}

static bool listen_on_unix(const char *path)
{
	const struct sockaddr_un address = { AF_UNIX, "/run/lcdbridge/LCD1/probe" };

	return bind_to(SOCK_STREAM, &address, sizeof(address)) && !chmod(address.sun_path, 0660) &&
	       !unlink(address.sun_path);
}

static bool notify_manager(const char *path)
{
	const char *manager = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (!manager)
		return false;
	strncpy(address.sun_path, manager, sizeof(address.sun_path) - 1);
	return sendto(fd, "STATUS=probe", 12, 0, (void *)&address, sizeof(address)) == 12;
}

static bool resolve_name(const char *path)
{
	struct addrinfo *found;

	return !getaddrinfo("localhost", "1883", NULL, &found);
}

static void *do_nothing(void *arg)
{
	return arg;
}

static bool make_thread(const char *path)
{
	pthread_t thread;

	return !pthread_create(&thread, NULL, do_nothing, NULL) && !pthread_join(thread, NULL);
}

static bool watch_folders(const char *path)
{
	int fd = inotify_init1(IN_CLOEXEC);

	return inotify_add_watch(fd, "/dev", IN_CREATE) >= 0 &&
	       inotify_add_watch(fd, "/srv", IN_CLOSE_WRITE) >= 0;
}

static bool get_random(const char *path)
{
	char bytes[16];

	return getrandom(bytes, sizeof(bytes), 0) == sizeof(bytes) && reads("/dev/urandom");
}

const struct attempt needed[] = {
	{ "write and read its display", use_own_display },
	{ "read its display's attributes", reads, "/sys/class/devlcd/LCD1/rows" },
	{ "read its configuration", reads, "/etc/lcdbridge/LCD.conf" },
	{ "listen on TCP", listen_on_tcp },
	{ "listen on TCP over IPv6", listen_on_tcp6 },
	{ "take datagrams", bind_udp },
	{ "listen on a socket file for its group", listen_on_unix },
	{ "tell systemd how it is", notify_manager },
	{ "resolve a name", resolve_name },
	{ "make a thread", make_thread },
	{ "watch folders", watch_folders },
	{ "read certificates", reads, "/etc/ssl" },
	{ "get random bytes", get_random },
	{}
};
