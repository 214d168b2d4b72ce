// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flush worker: it compares the screen with what it knows to be on the
 * glass and sends the difference. It starts coalesce_ms after the first change,
 * whatever comes after that, so a flood of writes costs a bounded number of
 * bytes and the newest text wins.
 *
 * When the wire fails, the module is initialised and repainted at once; when
 * that fails as well, the panel is lost, and tried again with back-off.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/property.h>
#include <linux/sysfs.h>

#include "panel.h"
#include "parse.h"
#include "text/glyphs.h"

#define to_panel(b) container_of(b, struct panel, base)

#define BACKOFF_FIRST 1		/* seconds */

static unsigned int coalesce_ms = 20;
module_param(coalesce_ms, uint, 0644);
MODULE_PARM_DESC(coalesce_ms,
		 "milliseconds from a change to its flush (default 20)");

static unsigned int retry_max_s = 30;
module_param(retry_max_s, uint, 0644);
MODULE_PARM_DESC(retry_max_s,
		 "longest pause, in seconds, between tries of a lost panel (default 30)");

static unsigned int exec_us = 50;
module_param(exec_us, uint, 0444);
MODULE_PARM_DESC(exec_us,
		 "microseconds that a controller takes for an instruction (default 50)");

static char *panel_geometry;
module_param(panel_geometry, charp, 0444);
MODULE_PARM_DESC(panel_geometry,
		 "columns x rows of panels that do not say (default: the display's)");

static char *panel_display;
module_param(panel_display, charp, 0444);
MODULE_PARM_DESC(panel_display,
		 "display that a panel without one of its own wants, e.g. LCD1");

static char *layout;
module_param(layout, charp, 0444);
MODULE_PARM_DESC(layout,
		 "split: 16x1 modules wired as two halves of eight");

/* The worker */

static int panel_send(struct panel *panel)
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

static int panel_light(struct panel *panel)
{
	if (!panel->wire->light || panel->lit == panel->frame.screen.backlight)
		return 0;
	panel->lit = panel->frame.screen.backlight;
	return panel->wire->light(panel);
}

/* From any state of the module, or of a new one in its place. */
static int panel_init(struct panel *panel)
{
	int err;

	panel->lit = panel->frame.screen.backlight;
	err = panel->wire->reset(panel);
	if (err)
		return err;
	hd44780_init(&panel->module, &panel->glass, &panel->plan);
	err = panel_send(panel);
	panel->ready = !err;
	return err;
}

/* Make the glass show @panel->frame.screen. */
static int panel_show(struct panel *panel)
{
	int err;

	if (!panel->ready) {
		err = panel_init(panel);
		if (err)
			return err;
	}
	err = panel_light(panel);
	if (err)
		return err;
	glyphs_render(&panel->module, panel->frame.rom, &panel->frame.screen,
		      &panel->glass, &panel->glyphs);
	hd44780_plan(&panel->module, &panel->costs, &panel->glass,
		     panel->glyphs.should, &panel->plan);
	return panel_send(panel);
}

static int panel_try(struct panel *panel)
{
	int err = panel_show(panel);

	if (err) {
		atomic64_inc(&panel->errors);
		panel->ready = false;
	}
	return err;
}

static void panel_lose(struct panel *panel, int err)
{
	if (!panel->lost) {
		dev_warn(panel->dev, "lost: %pe; trying again\n", ERR_PTR(err));
		atomic64_inc(&panel->losses);
		WRITE_ONCE(panel->lost, true);
		panel->backoff = BACKOFF_FIRST;
		/* A mark that came meanwhile is pending, and waits as well. */
		mod_delayed_work(panel->wq, &panel->flush, BACKOFF_FIRST * HZ);
		if (display_set_lost(panel->base.display, true))
			mod_delayed_work(panel->wq, &panel->flush, 0);
	}
	/* A reinit that came meanwhile is pending, and is not put off. */
	queue_delayed_work(panel->wq, &panel->flush, panel->backoff * HZ);
	panel->backoff = min(panel->backoff * 2, max(retry_max_s, 1U));
}

