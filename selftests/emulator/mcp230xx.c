// SPDX-License-Identifier: GPL-2.0-only
/*
 * The MCP23008 and MCP23017, from their data sheets (DS21919, DS20001952), and on
 * SPI the MCP23S08 and MCP23S17, which have the same: a
 * transfer writes a register's address first. The pointer to it then goes to the
 * next register after each byte or, with SEQOP, stays; but without BANK it then
 * goes to and fro between the registers of both ports. After a reset all pins are
 * inputs. The interrupt line is port A's, and port B's too with MIRROR.
 *
 * An input is pulled low by a key that is pressed; else it is high if it has the
 * chip's pull-up or if it is one of RS, RW and data, which the controller pulls up
 * or drives.
 */
#include <linux/bits.h>
#include <linux/minmax.h>

#include "board.h"
#include "wire.h"

#define IOCON_BANK	BIT(7)
#define IOCON_MIRROR	BIT(6)
#define IOCON_SEQOP	BIT(5)
#define IOCON_ODR	BIT(2)
#define IOCON_INTPOL	BIT(1)
#define IOCON_TWO_PORTS	0xfe	/* the bits that there are */
#define IOCON_ONE_PORT	0x3e

#define NOISE_STEP	(1 * LCD_USEC)

static u8 iocon(const struct mcp230xx *mcp)
{
	return mcp->registers[0][MCP_IOCON];
}

static bool has_banks(const struct mcp230xx *mcp)
{
	return mcp->ports == 1 || iocon(mcp) & IOCON_BANK;
}

/* Pins */

static u32 both(const struct mcp230xx *mcp, enum mcp230xx_register which)
{
	return mcp->registers[0][which] | mcp->registers[1][which] << 8;
}

u32 mcp230xx_pins(const struct board *b)
{
	const struct board_lines *lines = &b->config.lines;
	u32 inputs = both(&b->mcp, MCP_IODIR);
	u32 pulled = both(&b->mcp, MCP_GPPU) | lines->rs | lines->rw;

	for (size_t i = 0; i < ARRAY_SIZE(lines->data); i++)
		pulled |= lines->data[i];
	return (both(&b->mcp, MCP_OLAT) & ~inputs) | (pulled & ~b->keys & inputs);
}

static u32 seen(const struct board *b)
{
	u32 pins = mcp230xx_pins(b), levels = 0;
	u32 driven = lines_driven(b, &levels) & both(&b->mcp, MCP_IODIR);

	return (pins & ~driven) | (levels & driven);
}

/* Interrupts */

static u8 port_pins(const struct board *b, unsigned int port)
{
	return seen(b) >> 8 * port;
}

static void drive_line(struct board *b)
{
	const struct mcp230xx *mcp = &b->mcp;
	bool pending = mcp->registers[0][MCP_INTF] ||
		       (iocon(mcp) & IOCON_MIRROR && mcp->registers[1][MCP_INTF]);
	bool active_high = iocon(mcp) & IOCON_INTPOL && !(iocon(mcp) & IOCON_ODR);

	interrupt_drive(&b->interrupt, pending != active_high);
}

/* INTCAP has the pins as they were when the first of them changed. */
static void compare(struct board *b)
{
	for (unsigned int port = 0; port < b->mcp.ports; port++) {
		u8 *registers = b->mcp.registers[port];
		u8 by_value = registers[MCP_INTCON];
		u8 want = (registers[MCP_DEFVAL] & by_value) | (b->mcp.before[port] & ~by_value);
		u8 pins, changed;

		if (!registers[MCP_GPINTEN])
			continue;
		pins = port_pins(b, port);
		changed = (pins ^ want) & registers[MCP_GPINTEN];
		if (changed && !registers[MCP_INTF])
			registers[MCP_INTCAP] = pins ^ registers[MCP_IPOL];
		registers[MCP_INTF] |= changed;
	}
	drive_line(b);
}

/* The pins or INTCAP were read, which ends an interrupt. */
static void pins_were_read(struct board *b, unsigned int port)
{
	b->mcp.before[port] = port_pins(b, port);
	b->mcp.registers[port][MCP_INTF] = 0;
}

void mcp230xx_press(struct board *b, u32 pins, unsigned int reads)
{
	b->keys = pins;
	b->key_reads = reads;
	compare(b);
}

/* Registers */

/* Where there is no register, bytes are lost and nothing is read. */
static u8 *find(struct mcp230xx *mcp, enum mcp230xx_register *which,
		unsigned int *port)
{
	*port = has_banks(mcp) ? mcp->pointer >> 4 : mcp->pointer & 1;
	*which = has_banks(mcp) ? mcp->pointer & 0xf : mcp->pointer >> 1;
	if (*port >= mcp->ports || *which >= MCP_REGISTERS)
		return NULL;
	return &mcp->registers[*which == MCP_IOCON ? 0 : *port][*which];
}

static u8 last_address(const struct mcp230xx *mcp)
{
	if (mcp->ports == 1)
		return MCP_REGISTERS - 1;
	return has_banks(mcp) ? 0x10 + MCP_REGISTERS - 1 : 2 * MCP_REGISTERS - 1;
}

static void go_on(struct mcp230xx *mcp)
{
	if (iocon(mcp) & IOCON_SEQOP)
		mcp->pointer ^= !has_banks(mcp);
	else if (mcp->pointer >= last_address(mcp))
		mcp->pointer = 0;
	else
		mcp->pointer++;
}

