/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the text core needs from the world around it: fixed-width types and
 * memory functions. The core calls nothing else, so the same files compile
 * into the module, the daemon, the tests and the fuzzers.
 */
#ifndef DEVLCD_TEXT_TYPES_H
#define DEVLCD_TEXT_TYPES_H

#ifdef __KERNEL__
#include <linux/string.h>
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The kernel's names for these; checkpatch rightly dislikes them elsewhere. */
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
#endif

#endif
