// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bits.h>
#include <linux/bitops.h>
#include <linux/i2c.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

#include "board.h"
#include "settings.h"
#include "wire.h"

#define SMBUS_FUNC (I2C_FUNC_SMBUS_QUICK | I2C_FUNC_SMBUS_BYTE |	\
		    I2C_FUNC_SMBUS_BYTE_DATA | I2C_FUNC_SMBUS_WORD_DATA | \
		    I2C_FUNC_SMBUS_I2C_BLOCK | I2C_FUNC_SMBUS_WRITE_BLOCK_DATA)

static char geometry[8] = "20x4";
module_param_string(geometry, geometry, sizeof(geometry), 0644);
MODULE_PARM_DESC(geometry, "COLSxROWS of all modules; 16x1s is 8+8 (20x4)");

static unsigned int bus_khz = 100;
module_param(bus_khz, uint, 0644);
MODULE_PARM_DESC(bus_khz, "speed of both buses in kHz (100)");

static char chip[16] = "pcf8574";
module_param_string(chip, chip, sizeof(chip), 0644);
MODULE_PARM_DESC(chip, "on the buses: pcf8574, mcp23008, mcp23017 (pcf8574)");

static unsigned int address = 0x27;
module_param(address, uint, 0644);
MODULE_PARM_DESC(address, "of the chips (0x27)");

static unsigned int max_write_len;
module_param(max_write_len, uint, 0644);
MODULE_PARM_DESC(max_write_len, "longest write of the I2C adapter, 0: any (0)");

static char reads[16] = "any";
module_param_string(reads, reads, sizeof(reads), 0644);
MODULE_PARM_DESC(reads, "of the I2C adapter: any, after_write, none, fail (any)");

static unsigned int smbus_func = SMBUS_FUNC;
module_param(smbus_func, uint, 0644);
MODULE_PARM_DESC(smbus_func, "I2C_FUNC_ mask of the SMBus adapter");

static char variant[16] = "hd44780";
module_param_string(variant, variant, sizeof(variant), 0644);
MODULE_PARM_DESC(variant,
		 "of the controllers: hd44780, ks0066, us2066, us2066-4bit, ws0010, vfd (hd44780)");

enum { PIN_RS, PIN_RW, PIN_E, PIN_BACKLIGHT, PIN_D4, PIN_E2 = 8, PINS };

#define NO_PIN 8

static unsigned int pins[PINS] = { 0, 1, 2, 3, 4, 5, 6, 7, NO_PIN };
module_param_array(pins, uint, NULL, 0644);
MODULE_PARM_DESC(pins,
		 "of a PCF8574: bits of RS,RW,E,BL,D4,D5,D6,D7,E2, 8: none (0,1,2,3,4,5,6,7,8)");

enum {
	MCP_RS, MCP_RW, MCP_E, MCP_E2, MCP_D4, MCP_LIGHT = 8, MCP_PINS = 11
};

static int mcp_pins[MCP_PINS] = { -1 };
static unsigned int mcp_pins_count = 1;
module_param_array(mcp_pins, int, &mcp_pins_count, 0644);
MODULE_PARM_DESC(mcp_pins,
		 "of an MCP230xx: RS,RW,E,E2,D4,D5,D6,D7 and the light's, port B from 8, -1: none; -1 alone: the usual backpack or plate (-1)");

static bool rw_wired = true;
module_param(rw_wired, bool, 0644);
MODULE_PARM_DESC(rw_wired, "RW of the chips is connected, else it is low (Y)");

static bool backlight_low;
module_param(backlight_low, bool, 0644);
MODULE_PARM_DESC(backlight_low, "a low level lights the backlight (N)");

static bool cansleep;
module_param(cansleep, bool, 0644);
MODULE_PARM_DESC(cansleep, "the GPIO chip's lines may sleep (N)");

static bool interrupt;
module_param(interrupt, bool, 0644);
MODULE_PARM_DESC(interrupt, "the interrupt line of an MCP230xx is wired (N)");

static bool realtime;
module_param(realtime, bool, 0644);
MODULE_PARM_DESC(realtime, "transfers take the time of the wire (N)");

static unsigned int power_on_ms = 40;
module_param(power_on_ms, uint, 0644);
MODULE_PARM_DESC(power_on_ms, "to wait after power-on: 40 at 2.7 V, 15 at 4.5 V (40)");

