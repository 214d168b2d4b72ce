// SPDX-License-Identifier: GPL-2.0-only
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <libevdev/libevdev.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "../../common/keypad.h"
#include "../base/log.h"
#include "../base/timer.h"
#include "../base/watch.h"
#include "name.h"

#define EVENT_FILES "/dev/input/"	/* all that come there */
#define AWAIT (IN_CREATE | IN_MOVED_TO | IN_ATTRIB)
#define EVENTS_MAX 64			/* taken in a turn of the loop */
#define STEPS_MAX 8			/* of a knob, in one event */
#define PROBLEM_MAX 256
#define UDEV_MS 2000			/* time for udev to set the group of a new file */

/**
 * struct keys_device - an input device, open or waited for
 * @config:   names the device, or the display whose keypad it is
 * @watch:    notices that it may have come
 * @path:     of the open file
 * @fd:       -1 while it is not open
 * @evdev:    NULL while it is not open
 * @readable: events have come
 * @syncing:  events were lost, and libevdev reports the differences
 * @retry:    pending while udev may set the group of a new file
 * @retried:  udev had the time for that
 * @problem:  the logged reason why it cannot be opened; empty if it was missing
 */
struct keys_device {
	struct event_base *base;
	const struct config *config;
	const struct keys_device_ops *ops;
	void *arg;
	struct watch *watch;
	char path[PATH_MAX];
	int fd;
	struct libevdev *evdev;
	struct event *readable;
	bool syncing;
	struct event *retry;
	bool retried;
	char problem[PROBLEM_MAX];
};

static void keys_device_tell(struct keys_device *device, const char *name,
			     enum key_action action)
{
	struct key key = { .action = action };

	snprintf(key.name, sizeof(key.name), "%s", name);
	device->ops->key(device->arg, &key);
}

static void keys_device_key(struct keys_device *device, unsigned int code, int value)
{
	static const enum key_action actions[] = { ACTION_RELEASE, ACTION_PRESS, ACTION_REPEAT };
	char name[KEY_NAME_MAX];

	if (value < 0 || value > 2)
		return;
	key_name(code, name);
	keys_device_tell(device, name, actions[value]);
}

static void keys_device_turn(struct keys_device *device, unsigned int axis, int value)
{
	const char *name = key_turned(axis, value);

	for (int steps = 0; name && steps < abs(value) && steps < STEPS_MAX; steps++) {
		keys_device_tell(device, name, ACTION_PRESS);
		keys_device_tell(device, name, ACTION_RELEASE);
	}
}

static void keys_device_close(struct keys_device *device)
{
	if (device->readable)
		event_free(device->readable);
	libevdev_free(device->evdev);
	if (device->fd >= 0)
		close(device->fd);
	device->readable = NULL;
	device->evdev = NULL;
	device->fd = -1;
	device->syncing = false;
}

void keys_device_release(struct keys_device *device)
{
	for (unsigned int code = 0; device->evdev && code < KEY_CNT; code++)
		if (libevdev_get_event_value(device->evdev, EV_KEY, code) > 0)
			keys_device_key(device, code, 0);
}

static void keys_device_await(struct keys_device *device);

static void keys_device_lose(struct keys_device *device)
{
	log_info("keys: %s: gone", device->path);
	keys_device_release(device);
	keys_device_close(device);
	keys_device_await(device);
}

/* After lost events, read the differences first; then read events as usual again. */
static int keys_device_next(struct keys_device *device, struct input_event *event)
{
	bool synced;
	int result;

	do {
		result = libevdev_next_event(device->evdev, device->syncing ?
					     LIBEVDEV_READ_FLAG_SYNC : LIBEVDEV_READ_FLAG_NORMAL,
					     event);
		synced = device->syncing && result == -EAGAIN;
		device->syncing = result == LIBEVDEV_READ_STATUS_SYNC;
	} while (synced);
	return result;
}

static void keys_device_on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct keys_device *device = arg;
	struct input_event event;
	int result;

	for (int i = 0; i < EVENTS_MAX; i++) {
		result = keys_device_next(device, &event);
		if (result == -ENODEV) {
			keys_device_lose(device);
			return;
		}
		if (result < 0)
			return;
		if (event.type == EV_KEY)
			keys_device_key(device, event.code, event.value);
		else if (event.type == EV_REL)
			keys_device_turn(device, event.code, event.value);
	}
	/* libevdev holds events that poll() does not know of. */
	event_active(device->readable, EV_READ, 0);
}

