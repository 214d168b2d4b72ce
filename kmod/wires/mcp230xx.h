/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * HD44780 modules on an expander of Microchip, MCP23008 or MCP23017 on I2C, or
 * MCP23S08 or MCP23S17 on SPI. What is here knows the registers, and no bus.
 */
#ifndef DEVLCD_MCP230XX_H
#define DEVLCD_MCP230XX_H

#include <linux/types.h>

#include "port.h"

/* How the backpack of Adafruit is wired, and the plate with five keys. */
#define MCP230XX_BACKPACK "rs=1,e=2,d4=3,d5=4,d6=5,d7=6,bl=7"
#define MCP230XX_PLATE	\
	"rs=b7,rw=b6,e=b5,d4=b4,d5=b3,d6=b2,d7=b1,bl_low=a6,bl_low=a7,bl_low=b0," \
	"key_enter=a0,key_right=a1,key_down=a2,key_up=a3,key_left=a4"

struct mcp230xx_kind {
	const char *pins;	/* how it is usually wired */
	unsigned int count;	/* how many pins it has */
};

/* An expander. Only what is in @port changes. */
struct mcp230xx {
	struct port port;
	unsigned int ports;	/* 1 or 2 */
	unsigned int side;	/* the port that the module is on, 1 for port B */
	u8 light_high;		/* pins of the other port, high while it is lit */
	u8 light_low;		/* likewise, low */
	/* In one transfer. NULL if the bus cannot. Returns 0 or a negative errno. */
	int (*read)(struct mcp230xx *mcp, u8 address, u8 *value);
	unsigned int key_side;	/* the port that all keys are on */
	u8 keys;		/* their pins */
	u8 key[WIRING_KEYS];	/* the pin of each */
};

/**
 * mcp230xx_add() - add the panel on an expander
 * @mcp:  the panel's device and interrupt are set, @read and @port's stream. The last byte of the
 *        stream's head is the register's address: how long the head is, and what
 *        is before it, is set as well
 * @pins: how it is usually wired
 * @count: how many pins it has: 8, or WIRING_TWO_PORTS
 *
 * Return: 0 or a negative errno, with a message.
 */
int mcp230xx_add(struct mcp230xx *mcp, const char *pins, unsigned int count);

#endif
