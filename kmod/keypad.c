// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bitops.h>
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/input.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>

#include "keypad.h"

static bool keypad_wanted = true;
module_param_named(keypad, keypad_wanted, bool, 0444);
MODULE_PARM_DESC(keypad, "make an input device for each display (default 1)");

/*
 * Up, Down, Left, Right, Enter, Escape, F1 to F4. The console's keyboard
 * handler, joydev and udev's input_id ignore a device with BTN_0 to BTN_9. They
 * take a device with arrow keys for a keyboard, with a D-pad for a joystick.
 */
#define KEYPAD_FIRST BTN_0
#define KEYPAD_LAST BTN_9

static void keypad_set_open(struct keypad *keypad, bool open)
{
	guard(mutex)(&keypad->lock);
	keypad->open = open;
	if (keypad->reader)
		mod_delayed_work(keypad->wq, keypad->reader, 0);
}

static int keypad_open(struct input_dev *input)
{
	keypad_set_open(input_get_drvdata(input), true);
	return 0;
}

static void keypad_close(struct input_dev *input)
{
	keypad_set_open(input_get_drvdata(input), false);
}

void keypad_add(struct keypad *keypad, struct device *display)
{
	struct input_dev *input;
	int err = -ENOMEM;

	mutex_init(&keypad->lock);
	if (!keypad_wanted)
		return;
	input = input_allocate_device();
	if (!input)
		goto no_keypad;

	snprintf(keypad->name, sizeof(keypad->name), "devlcd %s keypad",
		 dev_name(display));
	input->name = keypad->name;
	input->id.bustype = BUS_VIRTUAL;
	input->dev.parent = display;
	input->open = keypad_open;
	input->close = keypad_close;
	input_set_drvdata(input, keypad);
	for (unsigned int key = KEYPAD_FIRST; key <= KEYPAD_LAST; key++)
		input_set_capability(input, EV_KEY, key);
	__set_bit(EV_REP, input->evbit);

	err = input_register_device(input);
	if (err)
		goto free_input;
	scoped_guard(mutex, &keypad->lock)
		keypad->input = input;
	return;

free_input:
	input_free_device(input);
no_keypad:
	dev_warn(display, "no keypad: %pe\n", ERR_PTR(err));
}

void keypad_remove(struct keypad *keypad)
{
	struct input_dev *input;

	scoped_guard(mutex, &keypad->lock) {
		input = keypad->input;
		keypad->input = NULL;
	}
	if (input)
		input_unregister_device(input);
}

void keypad_set_reader(struct keypad *keypad, struct workqueue_struct *wq,
		       struct delayed_work *reader)
{
	guard(mutex)(&keypad->lock);
	keypad->wq = wq;
	keypad->reader = reader;
}

bool keypad_is_open(struct keypad *keypad)
{
	guard(mutex)(&keypad->lock);
	return keypad->open;
}

void keypad_report(struct keypad *keypad, unsigned long changed, unsigned long pressed)
{
	unsigned int key;

	guard(mutex)(&keypad->lock);
	if (!keypad->input)
		return;
	for_each_set_bit(key, &changed, KEYPAD_LAST - KEYPAD_FIRST + 1)
		input_report_key(keypad->input, KEYPAD_FIRST + key,
				 pressed & BIT(key));
	input_sync(keypad->input);
}
