// SPDX-License-Identifier: GPL-2.0-only
/*
 * Look at how a client ends. Closing a socket that has unread bytes resets the
 * connection, and the peer may lose the answer; so after the answer only our
 * direction is shut down, and what still comes is read away for a moment.
 */
#include "tcp.h"

#include <err.h>
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answers.h"
#include "ballot.h"
#include "cast.h"
#include "clock.h"

#define LISTENERS 4
#define CLIENTS (TCP_FDS - LISTENERS)
#define QUEUE 128		/* clients that the kernel accepts before we do */
#define LINGER 2		/* seconds, after the answer */

struct client {
	time_t deadline;
	const char *answer;	/* NULL until there is one */
	int fd;
	bool told;		/* the answer */
	bool ended;		/* it sends no more */
	size_t used;
	char bytes[BALLOT_NAME + BALLOT_CHOICE + 64];
};

static int listeners[LISTENERS];
static struct client clients[CLIENTS];
static int listener_count, client_count;
static int patience;

static int listen_at(const struct addrinfo *at)
{
	int fd = socket(at->ai_family, at->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
			at->ai_protocol);
	int yes = 1;

	if (fd < 0)
		return -1;
	/* Or a restart has to wait until the last connections are forgotten. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (at->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes));
	if (bind(fd, at->ai_addr, at->ai_addrlen) || listen(fd, QUEUE)) {
		warn("bind");
		close(fd);
		return -1;
	}
	return fd;
}

void tcp_listen(const char *port, int seconds)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
	struct addrinfo *list;
	int error = getaddrinfo(NULL, port, &hints, &list);

	if (error)
		errx(1, "port %s: %s", port, gai_strerror(error));
	for (struct addrinfo *at = list; at && listener_count < LISTENERS; at = at->ai_next) {
		int fd = listen_at(at);

		if (fd >= 0)
			listeners[listener_count++] = fd;
	}
	freeaddrinfo(list);
	if (!listener_count)
		errx(1, "port %s: no socket", port);
	patience = seconds;
}

int tcp_watch(struct pollfd *fds)
{
	for (int i = 0; i < listener_count; i++)
		*fds++ = (struct pollfd){ .fd = listeners[i], .events = POLLIN };
	for (int i = 0; i < client_count; i++)
		*fds++ = (struct pollfd){ .fd = clients[i].fd, .events = POLLIN };
	return listener_count + client_count;
}

/* An answer so short always has room in the socket. */
static void tell(int fd, const char *answer)
{
	char line[64];
	int length = snprintf(line, sizeof(line), "%s\n", answer);

	send(fd, line, length, MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
}

static void take_client(int fd)
{
	if (client_count == CLIENTS) {
		tell(fd, ANSWER_BUSY);
		close(fd);
		return;
	}
	clients[client_count++] = (struct client){ .fd = fd, .deadline = now() + patience };
}

/* All that wait, but no more than that: the next turn is the clients'. */
static void take_clients(int listener)
{
	for (int i = 0; i < QUEUE; i++) {
		int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd < 0)
			return;
		take_client(fd);
	}
}

/* End the line at @text where its \n is, and give the next one. */
static char *end_line(char *text)
{
	char *end = strchr(text, '\n');

	*end = '\0';
	if (end > text && end[-1] == '\r')	/* telnet's */
		end[-1] = '\0';
	return end + 1;
}

/* A line ends only with its \n: "hi" may be a "hiver" whose rest is to come. */
static const char *vote_of(struct client *client)
{
	const char *first = memchr(client->bytes, '\n', client->used);
	const char *last = memrchr(client->bytes, '\n', client->used);
	char *choice;

	if (memchr(client->bytes, '\0', client->used))
		return ANSWER_NAME;
	if (first == last)
		return client->used == sizeof(client->bytes) ? ANSWER_LONG : NULL;
	choice = end_line(client->bytes);
	end_line(choice);
	return cast("tcp", client->bytes, choice);
}

static void read_client(struct client *client)
{
	char rest[4096];
	ssize_t got;

	if (client->answer)
		got = recv(client->fd, rest, sizeof(rest), 0);
	else
		got = recv(client->fd, client->bytes + client->used,
			   sizeof(client->bytes) - client->used, 0);
	if (got < 0 && errno == EAGAIN)
		return;
	if (got <= 0)
		client->ended = true;
	if (client->answer)
		return;
	if (got > 0) {
		client->used += got;
		client->answer = vote_of(client);
	} else {
		client->answer = ANSWER_CUT;
	}
}

void tcp_read(const struct pollfd *fds)
{
	const struct pollfd *of_clients = fds + listener_count;

	for (int i = 0; i < client_count; i++) {
		if (of_clients[i].revents)
			read_client(&clients[i]);
	}
	for (int i = 0; i < listener_count; i++) {
		if (fds[i].revents)
			take_clients(listeners[i]);
	}
}

static void tell_client(struct client *client)
{
	tell(client->fd, client->answer);
	client->told = true;
	client->deadline = now() + LINGER;
}

void tcp_answer(void)
{
	/* Downwards, as the last may take the place of one that goes. */
	for (int i = client_count - 1; i >= 0; i--) {
		struct client *client = &clients[i];

		if (!client->answer && client->deadline <= now())
			client->answer = ANSWER_SLOW;
		if (client->answer && !client->told)
			tell_client(client);
		if (client->told && (client->ended || client->deadline <= now())) {
			close(client->fd);
			*client = clients[--client_count];
		}
	}
}