static void panel_found(struct panel *panel)
{
	if (panel->lost) {
		dev_info(panel->dev, "found again\n");
		WRITE_ONCE(panel->lost, false);
		display_set_lost(panel->base.display, false);
	}
}

static void panel_flush(struct work_struct *work)
{
	struct panel *panel = container_of(to_delayed_work(work), struct panel,
					   flush);
	struct display *display = panel->base.display;
	int err;

	display_snapshot(display, &panel->frame);
	if (panel->frame.reinit) {
		panel->ready = false;
		panel->backoff = BACKOFF_FIRST;
	}

	err = panel_try(panel);
	if (err && !panel->lost)
		err = panel_try(panel);		/* a glitch: all of it again */
	if (err) {
		panel_lose(panel, err);
		return;
	}
	atomic64_inc(&panel->flushes);
	panel_found(panel);
	display_shown(display, &panel->frame);
}

/* What the display asks for */

static void panel_mark(struct display_panel *base, bool at_once)
{
	struct panel *panel = to_panel(base);

	if (READ_ONCE(panel->lost))
		return;		/* the next try shows it */
	if (at_once)
		mod_delayed_work(panel->wq, &panel->flush, 0);
	else
		queue_delayed_work(panel->wq, &panel->flush,
				   msecs_to_jiffies(coalesce_ms));
}

static void panel_reinit(struct display_panel *base)
{
	struct panel *panel = to_panel(base);

	mod_delayed_work(panel->wq, &panel->flush, 0);
}

static int panel_stats(struct display_panel *base, char *buf, int at)
{
	struct panel *panel = to_panel(base);

	return sysfs_emit_at(buf, at,
			     "flushes %lld\nsent %lld\nerrors %lld\nlosses %lld\n",
			     atomic64_read(&panel->flushes),
			     atomic64_read(&panel->sent),
			     atomic64_read(&panel->errors),
			     atomic64_read(&panel->losses));
}

/* A panel without a geometry takes the display's, as far as its wire goes. */
static void panel_fit(struct panel *panel)
{
	struct hd44780_module *module = &panel->module;

	if (panel->base.rows)
		return;
	module->rows = panel->frame.screen.rows;
	module->cols = panel->frame.screen.cols;
	module->split = layout && module->rows == 1;
	module->stride = panel->stride;
	if (!hd44780_module_valid(module)) {
		dev_warn(panel->dev, "internal-buffer-width is not that of %ux%u: not used\n",
			 module->cols, module->rows);
		module->stride = 0;
	}
	if (hd44780_units(module) > 1 && !panel->second_e) {
		module->rows = 2;
		dev_warn(panel->dev, "no second E line: showing 2 rows of %u\n",
			 panel->frame.screen.rows);
	}
}

static void panel_attached(struct display_panel *base)
{
	struct panel *panel = to_panel(base);

	display_snapshot(base->display, &panel->frame);
	panel_fit(panel);
	dev_info(panel->dev, "%s shows on this %ux%u panel\n",
		 dev_name(&base->display->dev), panel->module.cols,
		 panel->module.rows);
	if (panel->wire->light)
		backlight_add(&panel->light_led, base->display, panel->dev);
}

static void panel_detach(struct display_panel *base)
{
	struct panel *panel = to_panel(base);

	backlight_remove(&panel->light_led);
	if (cancel_delayed_work_sync(&panel->flush) && panel->closing) {
		/* Here, not on the queue: hibernation has that frozen. */
		panel_flush(&panel->flush.work);
		cancel_delayed_work_sync(&panel->flush);
	}
	panel->lost = false;
}

static const struct display_panel_ops panel_ops = {
	.attached = panel_attached,
	.detach = panel_detach,
	.mark = panel_mark,
	.reinit = panel_reinit,
	.stats = panel_stats,
};

/* What the wires call */

