/* SPDX-License-Identifier: GPL-2.0-only */
/* The model's integer types, in the kernel and in the host's unit test. */
#ifndef LCDEMU_TYPES_H
#define LCDEMU_TYPES_H

#ifdef __KERNEL__
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif
#endif

#define LCD_USEC 1000ULL
#define LCD_MSEC 1000000ULL

#endif
