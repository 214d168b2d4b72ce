/* SPDX-License-Identifier: GPL-2.0-only */
/* An emulated display module and the faults that can be made on its wires. */
#ifndef LCDEMU_BOARD_H
#define LCDEMU_BOARD_H

#include <linux/mutex.h>
#include <linux/spinlock.h>

#include "glass.h"
#include "mpu.h"

struct board;
struct fwnode_handle;
struct platform_device;

#define BOARD_NAK_ALWAYS	(~0U)

/**
 * struct board_config - how the module is wired; fixed while it is plugged in
 * @glass: the module
 * @address: of the backpack
 * @khz: of the bus
 * @max_write_len: quirk of the plain adapter, 0 for none
 * @smbus_func: functionality mask of the SMBus adapter
 * @pins: of the backpack: bits of RS, RW, E, backlight, D4 to D7
 * @backlight_low: a low level lights it
 * @cansleep: kind of the GPIO chip
 * @realtime: a transfer takes the time that the wire takes
 * @power_on_wait: see struct mpu
 */
struct board_config {
	const struct glass *glass;
	unsigned int address;
	unsigned int khz;
	unsigned int max_write_len;
	unsigned int smbus_func;
	unsigned int pins[8];
	bool backlight_low;
	bool cansleep;
	bool realtime;
	u64 power_on_wait;
};

/* How often things happened since the counters were reset. */
struct board_counters {
	u64 transfers;
	u64 bytes;		/* address bytes included */
	u64 naks;
	u64 steps;		/* port states on I2C, line changes on GPIO */
	u64 wire_ns;
};

/**
 * struct board_kind - what a module hangs on
 * @name: of the board and its debugfs folder
 * @driver: of the platform device that makes the bus or chip
 * @power_on: power comes to module and bus; caller holds the board's lock
 */
struct board_kind {
	const char *name;
	const char *driver;
	void (*power_on)(struct board *b, u64 seed, bool reset);
};

/**
 * struct board - one display module; lives as long as the emulator
 * @kind: see above
 * @plugging: serialises plugging; guards @device to @plugs
 * @device: makes the bus or chip, NULL while unplugged
 * @node: of @device, with "clock-frequency"
 * @plugs: how often it was plugged in
 * @lock: protects all below; drivers of GPIO lines may be in atomic context
 * @config: written while unplugged only, so what is plugged in reads it freely
 * @bus: name of the bus or chip
 * @mpu: the controllers, two on a 40x4
 * @backlight: is lit
 * @port: the expander's latch, or the levels that the GPIO chip drives
 * @outputs: GPIO lines that are driven
 * @absent: nothing answers
 * @naks: transfers still to be refused, BOARD_NAK_ALWAYS for all
 * @nak_at: byte of a transfer that is refused, 0 is the address
 * @nak_after: transfers that are let through before
 * @nak_as: the errno that a refusal is reported as, 0 for that of a NAK
 * @wire_now: the wire's clock while a transfer runs, else 0
 * @ahead: ns by which that clock is ahead of the kernel's between transfers
 * @counters: see above
 */
struct board {
	const struct board_kind *kind;
	struct mutex plugging;
	struct platform_device *device;
	struct fwnode_handle *node;
	unsigned int plugs;

	spinlock_t lock;
	struct board_config config;
	char bus[32];
	struct mpu mpu[2];
	bool backlight;
	u32 port;
	u32 outputs;
	bool absent;
	unsigned int naks;
	unsigned int nak_at;
	unsigned int nak_after;
	unsigned int nak_as;
	u64 wire_now;
	s64 ahead;
	struct board_counters counters;
};

void board_init(struct board *b, const struct board_kind *kind,
		const struct board_config *config);

/*
 * Plug the module in, wired as @config says, and switch it on; or pull bus or
 * chip out, with whatever is bound to it. Doing either twice does nothing.
 */
int board_plug(struct board *b, const struct board_config *config);
void board_unplug(struct board *b);

/* What it hangs on tells its name, once plugged in. */
void board_set_bus(struct board *b, const char *bus);

/* The time on the wire. Caller holds @lock. */
u64 board_clock(const struct board *b);

/*
 * All controllers see these levels; E and E2 are bits 0 and 1 of @enable.
 * Caller holds @lock.
 */
void board_drive(struct board *b, struct mpu_levels levels, unsigned int enable);

/* Power comes to the controllers; pins as they are. Caller holds @lock. */
void board_power_on(struct board *b, u64 seed, bool reset);

/* Caller holds @lock. */
void board_reset_counters(struct board *b);

#endif
