// SPDX-License-Identifier: GPL-2.0-only
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include "backlight.h"
#include "display.h"

#define to_backlight(l) container_of(l, struct backlight, led)

static int backlight_set(struct led_classdev *led, enum led_brightness value)
{
	struct display *display = to_backlight(led)->display;

	guard(mutex)(&display->lock);
	if (to_backlight(led)->going)
		return 0;	/* from the LED core, which removes the trigger */
	display_set_light(display, value);
	return 0;
}

static enum led_brightness backlight_get(struct led_classdev *led)
{
	struct display *display = to_backlight(led)->display;

	guard(mutex)(&display->lock);
	return screen_light(&display->published);
}

void backlight_add(struct backlight *backlight, struct display *display,
		   struct device *parent, unsigned int max)
{
	struct led_classdev *led = &backlight->led;
	int err;

	memset(backlight, 0, sizeof(*backlight));
	snprintf(backlight->name, sizeof(backlight->name), "%s::backlight",
		 dev_name(&display->dev));
	led->name = backlight->name;
	led->max_brightness = max;
	led->flags = LED_RETAIN_AT_SHUTDOWN;
	led->brightness_set_blocking = backlight_set;
	led->brightness_get = backlight_get;
	backlight->display = display;

	err = led_classdev_register(parent, led);
	if (err) {
		backlight->display = NULL;
		dev_warn(parent, "no LED %s: %pe\n", backlight->name,
			 ERR_PTR(err));
	}
}

void backlight_remove(struct backlight *backlight)
{
	if (!backlight->display)
		return;
	scoped_guard(mutex, &backlight->display->lock)
		backlight->going = true;
	/* After the LED core has removed the trigger, no other may be set. */
	scoped_guard(mutex, &backlight->led.led_access)
		led_sysfs_disable(&backlight->led);
	led_classdev_unregister(&backlight->led);
	backlight->display = NULL;
}
