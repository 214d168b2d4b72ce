// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parses the destination and connects to it.
 */
#include "address.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define DEFAULT_PORT "4478"

static const char *parse_port(struct address *address, const char *text)
{
	size_t digits = strspn(text, "0123456789");
	long port = strtol(text, NULL, 10);

	if (!digits || digits > 5 || text[digits] || port < 1 || port > 65535)
		return "the port must be a number from 1 to 65535";
	snprintf(address->port, sizeof(address->port), "%ld", port);
	return NULL;
}

static const char *parse_host(struct address *address, const char *text, size_t length)
{
	if (!length)
		return "the host is missing";
	if (length >= sizeof(address->host))
		return "the host name is too long";
	memcpy(address->host, text, length);
	address->host[length] = '\0';
	return NULL;
}

/* Parse "[ADDRESS]" or "[ADDRESS]:PORT". */
static const char *parse_bracketed(struct address *address, const char *text)
{
	const char *end = strchr(text, ']');
	const char *error;

	if (!end)
		return "the closing bracket is missing";
	error = parse_host(address, text + 1, end - text - 1);
	if (error || !end[1])
		return error;
	if (end[1] != ':')
		return "only :PORT may follow the closing bracket";
	return parse_port(address, end + 2);
}

const char *address_parse(struct address *address, const char *text)
{
	const char *colon = strchr(text, ':');
	const char *error;

	*address = (struct address){ .port = DEFAULT_PORT };
	if (strchr(text, '/')) {
		address->local = true;
		address->port[0] = '\0';
		return parse_host(address, text, strlen(text));
	}
	if (text[0] == '[')
		return parse_bracketed(address, text);
	if (!colon || strchr(colon + 1, ':'))	/* a name, or a bare IPv6 address */
		return parse_host(address, text, strlen(text));

	error = parse_host(address, text, colon - text);
	return error ? error : parse_port(address, colon + 1);
}

/* Wait for a pending connection. Return: 0 or an errno. */
static int connect_finish(int fd, int timeout)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLOUT };
	socklen_t length = sizeof(int);
	int error = 0;
	int ready;

	do {
		ready = poll(&pollfd, 1, timeout);
	} while (ready < 0 && errno == EINTR);
	if (ready <= 0)
		return ready ? errno : ETIMEDOUT;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length))
		return errno;
	return error;
}

/*
 * If the queue of a Unix socket is full, a non-blocking connect() fails at once, and
 * poll() does not report when to try again. So block, with a time-out. Return: 0 or an
 * errno.
 */
static int connect_blocking(int fd, const struct sockaddr *to, socklen_t length, int timeout)
{
	const struct timeval limit = { timeout / 1000, timeout % 1000 * 1000 };
	int error = 0;

	if (timeout >= 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	if (connect(fd, to, length))
		error = errno == EAGAIN ? ETIMEDOUT : errno;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return error;
}

/* Return: a connected socket, or -1 with errno. */
static int connect_to(const struct sockaddr *to, socklen_t length, int timeout)
{
	bool local = to->sa_family == AF_UNIX;
	int fd = socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC | (local ? 0 : SOCK_NONBLOCK), 0);
	int error = 0;

	if (fd < 0)
		return -1;
	if (local)
		error = connect_blocking(fd, to, length, timeout);
	else if (connect(fd, to, length))
		error = errno == EINPROGRESS ? connect_finish(fd, timeout) : errno;
	if (!error)
		return fd;
	close(fd);
	errno = error;
	return -1;
}

static int connect_local(const char *path, int timeout)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(to.sun_path)) {
		warnx("%s: the path of a socket has at most %zu bytes", path,
		      sizeof(to.sun_path) - 1);
		return -1;
	}
	memcpy(to.sun_path, path, strlen(path));
	fd = connect_to((struct sockaddr *)&to, sizeof(to), timeout);
	if (fd < 0)
		warn("%s: connect", path);
	return fd;
}

/* Note why this address failed; printed only if all addresses fail. */
static void note_failure(FILE *notes, const struct addrinfo *to, const char *port)
{
	const char *reason = strerror(errno);
	char numeric[NI_MAXHOST];

	if (getnameinfo(to->ai_addr, to->ai_addrlen, numeric, sizeof(numeric),
			NULL, 0, NI_NUMERICHOST))
		strcpy(numeric, "?");
	fprintf(notes, "%s: connect to %s port %s: %s\n",
		program_invocation_short_name, numeric, port, reason);
}

static int connect_any(const struct addrinfo *list, const char *port, int timeout)
{
	char *text = NULL;
	size_t size;
	FILE *notes = open_memstream(&text, &size);
	int fd = -1;

	if (!notes)
		err(1, "memory");
	for (; list && fd < 0; list = list->ai_next) {
		fd = connect_to(list->ai_addr, list->ai_addrlen, timeout);
		if (fd < 0)
			note_failure(notes, list, port);
	}
	fclose(notes);
	if (fd < 0)
		fputs(text, stderr);
	free(text);
	return fd;
}

int address_connect(const struct address *address, int family, int timeout)
{
	struct addrinfo hints = {
		.ai_family = family,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV,
	};
	struct addrinfo *list;
	int error;
	int fd;

	if (address->local)
		return connect_local(address->host, timeout);
	error = getaddrinfo(address->host, address->port, &hints, &list);
	if (error) {
		warnx("%s: %s", address->host,
		      error == EAI_SYSTEM ? strerror(errno) : gai_strerror(error));
		return -1;
	}
	fd = connect_any(list, address->port, timeout);
	freeaddrinfo(list);
	return fd;
}
