/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_GPIO_PARAM_H
#define DEVLCD_GPIO_PARAM_H

/* The device's name, and its driver's. */
#define PANEL_GPIO_NAME "devlcd-gpio"

/**
 * gpio_param_check() - can the parameter gpio_panel be understood?
 *
 * Return: 0; -EINVAL, with a message.
 */
int gpio_param_check(void);

/**
 * gpio_param_init() - make the device, if the parameter is given
 *
 * A failure is only logged.
 */
void gpio_param_init(void);
void gpio_param_exit(void);

#endif
