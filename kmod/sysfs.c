// SPDX-License-Identifier: GPL-2.0-only
/* The attributes of a display, /sys/class/devlcd/LCD/. The file ABI describes them. */
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "display.h"
#include "panel.h"
#include "parse.h"
#include "sysfs.h"
#include "text/screen.h"

/*
 * Attributes that show text or glyphs, or count them, have the mode of the device
 * file: devtmpfs gives that to root only, and the udev rule gives both to a group.
 */
#define DEVICE_MODE 0600

/* The screen, as text and in numbers */

static ssize_t text_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return screen_text(&display->published, buf);
}
static DEVICE_ATTR(text, DEVICE_MODE & 0444, text_show, NULL);

static ssize_t rows_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return sysfs_emit(buf, "%u\n", display->published.rows);
}
static DEVICE_ATTR_RO(rows);

static ssize_t cols_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return sysfs_emit(buf, "%u\n", display->published.cols);
}
static DEVICE_ATTR_RO(cols);

static ssize_t generation_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return sysfs_emit(buf, "%llu\n", display->generation);
}
static DEVICE_ATTR_RO(generation);

/* Row and column of the cursor, counted from 1 as CUP does. */
static ssize_t position_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return sysfs_emit(buf, "%u %u\n", display->published.row + 1,
			  display->published.col + 1);
}
static DEVICE_ATTR_RO(position);

/* Switches: each is a bool in struct screen */

struct switch_attribute {
	struct device_attribute attr;
	size_t offset;		/* of the bool in struct screen */
};

static bool *switch_of(struct screen *screen, struct device_attribute *attr)
{
	struct switch_attribute *which = container_of(attr,
						      struct switch_attribute,
						      attr);

	return (void *)screen + which->offset;
}

static ssize_t switch_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return sysfs_emit(buf, "%d\n", *switch_of(&display->published, attr));
}

static ssize_t switch_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	struct display *display = to_display(dev);
	bool on;
	int err;

	err = kstrtobool(buf, &on);
	if (err)
		return err;

	guard(mutex)(&display->lock);
	*switch_of(&display->screen, attr) = on;
	display_publish(display);
	return count;
}

#define SWITCH_ATTR(_name)						\
	struct switch_attribute switch_attr_##_name = {			\
		.attr = __ATTR(_name, 0644, switch_show, switch_store),	\
		.offset = offsetof(struct screen, _name),		\
	}

static SWITCH_ATTR(cursor);
static SWITCH_ATTR(blink);
static SWITCH_ATTR(power);

/* The light, which may have levels */

static ssize_t backlight_show(struct device *dev, struct device_attribute *attr,
			      char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return sysfs_emit(buf, "%u\n", screen_light(&display->published));
}

static ssize_t backlight_store(struct device *dev, struct device_attribute *attr,
			       const char *buf, size_t count)
{
	struct display *display = to_display(dev);
	unsigned int level;
	int err;

	err = kstrtouint(buf, 0, &level);
	if (err)
		return err;

	guard(mutex)(&display->lock);
	if (level > display->light_max)
		return -EINVAL;
	display_set_light(display, level);
	return count;
}
static DEVICE_ATTR_RW(backlight);

static ssize_t backlight_max_show(struct device *dev, struct device_attribute *attr,
				  char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return sysfs_emit(buf, "%u\n", display->light_max);
}
static DEVICE_ATTR_RO(backlight_max);

/* User glyphs: eight rows in hex, the top one first, bit 4 the left pixel */

struct glyph_attribute {
	struct device_attribute attr;
	unsigned int number;
};

static unsigned int glyph_of(struct device_attribute *attr)
{
	return container_of(attr, struct glyph_attribute, attr)->number;
}

static ssize_t glyph_show(struct device *dev, struct device_attribute *attr,
			  char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return sysfs_emit(buf, "%*ph\n", SCREEN_GLYPH_ROWS,
			  display->published.glyphs[glyph_of(attr)]);
}

static ssize_t glyph_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct display *display = to_display(dev);
	u8 rows[SCREEN_GLYPH_ROWS];
	int err;

	err = parse_glyph(buf, rows);
	if (err)
		return err;

	guard(mutex)(&display->lock);
	memcpy(display->screen.glyphs[glyph_of(attr)], rows, sizeof(rows));
	display_publish(display);
	return count;
}

