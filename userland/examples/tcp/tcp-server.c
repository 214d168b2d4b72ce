// SPDX-License-Identifier: GPL-2.0-only
/*
 * tcp-server PORT [SECONDS]: getaddrinfo, socket, bind, listen, accept, recv,
 * send, close; for many clients at once, over IPv4 and IPv6.
 *
 * Prints a line for each recv(), so that one sees how the stream was cut, and
 * answers with the number of bytes when the client has ended. A client that
 * sends nothing for SECONDS (30) is told so and left.
 *
 * Look at main(): one poll() waits for all of them, so none waits for another.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LISTENERS 4
#define CLIENTS 1000
#define QUEUE 128		/* clients that the kernel accepts before we do */

/* The first @listeners are sockets to accept() from, the others clients. */
static struct pollfd fds[LISTENERS + CLIENTS];
static struct client {
	size_t count;
	time_t deadline;
} clients[LISTENERS + CLIENTS];
static int listeners, used;
static int patience = 30;

static time_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

static bool listen_at(const struct addrinfo *at)
{
	int fd = socket(at->ai_family, at->ai_socktype | SOCK_NONBLOCK, at->ai_protocol);
	int yes = 1;

	if (fd < 0)
		return false;
	/* Or a restart has to wait until the last connections are forgotten. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	/* One socket a family; else the one of IPv6 would take IPv4 as well. */
	if (at->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes));
	if (bind(fd, at->ai_addr, at->ai_addrlen) || listen(fd, QUEUE)) {
		warn("bind");
		close(fd);
		return false;
	}
	fds[listeners++] = (struct pollfd){ .fd = fd, .events = POLLIN };
	return true;
}

static void listen_everywhere(const char *port)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
	struct addrinfo *list;
	int error = getaddrinfo(NULL, port, &hints, &list);

	if (error)
		errx(1, "port %s: %s", port, gai_strerror(error));
	for (struct addrinfo *at = list; at && listeners < LISTENERS; at = at->ai_next)
		listen_at(at);
	freeaddrinfo(list);
	if (!listeners)
		errx(1, "port %s: no socket", port);
	used = listeners;
}

/* Without SOCK_NONBLOCK a client that vanished meanwhile would stop us here. */
static void take_client(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);

	if (fd < 0)
		return;
	if (used == LISTENERS + CLIENTS) {
		send(fd, "busy\n", 5, MSG_NOSIGNAL);
		close(fd);
		return;
	}
	fds[used] = (struct pollfd){ .fd = fd, .events = POLLIN };
	clients[used++] = (struct client){ .deadline = now() + patience };
}

/* The last one takes its place. */
static void drop_client(int i)
{
	close(fds[i].fd);
	used--;
	fds[i] = fds[used];
	clients[i] = clients[used];
}

/* So short that the socket has room for it, but send() may cut even that. */
static void answer(int i, const char *text)
{
	size_t count = strlen(text);

	while (count) {
		ssize_t sent = send(fds[i].fd, text, count, MSG_NOSIGNAL);

		if (sent < 0)
			break;		/* it has gone, or will not read */
		text += sent;
		count -= sent;
	}
	drop_client(i);
}

static void serve_client(int i)
{
	char bytes[4096], text[64];
	ssize_t got = recv(fds[i].fd, bytes, sizeof(bytes), 0);

	if (got > 0) {
		printf("recv: %zd bytes: %.*s\n", got, (int)got, bytes);
		clients[i].count += got;
		clients[i].deadline = now() + patience;
	} else if (got == 0) {
		snprintf(text, sizeof(text), "%zu bytes\n", clients[i].count);
		answer(i, text);
	} else if (errno != EAGAIN) {
		drop_client(i);
	}
}

/* What poll() may wait: until the first of the deadlines. */
static int patience_left(void)
{
	time_t first = 0;

	for (int i = listeners; i < used; i++) {
		if (!first || clients[i].deadline < first)
			first = clients[i].deadline;
	}
	if (!first)
		return -1;
	return first > now() ? (first - now()) * 1000 : 0;
}

int main(int argc, char **argv)
{
	if (argc < 2 || argc > 3)
		errx(2, "usage: tcp-server PORT [SECONDS]");
	if (argc == 3)
		patience = atoi(argv[2]);
	setlinebuf(stdout);
	listen_everywhere(argv[1]);
	printf("listening on port %s\n", argv[1]);

	for (;;) {
		if (poll(fds, used, patience_left()) < 0 && errno != EINTR)
			err(1, "poll");
		/* Downwards, as the last may take the place of one that goes. */
		for (int i = used - 1; i >= listeners; i--) {
			if (fds[i].revents)
				serve_client(i);
			else if (clients[i].deadline <= now())
				answer(i, "too slow\n");
		}
		for (int i = 0; i < listeners; i++) {
			if (fds[i].revents)
				take_client(fds[i].fd);
		}
	}
}
