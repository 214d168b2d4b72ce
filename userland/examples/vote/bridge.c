// SPDX-License-Identifier: GPL-2.0-only
/*
 * A client that waits for nobody: connect() and recv() return at once, and
 * poll() tells when to go on. At most one connection at a time; the text that
 * it did not carry goes with the next, and only the newest.
 */
#include "bridge.h"

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "peer.h"
#include "rows.h"

#define PORT "4478"
#define REFUSAL "lcdbridge: "
#define PATIENCE 5		/* seconds, from connect() to the end of the answer */

static struct peer bridge;
static char wanted[ROWS_MAX];
static bool pending;		/* it has not been sent */
static int fd = -1;		/* a connection under way */
static time_t deadline;
static bool sent;
static bool told;		/* what the trouble is */

void bridge_start(const char *where)
{
	peer_open(&bridge, where, PORT);
}

void bridge_show(const char *text)
{
	snprintf(wanted, sizeof(wanted), "%s", text);
	pending = true;
}

static void end(void)
{
	close(fd);
	fd = -1;
}

static void failed(const char *reason)
{
	pending = true;
	end();
	if (!peer_failed(&bridge))
		return;
	if (!told)
		warnx("%s: %s", bridge.where, reason);
	told = true;
}

static void begin(void)
{
	const struct addrinfo *to = peer_address(&bridge);

	if (!to)
		return;
	fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, to->ai_protocol);
	sent = false;
	deadline = now() + PATIENCE;
	if (fd < 0 || (connect(fd, to->ai_addr, to->ai_addrlen) && errno != EINPROGRESS))
		failed(strerror(errno));
}

struct pollfd bridge_watch(void)
{
	if (pending && fd < 0)
		begin();
	return (struct pollfd){ .fd = fd, .events = sent ? POLLIN : POLLOUT };
}

/* Text so short always has room in the socket. Half closed, it has ended. */
static void send_text(void)
{
	if (send(fd, wanted, strlen(wanted), MSG_NOSIGNAL) < 0) {
		failed(strerror(errno));
		return;
	}
	shutdown(fd, SHUT_WR);
	sent = true;
	pending = false;
}

/* The answer is what the display shows, or why it was not taken. */
static void read_answer(void)
{
	char answer[4096];
	ssize_t got = recv(fd, answer, sizeof(answer) - 1, 0);

	answer[got > 0 ? got : 0] = '\0';
	if (got < 0 && errno != EAGAIN) {
		failed(strerror(errno));
	} else if (!strncmp(answer, REFUSAL, strlen(REFUSAL))) {
		answer[strcspn(answer, "\n")] = '\0';
		failed(answer + strlen(REFUSAL));
	} else if (got == 0) {
		told = false;
		end();
	}
}

void bridge_step(const struct pollfd *ready)
{
	if (ready->fd < 0)
		return;
	if (deadline <= now())
		failed("no answer");
	else if (ready->revents && sent)
		read_answer();
	else if (ready->revents)
		send_text();
}
