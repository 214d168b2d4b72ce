// SPDX-License-Identifier: GPL-2.0-only
/*
 * Displays: who exists, who shows whom, and what a change of a screen sets off.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitmap.h>
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "display.h"

#define FLASH_SECONDS 4		/* as long as the kernel's charlcd */
#define DISPLAY_NAME_SIZE 16

/*
 * Protects the two lists, the minors in use, and which display has which
 * panel; so a panel that comes or goes and a display that is made or deleted
 * never meet halfway.
 */
static DEFINE_MUTEX(displays_lock);
static LIST_HEAD(displays);
static LIST_HEAD(panels);
static DECLARE_BITMAP(minors, DISPLAY_MAX);

static const struct display_interface *interface;
static struct workqueue_struct *display_wq;
static dev_t display_devt;

static struct class display_class = {
	.name = "devlcd",
};

static void display_release(struct device *dev)
{
	struct display *display = to_display(dev);

	mutex_destroy(&display->lock);
	kfree(display);
}

static struct device_type display_type = {
	.name = "display",
	.release = display_release,
};

/* What is visible of a display */

static bool display_lit(const struct display *display)
{
	return display->screen.backlight || display->flashing;
}

static void display_flash(struct display *display)
{
	display->flashing = true;
	mod_delayed_work(display_wq, &display->unflash, FLASH_SECONDS * HZ);
}

static void display_unflash(struct work_struct *work)
{
	struct display *display = container_of(to_delayed_work(work),
					       struct display, unflash);

	guard(mutex)(&display->lock);
	if (delayed_work_pending(&display->unflash))
		return;		/* a new flash began while this waited */
	display->flashing = false;
	display_publish(display);
}

/* Do what the stream asked of the display beyond its content. */
static void display_serve_requests(struct display *display)
{
	u8 requests = display->screen.requests;

	display->screen.requests = 0;
	if (requests & SCREEN_FLASH)
		display_flash(display);
	if (requests & SCREEN_REINIT)
		display_reinit(display);
}

/* Something is to come onto the glass. */
static void display_want(struct display *display)
{
	display->wanted++;
	if (display->panel)
		display->panel->ops->mark(display->panel, false);
}

void display_publish(struct display *display)
{
	struct screen visible;

	lockdep_assert_held(&display->lock);

	display_serve_requests(display);
	visible = display->screen;
	visible.backlight = display_lit(display);
	if (screen_same(&visible, &display->published))
		return;

	display->published = visible;
	display->generation++;
	wake_up_poll(&display->changed, EPOLLIN | EPOLLRDNORM | EPOLLPRI);
	display_want(display);
}

/* To and from the panel */

void display_set_rom(struct display *display, enum charset_rom rom)
{
	lockdep_assert_held(&display->lock);

	if (rom == display->rom)
		return;
	display->rom = rom;
	display_want(display);
}

int display_reinit(struct display *display)
{
	lockdep_assert_held(&display->lock);

	if (!display->panel)
		return -ENODEV;
	display->reinit = true;
	display->wanted++;
	display->panel->ops->reinit(display->panel);
	return 0;
}

void display_panel_reinit(struct display_panel *panel)
{
	guard(mutex)(&displays_lock);
	if (!panel->display)
		return;
	guard(mutex)(&panel->display->lock);
	display_reinit(panel->display);
}

void display_snapshot(struct display *display, struct display_frame *frame)
{
	guard(mutex)(&display->lock);
	frame->screen = display->published;
	frame->rom = display->rom;
	frame->reinit = display->reinit;
	frame->wanted = display->wanted;
	display->reinit = false;
}

void display_shown(struct display *display, const struct display_frame *frame)
{
	guard(mutex)(&display->lock);
	display->shown = frame->wanted;
	if (display->panel && display->shown != display->wanted)
		display->panel->ops->mark(display->panel, false);
	wake_up_all(&display->flushed);
}

bool display_set_lost(struct display *display, bool lost)
{
	guard(mutex)(&display->lock);
	display->lost = lost;
	wake_up_all(&display->flushed);
	return display->reinit;
}

/*
 * -EINPROGRESS while @wanted is still on its way to the glass. Of a lost panel
 * nobody knows what is there, whatever it has shown before.
 */
static int display_sync_state(struct display *display, u64 wanted)
{
	guard(mutex)(&display->lock);
	if (display->deleted)
		return -ENODEV;
	if (!display->panel)
		return 0;
	if (display->lost)
		return -EIO;
	return display->shown < wanted ? -EINPROGRESS : 0;
}

/* What is wanted by now; the panel is told that somebody waits for it. */
static u64 display_expedite(struct display *display)
{
	guard(mutex)(&display->lock);
	if (display->panel && display->shown < display->wanted)
		display->panel->ops->mark(display->panel, true);
	return display->wanted;
}

