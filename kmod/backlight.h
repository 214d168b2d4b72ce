/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The backlight of a display as an LED, "LCD::backlight", so that triggers
 * work on it. Only where the kernel has LEDs built in: a plain insmod of devlcd
 * must not need another module.
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
 * @led:     with the kernel while @display is set
 * @display: whose backlight it switches; NULL while it is not registered
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
 * backlight_add() - make the LED; a failure is only logged
 * @backlight: not added now
 * @display:   lives at least until backlight_remove()
 * @parent:    the panel's device
 */
void backlight_add(struct backlight *backlight, struct display *display,
		   struct device *parent);

/**
 * backlight_remove() - remove the LED and leave the light as it is
 * @backlight: added or not
 */
void backlight_remove(struct backlight *backlight);
#else
static inline void backlight_add(struct backlight *backlight,
				 struct display *display,
				 struct device *parent)
{
}

static inline void backlight_remove(struct backlight *backlight)
{
}
#endif

#endif
