// SPDX-License-Identifier: GPL-2.0-only
/*
 * udp-client HOST PORT TEXT [TIMES]: getaddrinfo, socket, connect, send, close.
 *
 * Sends TEXT as one datagram, or TIMES datagrams with a number before it. TEXT
 * may be of the form @BYTES, for a datagram of that size.
 *
 * Look at what is not here: nobody says whether a datagram arrived. connect()
 * sends nothing; it names the peer, so that an error that comes back is seen.
 */
#include <err.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DATAGRAM_MAX 65507	/* 65535 less the headers of IPv4 and UDP */

static int name_peer(const char *host, const char *port)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_DGRAM };
	struct addrinfo *to;
	int error = getaddrinfo(host, port, &hints, &to);
	int fd;

	if (error)
		errx(1, "%s port %s: %s", host, port, gai_strerror(error));
	fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
	if (fd < 0 || connect(fd, to->ai_addr, to->ai_addrlen))
		err(1, "%s port %s", host, port);
	freeaddrinfo(to);
	return fd;
}

static void send_one(int fd, const char *bytes, size_t count)
{
	if (send(fd, bytes, count, 0) < 0)
		err(1, "send of %zu bytes", count);
}

static void send_numbered(int fd, const char *text, int times)
{
	char numbered[1024];

	for (int i = 1; i <= times; i++) {
		snprintf(numbered, sizeof(numbered), "%d %s", i, text);
		send_one(fd, numbered, strlen(numbered));
	}
}

int main(int argc, char **argv)
{
	static char large[DATAGRAM_MAX + 1];
	size_t size;
	int fd;

	if (argc < 4 || argc > 5)
		errx(2, "usage: udp-client HOST PORT TEXT|@BYTES [TIMES]");
	fd = name_peer(argv[1], argv[2]);
	if (argc == 5) {
		send_numbered(fd, argv[3], atoi(argv[4]));
	} else if (argv[3][0] == '@') {
		size = strtoul(argv[3] + 1, NULL, 10);
		memset(large, 'x', sizeof(large));
		send_one(fd, large, size < sizeof(large) ? size : sizeof(large));
	} else {
		send_one(fd, argv[3], strlen(argv[3]));
	}
	close(fd);
	return 0;
}
