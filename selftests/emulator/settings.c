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

#define SMBUS_FUNC (I2C_FUNC_SMBUS_QUICK | I2C_FUNC_SMBUS_BYTE |	\
		    I2C_FUNC_SMBUS_BYTE_DATA | I2C_FUNC_SMBUS_WORD_DATA | \
		    I2C_FUNC_SMBUS_I2C_BLOCK | I2C_FUNC_SMBUS_WRITE_BLOCK_DATA)

static char geometry[8] = "20x4";
module_param_string(geometry, geometry, sizeof(geometry), 0644);
MODULE_PARM_DESC(geometry, "COLSxROWS of all modules; 16x1s is 8+8 (20x4)");

static unsigned int bus_khz = 100;
module_param(bus_khz, uint, 0644);
MODULE_PARM_DESC(bus_khz, "speed of both buses in kHz (100)");

static unsigned int address = 0x27;
module_param(address, uint, 0644);
MODULE_PARM_DESC(address, "of the backpacks (0x27)");

static unsigned int max_write_len;
module_param(max_write_len, uint, 0644);
MODULE_PARM_DESC(max_write_len, "longest write of the I2C adapter, 0: any (0)");

static unsigned int smbus_func = SMBUS_FUNC;
module_param(smbus_func, uint, 0644);
MODULE_PARM_DESC(smbus_func, "I2C_FUNC_ mask of the SMBus adapter");

static unsigned int pins[8] = { 0, 1, 2, 3, 4, 5, 6, 7 };
module_param_array(pins, uint, NULL, 0644);
MODULE_PARM_DESC(pins, "port bits of RS,RW,E,BL,D4,D5,D6,D7 (0,1,2,3,4,5,6,7)");

static bool backlight_low;
module_param(backlight_low, bool, 0644);
MODULE_PARM_DESC(backlight_low, "a low level lights the backlight (N)");

static bool cansleep;
module_param(cansleep, bool, 0644);
MODULE_PARM_DESC(cansleep, "the GPIO chip's lines may sleep (N)");

static bool realtime;
module_param(realtime, bool, 0644);
MODULE_PARM_DESC(realtime, "transfers take the time of the wire (N)");

static unsigned int power_on_ms = 40;
module_param(power_on_ms, uint, 0644);
MODULE_PARM_DESC(power_on_ms, "to wait after power-on: 40 at 2.7 V, 15 at 4.5 V (40)");

/* A write to sysfs may have left a newline. */
static const struct glass *find_glass(void)
{
	char name[sizeof(geometry)];

	strscpy(name, geometry, sizeof(name));
	return glass_find(strim(name));
}

static bool pins_are_distinct(const unsigned int *bits)
{
	unsigned long mask = 0;

	for (size_t i = 0; i < ARRAY_SIZE(pins); i++)
		if (bits[i] < 8)
			mask |= BIT(bits[i]);
	return mask == 0xff;
}

static int check(const struct board_config *config)
{
	if (!config->glass) {
		pr_err("geometry: no such module\n");
		return -EINVAL;
	}
	if (!pins_are_distinct(config->pins)) {
		pr_err("pins: not every port bit once\n");
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
	kernel_param_lock(THIS_MODULE);
	*config = (struct board_config) {
		.glass = find_glass(),
		.address = address,
		.khz = bus_khz,
		.max_write_len = max_write_len,
		.smbus_func = smbus_func,
		.backlight_low = backlight_low,
		.cansleep = cansleep,
		.realtime = realtime,
		.power_on_wait = power_on_ms * LCD_MSEC,
	};
	memcpy(config->pins, pins, sizeof(pins));
	kernel_param_unlock(THIS_MODULE);
	return check(config);
}
