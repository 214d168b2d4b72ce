// SPDX-License-Identifier: GPL-2.0-only
/*
 * stream PORT SECONDS: lines as long as a row of the display, each another, on
 * one connection, in blocks of 8 KiB. Prints lines per second, until the server
 * has taken the last one and ended its side.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "talk.h"
#include "timing.h"

#define BLOCK 8192
#define LINE 20

static char text[LINE * BLOCK];	/* whole lines, and whole blocks */

static void make_text(void)
{
	char line[LINE + 1];

	for (size_t n = 0; n < sizeof(text) / LINE; n++) {
		snprintf(line, sizeof(line), "line %09zu    *\n", n);
		memcpy(text + n * LINE, line, LINE);
	}
}

static void await_end(int fd)
{
	char answer[4096];
	ssize_t n;

	shutdown(fd, SHUT_WR);
	do
		n = recv(fd, answer, sizeof(answer), 0);
	while (n > 0);
	if (n < 0)
		err(1, "recv");
}

int main(int argc, char **argv)
{
	long long begin, sent = 0;
	double seconds;
	int fd;

	if (argc != 3)
		errx(2, "usage: stream PORT SECONDS");
	make_text();
	seconds = atof(argv[2]);
	fd = talk_connect(argv[1]);
	begin = now_ns();
	for (; now_ns() - begin < seconds * NS_PER_S; sent += BLOCK)
		talk_send(fd, text + sent % sizeof(text), BLOCK);
	await_end(fd);
	printf("%.0f\n", sent / LINE / ((now_ns() - begin) / 1e9));
	return 0;
}
