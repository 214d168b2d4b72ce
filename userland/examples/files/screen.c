// SPDX-License-Identifier: GPL-2.0-only
/*
 * screen FILE TEXT: open, write, read, close.
 *
 * Look at what is not here: nothing tells whether FILE is a text file, a
 * display, or a file of another machine. Only the path differs.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void show(const char *path, const char *text)
{
	char screen[1024];
	int fd = open(path, O_RDWR | O_TRUNC);
	ssize_t count;

	if (fd < 0 || write(fd, text, strlen(text)) < 0 || lseek(fd, 0, SEEK_SET) < 0)
		err(1, "%s", path);
	while ((count = read(fd, screen, sizeof(screen))) > 0)
		fwrite(screen, 1, count, stdout);
	if (count < 0 || close(fd))	/* over a network, the last error comes here */
		err(1, "%s", path);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		errx(2, "usage: screen FILE TEXT");
	show(argv[1], argv[2]);
	return 0;
}
