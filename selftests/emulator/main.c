// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdemu - HD44780 display modules that exist only in memory
 *
 * Four boards, each with a folder in debugfs that shows its glass and breaks
 * its wires: "i2c", a module behind a chip on a plain I2C adapter, by default the
 * PCF8574 of a backpack; "smbus", one on an adapter without plain I2C; "gpio", a
 * module on the lines of a GPIO chip; "spi", one behind a chip on an SPI bus. It
 * knows the data sheets of HD44780U and of those chips, and no driver.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "adapter.h"
#include "board.h"
#include "chip.h"
#include "controls.h"
#include "settings.h"
#include "spi.h"
#include "wire.h"

static const struct board_kind kinds[] = {
#if IS_ENABLED(CONFIG_I2C)
	{ "i2c", ADAPTER_PLAIN, wire_power_on, wire_disturb },
	{ "smbus", ADAPTER_SMBUS, wire_power_on, wire_disturb },
#endif
#if IS_ENABLED(CONFIG_GPIOLIB)
	{ "gpio", CHIP_GPIO, chip_power_on, chip_disturb },
#endif
#if IS_ENABLED(CONFIG_SPI)
	{ "spi", HOST_SPI, wire_power_on, wire_disturb, host_device },
#endif
};

static struct board boards[ARRAY_SIZE(kinds)];

static char plug[32] = "i2c,smbus,gpio";
module_param_string(plug, plug, sizeof(plug), 0444);
MODULE_PARM_DESC(plug, "boards plugged in at load of i2c,smbus,gpio,spi (i2c,smbus,gpio)");

static bool wanted(const char *name)
{
	size_t n = strlen(name);

	for (const char *at = plug; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (!strncmp(at, name, n) && (at[n] == ',' || !at[n]))
			return true;
	}
	return false;
}

static int plug_boards(const struct board_config *config)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(boards) && !err; i++)
		if (wanted(kinds[i].name))
			err = board_plug(&boards[i], config);
	return err;
}

static void unplug_boards(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(boards); i++)
		board_unplug(&boards[i]);
}

static int init_interrupts(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(boards) && !err; i++)
		err = interrupt_init(&boards[i].interrupt);
	return err;
}

static void exit_interrupts(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(boards); i++)
		interrupt_exit(&boards[i].interrupt);
}

static int __init lcdemu_init(void)
{
	struct board_config config;
	int err = settings_read(&config);

	if (err)
		return err;
	for (size_t i = 0; i < ARRAY_SIZE(boards); i++)
		board_init(&boards[i], &kinds[i], &config);
	err = init_interrupts();
	if (err)
		goto exit_interrupts;
	err = adapter_register();
	if (err)
		goto exit_interrupts;
	err = chip_register();
	if (err)
		goto unregister_adapter;
	err = host_register();
	if (err)
		goto unregister_chip;
	err = plug_boards(&config);
	if (err)
		goto unplug;
	controls_add(boards, ARRAY_SIZE(boards));
	return 0;

unplug:
	unplug_boards();
	host_unregister();
unregister_chip:
	chip_unregister();
unregister_adapter:
	adapter_unregister();
exit_interrupts:
	exit_interrupts();
	return err;
}

static void __exit lcdemu_exit(void)
{
	controls_remove();
	unplug_boards();
	host_unregister();
	chip_unregister();
	adapter_unregister();
	exit_interrupts();
}

module_init(lcdemu_init);
module_exit(lcdemu_exit);

MODULE_DESCRIPTION("Emulated HD44780 display modules on I2C, SMBus, GPIO and SPI");
MODULE_LICENSE("GPL");
