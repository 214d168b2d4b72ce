/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The drivers that bring panels. One that cannot be registered is logged, and the
 * displays go without: their files may be open, and a module that has files open must not
 * fail to load.
 */
#ifndef DEVLCD_WIRES_H
#define DEVLCD_WIRES_H

struct i2c_driver;
struct platform_driver;
struct spi_driver;

extern struct i2c_driver wire_pcf8574_driver;
extern struct i2c_driver wire_mcp230xx_driver;
extern struct i2c_driver wire_native_driver;
extern struct spi_driver wire_hc595_driver;
extern struct spi_driver wire_mcp23s_driver;
extern struct platform_driver wire_gpio_driver;

/* Return: 0; -EINVAL, with a message, if a parameter cannot be understood. */
int wire_pcf8574_check(void);

int wires_check_parameters(void);

void wires_init(void);
void wires_exit(void);

#endif
