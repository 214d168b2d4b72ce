// SPDX-License-Identifier: GPL-2.0-only
/*
 * clients PORT COUNT SECONDS: that many at once connect, send a line, end their
 * side, read until the server ends its own, and begin anew. Prints how many
 * were served a second, and how many were not: refused, reset, or not served
 * within a second.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "talk.h"
#include "timing.h"

#define PATIENCE_NS NS_PER_S
#define LOOK_MS 50

struct client {
	int fd;
	int sent;
	long long begun;
};

struct crowd {
	struct sockaddr_in server;
	int epoll;
	long served;
	long failed;
	int over;
};

static void client_begin(struct crowd *crowd, struct client *client)
{
	struct epoll_event event = { EPOLLIN | EPOLLOUT, { client } };

	client->sent = 0;
	client->begun = now_ns();
	client->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (client->fd < 0 ||
	    (connect(client->fd, (void *)&crowd->server, sizeof(crowd->server)) &&
	     errno != EINPROGRESS))
		err(1, "connect");
	epoll_ctl(crowd->epoll, EPOLL_CTL_ADD, client->fd, &event);
}

static void client_end(struct crowd *crowd, struct client *client, long *count)
{
	++*count;
	close(client->fd);
	client->fd = -1;
	if (!crowd->over)
		client_begin(crowd, client);
}

static void client_send(struct crowd *crowd, struct client *client)
{
	struct epoll_event event = { EPOLLIN, { client } };

	if (send(client->fd, "hello, world\n", 13, MSG_NOSIGNAL) != 13 ||
	    shutdown(client->fd, SHUT_WR)) {
		client_end(crowd, client, &crowd->failed);
		return;
	}
	client->sent = 1;
	epoll_ctl(crowd->epoll, EPOLL_CTL_MOD, client->fd, &event);
}

static void client_go_on(struct crowd *crowd, struct client *client, unsigned int events)
{
	char answer[4096];
	ssize_t n;

	if (!client->sent && events & EPOLLOUT && !(events & EPOLLERR)) {
		client_send(crowd, client);
		return;
	}
	n = recv(client->fd, answer, sizeof(answer), 0);
	if (!n && client->sent)
		client_end(crowd, client, &crowd->served);
	else if (!n || (n < 0 && errno != EAGAIN))
		client_end(crowd, client, &crowd->failed);
}

static void crowd_drop_late(struct crowd *crowd, struct client *clients, int count)
{
	const long long now = now_ns();

	for (struct client *client = clients; client < clients + count; client++)
		if (client->fd >= 0 && now - client->begun > PATIENCE_NS)
			client_end(crowd, client, &crowd->failed);
}

static void crowd_turn(struct crowd *crowd)
{
	struct epoll_event events[64];
	int n = epoll_wait(crowd->epoll, events, 64, LOOK_MS);

	for (int i = 0; i < n; i++)
		client_go_on(crowd, events[i].data.ptr, events[i].events);
}

int main(int argc, char **argv)
{
	struct crowd crowd = { .epoll = epoll_create1(0) };
	long long begin = now_ns(), end, looked = begin;
	struct client *clients;
	int count;

	if (argc != 4)
		errx(2, "usage: clients PORT COUNT SECONDS");
	crowd.server = talk_address(argv[1]);
	count = atoi(argv[2]);
	end = begin + atof(argv[3]) * NS_PER_S;
	clients = calloc(count, sizeof(*clients));
	for (int i = 0; i < count; i++)
		client_begin(&crowd, &clients[i]);
	while (now_ns() < end) {
		crowd_turn(&crowd);
		if (now_ns() - looked < LOOK_MS * NS_PER_MS)
			continue;
		crowd_drop_late(&crowd, clients, count);
		looked = now_ns();
	}
	printf("%.0f %ld\n", crowd.served / ((now_ns() - begin) / 1e9), crowd.failed);
	return 0;
}
