/* SPDX-License-Identifier: GPL-2.0-only */
/* Common macros, with the kernel's names. */
#ifndef LCDBRIDGE_MACROS_H
#define LCDBRIDGE_MACROS_H

#include <stddef.h>

#include "text/types.h"		/* ARRAY_SIZE() */

#define container_of(pointer, type, member) \
	((type *)((char *)(pointer) - offsetof(type, member)))
#define __aligned(n) __attribute__((aligned(n)))
#define __printf(at, first) __attribute__((format(printf, at, first)))

#endif