int display_sync(struct display *display)
{
	u64 wanted = display_expedite(display);
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	int state;

	/* The condition takes a mutex, so wait_event() will not do. */
	add_wait_queue(&display->flushed, &wait);
	for (;;) {
		state = display_sync_state(display, wanted);
		if (state != -EINPROGRESS)
			break;
		if (signal_pending(current)) {
			state = -ERESTARTSYS;
			break;
		}
		wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
	}
	remove_wait_queue(&display->flushed, &wait);
	return state;
}

/* Which display has which panel */

static void display_resize(struct display *display, unsigned int rows,
			   unsigned int cols)
{
	screen_resize(&display->screen, rows, cols);
	display_publish(display);
}

static void display_give_panel(struct display *display,
			       struct display_panel *panel)
{
	lockdep_assert_held(&displays_lock);

	get_device(&display->dev);
	panel->display = display;
	strscpy(display->last_panel, panel->name, sizeof(display->last_panel));
	scoped_guard(mutex, &display->lock) {
		if (panel->rows && panel->cols)
			display_resize(display, panel->rows, panel->cols);
	}
	panel->ops->attached(panel);
	scoped_guard(mutex, &display->lock) {
		display->panel = panel;
		display->lost = false;
		display_reinit(display);
	}
}

static void display_take_panel(struct display *display)
{
	struct display_panel *panel = display->panel;

	lockdep_assert_held(&displays_lock);

	scoped_guard(mutex, &display->lock) {
		display->panel = NULL;
		display->lost = false;
	}
	wake_up_all(&display->flushed);
	panel->ops->detach(panel);
	panel->display = NULL;
	put_device(&display->dev);
}

/* The display that @panel left, else the one it wants, else any that is free. */
static struct display *display_for_panel(const struct display_panel *panel)
{
	struct display *display, *wanted = NULL, *free = NULL;

	lockdep_assert_held(&displays_lock);

	list_for_each_entry(display, &displays, link) {
		if (display->panel)
			continue;
		if (!strncmp(display->last_panel, panel->name,
			     sizeof(display->last_panel) - 1))
			return display;
		if (panel->wanted &&
		    !strcmp(panel->wanted, dev_name(&display->dev)))
			wanted = display;
		if (!free)
			free = display;
	}
	return wanted ?: free;
}

/* Making and deleting */

static struct display *display_alloc(unsigned int rows, unsigned int cols)
{
	struct display *display = kzalloc(sizeof(*display), GFP_KERNEL);

	if (!display)
		return NULL;

	mutex_init(&display->lock);
	init_waitqueue_head(&display->changed);
	init_waitqueue_head(&display->flushed);
	INIT_DELAYED_WORK(&display->unflash, display_unflash);
	screen_init(&display->screen, rows, cols);
	display->published = display->screen;
	display->generation = 1;
	display->wanted = 1;	/* and @shown 0: not on any glass yet */

	device_initialize(&display->dev);
	display->dev.class = &display_class;
	display->dev.type = &display_type;
	/* Its folder of power management would be in the way of ours. */
	device_set_pm_not_required(&display->dev);
	return display;
}

static void display_name(char *name, unsigned int minor)
{
	if (minor)
		snprintf(name, DISPLAY_NAME_SIZE, "LCD%u", minor);
	else
		strscpy(name, "LCD", DISPLAY_NAME_SIZE);
}

bool display_name_valid(const char *name)
{
	char valid[DISPLAY_NAME_SIZE];

	for (unsigned int minor = 0; minor < DISPLAY_MAX; minor++) {
		display_name(valid, minor);
		if (!strcmp(name, valid))
			return true;
	}
	return false;
}

/* Give it the lowest free minor and the name that goes with it, and show it. */
static int display_add(struct display *display)
{
	unsigned int minor = find_first_zero_bit(minors, DISPLAY_MAX);
	char name[DISPLAY_NAME_SIZE];
	int err;

	lockdep_assert_held(&displays_lock);

	if (minor == DISPLAY_MAX)
		return -ENOSPC;

	display->dev.devt = MKDEV(MAJOR(display_devt), minor);
	display_name(name, minor);
	err = dev_set_name(&display->dev, "%s", name);
	if (err)
		return err;

	cdev_init(&display->cdev, interface->file);
	display->cdev.owner = THIS_MODULE;
	err = cdev_device_add(&display->cdev, &display->dev);
	if (err)
		return err;

	__set_bit(minor, minors);
	list_add_tail(&display->link, &displays);
	return 0;
}

/*
 * Open files find @deleted; nobody starts a flash after that. The last reference
 * frees the display.
 */
