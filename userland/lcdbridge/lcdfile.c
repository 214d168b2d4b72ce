// SPDX-License-Identifier: GPL-2.0-only
#include "lcdfile.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define PROBLEM(...) (snprintf(problem, LCDFILE_PROBLEM_MAX, __VA_ARGS__), -1)

/* An attribute of the class device behind a character device, or -1. */
static int lcdfile_attribute(dev_t dev, const char *name)
{
	char path[64], text[16];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/sys/dev/char/%u:%u/%s", major(dev), minor(dev), name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return -1;
	text[n] = '\0';
	return atoi(text);
}

/*
 * "echo hi > /dev/LCD" before the module is loaded leaves a regular file
 * there, which hides the device afterwards.
 */
static bool lcdfile_is_stray(const char *path)
{
	char directory[PATH_MAX], real[PATH_MAX];
	const char *slash = strrchr(path, '/');

	if (!slash || (size_t)(slash - path) >= sizeof(directory))
		return false;
	*(char *)mempcpy(directory, path, slash - path) = '\0';
	return realpath(directory, real) && !strcmp(real, "/dev");
}

static int lcdfile_open_problem(const char *path, const struct stat *st, char *problem)
{
	const struct group *group;

	if (errno != EACCES)
		return PROBLEM("%s: %s", path, strerror(errno));
	group = getgrgid(st->st_gid);
	if (!group || !(st->st_mode & S_IWGRP))
		return PROBLEM("%s: Permission denied", path);
	return PROBLEM("%s: Permission denied: only the group %s may: usermod -aG %s USER",
		       path, group->gr_name, group->gr_name);
}

static int lcdfile_flags(const struct stat *st, enum lcdfile_kind *kind)
{
	if (S_ISREG(st->st_mode)) {
		*kind = LCDFILE_TEXT;
		return O_RDWR;
	}
	if (S_ISCHR(st->st_mode) && lcdfile_attribute(st->st_rdev, "rows") > 0) {
		*kind = LCDFILE_LCD;
		return O_RDWR;
	}
	*kind = LCDFILE_STREAM;
	return O_WRONLY;	/* the kernel's own /dev/lcd allows nothing else */
}

int lcdfile_open(const char *path, enum lcdfile_kind *kind, char *problem)
{
	struct stat st;
	int fd;

	if (stat(path, &st))
		return PROBLEM("%s: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode) && !S_ISCHR(st.st_mode) && !S_ISFIFO(st.st_mode))
		return PROBLEM("%s: not a device, file, FIFO or terminal", path);
	if (S_ISREG(st.st_mode) && lcdfile_is_stray(path))
		return PROBLEM("%s: a regular file, left by a write from before the module "
			       "was loaded; it hides the device: rm %s", path, path);
	fd = open(path, lcdfile_flags(&st, kind) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 && errno == ENXIO && S_ISFIFO(st.st_mode))
		return PROBLEM("%s: nobody reads this FIFO yet", path);
	return fd < 0 ? lcdfile_open_problem(path, &st, problem) : fd;
}

void lcdfile_size(int fd, unsigned int *rows, unsigned int *cols)
{
	struct stat st;
	int r, c;

	if (fstat(fd, &st) || !S_ISCHR(st.st_mode))
		return;
	r = lcdfile_attribute(st.st_rdev, "rows");
	c = lcdfile_attribute(st.st_rdev, "cols");
	if (r > 0 && c > 0) {
		*rows = r;
		*cols = c;
	}
}

/*
 * Leave the cursor where the page has it, for whoever appends to the device.
 * What is pending is made pending there too: a line feed on the last row, or
 * the last column printed once more.
 */
static char *lcdfile_paint_cursor(const struct screen *screen, char *out)
{
	out += sprintf(out, "\033[%d;%dH", screen->row + 1, screen->col + 1);
	if (screen->scroll_pending)
		*out++ = '\n';
	else if (screen->wrap_pending)
		out += utf8_encode(screen->cells[screen->row][screen->col], out);
	return out;
}

/*
 * Home, clear, rows. A carriage return before each line feed, for terminals;
 * the display does without, and does not mind.
 */
static size_t lcdfile_paint_stream(const struct screen *screen, char *out)
{
	char text[SCREEN_TEXT_MAX], *start = out;
	size_t n = screen_text(screen, text);

	out = stpcpy(out, "\033[H\033[2J");
	for (size_t i = 0; i + 1 < n; i++) {
		if (text[i] == '\n')
			*out++ = '\r';
		*out++ = text[i];
	}
	return lcdfile_paint_cursor(screen, out) - start;
}

size_t lcdfile_paint(enum lcdfile_kind kind, const struct screen *screen, char *out)
{
	if (kind == LCDFILE_TEXT)
		return screen_text(screen, out);
	return lcdfile_paint_stream(screen, out);
}
