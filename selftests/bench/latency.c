// SPDX-License-Identifier: GPL-2.0-only
/*
 * latency BOARD COUNT FORMAT <> DEVICE: write a letter that changes, each time to an
 * idle display, and see when the first transfer begins on the emulated wire. Prints
 * the least time from one to the other, the median and the 95th percentile, in ms.
 *
 * FORMAT is what is written, with %c in the letter's place.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "timing.h"

#define FILES "/sys/kernel/debug/lcdemu"
#define IDLE_NS (100 * NS_PER_MS)
#define PATIENCE_NS (20 * NS_PER_S)

static void reset_counters(const char *board)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), FILES "/%s/reset", board);
	fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, "1", 1) != 1)
		err(1, "%s", path);
	close(fd);
}

/* When the first transfer began since the counters were reset, 0 for not yet. */
static long long first_transfer(const char *board)
{
	char path[128], text[1024];
	const char *at;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), FILES "/%s/counters", board);
	fd = open(path, O_RDONLY);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (n < 0)
		err(1, "%s", path);
	close(fd);
	text[n] = '\0';
	at = strstr(text, "first_ns ");
	return at ? atoll(at + strlen("first_ns ")) : 0;
}

static long long lone_write(const char *board, const char *text)
{
	long long began, seen = 0;

	sleep_until(now_ns() + IDLE_NS);
	reset_counters(board);
	began = now_ns();
	if (write(STDIN_FILENO, text, strlen(text)) != (ssize_t)strlen(text))
		err(1, "write");
	while (!seen && now_ns() < began + PATIENCE_NS) {
		sleep_until(now_ns() + IDLE_NS);
		seen = first_transfer(board);
	}
	if (!seen)
		errx(1, "%s: nothing came on the wire", board);
	return seen - began;
}

int main(int argc, char **argv)
{
	const char *letter;
	long long *took;
	char text[128];
	long count;

	if (argc != 4)
		errx(2, "usage: latency BOARD COUNT FORMAT <> DEVICE");
	count = atol(argv[2]);
	letter = strstr(argv[3], "%c");
	took = calloc(count, sizeof(*took));
	if (!letter || count < 1 || !took)
		errx(2, "want a number of writes, and %%c in the format");
	for (long i = 0; i < count; i++) {
		snprintf(text, sizeof(text), "%.*s%c%s", (int)(letter - argv[3]), argv[3],
			 (char)('a' + i % 26), letter + 2);
		took[i] = lone_write(argv[1], text);
	}
	printf("%.2f %.2f", percentile_ms(took, count, 0), percentile_ms(took, count, 50));
	printf(" %.2f\n", percentile_ms(took, count, 95));
	return 0;
}
