/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The keys of a display, an input device "devlcd LCD keypad". Only if the kernel
 * has INPUT built in: a plain insmod of devlcd must not need another module.
 */
#ifndef DEVLCD_KEYPAD_H
#define DEVLCD_KEYPAD_H

#include <linux/kconfig.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct device;
struct input_dev;

/**
 * struct keypad - the input device of a display
 * @name:   "devlcd LCD keypad"; @input points to it
 * @lock:   protects all below. Taken inside every other lock, also inside the
 *          input device's mutex
 * @input:  registered; NULL if there is none
 * @open:   a program has the event file open
 * @reader: queued when @open changes, and reads keys while it is true; may be NULL
 * @wq:     the queue of @reader
 */
struct keypad {
	char name[32];
	struct mutex lock;
	struct input_dev *input;
	bool open;
	struct delayed_work *reader;
	struct workqueue_struct *wq;
};

#if IS_BUILTIN(CONFIG_INPUT)
/**
 * keypad_add() - register the input device unless the parameter keypad is 0
 * @keypad:  zeroed
 * @display: in sysfs until after keypad_remove()
 *
 * An error is only logged: a display without keys is still a display.
 *
 * Context: the caller holds no lock, because this may wait for the keypad_remove()
 * of another display.
 */
void keypad_add(struct keypad *keypad, struct device *display);

/**
 * keypad_remove() - release the pressed keys and unregister the input device
 * @keypad: with or without an input device
 *
 * Open event files get -ENODEV. They keep neither the display nor the module.
 *
 * Context: waits for all writers of the event file, so the caller holds no lock.
 */
void keypad_remove(struct keypad *keypad);

/**
 * keypad_set_reader() - set the work that reads keys for a keypad
 * @keypad: with or without an input device, like in the functions below
 * @wq:     the queue of @reader
 * @reader: queued when the first program opens the event file, and when the last
 *          one closes it; NULL for none: then the old one is not queued again
 */
void keypad_set_reader(struct keypad *keypad, struct workqueue_struct *wq,
		       struct delayed_work *reader);

/* Does a program have the event file open? */
bool keypad_is_open(struct keypad *keypad);

/* Report the keys in @changed, as in @pressed; bit n is BTN_0 + n. */
void keypad_report(struct keypad *keypad, unsigned long changed, unsigned long pressed);
#else
static inline void keypad_add(struct keypad *keypad, struct device *display)
{
}

static inline void keypad_remove(struct keypad *keypad)
{
}

static inline void keypad_set_reader(struct keypad *keypad,
				     struct workqueue_struct *wq,
				     struct delayed_work *reader)
{
}

static inline bool keypad_is_open(struct keypad *keypad)
{
	return false;
}

static inline void keypad_report(struct keypad *keypad, unsigned long changed,
				 unsigned long pressed)
{
}
#endif

#endif
