/* SPDX-License-Identifier: GPL-2.0-only */
/* An emulated display module and the faults that can be made on its wires. */
#ifndef LCDEMU_BOARD_H
#define LCDEMU_BOARD_H

#include <linux/mutex.h>
#include <linux/spinlock.h>

#include "glass.h"
#include "interrupt.h"
#include "lines.h"
#include "mcp230xx.h"
#include "mpu.h"
#include "native.h"
#include "watch.h"

struct board;
struct fwnode_handle;
struct platform_device;
struct target;

#define BOARD_NAK_ALWAYS	(~0U)

/* The module's lines as bits: those of the GPIO chip, and of noise. */
enum { BOARD_D0, BOARD_RS = 8, BOARD_RW, BOARD_E, BOARD_E2, BOARD_BACKLIGHT, BOARD_LINES };

#define BOARD_DATA	0xffU

/* Which reads the plain adapter can do. */
enum board_reads {
	BOARD_READS_ANY,
	BOARD_READS_AFTER_WRITE,	/* in the same transfer */
	BOARD_READS_NONE,
	BOARD_READS_FAIL		/* EIO, as some say that they cannot */
};

/**
 * struct board_config - how the module is wired; fixed while it is plugged in
 * @glass: the module
 * @target: the chip on the I2C bus
 * @kind: of the controllers, unless the chip says so
 * @address: of that chip
 * @khz: of the bus
 * @max_write_len: quirk of the plain adapter, 0 for none
 * @reads: of the plain adapter
 * @smbus_func: functionality mask of the SMBus adapter
 * @lines: how the module is wired to that chip
 * @rw_wired: the chip's RW pin is connected; else the module's RW is low
 * @backlight_low: a low level lights it
 * @cansleep: kind of the GPIO chip
 * @interrupt: the interrupt line of the chip is wired
 * @realtime: a transfer takes the time that the wire takes
 * @power_on_wait: see struct mpu
 * @first_rs: likewise
 */
struct board_config {
	const struct glass *glass;
	const struct target *target;
	const struct controller_kind *kind;
	unsigned int address;
	unsigned int khz;
	unsigned int max_write_len;
	enum board_reads reads;
	unsigned int smbus_func;
	struct board_lines lines;
	bool rw_wired;
	bool backlight_low;
	bool cansleep;
	bool interrupt;
	bool realtime;
	u64 power_on_wait;
	bool first_rs;
};

/* How often things happened since the counters were reset. */
struct board_counters {
	u64 transfers;
	u64 bytes;		/* address bytes included */
	u64 reads;		/* bytes on I2C, lines on GPIO */
	u64 naks;
	u64 steps;		/* port states on I2C and SPI, line changes on GPIO */
	u64 wrong_modes;	/* of SPI transfers */
	u64 too_fast;		/* likewise: the clock */
	u64 wire_ns;
	u64 longest_ns;		/* of one transfer */
	u64 first_ns;		/* start of the first transfer, on the kernel's clock */
};

/**
 * struct board_kind - what a module hangs on
 * @name: of the board and its debugfs folder
 * @driver: of the platform device that makes the bus or chip
 * @power_on: power comes to module and bus; caller holds the board's lock
 * @disturb: the pins take these states without the driver; likewise
 * @device: make a device on the bus; NULL if the bus can do so itself
 */
struct board_kind {
	const char *name;
	const char *driver;
	void (*power_on)(struct board *b, u64 seed, bool reset);
	void (*disturb)(struct board *b, const u32 *states, size_t n);
	int (*device)(struct board *b, const char *text);
};

/**
 * struct board - one display module; lives as long as the emulator
 * @kind: see above
 * @plugging: serialises plugging; guards @device to @plugs
 * @device: makes the bus or chip, NULL while unplugged
 * @node: of @device, with "clock-frequency"
 * @plugs: how often it was plugged in
 * @interrupt: the chip's line
 * @lock: protects all below; drivers of GPIO lines may be in atomic context
 * @config: written while unplugged only, so what is plugged in reads it freely
 * @bus: name of the bus or chip
 * @mpu: the controllers, two on a 40x4
 * @backlight: is lit
 * @lit: how many pins of an expander light it
 * @level: of the light beside a controller, the sum of its outputs, see rgb.c
 * @native: what a controller on the bus has heard of the transfer
 * @rgb: the registers of the light beside it
 * @port: the expander's latch, or the levels that the GPIO chip drives
 * @shifted: what a shift register holds
 * @outputs: GPIO lines that are driven
 * @mcp: an MCP230xx's registers
 * @keys: pins of an MCP230xx that are pulled low
 * @key_reads: until the pins were read so often more, 0 for ever
 * @absent: nothing answers
 * @naks: transfers still to be refused, BOARD_NAK_ALWAYS for all
 * @nak_at: byte of a transfer that is refused, 0 is the address
 * @nak_after: transfers that are let through before
 * @nak_as: the errno that a refusal is reported as, 0 for that of a NAK
 * @wire_now: the wire's clock while a transfer runs, else 0
 * @ahead: ns by which that clock is ahead of the kernel's between transfers
 * @counters: see above
 * @watch: the glass as a test wants it
 */
struct board {
	const struct board_kind *kind;
	struct mutex plugging;
	struct platform_device *device;
	struct fwnode_handle *node;
	unsigned int plugs;
	struct interrupt interrupt;

	spinlock_t lock;
	struct board_config config;
	char bus[32];
	struct mpu mpu[2];
	bool backlight;
	unsigned int lit;
	unsigned int level;
	struct native native;
	struct rgb rgb;
	u32 port;
	u8 shifted;
	u32 outputs;
	struct mcp230xx mcp;
	u32 keys;
	unsigned int key_reads;
	bool absent;
	unsigned int naks;
	unsigned int nak_at;
	unsigned int nak_after;
	unsigned int nak_as;
	u64 wire_now;
	s64 ahead;
	struct board_counters counters;
	struct watch watch;
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

/* The machine goes down: the kernel's log tells what the glass shows then. */
void board_shutdown(struct board *b);

/* The time on the wire, and to let some of it pass. Caller holds @lock. */
u64 board_clock(const struct board *b);
void board_pass(struct board *b, u64 ns);

/*
 * All controllers see these levels; E and E2 are bits 0 and 1 of @enable.
 * Caller holds @lock.
 */
void board_drive(struct board *b, struct mpu_levels levels, unsigned int enable);

/* What lines as bits are for board_drive(). */
struct mpu_levels board_levels(u32 lines);
unsigned int board_enables(u32 lines);

/* Power comes to the controllers; pins as they are. Caller holds @lock. */
void board_power_on(struct board *b, u64 seed, bool reset);

/*
 * Begin to watch the glass, or look at it after a step that is the driver's or
 * not. Caller holds @lock.
 */
void board_watch(struct board *b);
void board_look(struct board *b, bool driver);

/* Caller holds @lock. */
void board_reset_counters(struct board *b);

#endif
