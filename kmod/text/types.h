/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the text core needs: fixed-width types, memory functions, ARRAY_SIZE() and
 * static_assert(). The core calls nothing else, so the same files compile into the module, the
 * daemon, tests and fuzzers.
 */
#ifndef DEVLCD_TEXT_TYPES_H
#define DEVLCD_TEXT_TYPES_H

#ifdef __KERNEL__
#include <linux/build_bug.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>
#else
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The kernel's names for these; checkpatch rightly dislikes them elsewhere. */
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#ifndef ARRAY_SIZE	/* kselftest.h may have come first */
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif
#endif

#endif
