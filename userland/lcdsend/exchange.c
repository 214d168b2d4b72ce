// SPDX-License-Identifier: GPL-2.0-only
/*
 * Send, shut down, receive.
 *
 * send() and recv() on a stream socket may handle only a part of the bytes, so both run
 * in a loop. The answer is read while sending: a server that refuses gives the reason
 * and closes before the end of the text.
 */
#include "exchange.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"

#define ANSWER_MAX 65536	/* a screen has less than 1 KiB */

/**
 * struct progress - the state of an exchange
 * @what:     the exchange
 * @piece:    input that was read and not yet sent
 * @next:     bytes to send now: in @piece, or the text itself
 * @left:     number of these bytes
 * @read_all: there is no more input
 * @sent_all: the sending side is shut down
 * @received: bytes of the answer so far
 * @deadline: time in ms until which the server must do something
 */
struct progress {
	const struct exchange *what;
	char piece[16384];
	const char *next;
	size_t left;
	bool read_all;
	bool sent_all;
	size_t received;
	long long deadline;
};

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void restart_clock(struct progress *p)
{
	p->deadline = now_ms() + p->what->timeout;
}

/* The time-out of poll(); none while only standard input is waited for. */
static int patience(const struct progress *p)
{
	long long left = p->deadline - now_ms();

	if (p->what->timeout < 0 || (!p->left && !p->read_all))
		return -1;
	return left > 0 ? left : 0;
}

/* Read a piece of input, and note its end. */
static const char *take_input(struct progress *p)
{
	ssize_t got = read(p->what->input, p->piece, sizeof(p->piece));

	if (got < 0)
		return errno == EINTR || errno == EAGAIN ? NULL : "standard input: read";
	p->next = p->piece;
	p->left = got;
	p->read_all = !got;
	restart_clock(p);
	return NULL;
}

/* Print what the server sent before it closed: it is the reason. */
static void drain(struct progress *p)
{
	ssize_t got;

	do {
		got = recv(p->what->socket, p->piece, sizeof(p->piece), 0);
		if (got > 0)
			answer_write(p->what->answer, p->piece, got);
		p->received += got > 0 ? got : 0;
	} while (got > 0 && p->received < ANSWER_MAX);
}

static const char *send_some(struct progress *p)
{
	ssize_t sent = send(p->what->socket, p->next, p->left, MSG_NOSIGNAL);

	if (sent < 0) {
		int error = errno;

		if (error == EINTR || error == EAGAIN)
			return NULL;
		drain(p);
		errno = error;
		return "send";
	}
	p->next += sent;
	p->left -= sent;
	restart_clock(p);
	return NULL;
}

static const char *end_sending(struct progress *p)
{
	if (shutdown(p->what->socket, SHUT_WR))
		return "shutdown";
	p->sent_all = true;
	restart_clock(p);
	return NULL;
}

/* Receive a piece of the answer; set *@done at its end. */
static const char *receive_some(struct progress *p, bool *done)
{
	char piece[4096];
	ssize_t got = recv(p->what->socket, piece, sizeof(piece), 0);

	if (got < 0)
		return errno == EINTR || errno == EAGAIN ? NULL : "receive";
	if (!got) {
		*done = true;
		errno = 0;
		if (!p->sent_all)
			return "the server closed before the end of the text";
		return p->received ? NULL : "no answer: is this a text port?";
	}
	answer_write(p->what->answer, piece, got);
	p->received += got;
	errno = 0;
	return p->received > ANSWER_MAX ? "the answer is too long" : NULL;
}

static const char *one_step(struct progress *p, bool *done)
{
	struct pollfd fds[] = {
		{ .fd = p->what->socket, .events = POLLIN },
		{ .fd = -1, .events = POLLIN },
	};
	const char *error = NULL;
	int ready;

	if (!p->left && p->read_all && !p->sent_all)
		error = end_sending(p);
	if (error)
		return error;
	if (p->left)
		fds[0].events |= POLLOUT;
	else if (!p->read_all)
		fds[1].fd = p->what->input;

	ready = poll(fds, 2, patience(p));
	if (ready < 0)
		return errno == EINTR ? NULL : "poll";
	if (!ready) {
		errno = ETIMEDOUT;
		return p->left ? "send" : "receive";
	}
	if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
		error = receive_some(p, done);
	if (!error && !*done && fds[0].revents & POLLOUT)
		error = send_some(p);
	if (!error && !*done && fds[1].revents)
		error = take_input(p);
	return error;
}

const char *exchange_run(const struct exchange *exchange)
{
	struct progress p = {
		.what = exchange,
		.next = exchange->text,
		.left = exchange->input < 0 ? exchange->length : 0,
		.read_all = exchange->input < 0,
	};
	const char *error = NULL;
	bool done = false;

	restart_clock(&p);
	while (!error && !done)
		error = one_step(&p, &done);
	answer_end(exchange->answer);
	return error;
}
