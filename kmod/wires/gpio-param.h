/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_GPIO_PARAM_H
#define DEVLCD_GPIO_PARAM_H

/* The device's name, and its driver's. */
#define PANEL_GPIO_NAME "devlcd-gpio"

/* Return: 0; -EINVAL, with a message, if gpio_panel cannot be understood. */
int gpio_param_check(void);

/* Make the device, if the parameter is given. A failure is only logged. */
void gpio_param_init(void);
void gpio_param_exit(void);

#endif
