/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A folder of its own for each test.
 */
#ifndef DEVLCD_SELFTESTS_FILE_H
#define DEVLCD_SELFTESTS_FILE_H

#include <stddef.h>

/* A folder with a file that is not there yet. */
struct folder {
	char path[64];
	char file[80];
	char other[80];
};

int folder_make(struct folder *folder);
void folder_remove(const struct folder *folder);

/* Truncate and write, as the shell's ">". */
void file_write(const char *path, const char *bytes, size_t count);

/* The same with a string. */
void file_put(const char *path, const char *text);

#endif
