// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flush worker compares the screen with what is on the glass and sends the
 * difference. After a change of an idle display it waits settle_ms for more
 * changes. Frames are at least coalesce_ms apart, so a flood of writes costs a
 * bounded number of bytes, and the newest text wins.
 *
 * If the wire fails, the controllers are initialised and repainted at once. If
 * that fails too, the panel is lost, and is tried again with back-off.
 */
#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/ratelimit.h>
#include <linux/sysfs.h>
#include <linux/time64.h>
#include <linux/wait.h>

#include "panel.h"

#define BACKOFF_FIRST 1		/* seconds */
#define REINIT_INTERVAL (1 * HZ)

static unsigned int settle_ms = 2;
module_param(settle_ms, uint, 0644);
MODULE_PARM_DESC(settle_ms,
		 "milliseconds from a change of an idle display to its flush (default 2)");

static unsigned int coalesce_ms = 20;
module_param(coalesce_ms, uint, 0644);
MODULE_PARM_DESC(coalesce_ms,
		 "milliseconds from a flush to the next one at least (default 20)");

static unsigned int retry_max_s = 30;
module_param(retry_max_s, uint, 0644);
MODULE_PARM_DESC(retry_max_s,
		 "longest pause, in seconds, between tries of a lost panel (default 30)");

/* When the worker runs */

static bool panel_reinit_due(const struct panel *panel)
{
	return panel->reinit &&
	       time_before_eq64(panel->reinit_at, get_jiffies_64());
}

static bool panel_changed(const struct panel *panel)
{
	return panel->shown != panel->next.generation;
}

/* Rounded down; panel_settle() waits for the rest. */
static unsigned long settle_jiffies(unsigned int ms)
{
	return div_u64((u64)ms * HZ, MSEC_PER_SEC);
}

static u64 panel_flush_at(const struct panel *panel)
{
	if (panel->urgent)
		return panel->frame_at;
	return max(panel->frame_at, panel->changed_at + settle_jiffies(settle_ms));
}

static bool panel_contrast_due(const struct panel *panel)
{
	return !panel->lost && panel->contrast != panel->module.contrast;
}

/* The only place that decides when the worker runs; call it after each change. */
static void panel_arm(struct panel *panel)
{
	u64 now = get_jiffies_64(), when = U64_MAX;

	lockdep_assert_held(&panel->lock);

	if (!panel->attached || panel->busy)
		return;
	if (panel->lost)
		when = panel->retry_at;
	else if (panel_changed(panel))
		when = panel_flush_at(panel);
	else if (panel->check.running)
		when = now;
	else if (panel->config.refresh_s)
		when = panel->check_at;
	if (panel_contrast_due(panel))
		when = min(when, panel->frame_at);
	if (panel->reinit)
		when = min(when, panel->reinit_at);
	if (panel->config.idle_off_s && !panel->dark)
		when = min(when, panel->idle_at);
	if (when != U64_MAX)
		mod_delayed_work(panel->wq, &panel->work, max(when, now) - now);
}

/* To the glass */

int panel_send(struct panel *panel)
{
	struct hd44780_plan *plan = &panel->plan;
	int err;

	if (!plan->count)
		return 0;
	err = panel->wire->send(panel, plan->ops, plan->count);
	if (err)
		return err;
	hd44780_commit(&panel->module, plan, &panel->glass);
	atomic64_add(plan->count, &panel->sent);
	return 0;
}

static u8 panel_wants_light(const struct panel *panel)
{
	return panel->dark ? 0 : screen_light(&panel->frame.screen);
}

/* The controllers may be in any state, or may have been replaced. */
static int panel_initialise(struct panel *panel)
{
	int err;

	panel->lit = panel_wants_light(panel);
	panel->module.light = panel->lit;
	panel_light_set(panel);
	err = panel->wire->reset(panel);
	if (err)
		return err;
	hd44780_init(&panel->module, &panel->glass, &panel->plan);
	err = panel_send(panel) ?: panel_check_wire(panel);
	panel->ready = !err;
	if (!err) {
		panel->keys.waiting = false;
		panel_keys_wake(panel);
	}
	return err;
}

