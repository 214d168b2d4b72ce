// SPDX-License-Identifier: GPL-2.0-only
#include "lcdfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/display_file.h"

#define PROBLEM(...) (snprintf(problem, LCDFILE_PROBLEM_MAX, __VA_ARGS__), -1)

/* The size of a display of devlcd; false for every other character device. */
static bool lcdfile_geometry(dev_t device, int *rows, int *cols)
{
	int attributes = display_file_attributes(device);
	bool both;

	if (attributes < 0)
		return false;
	both = display_file_number(attributes, "rows", rows) &&
	       display_file_number(attributes, "cols", cols);
	close(attributes);
	return both;
}

static int lcdfile_explain(const char *path, int error, char *problem)
{
	char why[LCDFILE_PROBLEM_MAX / 2];

	display_file_explain(path, error, why, sizeof(why));
	return PROBLEM("%s: %s", path, why);
}

static int lcdfile_flags(const struct stat *st, enum lcdfile_kind *kind)
{
	int rows, cols;

	if (S_ISREG(st->st_mode)) {
		*kind = LCDFILE_TEXT;
		return O_RDWR;
	}
	if (S_ISCHR(st->st_mode) && lcdfile_geometry(st->st_rdev, &rows, &cols)) {
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

	if (stat(path, &st) || display_file_is_leftover(path))
		return lcdfile_explain(path, errno, problem);
	if (!S_ISREG(st.st_mode) && !S_ISCHR(st.st_mode) && !S_ISFIFO(st.st_mode))
		return PROBLEM("%s: not a device, file, FIFO or terminal", path);
	fd = open(path, lcdfile_flags(&st, kind) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 && errno == ENXIO && S_ISFIFO(st.st_mode))
		return PROBLEM("%s: nobody reads this FIFO yet", path);
	return fd < 0 ? lcdfile_explain(path, errno, problem) : fd;
}

void lcdfile_size(int fd, unsigned int *rows, unsigned int *cols)
{
	struct stat st;
	int r, c;

	if (fstat(fd, &st) || !S_ISCHR(st.st_mode))
		return;
	if (lcdfile_geometry(st.st_rdev, &r, &c)) {
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