#define GLYPH_ATTR(_number)						\
	struct glyph_attribute glyph_attr_##_number = {			\
		.attr = __ATTR(glyph##_number, DEVICE_MODE, glyph_show,	\
			       glyph_store),				\
		.number = _number,					\
	}

static GLYPH_ATTR(0);
static GLYPH_ATTR(1);
static GLYPH_ATTR(2);
static GLYPH_ATTR(3);
static GLYPH_ATTR(4);
static GLYPH_ATTR(5);
static GLYPH_ATTR(6);
static GLYPH_ATTR(7);

/* The panel */

static ssize_t panel_show(struct device *dev, struct device_attribute *attr,
			  char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	if (!display->panel)
		return sysfs_emit(buf, "none\n");
	return sysfs_emit(buf, "%s%s\n", dev_name(display->panel->dev),
			  panel_lost(display->panel) ? " lost" : "");
}
static DEVICE_ATTR_RO(panel);

static ssize_t hardware_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return display->panel ? panel_show_config(display->panel, buf) : 0;
}
static DEVICE_ATTR_RO(hardware);

static ssize_t charset_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return sysfs_emit(buf, "%s\n", charset_rom_names[display->rom]);
}

static ssize_t charset_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	struct display *display = to_display(dev);
	int rom = __sysfs_match_string(charset_rom_names, -1, buf);

	if (rom < 0)
		return rom;

	guard(mutex)(&display->lock);
	display_set_rom(display, rom);
	return count;
}
static DEVICE_ATTR_RW(charset);

static ssize_t contrast_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	struct display *display = to_display(dev);
	int contrast;

	guard(mutex)(&display->lock);
	if (!display->panel)
		return -ENODEV;
	contrast = panel_contrast(display->panel);
	return contrast < 0 ? contrast : sysfs_emit(buf, "%d\n", contrast);
}

static ssize_t contrast_store(struct device *dev, struct device_attribute *attr,
			      const char *buf, size_t count)
{
	struct display *display = to_display(dev);
	unsigned int contrast;
	int err;

	err = kstrtouint(buf, 0, &contrast);
	if (err)
		return err;

	guard(mutex)(&display->lock);
	if (!display->panel)
		return -ENODEV;
	return panel_set_contrast(display->panel, contrast) ?: count;
}
static DEVICE_ATTR_RW(contrast);

static ssize_t reinit_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	if (!display->panel)
		return -ENODEV;
	panel_reinit(display->panel);
	return count;
}
static DEVICE_ATTR_WO(reinit);

static ssize_t stats_show(struct device *dev, struct device_attribute *attr,
			  char *buf)
{
	struct display *display = to_display(dev);
	int at;

	guard(mutex)(&display->lock);
	at = sysfs_emit(buf, "writes %llu\nbytes %llu\n", display->writes,
			display->bytes);
	if (display->panel)
		at += panel_stats(display->panel, buf, at);
	return at;
}
static DEVICE_ATTR(stats, DEVICE_MODE & 0444, stats_show, NULL);

static struct attribute *display_attrs[] = {
	&dev_attr_text.attr,
	&dev_attr_rows.attr,
	&dev_attr_cols.attr,
	&dev_attr_generation.attr,
	&dev_attr_position.attr,
	&switch_attr_cursor.attr.attr,
	&switch_attr_blink.attr.attr,
	&switch_attr_power.attr.attr,
	&dev_attr_backlight.attr,
	&dev_attr_backlight_max.attr,
	&glyph_attr_0.attr.attr,
	&glyph_attr_1.attr.attr,
	&glyph_attr_2.attr.attr,
	&glyph_attr_3.attr.attr,
	&glyph_attr_4.attr.attr,
	&glyph_attr_5.attr.attr,
	&glyph_attr_6.attr.attr,
	&glyph_attr_7.attr.attr,
	&dev_attr_panel.attr,
	&dev_attr_hardware.attr,
	&dev_attr_charset.attr,
	&dev_attr_contrast.attr,
	&dev_attr_reinit.attr,
	&dev_attr_stats.attr,
	NULL
};

static const struct attribute_group display_group = {
	.attrs = display_attrs,
};

const struct attribute_group *sysfs_display_groups[] = {
	&display_group,
	NULL
};