static void display_abandon(struct display *display)
{
	scoped_guard(mutex, &display->lock)
		display->deleted = true;
	if (display->panel)
		display_take_panel(display);
	cancel_delayed_work_sync(&display->unflash);
	wake_up_poll(&display->changed, EPOLLHUP | EPOLLERR);
	wake_up_all(&display->flushed);
	put_device(&display->dev);
}

static struct display *display_make(unsigned int rows, unsigned int cols)
{
	struct display *display = display_alloc(rows, cols);
	int err;

	if (!display)
		return ERR_PTR(-ENOMEM);
	err = display_add(display);
	if (err) {
		display_abandon(display);
		return ERR_PTR(err);
	}
	return display;
}

/* A panel that waits for a display: one that wants @display, else the first. */
static struct display_panel *panel_for_display(const struct display *display)
{
	struct display_panel *panel, *first = NULL;

	lockdep_assert_held(&displays_lock);

	list_for_each_entry(panel, &panels, link) {
		if (panel->display)
			continue;
		if (panel->wanted &&
		    !strcmp(panel->wanted, dev_name(&display->dev)))
			return panel;
		if (!first)
			first = panel;
	}
	return first;
}

int display_create(unsigned int rows, unsigned int cols)
{
	struct display *display;
	struct display_panel *panel;

	if (!rows || rows > SCREEN_MAX_ROWS || !cols || cols > SCREEN_MAX_COLS)
		return -EINVAL;

	guard(mutex)(&displays_lock);
	display = display_make(rows, cols);
	if (IS_ERR(display))
		return PTR_ERR(display);

	panel = panel_for_display(display);
	if (panel)
		display_give_panel(display, panel);
	return 0;
}

/* Its minor and its name are free at once, whoever has it open. */
static void display_remove(struct display *display)
{
	lockdep_assert_held(&displays_lock);

	list_del(&display->link);
	__clear_bit(MINOR(display->dev.devt), minors);
	cdev_device_del(&display->cdev, &display->dev);
	display_abandon(display);
}

/* Its panel goes to a display that has none, or waits for one. */
static void display_delete_found(struct display *display)
{
	struct display_panel *panel = display->panel;

	display_remove(display);
	display = panel ? display_for_panel(panel) : NULL;
	if (display)
		display_give_panel(display, panel);
}

int display_delete(const char *name)
{
	struct display *display;

	guard(mutex)(&displays_lock);
	list_for_each_entry(display, &displays, link) {
		if (!strcmp(dev_name(&display->dev), name)) {
			display_delete_found(display);
			return 0;
		}
	}
	return -ENODEV;
}

static int display_panel_add(struct display_panel *panel)
{
	struct display *display;

	guard(mutex)(&displays_lock);
	display = display_for_panel(panel);
	if (!display)
		display = display_make(panel->rows ?: SCREEN_MAX_ROWS,
				       panel->cols ?: 20);
	if (IS_ERR(display))
		return PTR_ERR(display);

	list_add_tail(&panel->link, &panels);
	display_give_panel(display, panel);
	return 0;
}

void display_panel_remove(struct display_panel *panel)
{
	guard(mutex)(&displays_lock);
	if (panel->display)
		display_take_panel(panel->display);
	list_del_init(&panel->link);	/* shutdown, then unbind; or never added */
}

static void display_panel_release(void *panel)
{
	display_panel_remove(panel);
}

int devm_display_panel_add(struct device *dev, struct display_panel *panel)
{
	int err;

	INIT_LIST_HEAD(&panel->link);
	err = devm_add_action(dev, display_panel_release, panel);
	if (err)
		return err;
	/* Last: a display that it makes for a probe that fails would stay. */
	return display_panel_add(panel);
}

int display_init(const struct display_interface *how)
{
	int err;

	interface = how;
	display_type.groups = interface->attributes;
	display_class.class_groups = interface->class_attributes;

	display_wq = alloc_workqueue("devlcd", WQ_UNBOUND, 0);
	if (!display_wq)
		return -ENOMEM;

	err = alloc_chrdev_region(&display_devt, 0, DISPLAY_MAX, "devlcd");
	if (err)
		goto destroy_workqueue;

	err = class_register(&display_class);
	if (err)
		goto unregister_region;

	return 0;

unregister_region:
	unregister_chrdev_region(display_devt, DISPLAY_MAX);
destroy_workqueue:
	destroy_workqueue(display_wq);
	return err;
}

void display_exit(void)
{
	struct display *display, *next;

	scoped_guard(mutex, &displays_lock) {
		list_for_each_entry_safe(display, next, &displays, link)
			display_remove(display);
		/* The class still has new_display: let it find no minor free. */
		bitmap_fill(minors, DISPLAY_MAX);
	}
	class_unregister(&display_class);
	unregister_chrdev_region(display_devt, DISPLAY_MAX);
	destroy_workqueue(display_wq);
}
