// SPDX-License-Identifier: GPL-2.0-only
/* The lists of displays and panels, and which display has which panel. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitmap.h>
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "chardev.h"
#include "display.h"
#include "displays.h"
#include "panel.h"
#include "parse.h"
#include "sysfs.h"

#define DISPLAY_MAX 16			/* displays at a time, and minors */
#define DISPLAY_NAME_SIZE 16
#define DEFAULT_GEOMETRY "20x4"

static char *geometry[DISPLAY_MAX] = { DEFAULT_GEOMETRY };
static unsigned int geometries = 1;
module_param_array(geometry, charp, &geometries, 0444);
MODULE_PARM_DESC(geometry,
		 "displays to make, columns x rows: LCD, LCD1, ... (default "
		 DEFAULT_GEOMETRY ")");

static char *panel_display;
module_param(panel_display, charp, 0444);
MODULE_PARM_DESC(panel_display,
		 "display for panels that do not name one, e.g. LCD1");

/*
 * Protects the two lists, the minors in use, and which display has which panel.
 * Attributes of a display must not take it: a display is deleted under this lock, and the
 * deletion waits for its attributes. Keypads are added and removed without it, because
 * that waits for all writers of the event file.
 */
static DEFINE_MUTEX(displays_lock);
static LIST_HEAD(displays);
static LIST_HEAD(panels);
static DECLARE_BITMAP(minors, DISPLAY_MAX);
static bool unloading;			/* make no more displays */

static dev_t display_devt;
static struct class display_class;

static void display_release(struct device *dev)
{
	struct display *display = to_display(dev);

	mutex_destroy(&display->lock);
	kfree(display);
}

static struct device_type display_type = {
	.name = "display",
	.groups = sysfs_display_groups,
	.release = display_release,
};

/* Which display has which panel */

static void display_give_panel(struct display *display, struct panel *panel)
{
	struct panel_frame frame;

	lockdep_assert_held(&displays_lock);

	get_device(&display->dev);
	panel->display = display;
	strscpy(display->last_panel, dev_name(panel->dev),
		sizeof(display->last_panel));
	scoped_guard(mutex, &display->lock) {
		display_set_light_max(display, panel->light_max ?: 1);
		if (panel->config.rows)
			screen_resize(&display->screen, panel->config.rows, panel->config.cols);
		if (panel->config.rom != PANEL_ANY_ROM) {
			display->own_rom = display->rom;
			display_set_rom(display, panel->config.rom);
		}
		display_publish(display);
		display_frame(display, &frame);
		panel_attach(panel, &frame, &display->flushed, &display->keypad);
		display->panel = panel;
	}
	dev_info(panel->dev, "%s shows on this %ux%u panel\n",
		 dev_name(&display->dev), panel->module.cols,
		 panel->module.rows);
	if (panel->light_max)
		backlight_add(&panel->led, display, panel->dev, panel->light_max);
}

static void display_take_panel(struct display *display)
{
	struct panel *panel = display->panel;

	lockdep_assert_held(&displays_lock);

	scoped_guard(mutex, &display->lock) {
		display->panel = NULL;
		display_set_light_max(display, 1);
		if (display->rom == panel->config.rom)
			display_set_rom(display, display->own_rom);
	}
	wake_up_all(&display->flushed);
	backlight_remove(&panel->led);
	panel_detach(panel);
	panel->display = NULL;
	put_device(&display->dev);
}

static const char *panel_wants(const struct panel *panel)
{
	return panel->config.display ?: panel_display ?: "";
}

/* The display that @panel left, else the one it wants, else the first free one. */
static struct display *display_for_panel(const struct panel *panel)
{
	struct display *display, *wanted = NULL, *free = NULL;

	lockdep_assert_held(&displays_lock);

	list_for_each_entry(display, &displays, link) {
		if (display->panel)
			continue;
		if (!strncmp(display->last_panel, dev_name(panel->dev),
			     sizeof(display->last_panel) - 1))
			return display;
		if (!strcmp(panel_wants(panel), dev_name(&display->dev)))
			wanted = display;
		if (!free)
			free = display;
	}
	return wanted ?: free;
}

/* Making and deleting */

static void display_name(char *name, unsigned int minor)
{
	if (minor)
		snprintf(name, DISPLAY_NAME_SIZE, "LCD%u", minor);
	else
		strscpy(name, "LCD", DISPLAY_NAME_SIZE);
}