void mcp230xx_put(struct board *b, u8 byte)
{
	struct mcp230xx *mcp = &b->mcp;
	enum mcp230xx_register which;
	unsigned int port;
	u8 *value = find(mcp, &which, &port);

	if (value && which == MCP_GPIO)
		mcp->registers[port][MCP_OLAT] = byte;
	else if (value && which == MCP_IOCON)
		*value = byte & (mcp->ports == 1 ? IOCON_ONE_PORT : IOCON_TWO_PORTS);
	else if (value && which != MCP_INTF && which != MCP_INTCAP)
		*value = byte;
	b->counters.steps++;
	lines_drive(b, mcp230xx_pins(b));
	if (value && which == MCP_GPINTEN)
		mcp->before[port] = port_pins(b, port);
	compare(b);
	go_on(mcp);
}

u8 mcp230xx_get(struct board *b)
{
	struct mcp230xx *mcp = &b->mcp;
	enum mcp230xx_register which;
	unsigned int port;
	u8 *value = find(mcp, &which, &port);
	u8 byte = value ? *value : 0;

	if (value && which == MCP_GPIO)
		byte = port_pins(b, port) ^ mcp->registers[port][MCP_IPOL];
	if (value && (which == MCP_GPIO || which == MCP_INTCAP))
		pins_were_read(b, port);
	if (value && which == MCP_GPIO && b->key_reads && !--b->key_reads)
		b->keys = 0;
	compare(b);
	go_on(mcp);
	return byte;
}

/* On I2C */

static void mcp230xx_start(struct board *b, bool read)
{
	b->mcp.pointing = !read;
}

static void mcp230xx_write(struct board *b, u8 byte)
{
	if (b->mcp.pointing)
		b->mcp.pointer = byte;
	else
		mcp230xx_put(b, byte);
	b->mcp.pointing = false;
}

/* On SPI, where an opcode comes first; the address pins are low */

#define OPCODE 0x40
#define OPCODE_READ BIT(0)
#define FASTEST_HZ 10000000

static void mcp230xx_select(struct board *b, bool selected)
{
	b->mcp.passed = 0;
}

static u8 mcp230xx_exchange(struct board *b, u8 byte)
{
	struct mcp230xx *mcp = &b->mcp;

	if (mcp->passed == 2 && mcp->opcode == (OPCODE | OPCODE_READ))
		return mcp230xx_get(b);
	if (mcp->passed == 2 && mcp->opcode == OPCODE)
		mcp230xx_put(b, byte);
	else if (mcp->passed == 1)
		mcp->pointer = byte;
	else if (!mcp->passed)
		mcp->opcode = byte;
	mcp->passed = min(mcp->passed + 1, 2U);
	return 0xff;
}

static void power_on(struct board *b, unsigned int ports)
{
	b->mcp = (struct mcp230xx) { .ports = ports };
	for (unsigned int i = 0; i < ports; i++)
		b->mcp.registers[i][MCP_IODIR] = 0xff;
	lines_preset(b, mcp230xx_pins(b));
	compare(b);
}

static void mcp23008_power_on(struct board *b)
{
	power_on(b, 1);
}

static void mcp23017_power_on(struct board *b)
{
	power_on(b, 2);
}

/* Noise: in the end the lines have the levels that they are driven to. */
static void mcp230xx_disturb(struct board *b, const u32 *states, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		board_pass(b, NOISE_STEP);
		board_drive(b, board_levels(states[i]), board_enables(states[i]));
	}
	board_pass(b, NOISE_STEP);
	lines_drive(b, mcp230xx_pins(b));
}

/* The backpack that Adafruit sells: RW is wired to ground. */
static const struct board_lines backpack = {
	.rs = BIT(1),
	.e = { BIT(2) },
	.data = { BIT(3), BIT(4), BIT(5), BIT(6) },
	.light = BIT(7),
};

#define PORT_B(bit) BIT(8 + (bit))

/* The plate with five keys: a light of three colours, each lit by a low level. */
static const struct board_lines plate = {
	.rs = PORT_B(7),
	.rw = PORT_B(6),
	.e = { PORT_B(5) },
	.data = { PORT_B(4), PORT_B(3), PORT_B(2), PORT_B(1) },
	.light = BIT(6) | BIT(7) | PORT_B(0),
	.light_low = true,
};

/* PiFace Control and Display. */
static const struct board_lines control_and_display = {
	.rs = PORT_B(6),
	.rw = PORT_B(5),
	.e = { PORT_B(4) },
	.data = { PORT_B(0), PORT_B(1), PORT_B(2), PORT_B(3) },
	.light = PORT_B(7),
};

const struct target target_mcp23008 = {
	.name = "mcp23008",
	.lines = &backpack,
	.power_on = mcp23008_power_on,
	.start = mcp230xx_start,
	.write = mcp230xx_write,
	.read = mcp230xx_get,
	.disturb = mcp230xx_disturb,
};

const struct target target_mcp23017 = {
	.name = "mcp23017",
	.lines = &plate,
	.power_on = mcp23017_power_on,
	.start = mcp230xx_start,
	.write = mcp230xx_write,
	.read = mcp230xx_get,
	.disturb = mcp230xx_disturb,
};

const struct target target_mcp23s08 = {
	.name = "mcp23s08",
	.lines = &backpack,
	.power_on = mcp23008_power_on,
	.fastest_hz = FASTEST_HZ,
	.select = mcp230xx_select,
	.exchange = mcp230xx_exchange,
	.disturb = mcp230xx_disturb,
};

const struct target target_mcp23s17 = {
	.name = "mcp23s17",
	.lines = &control_and_display,
	.power_on = mcp23017_power_on,
	.fastest_hz = FASTEST_HZ,
	.select = mcp230xx_select,
	.exchange = mcp230xx_exchange,
	.disturb = mcp230xx_disturb,
};
