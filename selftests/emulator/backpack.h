/* SPDX-License-Identifier: GPL-2.0-only */
/* A PCF8574 on an I2C wire, its port wired to the display module. */
#ifndef LCDEMU_BACKPACK_H
#define LCDEMU_BACKPACK_H

#include <linux/types.h>

struct board;

/**
 * struct wire - a transfer from its start to its stop condition
 * @board: what hangs on the wire
 * @began: when, on the kernel's clock
 * @spent: ns on the wire so far
 * @sent: bytes so far, addresses included
 * @refuse_at: the byte that gets no acknowledge, -1 for none
 * @refuse_as: the error that it ends with, 0 for the usual one
 */
struct wire {
	struct board *board;
	u64 began;
	u64 spent;
	unsigned int sent;
	int refuse_at;
	int refuse_as;
};

void backpack_power_on(struct board *b, u64 seed, bool reset);

/*
 * A transfer: start, then an address after each (repeated) start condition,
 * then bytes, then stop. May sleep in wire_stop() where transfers are to take
 * their time. The errors are -ENXIO for an address that nobody acknowledges
 * and -EIO for a refused byte, where the board's control asks for no other.
 */
void wire_start(struct wire *w, struct board *b);
int wire_address(struct wire *w, u16 address);
int wire_write(struct wire *w, u8 byte);
u8 wire_read(struct wire *w);
void wire_stop(struct wire *w);

#endif
