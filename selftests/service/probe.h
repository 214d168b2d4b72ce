/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PROBE_H
#define PROBE_H

#include <stdbool.h>

/**
 * struct attempt - what a program may be able to do, or not
 * @what: in words
 * @try:  do it, to @path if there is one; false with errno where it cannot be done
 */
struct attempt {
	const char *what;
	bool (*try)(const char *path);
	const char *path;
};

extern const struct attempt forbidden[], needed[];	/* each ends with {} */

#endif
