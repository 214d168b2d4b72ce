/* SPDX-License-Identifier: GPL-2.0-only */
/* What a driver would send to the backpack, as states of its port. */
#ifndef BURST_H
#define BURST_H

#include <stddef.h>

/* Bytes for the port, sent in one transfer. */
struct burst {
	unsigned char bytes[512];
	size_t count;
};

void burst_add(struct burst *b, unsigned char port);
void burst_nibble(struct burst *b, unsigned char port);

/* With one byte more where RS changes, and @pad bytes behind each. */
void burst_byte(struct burst *b, unsigned char rs, unsigned char byte, int pad);
void burst_text(struct burst *b, const char *text, int pad);

/* Send it and begin another: 0 or the errno. */
int burst_send(int fd, struct burst *b);

void nibble_and_wait(int fd, unsigned char nibble, unsigned int us);
void instruct_and_wait(int fd, unsigned char code, unsigned int us);

/* Page 46 of the data sheet, E lowered alone first. */
void bus_initialise(int fd);

#endif
