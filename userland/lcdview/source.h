/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the picture comes from: a display, or a text file that shows what the
 * display would show of it.
 */
#ifndef DEVLCD_LCDVIEW_SOURCE_H
#define DEVLCD_LCDVIEW_SOURCE_H

#include <stdbool.h>

struct picture;

/**
 * struct source - a file to look at; it may come and go
 * @path: of the file
 * @rows: geometry of what does not know its own
 * @cols: likewise
 * @fd:   the open display, to be waited for in poll(); -1 while there is none,
 *        and for a text file, which is opened anew each time
 * @sysfs: its attributes, open as long as @fd
 * @why:  the reason of the last failure
 */
struct source {
	const char *path;
	unsigned int rows;
	unsigned int cols;
	int fd;
	int sysfs;
	char why[256];
};

/**
 * source_read() - open the file if need be, and take a picture
 * @source:  file
 * @picture: left as it is where the file cannot be read
 *
 * Return: true, or false with @source->why.
 */
bool source_read(struct source *source, struct picture *picture);

/**
 * source_close() - let go of the display
 * @source: file
 */
void source_close(struct source *source);

#endif
