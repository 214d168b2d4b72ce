// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitops.h>
#include <linux/i2c.h>
#include <linux/kernel.h>
#include <linux/platform_device.h>
#include <linux/spi/spi.h>

#include "gpio-param.h"
#include "wires.h"

#if IS_BUILTIN(CONFIG_I2C)
static int add_i2c(void *driver)
{
	return i2c_add_driver((struct i2c_driver *)driver);
}

static void del_i2c(void *driver)
{
	i2c_del_driver(driver);
}
#endif

#if IS_BUILTIN(CONFIG_SPI)
static int add_spi(void *driver)
{
	return spi_register_driver((struct spi_driver *)driver);
}

static void del_spi(void *driver)
{
	spi_unregister_driver(driver);
}
#endif

#if IS_BUILTIN(CONFIG_GPIOLIB)
static int add_gpio(void *driver)
{
	int err;

	gpio_param_init();
	err = platform_driver_register((struct platform_driver *)driver);
	if (err)
		gpio_param_exit();
	return err;
}

static void del_gpio(void *driver)
{
	platform_driver_unregister(driver);
	gpio_param_exit();
}
#endif

/* What the kernel is built without is left out of Kbuild as well. */
static const struct {
	int (*add)(void *driver);
	void (*del)(void *driver);
	void *driver;
	const char *name;
} wires[] = {
#if IS_BUILTIN(CONFIG_I2C)
	{ add_i2c, del_i2c, &wire_pcf8574_driver, "a PCF8574" },
	{ add_i2c, del_i2c, &wire_mcp230xx_driver, "an MCP23008 or MCP23017" },
	{ add_i2c, del_i2c, &wire_native_driver, "the I2C bus itself" },
#endif
#if IS_BUILTIN(CONFIG_SPI)
	{ add_spi, del_spi, &wire_hc595_driver, "a 74HC595" },
	{ add_spi, del_spi, &wire_mcp23s_driver, "an MCP23S08 or MCP23S17" },
#endif
#if IS_BUILTIN(CONFIG_GPIOLIB)
	{ add_gpio, del_gpio, &wire_gpio_driver, "GPIO lines" },
#endif
};

static unsigned long added;	/* bit n: wires[n]. Only loading and unloading use it */

int wires_check_parameters(void)
{
	int err = 0;

#if IS_BUILTIN(CONFIG_I2C)
	err = wire_pcf8574_check();
#endif
#if IS_BUILTIN(CONFIG_GPIOLIB)
	err = err ?: gpio_param_check();
#endif
	return err;
}

void wires_init(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(wires); i++) {
		int err = wires[i].add(wires[i].driver);

		if (err)
			pr_err("no panels on %s: error %d\n", wires[i].name, err);
		else
			__set_bit(i, &added);
	}
}

void wires_exit(void)
{
	for (size_t i = ARRAY_SIZE(wires); i--; )
		if (test_bit(i, &added))
			wires[i].del(wires[i].driver);
}
