// SPDX-License-Identifier: GPL-2.0-only
#include "talk.h"

#include <arpa/inet.h>
#include <err.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define PATIENCE_S 5

struct sockaddr_in talk_address(const char *port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(atoi(port)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

int talk_connect(const char *port)
{
	const struct sockaddr_in address = talk_address(port);
	const struct timeval patience = { PATIENCE_S, 0 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	const int on = 1;

	if (fd < 0 || connect(fd, (const void *)&address, sizeof(address)))
		err(1, "port %s", port);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return fd;
}

void talk_send(int fd, const void *bytes, size_t count)
{
	const char *at = bytes;
	ssize_t n;

	for (; count; at += n, count -= n) {
		n = send(fd, at, count, MSG_NOSIGNAL);
		if (n < 0)
			err(1, "send");
	}
}

int mqtt_connect(const char *port)
{
	static const char connect[] = "\x10\x0c\0\4MQTT\4\2\0\0\0\0";
	int fd = talk_connect(port);
	char connack[4];

	talk_send(fd, connect, 14);
	if (recv(fd, connack, 4, MSG_WAITALL) != 4 || connack[3])
		errx(1, "the broker refuses");
	return fd;
}

size_t mqtt_publish(char *packet, const char *topic, const char *text, unsigned int id)
{
	size_t topic_len = strlen(topic), text_len = strlen(text);
	char *at = packet;

	*at++ = id ? 0x32 : 0x30;
	*at++ = 2 + topic_len + (id ? 2 : 0) + text_len;
	*at++ = 0;
	*at++ = topic_len;
	at = mempcpy(at, topic, topic_len);
	if (id) {
		*at++ = id >> 8;
		*at++ = id;
	}
	at = mempcpy(at, text, text_len);
	return at - packet;
}

int lcdproc_connect(const char *port)
{
	static const char hello[] = "hello\nscreen_add s\n"
				    "screen_set s -heartbeat off -priority foreground\n"
				    "widget_add s w string\n";
	int fd = talk_connect(port);

	talk_send(fd, hello, sizeof(hello) - 1);
	/* The greeting, an answer each, and two options. */
	lcdproc_await_lines(fd, 5);
	return fd;
}

/* Where the screen comes up, "listen s" comes in between: it counts not. */
void lcdproc_await_lines(int fd, int count)
{
	static char line[512];
	size_t n = 0;

	while (count) {
		if (recv(fd, line + n, 1, 0) != 1)
			err(1, "no answer");
		if (line[n] != '\n') {
			n = n < sizeof(line) - 1 ? n + 1 : n;
			continue;
		}
		if (strncmp(line, "listen ", 7) && strncmp(line, "ignore ", 7))
			count--;
		if (!strncmp(line, "huh?", 4))
			errx(1, "%.*s", (int)n, line);
		n = 0;
	}
}
