// SPDX-License-Identifier: GPL-2.0-only
/*
 * tcp-client HOST PORT WORD...: getaddrinfo, socket, connect, send, shutdown,
 * recv, close.
 *
 * Look at send_all(): send() may take only part of the bytes and says how many,
 * as where a signal comes. And each WORD is a send() of its own, but the server
 * need not see it as one: a stream keeps no borders.
 */
#include <err.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A name may have several addresses, of IPv6 and of IPv4: the first that answers. */
static int connect_to(const char *host, const char *port)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list, *to;
	int error = getaddrinfo(host, port, &hints, &list);
	int fd = -1;

	if (error)
		errx(1, "%s port %s: %s", host, port, gai_strerror(error));
	for (to = list; to; to = to->ai_next) {
		fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
		if (fd >= 0 && !connect(fd, to->ai_addr, to->ai_addrlen))
			break;
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	freeaddrinfo(list);
	if (fd < 0)
		err(1, "%s port %s", host, port);
	return fd;
}

static void send_all(int fd, const char *bytes, size_t count)
{
	while (count) {
		/* MSG_NOSIGNAL: an error to look at, not a SIGPIPE that kills. */
		ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);

		if (sent < 0)
			err(1, "send");
		bytes += sent;
		count -= sent;
	}
}

int main(int argc, char **argv)
{
	char answer[512];
	ssize_t got;
	int fd;

	if (argc < 4)
		errx(2, "usage: tcp-client HOST PORT WORD...");
	fd = connect_to(argv[1], argv[2]);
	for (int i = 3; i < argc; i++)
		send_all(fd, argv[i], strlen(argv[i]));
	shutdown(fd, SHUT_WR);		/* "that was all": the server's recv() gives 0 */

	while ((got = recv(fd, answer, sizeof(answer), 0)) > 0)
		fwrite(answer, 1, got, stdout);
	if (got < 0)
		err(1, "recv");
	close(fd);
	return 0;
}
