// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "burst.h"
#include "bus.h"

void burst_add(struct burst *b, unsigned char port)
{
	b->bytes[b->count++] = port;
}

void burst_nibble(struct burst *b, unsigned char port)
{
	burst_add(b, port | E);
	burst_add(b, port);
}

void burst_byte(struct burst *b, unsigned char rs, unsigned char byte, int pad)
{
	if (!b->count || (b->bytes[b->count - 1] & (RS | RW)) != rs)
		burst_add(b, BACKLIGHT | rs);
	burst_nibble(b, BACKLIGHT | rs | (byte & 0xf0));
	burst_nibble(b, BACKLIGHT | rs | (byte << 4 & 0xf0));
	while (pad--)
		burst_add(b, BACKLIGHT | rs);
}

void burst_text(struct burst *b, const char *text, int pad)
{
	while (*text)
		burst_byte(b, RS, *text++, pad);
}

int burst_send(int fd, struct burst *b)
{
	int err = bus_transfer(fd, 0, b->bytes, b->count);

	b->count = 0;
	return err;
}

void nibble_and_wait(int fd, unsigned char nibble, unsigned int us)
{
	struct burst b = { 0 };

	burst_add(&b, BACKLIGHT);
	burst_nibble(&b, BACKLIGHT | nibble);
	burst_send(fd, &b);
	usleep(us);
}

void instruct_and_wait(int fd, unsigned char code, unsigned int us)
{
	struct burst b = { 0 };

	burst_byte(&b, 0, code, 0);
	burst_send(fd, &b);
	usleep(us);
}

void bus_initialise(int fd)
{
	unsigned char port = 0xff & ~E;

	bus_transfer(fd, 0, &port, 1);
	nibble_and_wait(fd, 0x30, 4100);
	nibble_and_wait(fd, 0x30, 100);
	nibble_and_wait(fd, 0x30, 50);
	nibble_and_wait(fd, 0x20, 50);
	instruct_and_wait(fd, 0x28, 50);
	instruct_and_wait(fd, 0x01, 2000);
	instruct_and_wait(fd, 0x06, 50);
	instruct_and_wait(fd, 0x0c, 50);
}
