// SPDX-License-Identifier: GPL-2.0-only
/*
 * flood FILE RATE SECONDS: write whole screens, each another, at that rate, and
 * print how many there were and how long the longest write took, in ms.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "timing.h"

static long long write_screen(int fd, long number)
{
	long long begin = now_ns();
	char text[84];

	memcpy(text, "\033[H", 3);
	for (int i = 0; i < 80; i++)
		text[3 + i] = 'A' + (number + i) % 26;
	if (write(fd, text, 83) != 83)
		err(1, "write");
	return now_ns() - begin;
}

int main(int argc, char **argv)
{
	long long begin = now_ns(), took, longest = 0;
	long rate, end, number = 0;
	int fd;

	if (argc != 4)
		errx(2, "usage: flood FILE RATE SECONDS");
	fd = open(argv[1], O_WRONLY);
	if (fd < 0)
		err(1, "%s", argv[1]);
	rate = atol(argv[2]);
	end = atol(argv[3]);

	while (now_ns() - begin < end * NS_PER_S) {
		took = write_screen(fd, number++);
		longest = took > longest ? took : longest;
		sleep_until(begin + number * NS_PER_S / rate);
	}
	printf("%ld %.1f\n", number, longest / 1e6);
	return 0;
}
