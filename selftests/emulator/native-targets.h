/* SPDX-License-Identifier: GPL-2.0-only */
/* What struct target calls of native.c. */
#ifndef LCDEMU_NATIVE_TARGETS_H
#define LCDEMU_NATIVE_TARGETS_H

#include "types.h"

struct board;

void native_power_on(struct board *b);
void native_start(struct board *b, bool read);
void native_write(struct board *b, u8 byte);
u8 native_read(struct board *b);
void native_disturb(struct board *b, const u32 *states, size_t n);

#endif