static int panel_set_modes(struct panel *panel)
{
	hd44780_set_modes(&panel->module, &panel->plan);
	return panel_send(panel);
}

/* A controller with a light of its own is dark only while its display is off. */
static void panel_darken(struct panel *panel)
{
	for (unsigned int i = 0; i < HD44780_UNITS; i++)
		panel->glyphs.should[i].control &= ~HD44780_CONTROL_DISPLAY;
}

static int panel_paint(struct panel *panel)
{
	u8 font = panel_font(panel, panel->frame.rom);
	int err;

	if (panel->module.font != font) {
		panel->module.font = font;
		err = panel_set_modes(panel);
		if (err)
			return err;
	}
	glyphs_render(&panel->module, panel->frame.rom, &panel->frame.screen,
		      &panel->glass, &panel->glyphs);
	if (panel_glows(panel) && !panel->lit)
		panel_darken(panel);
	hd44780_plan(&panel->module, &panel->costs, &panel->glass,
		     panel->glyphs.should, &panel->plan);
	return panel_send(panel);
}

static int panel_light(struct panel *panel)
{
	u8 level = panel_wants_light(panel);
	int err = 0;

	if (!panel->light_max || panel->lit == level)
		return 0;
	panel->lit = level;
	panel_light_set(panel);
	if (!panel_glows(panel))
		return panel->light_wired ? panel->wire->light(panel) : 0;
	panel->module.light = level;
	if (level)
		err = panel_set_modes(panel);
	return err ?: panel_paint(panel);
}

/* The worker */

/* The worker may also run just for a slice of a self-check. */
static bool panel_paint_due(const struct panel *panel)
{
	return !panel->ready ||
	       (panel_changed(panel) &&
		time_before_eq64(panel_flush_at(panel), get_jiffies_64()));
}

static bool panel_check_due(const struct panel *panel)
{
	return panel->config.refresh_s && !panel->check.running &&
	       time_before_eq64(panel->check_at, get_jiffies_64());
}

/* A delayed work alone may be late by two jiffies: 8 ms with HZ=250. */
static void panel_settle(struct panel *panel)
{
	unsigned int ms = READ_ONCE(settle_ms);
	u64 rest_ns = (u64)ms * NSEC_PER_MSEC -
		      jiffies_to_nsecs(settle_jiffies(ms));
	u64 now = get_jiffies_64();
	bool settling;

	scoped_guard(mutex, &panel->lock) {
		panel->busy = true;
		settling = panel->ready && !panel->urgent && panel_changed(panel) &&
			   now <= panel->changed_at + settle_jiffies(ms) + 1;
	}
	if (settling)
		wait_event_hrtimeout(panel->hurry, READ_ONCE(panel->urgent),
				     ns_to_ktime(rest_ns));
}

/* Return: true if a frame has to be painted; then @panel->frame is the newest. */
static bool panel_begin(struct panel *panel)
{
	u64 now = get_jiffies_64();
	bool paint;

	guard(mutex)(&panel->lock);
	if (panel->config.idle_off_s && panel->idle_at <= now)
		panel->dark = true;
	if (panel_reinit_due(panel)) {
		panel->ready = false;
		panel->backoff = BACKOFF_FIRST;
		panel->reinit_at = now + REINIT_INTERVAL;
	}
	if (!panel->ready) {
		panel->reinit = false;
		panel->check.running = false;
		panel->check_at = now + panel->config.refresh_s * HZ;
	} else if (panel_check_due(panel)) {
		panel_check_start(panel);
		panel->check_at = now + panel->config.refresh_s * HZ;
	}
	panel->modes_due = panel->ready && panel_contrast_due(panel);
	panel->module.contrast = panel->contrast;
	paint = panel_paint_due(panel) || panel->modes_due;
	if (paint) {
		panel->frame = panel->next;
		panel->urgent = false;
	}
	return paint;
}

