// SPDX-License-Identifier: GPL-2.0-only
/*
 * A backlight or an LED of the kernel as the light of a panel, as the properties
 * backlight and leds of the device tree say.
 *
 * An LED is freed when its driver is unbound, even while a panel uses it. A device
 * link prevents this: the driver core unbinds the panel first, and binds it again
 * when the LED is back.
 */
#include <linux/backlight.h>
#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/kconfig.h>
#include <linux/leds.h>
#include <linux/limits.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/property.h>

#include "panel.h"

/*
 * A plain insmod of devlcd must not need another module. The symbols of the
 * backlight core are not EXPORT_SYMBOL_GPL, so symbol_get() cannot find them.
 */
#define HAS_BACKLIGHTS IS_BUILTIN(CONFIG_BACKLIGHT_CLASS_DEVICE)
#define HAS_LEDS IS_BUILTIN(CONFIG_LEDS_CLASS)

static int panel_light_link(struct panel *panel, struct device *supplier)
{
	struct device_link *link;

	/* The driver core warns about a link to a device without a driver. */
	if (!READ_ONCE(supplier->driver))
		return -EPROBE_DEFER;
	link = device_link_add(panel->dev, supplier, DL_FLAG_AUTOPROBE_CONSUMER);
	/* In this state the supplier is not unbound before the panel. */
	if (!link || READ_ONCE(link->status) != DL_STATE_CONSUMER_PROBE)
		return -EPROBE_DEFER;
	return 0;
}

static int panel_light_find_backlight(struct panel *panel)
{
	struct backlight_device *backlight;
	int err;

	backlight = devm_of_find_backlight(panel->dev);
	if (IS_ERR_OR_NULL(backlight))
		return PTR_ERR(backlight);
	err = panel_light_link(panel, backlight->dev.parent);
	if (err)
		return err;
	panel->kernel_backlight = backlight;
	panel->light_max = min_t(unsigned int, backlight->props.max_brightness, U8_MAX);
	return 0;
}

static void panel_light_return_led(void *data)
{
	struct led_classdev *led = data;

	guard(mutex)(&led->led_access);
	led_sysfs_enable(led);
}

static int panel_light_find_led(struct panel *panel)
{
	struct led_classdev *led;
	int err;

	led = devm_of_led_get(panel->dev, 0);
	if (IS_ERR(led))
		return PTR_ERR(led);
	err = panel_light_link(panel, led->dev->parent);
	if (err)
		return err;
	scoped_guard(mutex, &led->led_access)
		led_sysfs_disable(led);
	panel->kernel_led = led;
	panel->light_max = min_t(unsigned int, led->max_brightness, U8_MAX);
	return devm_add_action_or_reset(panel->dev, panel_light_return_led, led);
}

int devm_panel_light_init(struct panel *panel)
{
	struct device *dev = panel->dev;
	bool backlight = device_property_present(dev, "backlight");
	int err = 0;

	if (!backlight && !device_property_present(dev, "leds"))
		return 0;
	if (backlight ? !HAS_BACKLIGHTS : !HAS_LEDS) {
		dev_warn(dev, "%s: ignored, CONFIG_%s is not built in\n",
			 backlight ? "backlight" : "leds",
			 backlight ? "BACKLIGHT_CLASS_DEVICE" : "LEDS_CLASS");
		return 0;
	}
	if (panel->light_max > 1) {
		dev_err(dev, "%s: this panel has a light with levels of its own\n",
			backlight ? "backlight" : "leds");
		return -EINVAL;
	}
	if (HAS_BACKLIGHTS && backlight)
		err = panel_light_find_backlight(panel);
	else if (HAS_LEDS)
		err = panel_light_find_led(panel);
	return err ? dev_err_probe(dev, err, "backlight or leds\n") : 0;
}

/* 0 is off, and light_max is full. */
static unsigned int panel_light_scale(const struct panel *panel, unsigned int max)
{
	return DIV_ROUND_UP_ULL((u64)panel->lit * max, panel->light_max);
}

static void panel_light_set_backlight(struct panel *panel)
{
	struct backlight_device *backlight = panel->kernel_backlight;
	unsigned int value = panel_light_scale(panel, backlight->props.max_brightness);
	int err;

	/* A backlight that a phandle names stays off until its user says so. */
	backlight->props.power = BACKLIGHT_POWER_ON;
	err = backlight_device_set_brightness(backlight, value);
	if (err)
		dev_warn_ratelimited(panel->dev, "backlight: not set to %u: %pe\n",
				     value, ERR_PTR(err));
}

void panel_light_set(struct panel *panel)
{
	struct led_classdev *led = panel->kernel_led;

	if (HAS_BACKLIGHTS && panel->kernel_backlight && panel->light_max)
		panel_light_set_backlight(panel);
	if (HAS_LEDS && led && panel->light_max)
		led_set_brightness(led, panel_light_scale(panel, led->max_brightness));
}
