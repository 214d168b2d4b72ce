/* SPDX-License-Identifier: GPL-2.0-only */
/* Registers of an MCP23008 or MCP23017. */
#ifndef LCDEMU_MCP230XX_H
#define LCDEMU_MCP230XX_H

#include "types.h"

struct board;

/* A port's, in the order of their addresses where each port has its own bank. */
enum mcp230xx_register {
	MCP_IODIR, MCP_IPOL, MCP_GPINTEN, MCP_DEFVAL, MCP_INTCON, MCP_IOCON,
	MCP_GPPU, MCP_INTF, MCP_INTCAP, MCP_GPIO, MCP_OLAT,
	MCP_REGISTERS
};

/**
 * struct mcp230xx - what such a chip holds
 * @registers: of port A, which is the only one of the MCP23008, and of port B.
 *             IOCON is the same for both: only port A's counts
 * @pointer: the address of the next register to be written or read
 * @pointing: the next byte written is such an address
 * @opcode: of the message on SPI
 * @passed: bytes of it so far, 2 at most: the opcode and the pointer
 * @ports: 1 or 2
 * @before: the pins when they were last read, which they are compared with
 */
struct mcp230xx {
	u8 registers[2][MCP_REGISTERS];
	u8 pointer;
	bool pointing;
	u8 opcode;
	unsigned int passed;
	unsigned int ports;
	u8 before[2];
};

/* The pins as they are now, port B in bits 8 to 15. Caller holds the board's lock. */
u32 mcp230xx_pins(const struct board *b);

/*
 * These pins are pulled low, until GPIO was read @reads times; 0: for ever. Caller
 * holds the board's lock.
 */
void mcp230xx_press(struct board *b, u32 pins, unsigned int reads);

/*
 * A register is written or read, whatever brought the byte; the pointer goes on.
 * For the chip on SPI as well. Caller holds the board's lock.
 */
void mcp230xx_put(struct board *b, u8 byte);
u8 mcp230xx_get(struct board *b);

#endif
