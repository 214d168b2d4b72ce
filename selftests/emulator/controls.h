/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LCDEMU_CONTROLS_H
#define LCDEMU_CONTROLS_H

#include <linux/types.h>

struct board;

/* One folder a board in debugfs; removing waits for open reads and writes. */
void controls_add(struct board *boards, size_t n);
void controls_remove(void);

#endif
