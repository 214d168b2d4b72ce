// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keys of a panel are read while a program has the keypad of its display open:
 * every POLL_MS, or when the chip's interrupt line reports a change. A change counts
 * when two reads POLL_MS apart agree, so bounces are ignored.
 *
 * Reads run on the ordered queue of the panel, so never during a flush.
 */
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>

#include "keypad.h"
#include "panel.h"

#define POLL_MS 20
#define FAILURES_REINIT 2
#define FAILURES_MAX 4

void panel_keys_wake(struct panel *panel)
{
	if (panel->keys.wired)
		mod_delayed_work(panel->wq, &panel->keys.work, 0);
}

static void panel_keys_tell(struct panel *panel, struct keypad *keypad, u16 pressed)
{
	struct panel_keys *keys = &panel->keys;

	if (keys->told != pressed)
		keypad_report(keypad, keys->told ^ pressed, pressed);
	keys->told = pressed;
}

/* The line stays low until the keys are read, so it stays masked until then. */
static irqreturn_t panel_keys_irq(int irq, void *data)
{
	struct panel *panel = data;

	if (READ_ONCE(panel->keys.masked))
		return IRQ_HANDLED;	/* an edge-triggered line has another edge */
	disable_irq_nosync(irq);
	WRITE_ONCE(panel->keys.masked, true);
	panel_keys_wake(panel);
	return IRQ_HANDLED;
}

static void panel_keys_unmask(struct panel_keys *keys)
{
	if (!READ_ONCE(keys->masked))
		return;
	WRITE_ONCE(keys->masked, false);
	enable_irq(keys->irq);
}

/*
 * After the first error, read again: it may be a glitch. After the second, initialise
 * the panel; once it answers, its keys are read again. If two more reads fail, the
 * adapter can write but not read.
 */
static void panel_keys_fail(struct panel *panel, int err)
{
	struct panel_keys *keys = &panel->keys;

	atomic64_inc(&panel->errors);
	keys->failures++;
	if (err == -EOPNOTSUPP || keys->failures == FAILURES_MAX) {
		dev_warn(panel->dev, "the adapter cannot read: no keys\n");
		WRITE_ONCE(keys->unreadable, true);
	} else if (keys->failures == FAILURES_REINIT) {
		keys->waiting = true;
		panel_reinit(panel);
	} else {
		mod_delayed_work(panel->wq, &keys->work, msecs_to_jiffies(POLL_MS));
	}
}

static void panel_keys_read(struct panel *panel, struct keypad *keypad)
{
	struct panel_keys *keys = &panel->keys;
	u64 now = get_jiffies_64();
	bool settled;
	u16 pressed;
	int err;

	if (keys->waiting)
		return;
	/* Also if an interrupt line is stuck low. */
	if (now < keys->read_at) {
		mod_delayed_work(panel->wq, &keys->work, keys->read_at - now);
		return;
	}
	keys->read_at = now + msecs_to_jiffies(POLL_MS);
	err = panel->wire->read_keys(panel, &pressed);
	if (err) {
		panel_keys_fail(panel, err);
		return;
	}
	keys->failures = 0;
	settled = pressed == keys->seen;
	keys->seen = pressed;
	if (settled)
		panel_keys_tell(panel, keypad, pressed);
	if (settled && keys->irq > 0)
		panel_keys_unmask(keys);
	else
		mod_delayed_work(panel->wq, &keys->work, msecs_to_jiffies(POLL_MS));
}

static void panel_keys_work(struct work_struct *work)
{
	struct panel *panel = container_of(to_delayed_work(work), struct panel,
					   keys.work);
	struct keypad *keypad;
	bool lost;

	scoped_guard(mutex, &panel->lock) {
		keypad = panel->keys.keypad;
		lost = panel->lost;
	}
	if (!keypad)
		return;		/* runs again when there is one */
	if (panel->ready && keypad_is_open(keypad) && !panel->keys.unreadable) {
		panel_keys_read(panel, keypad);
	} else if (lost || panel->ready) {
		panel_keys_tell(panel, keypad, 0);
		panel->keys.seen = 0;
	}
}

void panel_keys_attach(struct panel *panel, struct keypad *keypad)
{
	lockdep_assert_held(&panel->lock);

	panel->keys.keypad = keypad;
	panel->keys.seen = 0;
	panel->keys.failures = 0;
	panel->keys.waiting = false;
	if (panel->keys.wired)
		keypad_set_reader(keypad, panel->wq, &panel->keys.work);
}

void panel_keys_detach(struct panel *panel)
{
	struct keypad *keypad;

	scoped_guard(mutex, &panel->lock) {
		keypad = panel->keys.keypad;
		panel->keys.keypad = NULL;
	}
	keypad_set_reader(keypad, NULL, NULL);
	cancel_delayed_work_sync(&panel->keys.work);
	panel_keys_tell(panel, keypad, 0);
}

static void panel_keys_cancel(void *keys)
{
	cancel_delayed_work_sync(&((struct panel_keys *)keys)->work);
}

int devm_panel_keys_init(struct panel *panel)
{
	struct panel_keys *keys = &panel->keys;
	int err;

	INIT_DELAYED_WORK(&keys->work, panel_keys_work);
	err = devm_add_action(panel->dev, panel_keys_cancel, keys);
	if (err || !keys->wired || keys->irq <= 0)
		return err;
	keys->masked = true;
	err = devm_request_threaded_irq(panel->dev, keys->irq, NULL, panel_keys_irq,
					IRQF_ONESHOT | IRQF_NO_AUTOEN,
					dev_name(panel->dev), panel);
	if (err) {
		dev_warn(panel->dev, "no interrupt for the keys: %pe; polling\n",
			 ERR_PTR(err));
		keys->irq = 0;
	}
	return 0;
}
