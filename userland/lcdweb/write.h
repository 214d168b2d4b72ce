/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes to a display's file. */
#ifndef LCDWEB_WRITE_H
#define LCDWEB_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#define WRITE_MAX 4096		/* bytes that the kernel writes atomically */

/**
 * write_text() - write an untrusted text, as ">" or ">>" does
 * @path:     of the file, which is never created
 * @bytes:    any bytes
 * @count:    WRITE_MAX at most
 * @truncate: as ">" does
 *
 * Return: 0 or a negative errno. -EFBIG if the replacements of ill-formed bytes make the
 * text longer than WRITE_MAX; then nothing is written.
 */
int write_text(const char *path, const char *bytes, size_t count, bool truncate);

/* Write a command of lcdweb's own to a display, never untrusted text. */
int write_command(const char *path, const char *command);

#endif
