/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The displays of this machine, which come and go, or the files of --device.
 */
#ifndef LCDWEB_DISPLAYS_H
#define LCDWEB_DISPLAYS_H

#include <stddef.h>

#include "display.h"

#define DISPLAYS_MAX 32

struct displays;

/**
 * struct displays_file - a file of --device
 * @path: of the file
 * @rows: geometry of a text file
 * @cols: likewise
 */
struct displays_file {
	const char *path;
	unsigned int rows;
	unsigned int cols;
};

/**
 * displays_new() - watch these files, or all of /dev/LCD* if there are none
 * @base:  event loop
 * @files: @count of them, DISPLAYS_MAX at most; their names differ
 * @count: of @files
 * @ops:   for each display; outlives this
 *
 * Return: NULL, with errno.
 */
struct displays *displays_new(struct event_base *base, const struct displays_file *files,
			      size_t count, const struct display_ops *ops);
void displays_free(struct displays *displays);

/* A display by its number from 0; also one that has gone. NULL after the last. */
struct display *displays_at(const struct displays *displays, size_t number);

/* A display by its name; also one that has gone. NULL if there was none. */
struct display *displays_find(const struct displays *displays, const char *name);

#endif
