// SPDX-License-Identifier: GPL-2.0-only
#include "server.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

union address {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
};

static socklen_t loopback(union address *at, int family)
{
	memset(at, 0, sizeof(*at));
	at->any.sa_family = family;
	if (family == AF_UNIX) {
		snprintf(at->un.sun_path, sizeof(at->un.sun_path), "/tmp/lcdsend-test.%d",
			 getpid());
		unlink(at->un.sun_path);
		return sizeof(at->un);
	}
	at->in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (family == AF_INET6)
		at->in6.sin6_addr = in6addr_loopback;
	return family == AF_INET6 ? sizeof(at->in6) : sizeof(at->in);
}

int server_listen(struct server *server, int family)
{
	union address at;
	socklen_t length = loopback(&at, family);
	int little = 4096;

	memset(server, 0, sizeof(*server));
	server->listener = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* So that a client has to send its text in pieces. */
	setsockopt(server->listener, SOL_SOCKET, SO_RCVBUF, &little, sizeof(little));
	if (server->listener < 0 || bind(server->listener, &at.any, length) ||
	    listen(server->listener, 0) || getsockname(server->listener, &at.any, &length))
		return -1;
	if (family == AF_UNIX)
		strcpy(server->address, at.un.sun_path);
	else
		sprintf(server->address, family == AF_INET6 ? "[::1]:%d" : "127.0.0.1:%d",
			ntohs(at.in.sin_port));
	return 0;
}

static void *serve(void *context)
{
	struct server *server = context;
	int fd = accept(server->listener, NULL, NULL);

	if (fd < 0)
		return NULL;
	server->behave(server, fd);
	close(fd);
	return NULL;
}

void server_start(struct server *server, server_fn behave)
{
	server->behave = behave;
	server->running = !pthread_create(&server->thread, NULL, serve, server);
}

void server_join(struct server *server)
{
	if (server->running)
		pthread_join(server->thread, NULL);
	server->running = 0;
}

void server_close(struct server *server)
{
	atomic_store(&server->closing, 1);
	shutdown(server->listener, SHUT_RDWR);	/* ends an accept() that waits */
	server_join(server);
	close(server->listener);
	if (server->address[0] == '/')
		unlink(server->address);
}

void server_receive(struct server *server, int fd)
{
	char piece[4096];
	ssize_t got;

	while ((got = recv(fd, piece, sizeof(piece), 0)) > 0) {
		size_t room = sizeof(server->text) - 1 - strlen(server->text);

		strncat(server->text, piece, (size_t)got < room ? (size_t)got : room);
		server->count += got;
	}
}

void server_say(int fd, const char *text)
{
	send(fd, text, strlen(text), MSG_NOSIGNAL);
}