int panel_check_parameters(void)
{
	unsigned int rows, cols;

	if (panel_geometry &&
	    parse_geometry(panel_geometry, &rows, &cols)) {
		pr_err("panel_geometry=%s: want COLUMNSxROWS, 1x1 to %ux%u\n",
		       panel_geometry, SCREEN_MAX_COLS, SCREEN_MAX_ROWS);
		return -EINVAL;
	}
	if (panel_display && !display_name_valid(panel_display)) {
		pr_err("panel_display=%s: want LCD, or LCD1 to LCD%u\n",
		       panel_display, DISPLAY_MAX - 1);
		return -EINVAL;
	}
	if (layout && !sysfs_streq(layout, "split")) {
		pr_err("layout=%s: want split, or nothing\n", layout);
		return -EINVAL;
	}
	if (exec_us > U16_MAX) {
		pr_err("exec_us=%u: want %u at most\n", exec_us, U16_MAX);
		return -EINVAL;
	}
	return 0;
}

/* Where nobody says, 0x0. */
static int panel_geometry_of(struct panel *panel, unsigned int *rows,
			     unsigned int *cols)
{
	*rows = 0;
	*cols = 0;
	device_property_read_u32(panel->dev, "display-height-chars", rows);
	device_property_read_u32(panel->dev, "display-width-chars", cols);
	if (!*rows != !*cols) {
		dev_err(panel->dev, "display-height-chars and display-width-chars: want both, or none\n");
		return -EINVAL;
	}
	if (*rows || !panel_geometry)
		return 0;
	return parse_geometry(panel_geometry, rows, cols);
}

int panel_configure(struct panel *panel)
{
	struct hd44780_module *module = &panel->module;
	unsigned int rows, cols, stride = 0;
	int err;

	err = panel_geometry_of(panel, &rows, &cols);
	if (err)
		return err;
	device_property_read_u32(panel->dev, "internal-buffer-width", &stride);

	if (!device_property_read_string(panel->dev, "display", &panel->base.wanted))
		dev_dbg(panel->dev, "wants %s\n", panel->base.wanted);
	else
		panel->base.wanted = panel_display;

	module->exec_us = exec_us;
	if (rows > SCREEN_MAX_ROWS || cols > SCREEN_MAX_COLS ||
	    stride > SCREEN_MAX_COLS) {
		dev_err(panel->dev, "%ux%u, %u wide inside: no HD44780 module is that large\n",
			cols, rows, stride);
		return -EINVAL;
	}
	module->split = layout && rows == 1;
	module->rows = rows;	/* both 0: panel_fit() sets them */
	module->cols = cols;
	module->stride = stride;
	panel->stride = stride;
	return 0;
}

static int panel_check(struct panel *panel)
{
	const struct hd44780_module *module = &panel->module;

	if (!module->rows)
		return 0;
	if (!hd44780_module_valid(module)) {
		dev_err(panel->dev, "no HD44780 module has %ux%u characters\n",
			module->cols, module->rows);
		return -EINVAL;
	}
	if (hd44780_units(module) > 1 && !panel->second_e) {
		dev_err(panel->dev, "%ux%u needs a second E line, e2=, on GPIO\n",
			module->cols, module->rows);
		return -EINVAL;
	}
	return 0;
}

static void panel_destroy_queue(void *wq)
{
	destroy_workqueue(wq);
}

int devm_panel_add(struct panel *panel)
{
	int err;

	err = panel_check(panel);
	if (err)
		return err;

	INIT_DELAYED_WORK(&panel->flush, panel_flush);
	panel->wq = alloc_workqueue("devlcd-%s", WQ_UNBOUND | WQ_FREEZABLE, 1,
				    dev_name(panel->dev));
	if (!panel->wq)
		return -ENOMEM;
	err = devm_add_action_or_reset(panel->dev, panel_destroy_queue,
				       panel->wq);
	if (err)
		return err;

	panel->base.ops = &panel_ops;
	panel->base.name = dev_name(panel->dev);
	panel->base.rows = panel->module.rows;
	panel->base.cols = panel->module.cols;
	return devm_display_panel_add(panel->dev, &panel->base);
}

void panel_shutdown(struct panel *panel)
{
	panel->closing = true;
	display_panel_remove(&panel->base);
}

void panel_resume(struct panel *panel)
{
	display_panel_reinit(&panel->base);
}