static bool display_name_valid(const char *name)
{
	char valid[DISPLAY_NAME_SIZE];

	for (unsigned int minor = 0; minor < DISPLAY_MAX; minor++) {
		display_name(valid, minor);
		if (!strcmp(name, valid))
			return true;
	}
	return false;
}

/* Give @display the lowest free minor and its name, and add it to /dev and sysfs. */
static int display_add(struct display *display)
{
	char name[DISPLAY_NAME_SIZE];
	unsigned int minor;
	int err;

	guard(mutex)(&displays_lock);
	if (unloading)
		return -ENODEV;
	minor = find_first_zero_bit(minors, DISPLAY_MAX);
	if (minor == DISPLAY_MAX)
		return -ENOSPC;

	display->dev.devt = MKDEV(MAJOR(display_devt), minor);
	display_name(name, minor);
	err = dev_set_name(&display->dev, "%s", name);
	if (err)
		return err;

	cdev_init(&display->cdev, &chardev_fops);
	display->cdev.owner = THIS_MODULE;
	err = cdev_device_add(&display->cdev, &display->dev);
	if (err)
		return err;

	__set_bit(minor, minors);
	return 0;
}

static struct display *display_make(unsigned int rows, unsigned int cols)
{
	struct display *display = display_alloc(rows, cols);
	int err;

	if (!display)
		return ERR_PTR(-ENOMEM);
	display->dev.class = &display_class;
	display->dev.type = &display_type;
	/* The PM core's attribute group "power" would clash with our file "power". */
	device_set_pm_not_required(&display->dev);
	err = display_add(display);
	if (err) {
		display_abandon(display);
		return ERR_PTR(err);
	}
	/*
	 * Without displays_lock: this waits while another display is deleted and a
	 * writer to its event file is stuck.
	 */
	keypad_add(&display->keypad, &display->dev);
	return display;
}

/* The waiting panel that wants @display, else the first waiting panel. */
static struct panel *panel_for_display(const struct display *display)
{
	struct panel *panel, *first = NULL;

	lockdep_assert_held(&displays_lock);

	list_for_each_entry(panel, &panels, link) {
		if (panel->display)
			continue;
		if (!strcmp(panel_wants(panel), dev_name(&display->dev)))
			return panel;
		if (!first)
			first = panel;
	}
	return first;
}

/* Take the display of this name, or the first one, off the list for the caller. */
static struct display *display_take(const char *name)
{
	struct display *display;

	guard(mutex)(&displays_lock);
	list_for_each_entry(display, &displays, link) {
		if (!name || !strcmp(dev_name(&display->dev), name)) {
			list_del(&display->link);
			return display;
		}
	}
	return NULL;
}

/*
 * Its minor and name are free at once, even if it is open. Its panel goes to a
 * display without a panel, or waits for one.
 */
static void display_remove(struct display *display)
{
	struct panel *panel;

	/* Before the display, which is its parent in sysfs. */
	keypad_remove(&display->keypad);

	guard(mutex)(&displays_lock);
	__clear_bit(MINOR(display->dev.devt), minors);
	cdev_device_del(&display->cdev, &display->dev);
	/* Before the panel goes: without a panel fsync() would succeed. */
	scoped_guard(mutex, &display->lock)
		display->deleted = true;
	panel = display->panel;
	if (panel)
		display_take_panel(display);
	display_abandon(display);
	display = panel ? display_for_panel(panel) : NULL;
	if (display)
		display_give_panel(display, panel);
}

/* Make a display for @panel, which is in no list yet; NULL for a waiting panel. */
static int display_create(unsigned int rows, unsigned int cols, struct panel *panel)
{
	struct display *display;

	if (!rows || rows > SCREEN_MAX_ROWS || !cols || cols > SCREEN_MAX_COLS)
		return -EINVAL;

	display = display_make(rows, cols);
	if (IS_ERR(display))
		return PTR_ERR(display);
	scoped_guard(mutex, &displays_lock) {
		if (unloading)
			break;
		list_add_tail(&display->link, &displays);
		if (panel)
			list_add_tail(&panel->link, &panels);
		else
			panel = panel_for_display(display);
		if (panel)
			display_give_panel(display, panel);
		return 0;
	}
	display_remove(display);
	return -ENODEV;
}

