// SPDX-License-Identifier: GPL-2.0-only
/*
 * udp-server PORT [BUFFER]: socket, bind, recv; no listen, no accept.
 *
 * Prints a line for each datagram: its borders are kept, "bonjour" and "le
 * monde" stay two. Of numbered datagrams ("17 text") it counts those that are
 * missing. BUFFER is the size of the socket's queue in bytes: where it is full,
 * the kernel drops what comes, and tells neither side.
 */
#include <err.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#define DATAGRAM_MAX 65507

static int bind_port(const char *port, int buffer)
{
	struct sockaddr_in6 at = {
		.sin6_family = AF_INET6,
		.sin6_port = htons(atoi(port)),
		.sin6_addr = in6addr_any,
	};
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);
	int no = 0;

	if (fd < 0)
		err(1, "socket");
	/* IPv4 as well: its addresses come as ::ffff:192.0.2.1. */
	setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
	if (buffer)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer));
	if (bind(fd, (struct sockaddr *)&at, sizeof(at)))
		err(1, "port %s", port);
	return fd;
}

/* How many numbers were left out before this one. */
static void count_lost(const char *datagram)
{
	static int expected = 1;
	static int lost;
	char *end;
	int number = strtol(datagram, &end, 10);

	if (end == datagram || *end != ' ')
		return;
	if (number > expected)
		lost += number - expected;
	expected = number + 1;
	printf("number %d, lost so far: %d\n", number, lost);
}

int main(int argc, char **argv)
{
	static char datagram[DATAGRAM_MAX + 1];
	ssize_t got;
	int fd;

	if (argc < 2 || argc > 3)
		errx(2, "usage: udp-server PORT [BUFFER]");
	setlinebuf(stdout);
	fd = bind_port(argv[1], argc == 3 ? atoi(argv[2]) : 0);
	printf("waiting on port %s\n", argv[1]);
	while ((got = recv(fd, datagram, DATAGRAM_MAX, 0)) >= 0) {
		datagram[got] = '\0';
		printf("recv: %zd bytes: %.40s\n", got, datagram);
		count_lost(datagram);
	}
	err(1, "recv");
}
