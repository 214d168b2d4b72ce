/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's names for what every C program needs. */
#ifndef LCDBRIDGE_MACROS_H
#define LCDBRIDGE_MACROS_H

#include <stddef.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define container_of(pointer, type, member) \
	((type *)((char *)(pointer) - offsetof(type, member)))
#define __aligned(n) __attribute__((aligned(n)))
#define __printf(at, first) __attribute__((format(printf, at, first)))

#endif