static int display_add_panel(struct panel *panel)
{
	struct display *display;

	scoped_guard(mutex, &displays_lock) {
		display = display_for_panel(panel);
		if (display) {
			list_add_tail(&panel->link, &panels);
			display_give_panel(display, panel);
			return 0;
		}
	}
	return display_create(panel->config.rows ?: SCREEN_MAX_ROWS,
			      panel->config.cols ?: 20, panel);
}

static void display_remove_panel(void *data)
{
	struct panel *panel = data;

	guard(mutex)(&displays_lock);
	if (panel->display)
		display_take_panel(panel->display);
	list_del_init(&panel->link);	/* may run twice, or before the panel is added */
}

int devm_panel_add(struct panel *panel)
{
	int err;

	err = devm_panel_init(panel);
	if (err)
		return err;
	err = devm_add_action(panel->dev, display_remove_panel, panel);
	if (err)
		return err;
	/* Last: if the probe failed after this, a new display would stay behind. */
	return display_add_panel(panel);
}

void panel_shutdown(struct panel *panel)
{
	panel->closing = true;
	display_remove_panel(panel);
}

/* new_display and delete_display in /sys/class/devlcd/, like new_device of I2C */

static ssize_t new_display_store(CLASS_CONST struct class *class,
				 CLASS_CONST struct class_attribute *attr,
				 const char *buf, size_t count)
{
	unsigned int rows, cols;
	int err;

	err = parse_geometry(buf, &rows, &cols);
	if (!err)
		err = display_create(rows, cols, NULL);
	return err ?: count;
}
static CLASS_ATTR_WO(new_display);

static ssize_t delete_display_store(CLASS_CONST struct class *class,
				    CLASS_CONST struct class_attribute *attr,
				    const char *buf, size_t count)
{
	char name[DISPLAY_NAME_SIZE];
	struct display *display;

	if (strscpy(name, buf, sizeof(name)) < 0)
		return -ENODEV;
	display = display_take(strim(name));
	if (!display)
		return -ENODEV;
	display_remove(display);
	return count;
}
static CLASS_ATTR_WO(delete_display);

static struct attribute *class_attrs[] = {
	&class_attr_new_display.attr,
	&class_attr_delete_display.attr,
	NULL
};
ATTRIBUTE_GROUPS(class);

static struct class display_class = {
	.name = "devlcd",
	.class_groups = class_groups,
};

/* Loading and unloading */

int displays_check_parameters(void)
{
	unsigned int rows, cols;

	for (unsigned int i = 0; i < geometries; i++) {
		if (parse_geometry(geometry[i], &rows, &cols)) {
			pr_err("geometry=%s: must be COLUMNSxROWS, 1x1 to %ux%u\n",
			       geometry[i], SCREEN_MAX_COLS, SCREEN_MAX_ROWS);
			return -EINVAL;
		}
	}
	if (panel_display && !display_name_valid(panel_display)) {
		pr_err("panel_display=%s: must be LCD, or LCD1 to LCD%u\n",
		       panel_display, DISPLAY_MAX - 1);
		return -EINVAL;
	}
	return 0;
}

/*
 * Loading cannot fail any more: files may be open as soon as the class exists. So make
 * what can be made, and log the rest.
 */
static void displays_create(void)
{
	unsigned int rows, cols;
	int err;

	for (unsigned int i = 0; i < geometries; i++) {
		err = parse_geometry(geometry[i], &rows, &cols);
		if (!err)
			err = display_create(rows, cols, NULL);
		if (err)
			pr_err("geometry=%s: not made: error %d\n",
			       geometry[i], err);
	}
}

int displays_init(void)
{
	int err;

	err = display_init();
	if (err)
		return err;
	err = alloc_chrdev_region(&display_devt, 0, DISPLAY_MAX, "devlcd");
	if (err)
		goto exit_display;
	err = class_register(&display_class);
	if (err)
		goto unregister_region;
	displays_create();
	return 0;

unregister_region:
	unregister_chrdev_region(display_devt, DISPLAY_MAX);
exit_display:
	display_exit();
	return err;
}

void displays_exit(void)
{
	struct display *display;

	/* new_display still works until the class is gone. */
	scoped_guard(mutex, &displays_lock)
		unloading = true;
	while ((display = display_take(NULL)))
		display_remove(display);
	class_unregister(&display_class);
	unregister_chrdev_region(display_devt, DISPLAY_MAX);
	display_exit();
}
