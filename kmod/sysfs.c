// SPDX-License-Identifier: GPL-2.0-only
/*
 * The attributes of a display, /sys/class/devlcd/LCD/, and those that make and
 * remove displays, /sys/class/devlcd/{new,delete}_display. Their ABI is
 * described in the file ABI.
 */
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "display.h"
#include "parse.h"
#include "sysfs.h"
#include "text/screen.h"

/* The screen, as text and in numbers */

static ssize_t text_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return screen_text(&display->published, buf);
}
static DEVICE_ATTR_RO(text);

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

/* Switches: a bool of the screen each */

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
static SWITCH_ATTR(backlight);

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
		.attr = __ATTR(glyph##_number, 0644, glyph_show,	\
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
	return sysfs_emit(buf, "%s%s\n", display->panel->name,
			  display->lost ? " lost" : "");
}
static DEVICE_ATTR_RO(panel);

static const char * const rom_names[] = {
	[CHARSET_A00] = "A00",
	[CHARSET_A02] = "A02",
};

static ssize_t charset_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return sysfs_emit(buf, "%s\n", rom_names[display->rom]);
}

static ssize_t charset_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	struct display *display = to_display(dev);
	int rom = sysfs_match_string(rom_names, buf);

	if (rom < 0)
		return rom;

	guard(mutex)(&display->lock);
	display_set_rom(display, rom);
	return count;
}
static DEVICE_ATTR_RW(charset);

static ssize_t reinit_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	struct display *display = to_display(dev);

	guard(mutex)(&display->lock);
	return display_reinit(display) ?: count;
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
		at += display->panel->ops->stats(display->panel, buf, at);
	return at;
}
static DEVICE_ATTR_RO(stats);

static struct attribute *display_attrs[] = {
	&dev_attr_text.attr,
	&dev_attr_rows.attr,
	&dev_attr_cols.attr,
	&dev_attr_generation.attr,
	&dev_attr_position.attr,
	&switch_attr_cursor.attr.attr,
	&switch_attr_blink.attr.attr,
	&switch_attr_power.attr.attr,
	&switch_attr_backlight.attr.attr,
	&glyph_attr_0.attr.attr,
	&glyph_attr_1.attr.attr,
	&glyph_attr_2.attr.attr,
	&glyph_attr_3.attr.attr,
	&glyph_attr_4.attr.attr,
	&glyph_attr_5.attr.attr,
	&glyph_attr_6.attr.attr,
	&glyph_attr_7.attr.attr,
	&dev_attr_panel.attr,
	&dev_attr_charset.attr,
	&dev_attr_reinit.attr,
	&dev_attr_stats.attr,
	NULL
};
ATTRIBUTE_GROUPS(display);

const struct attribute_group **sysfs_display_groups(void)
{
	return display_groups;
}

/* Making and removing displays, as the I2C core's new_device does */

static ssize_t new_display_store(CLASS_CONST struct class *class,
				 CLASS_CONST struct class_attribute *attr,
				 const char *buf, size_t count)
{
	unsigned int rows, cols;
	int err;

	err = parse_geometry(buf, &rows, &cols);
	if (!err)
		err = display_create(rows, cols);
	return err ?: count;
}
static CLASS_ATTR_WO(new_display);

static ssize_t delete_display_store(CLASS_CONST struct class *class,
				    CLASS_CONST struct class_attribute *attr,
				    const char *buf, size_t count)
{
	char name[16];
	int err;

	if (strscpy(name, buf, sizeof(name)) < 0)
		return -ENODEV;
	err = display_delete(strim(name));
	return err ?: count;
}
static CLASS_ATTR_WO(delete_display);

static struct attribute *class_attrs[] = {
	&class_attr_new_display.attr,
	&class_attr_delete_display.attr,
	NULL
};
ATTRIBUTE_GROUPS(class);

const struct attribute_group **sysfs_class_groups(void)
{
	return class_groups;
}
