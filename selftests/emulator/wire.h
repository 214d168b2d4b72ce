/* SPDX-License-Identifier: GPL-2.0-only */
/* An I2C or SPI wire and the chip on it, behind which the display module is. */
#ifndef LCDEMU_WIRE_H
#define LCDEMU_WIRE_H

#include <linux/types.h>

struct board;
struct board_lines;

/**
 * struct target - a kind of chip on the wire
 * @name: what the parameter "chip" calls it
 * @kind: of the controllers that it is or has; NULL for the HD44780U
 * @beside: another chip of the module, NULL for none
 * @address: of a chip that is beside another
 * @lines: how it is usually wired; NULL if the parameter "pins" says so
 * @power_on: the chip is as after its reset, and so are the pins of the module
 * @start: it is addressed; NULL if it does not care
 * @write: it takes a byte
 * @read: it gives a byte
 * @fastest_hz: clock of an SPI wire
 * @select: its select line fell or rose
 * @exchange: it takes a byte and gives one; NULL if it is a chip for I2C, which
 *            has @start to @read
 * @disturb: the pins take these states without the driver
 *
 * All are called with the board's lock held.
 */
struct target {
	const char *name;
	const struct controller_kind *kind;
	const struct target *beside;
	u16 address;
	const struct board_lines *lines;
	void (*power_on)(struct board *b);
	void (*start)(struct board *b, bool read);
	void (*write)(struct board *b, u8 byte);
	u8 (*read)(struct board *b);
	unsigned int fastest_hz;
	void (*select)(struct board *b, bool selected);
	u8 (*exchange)(struct board *b, u8 byte);
	void (*disturb)(struct board *b, const u32 *states, size_t n);
};

extern const struct target target_pcf8574, target_mcp23008, target_mcp23017;
extern const struct target target_aip31068;
extern const struct target target_jhd1313;
extern const struct target target_jhd1313_v5;
extern const struct target target_st7032;
extern const struct target target_st7036;
extern const struct target target_st7036_3line;
extern const struct target target_pcf2119;
extern const struct target target_us2066;
extern const struct target target_pca9633;
extern const struct target target_sgm31323;
extern const struct target target_hc595, target_mcp23s08, target_mcp23s17;

/* Return: NULL if there is no chip of that name. */
const struct target *target_find(const char *name);

/**
 * struct wire - a transfer from its start to its stop condition
 * @board: what hangs on the wire
 * @target: which of its chips was addressed
 * @began: when, on the kernel's clock
 * @spent: ns on the wire so far
 * @sent: bytes so far, addresses included
 * @refuse_at: the byte that gets no acknowledge, -1 for none
 * @refuse_as: the error that it ends with, 0 for the usual one
 */
struct wire {
	struct board *board;
	const struct target *target;
	u64 began;
	u64 spent;
	unsigned int sent;
	int refuse_at;
	int refuse_as;
};

void wire_power_on(struct board *b, u64 seed, bool reset);
void wire_disturb(struct board *b, const u32 *states, size_t n);

/* How long a byte takes. */
u64 wire_byte_ns(const struct board *b);

/*
 * A transfer: start, then an address after each (repeated) start condition,
 * then bytes, then stop. May sleep in wire_stop() where transfers are to take
 * their time. The errors are -ENXIO if no chip acknowledges the address, and -EIO
 * if a byte is refused, unless the board's control asks for another error.
 */
void wire_start(struct wire *w, struct board *b);
int wire_address(struct wire *w, u16 address, bool read);
int wire_write(struct wire *w, u8 byte);
u8 wire_read(struct wire *w);
void wire_stop(struct wire *w);

/*
 * The same on SPI: start, then the select line and bytes, then stop. A chip that is
 * absent refuses nothing, but a byte may be: the controller fails, with -EIO unless
 * the board's control asks for another error. wire_judge() counts what the chip
 * does not allow.
 */
void wire_select(struct wire *w, bool selected);
void wire_judge(struct wire *w, bool right_mode, unsigned int hz);
int wire_exchange(struct wire *w, u8 byte, u8 *back, unsigned int hz, bool selected);

/* Nothing happens on it for so long. */
void wire_pass(struct wire *w, u64 ns);

#endif
