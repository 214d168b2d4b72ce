/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The input device that keys are read from. It is grabbed while it is open, and waited
 * for while it is missing.
 */
#ifndef LCDBRIDGE_KEYS_DEVICE_H
#define LCDBRIDGE_KEYS_DEVICE_H

#include <event2/event.h>

#include "../config/config.h"
#include "../net/key.h"

struct keys_device;

/**
 * struct keys_device_ops - called from the loop, @opened also by keys_device_new()
 * @key:    a key event. Repetitions come from the kernel's input core
 * @opened: the device is open. @keys has a bit for each of keypad_names[] that it has
 */
struct keys_device_ops {
	void (*key)(void *arg, const struct key *key);
	void (*opened)(void *arg, unsigned int keys);
};

/**
 * keys_device_new() - open the device, or wait for it
 * @base:   event loop
 * @config: names the device; outlives it
 * @ops:    called for every key, and when the device is open
 * @arg:    their argument
 *
 * Return: NULL, after a message, without memory or inotify.
 */
struct keys_device *keys_device_new(struct event_base *base, const struct config *config,
				    const struct keys_device_ops *ops, void *arg);
void keys_device_free(struct keys_device *device);

/* Report all keys as released, so that no key stays pressed for ever. */
void keys_device_release(struct keys_device *device);

#endif
