/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The source of a picture: a display, or a text file, which is drawn as a display would
 * show it.
 */
#ifndef DEVLCD_COMMON_SOURCE_H
#define DEVLCD_COMMON_SOURCE_H

#include <stdbool.h>

struct picture;

/**
 * struct source - a display or text file; it may come and go
 * @path: of the file
 * @rows: geometry of a text file
 * @cols: likewise
 * @fd:   the open display, for poll(); -1 without a display, and for a text file,
 *        which is opened again each time
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
 * source_read() - open the file if necessary, and read a picture
 * @source:  file
 * @picture: not changed if the file cannot be read
 *
 * Return: true, or false with @source->why.
 */
bool source_read(struct source *source, struct picture *picture);

/**
 * source_close() - close the display
 * @source: file
 */
void source_close(struct source *source);

#endif