static void panel_lose(struct panel *panel, int err)
{
	if (!panel->lost) {
		dev_warn(panel->dev, "lost: %pe; trying again\n", ERR_PTR(err));
		atomic64_inc(&panel->losses);
		panel->lost = true;
		panel->backoff = BACKOFF_FIRST;
		panel_keys_wake(panel);
	}
	panel->retry_at = get_jiffies_64() + panel->backoff * HZ;
	panel->backoff = min(panel->backoff * 2, max(retry_max_s, 1U));
}

static void panel_painted(struct panel *panel)
{
	if (panel->lost)
		dev_info(panel->dev, "found again\n");
	panel->lost = false;
	atomic64_inc(&panel->flushes);
	panel->frame_at = get_jiffies_64() + msecs_to_jiffies(coalesce_ms);
	/* A reinit requested meanwhile sends the same text again. */
	if (!panel_reinit_due(panel))
		panel->shown = panel->frame.generation;
}

static void panel_end(struct panel *panel, bool painted, int err)
{
	guard(mutex)(&panel->lock);
	if (err)
		panel_lose(panel, err);
	else if (painted)
		panel_painted(panel);
	/* An fsync() that came while the last frame was sent hurries no later one. */
	panel->urgent = panel->urgent && panel_changed(panel);
	panel->busy = false;
	wake_up_all(panel->waiters);
	panel_arm(panel);
}

static int panel_try(struct panel *panel, bool paint)
{
	int err = panel->ready ? 0 : panel_initialise(panel);

	if (!err)
		err = panel_light(panel);
	if (!err && panel->modes_due)
		err = panel_set_modes(panel);
	if (!err && paint)
		err = panel_paint(panel);
	if (!err && panel->check.running)
		err = panel_check_slice(panel);
	if (err) {
		atomic64_inc(&panel->errors);
		panel->ready = false;
		panel->check.running = false;
	}
	panel->modes_due = false;
	return err;
}

static void panel_work(struct work_struct *work)
{
	struct panel *panel = container_of(to_delayed_work(work), struct panel,
					   work);
	bool paint;
	int err;

	panel_settle(panel);
	paint = panel_begin(panel);
	err = panel_try(panel, paint);
	if (err && !panel->lost) {	/* may be a glitch: try once more */
		paint = true;
		err = panel_try(panel, true);
	}
	panel_end(panel, paint, err);
}

/* What a display asks for */

void panel_set_frame(struct panel *panel, const struct panel_frame *frame)
{
	guard(mutex)(&panel->lock);
	if (!panel_changed(panel))
		panel->changed_at = get_jiffies_64();
	panel->next = *frame;
	panel->dark = false;
	panel->idle_at = get_jiffies_64() + panel->config.idle_off_s * HZ;
	panel_arm(panel);
}

void panel_reinit(struct panel *panel)
{
	guard(mutex)(&panel->lock);
	panel->reinit = true;
	if (panel_reinit_due(panel))
		panel->shown = 0;
	panel_arm(panel);
}

void panel_resume(struct panel *panel)
{
	scoped_guard(mutex, &panel->lock)
		panel->reinit_at = 0;
	panel_reinit(panel);
}

static bool panel_has_contrast(const struct panel *panel)
{
	return panel->module.variant && panel->module.variant->contrast;
}

int panel_contrast(struct panel *panel)
{
	if (!panel_has_contrast(panel))
		return -EOPNOTSUPP;
	guard(mutex)(&panel->lock);
	return panel->contrast;
}

