// SPDX-License-Identifier: GPL-2.0-only
/*
 * A display tells readers and the panel about changes, and waits until the panel shows
 * them.
 */
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "display.h"
#include "panel.h"

#define FLASH_SECONDS 4		/* as long as the kernel's charlcd */

static struct workqueue_struct *display_wq;	/* ends flashes */

/* What is visible of a display */

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

static void display_serve_requests(struct display *display)
{
	u8 requests = display->screen.requests;

	display->screen.requests = 0;
	if (requests & SCREEN_FLASH)
		display_flash(display);
	if (requests & SCREEN_REINIT && display->panel)
		panel_reinit(display->panel);
}

void display_frame(const struct display *display, struct panel_frame *frame)
{
	lockdep_assert_held(&display->lock);

	frame->screen = display->published;
	frame->rom = display->rom;
	frame->generation = display->generation;
}

static void display_show(struct display *display)
{
	struct panel_frame frame;

	if (!display->panel)
		return;
	display_frame(display, &frame);
	panel_set_frame(display->panel, &frame);
}

static void display_changed(struct display *display)
{
	display->generation++;
	wake_up_poll(&display->changed, EPOLLIN | EPOLLRDNORM | EPOLLPRI);
	display_show(display);
}

void display_publish(struct display *display)
{
	struct screen visible;

	lockdep_assert_held(&display->lock);

	display_serve_requests(display);
	visible = display->screen;
	visible.backlight |= display->flashing;
	visible.level = min(visible.level, display->light_max);
	if (screen_same(&visible, &display->published))
		return;

	display->published = visible;
	display_changed(display);
}

void display_set_rom(struct display *display, enum charset_rom rom)
{
	lockdep_assert_held(&display->lock);

	if (rom == display->rom)
		return;

	display->rom = rom;
	display_changed(display);
}

void display_set_light_max(struct display *display, u8 max)
{
	lockdep_assert_held(&display->lock);

	if (max == display->light_max)
		return;

	display->light_max = max;
	display->published.level = min(display->screen.level, max);
	display_changed(display);
}

void display_set_light(struct display *display, unsigned int level)
{
	struct screen *screen = &display->screen;

	lockdep_assert_held(&display->lock);

	screen->backlight = level;
	if (level && display->light_max > 1)
		screen->level = level < display->light_max ? level : SCREEN_LIGHT_FULL;
	display_publish(display);
}

/* Waiting for the panel */

static int display_sync_state(struct display *display, u64 generation)
{
	guard(mutex)(&display->lock);
	if (display->deleted)
		return -ENODEV;
	if (!display->panel)
		return 0;
	return panel_sync_state(display->panel, generation);
}

static u64 display_expedite(struct display *display)
{
	guard(mutex)(&display->lock);
	if (display->panel)
		panel_expedite(display->panel);
	return display->generation;
}

int display_sync(struct display *display)
{
	u64 generation = display_expedite(display);
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	int state;

	/* The condition takes a mutex, so wait_event() will not do. */
	add_wait_queue(&display->flushed, &wait);
	for (;;) {
		state = display_sync_state(display, generation);
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

/* Making and ending a display */

struct display *display_alloc(unsigned int rows, unsigned int cols)
{
	struct display *display = kzalloc(sizeof(*display), GFP_KERNEL);

	if (!display)
		return NULL;

	mutex_init(&display->lock);
	init_waitqueue_head(&display->changed);
	init_waitqueue_head(&display->flushed);
	INIT_DELAYED_WORK(&display->unflash, display_unflash);
	screen_init(&display->screen, rows, cols);
	display->light_max = 1;
	display->published = display->screen;
	display->published.level = display->light_max;
	display->generation = 1;
	device_initialize(&display->dev);
	return display;
}

void display_abandon(struct display *display)
{
	cancel_delayed_work_sync(&display->unflash);
	wake_up_poll(&display->changed, EPOLLHUP | EPOLLERR);
	wake_up_all(&display->flushed);
	put_device(&display->dev);
}

int display_init(void)
{
	display_wq = alloc_workqueue("devlcd", WQ_UNBOUND, 0);
	return display_wq ? 0 : -ENOMEM;
}

void display_exit(void)
{
	destroy_workqueue(display_wq);
}
