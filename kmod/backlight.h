/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The backlight of a display as an LED, "LCD::backlight", so that triggers work on
 * it. Only if the kernel has LEDs built in: a plain insmod of devlcd must not need
 * another module.
 */
#ifndef DEVLCD_BACKLIGHT_H
#define DEVLCD_BACKLIGHT_H

#include <linux/kconfig.h>
#include <linux/leds.h>
#include <linux/types.h>

struct device;
struct display;

/**
 * struct backlight - the LED of a display's panel
 * @led:     registered while @display is set
 * @display: whose backlight the LED sets; NULL while there is no LED
 * @going:   being removed; under the lock of @display
 * @name:    "LCD::backlight"
 */
struct backlight {
	struct led_classdev led;
	struct display *display;
	bool going;
	char name[32];
};

#if IS_BUILTIN(CONFIG_LEDS_CLASS)
/**
 * backlight_add() - register the LED; an error is only logged
 * @backlight: not registered
 * @display:   lives at least until backlight_remove()
 * @parent:    the panel's device
 * @max:       the highest level
 */
void backlight_add(struct backlight *backlight, struct display *display,
		   struct device *parent, unsigned int max);

/* Unregister the LED, if there is one. The light stays as it is. */
void backlight_remove(struct backlight *backlight);
#else
static inline void backlight_add(struct backlight *backlight,
				 struct display *display,
				 struct device *parent, unsigned int max)
{
}

static inline void backlight_remove(struct backlight *backlight)
{
}
#endif

#endif
