// SPDX-License-Identifier: GPL-2.0-only
/*
 * vote client HOST PORT NAME CHOICE: two lines there, one line back.
 *
 * Look at the exit status: 0 only where the server has said that the vote is
 * in. Without an answer nobody knows, and one may vote again: "déjà voté" is
 * then good news.
 */
#include "client.h"

#include <err.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "answers.h"

#define PATIENCE 30		/* seconds */

static int connect_to(const char *host, const char *port)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	const struct timeval patience = { .tv_sec = PATIENCE };
	struct addrinfo *list;
	int error = getaddrinfo(host, port, &hints, &list);
	int fd = -1;

	if (error)
		errx(1, "%s port %s: %s", host, port, gai_strerror(error));
	for (struct addrinfo *to = list; to && fd < 0; to = to->ai_next) {
		fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
		/* On Linux the time to send limits connect() as well. */
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
		if (fd >= 0 && connect(fd, to->ai_addr, to->ai_addrlen)) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(list);
	if (fd < 0)
		err(1, "%s port %s", host, port);
	return fd;
}

static void send_vote(int fd, const char *name, const char *choice)
{
	signal(SIGPIPE, SIG_IGN);	/* an error to look at, and not the end */
	if (dprintf(fd, "%s\n%s\n", name, choice) < 0 || shutdown(fd, SHUT_WR))
		err(1, "send");
}

/* A stream has no borders: the answer has come when the server has ended. */
static void receive_answer(int fd, char *answer, size_t size)
{
	size_t count = 0;
	ssize_t got;

	while ((got = recv(fd, answer + count, size - 1 - count, 0)) > 0)
		count += got;
	if (got < 0)
		err(1, "no answer");
	if (!count)
		errx(1, "no answer: the server has gone");
	answer[count] = '\0';
}

int client_main(int argc, char **argv)
{
	char answer[256];
	int fd;

	if (argc != 5)
		errx(2, "usage: vote client HOST PORT NAME CHOICE");
	if (strchr(argv[3], '\n') || strchr(argv[4], '\n'))
		errx(2, "NAME and CHOICE are one line each");
	fd = connect_to(argv[1], argv[2]);
	send_vote(fd, argv[3], argv[4]);
	receive_answer(fd, answer, sizeof(answer));
	close(fd);
	fputs(answer, stdout);
	return strcmp(answer, ANSWER_VOTED "\n") ? 1 : 0;
}