static bool first_rs;
module_param(first_rs, bool, 0644);
MODULE_PARM_DESC(first_rs, "of two nibbles whose RS differs the first one's counts (N)");

/* A write to sysfs may have left a newline. */
static const struct glass *find_glass(void)
{
	char name[sizeof(geometry)];

	strscpy(name, geometry, sizeof(name));
	return glass_find(strim(name));
}

/* Below 0 where there is no such word. */
static int find_reads(void)
{
	static const char *const words[] = {
		[BOARD_READS_ANY] = "any",
		[BOARD_READS_AFTER_WRITE] = "after_write",
		[BOARD_READS_NONE] = "none",
		[BOARD_READS_FAIL] = "fail",
	};

	return sysfs_match_string(words, reads);
}

static bool pins_are_distinct(void)
{
	unsigned long mask = 0;

	for (size_t i = 0; i < ARRAY_SIZE(pins); i++) {
		if (pins[i] == NO_PIN)
			continue;
		if (pins[i] > NO_PIN || mask & BIT(pins[i]))
			return false;
		mask |= BIT(pins[i]);
	}
	return true;
}

/* NULL if there is no such chip. */
static const struct target *find_target(void)
{
	char name[sizeof(chip)];

	strscpy(name, chip, sizeof(name));
	return target_find(strim(name));
}

/* NULL if there is no such controller. */
static const struct controller_kind *find_kind(void)
{
	char name[sizeof(variant)];

	strscpy(name, variant, sizeof(name));
	return controller_kind_find(strim(name));
}

static u32 pin_mask(unsigned int which)
{
	return pins[which] == NO_PIN ? 0 : BIT(pins[which]);
}

static u32 mcp_mask(unsigned int which)
{
	return which < mcp_pins_count && mcp_pins[which] >= 0 ?
	       BIT(mcp_pins[which] & 0xf) : 0;
}

static struct board_lines mcp_lines(void)
{
	struct board_lines lines = {
		.rs = mcp_mask(MCP_RS),
		.rw = mcp_mask(MCP_RW),
		.e = { mcp_mask(MCP_E), mcp_mask(MCP_E2) },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines.data); i++)
		lines.data[i] = mcp_mask(MCP_D4 + i);
	for (unsigned int i = MCP_LIGHT; i < MCP_PINS; i++)
		lines.light |= mcp_mask(i);
	return lines;
}

static struct board_lines lines_of(const struct target *target)
{
	struct board_lines lines = {
		.rs = pin_mask(PIN_RS),
		.rw = pin_mask(PIN_RW),
		.e = { pin_mask(PIN_E), pin_mask(PIN_E2) },
		.light = pin_mask(PIN_BACKLIGHT),
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines.data); i++)
		lines.data[i] = pin_mask(PIN_D4 + i);
	if (!target || !target->lines)
		return lines;
	return mcp_pins[MCP_RS] < 0 ? *target->lines : mcp_lines();
}

static int check(const struct board_config *config)
{
	if (!config->glass) {
		pr_err("geometry: no such module\n");
		return -EINVAL;
	}
	if ((int)config->reads < 0) {
		pr_err("reads: not any, after_write, none or fail\n");
		return -EINVAL;
	}
	if (!config->target) {
		pr_err("chip: no such chip\n");
		return -EINVAL;
	}
	if (!config->kind) {
		pr_err("variant: no such controller\n");
		return -EINVAL;
	}
	if (config->khz < 1 || config->khz > 5000) {
		pr_err("bus_khz: not 1 to 5000\n");
		return -EINVAL;
	}
	return 0;
}

int settings_read(struct board_config *config)
{
	bool distinct;

	kernel_param_lock(THIS_MODULE);
	*config = (struct board_config) {
		.glass = find_glass(),
		.target = find_target(),
		.kind = find_kind(),
		.address = address,
		.khz = bus_khz,
		.max_write_len = max_write_len,
		.reads = find_reads(),
		.smbus_func = smbus_func,
		.rw_wired = rw_wired,
		.backlight_low = backlight_low,
		.cansleep = cansleep,
		.interrupt = interrupt,
		.realtime = realtime,
		.power_on_wait = power_on_ms * LCD_MSEC,
		.first_rs = first_rs,
	};
	config->lines = lines_of(config->target);
	distinct = pins_are_distinct();
	kernel_param_unlock(THIS_MODULE);
	if (!distinct) {
		pr_err("pins: not each a port bit of its own, or 8\n");
		return -EINVAL;
	}
	return check(config);
}