int panel_set_contrast(struct panel *panel, unsigned int contrast)
{
	if (!panel_has_contrast(panel))
		return -EOPNOTSUPP;
	if (contrast > HD44780_CONTRAST_MAX)
		return -EINVAL;
	guard(mutex)(&panel->lock);
	panel->contrast = contrast;
	panel_arm(panel);
	return 0;
}

void panel_expedite(struct panel *panel)
{
	guard(mutex)(&panel->lock);
	WRITE_ONCE(panel->urgent, panel_changed(panel));
	wake_up(&panel->hurry);
	panel_arm(panel);
}

int panel_sync_state(struct panel *panel, u64 generation)
{
	guard(mutex)(&panel->lock);
	if (panel->lost)
		return -EIO;
	return panel->shown < generation ? -EINPROGRESS : 0;
}

bool panel_lost(struct panel *panel)
{
	guard(mutex)(&panel->lock);
	return panel->lost;
}

int panel_stats(struct panel *panel, char *buf, int at)
{
	return sysfs_emit_at(buf, at,
			     "flushes %lld\nsent %lld\nerrors %lld\nlosses %lld\nchecks %lld\nrepairs %lld\n",
			     atomic64_read(&panel->flushes),
			     atomic64_read(&panel->sent),
			     atomic64_read(&panel->errors),
			     atomic64_read(&panel->losses),
			     atomic64_read(&panel->checks),
			     atomic64_read(&panel->repairs));
}

/* Coming and going */

void panel_attach(struct panel *panel, const struct panel_frame *frame,
		  wait_queue_head_t *waiters, struct keypad *keypad)
{
	panel_fit(panel, &frame->screen);
	guard(mutex)(&panel->lock);
	panel->attached = true;
	panel->waiters = waiters;
	panel->next = *frame;
	panel->dark = false;
	panel->idle_at = get_jiffies_64() + panel->config.idle_off_s * HZ;
	panel->shown = 0;
	panel->lost = false;
	panel->ready = false;
	panel->urgent = true;
	panel->frame_at = 0;
	panel_keys_attach(panel, keypad);
	panel_arm(panel);
}

static void panel_say_goodbye(struct panel *panel)
{
	struct screen *screen = &panel->next.screen;

	if (panel->config.goodbye != PANEL_KEEP) {
		screen_reset(screen);
		panel->next.generation++;
	}
	if (panel->config.goodbye == PANEL_OFF) {
		screen->power = false;
		screen->backlight = false;
	}
}

void panel_detach(struct panel *panel)
{
	scoped_guard(mutex, &panel->lock)
		panel->attached = false;
	cancel_delayed_work_sync(&panel->work);
	panel_keys_detach(panel);
	if (panel->closing)
		panel_say_goodbye(panel);
	/* Not on the queue, which is frozen during hibernation. */
	if (panel->closing && panel_changed(panel)) {
		panel->urgent = true;
		panel->frame_at = 0;
		panel_work(&panel->work.work);
	}
	panel->lost = false;
}

static void panel_destroy_queue(void *wq)
{
	destroy_workqueue(wq);
}

int devm_panel_init(struct panel *panel)
{
	int err;

	err = panel_validate(panel);
	if (err)
		return err;

	panel->light_wired = panel->light_max;
	if (panel_glows(panel))
		panel->light_max = panel->module.variant->light_max;
	err = devm_panel_light_init(panel);
	if (err)
		return err;
	mutex_init(&panel->lock);
	init_waitqueue_head(&panel->hurry);
	ratelimit_state_init(&panel->repair_log, 3600 * HZ, 1);
	INIT_LIST_HEAD(&panel->link);
	INIT_DELAYED_WORK(&panel->work, panel_work);
	panel->wq = alloc_ordered_workqueue("devlcd-%s", WQ_FREEZABLE,
					    dev_name(panel->dev));
	if (!panel->wq)
		return -ENOMEM;
	err = devm_add_action_or_reset(panel->dev, panel_destroy_queue, panel->wq);
	return err ?: devm_panel_keys_init(panel);
}