/* Set @path to the configured file. */
static bool keys_device_find(struct keys_device *device)
{
	const struct config *config = device->config;
	char folder[64];
	struct stat display;

	if (strcmp(config->keys_device, KEYS_OF_DISPLAY)) {
		snprintf(device->path, sizeof(device->path), "%s", config->keys_device);
		return true;
	}
	if (stat(config->device, &display) || !S_ISCHR(display.st_mode))
		return false;
	snprintf(folder, sizeof(folder), "/sys/dev/char/%u:%u", major(display.st_rdev),
		 minor(display.st_rdev));
	return keypad_find(folder, device->path);
}

/* Log a problem once, and again if it changes. A missing device is waited for. */
static void keys_device_complain(struct keys_device *device, const char *doing, int error)
{
	char problem[PROBLEM_MAX] = "";

	if (error == EACCES && !device->retried) {
		device->retried = true;
		timer_arm(device->retry, UDEV_MS);
		return;
	}
	if (error != ENOENT && error != ENODEV && error != ENXIO)
		snprintf(problem, sizeof(problem), "keys: %.150s: %s: %s", device->path, doing,
			 strerror(error));
	if (*problem && strcmp(problem, device->problem))
		log_warnx("%s", problem);
	memcpy(device->problem, problem, sizeof(problem));
}

/* Return: 0 or an errno; @doing is then the step that failed. */
static int keys_device_start(struct keys_device *device, const char **doing)
{
	int err;

	*doing = "open";
	device->fd = open(device->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (device->fd < 0)
		return errno;
	*doing = "not an input device";
	err = -libevdev_new_from_fd(device->fd, &device->evdev);
	if (err)
		return err;
	*doing = "grab";
	err = -libevdev_grab(device->evdev, LIBEVDEV_GRAB);
	if (err)
		return err;
	*doing = "watch";
	device->readable = event_new(device->base, device->fd, EV_READ | EV_PERSIST,
				     keys_device_on_readable, device);
	return device->readable && !event_add(device->readable, NULL) ? 0 : ENOMEM;
}

static unsigned int keypad_bit(const char *name)
{
	for (unsigned int n = 0; n < KEYPAD_KEYS; n++)
		if (!strcmp(keypad_names[n], name))
			return 1u << n;
	return 0;
}

/* A keyboard has a hundred keys more, which are told, but not counted here. */
static unsigned int keys_device_has(const struct keys_device *device)
{
	char name[KEY_NAME_MAX];
	unsigned int keys = 0;

	for (unsigned int code = 0; code < KEY_CNT; code++) {
		if (!libevdev_has_event_code(device->evdev, EV_KEY, code))
			continue;
		key_name(code, name);
		keys |= keypad_bit(name);
	}
	for (unsigned int axis = 0; axis < REL_CNT; axis++)
		if (libevdev_has_event_code(device->evdev, EV_REL, axis) && key_turned(axis, 1))
			keys |= keypad_bit(key_turned(axis, 1)) | keypad_bit(key_turned(axis, -1));
	return keys;
}

static void keys_device_try(struct keys_device *device)
{
	const char *doing;
	int err;

	if (device->fd >= 0 || !keys_device_find(device))
		return;
	err = keys_device_start(device, &doing);
	if (err) {
		keys_device_complain(device, doing, err);
		keys_device_close(device);
		return;
	}
	device->problem[0] = '\0';
	device->retried = false;
	event_del(device->retry);
	watch_directory(device->watch, 0);
	log_info("keys: %s: open, \"%s\"", device->path, libevdev_get_name(device->evdev));
	device->ops->opened(device->arg, keys_device_has(device));
}

/* Watch before trying, so that no event is missed. */
static void keys_device_await(struct keys_device *device)
{
	watch_directory(device->watch, AWAIT);
	keys_device_try(device);
}

static void keys_device_on_watch(void *arg, u32 mask)
{
	keys_device_try(arg);
}

static void keys_device_on_retry(evutil_socket_t fd, short what, void *arg)
{
	keys_device_try(arg);
}

struct keys_device *keys_device_new(struct event_base *base, const struct config *config,
				    const struct keys_device_ops *ops, void *arg)
{
	bool of_display = !strcmp(config->keys_device, KEYS_OF_DISPLAY);
	struct keys_device *device = calloc(1, sizeof(*device));

	if (!device)
		return NULL;
	device->base = base;
	device->config = config;
	device->ops = ops;
	device->arg = arg;
	device->fd = -1;
	device->retry = evtimer_new(base, keys_device_on_retry, device);
	device->watch = watch_new(base, of_display ? EVENT_FILES : config->keys_device,
				  keys_device_on_watch, device);
	if (!device->retry || !device->watch) {
		keys_device_free(device);
		return NULL;
	}
	keys_device_await(device);
	return device;
}

void keys_device_free(struct keys_device *device)
{
	keys_device_close(device);
	if (device->watch)
		watch_free(device->watch);
	if (device->retry)
		event_free(device->retry);
	free(device);
}
