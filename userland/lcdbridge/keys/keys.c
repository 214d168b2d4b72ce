// SPDX-License-Identifier: GPL-2.0-only
/*
 * The actions of keys. A key is offered to the sources first. If none takes it, it acts
 * on the pages.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/timer.h"
#include "../config/options.h"
#include "../net/source.h"
#include "device.h"

#define EVENTS_MAX 100		/* a second; nobody presses faster */

/**
 * struct keys - the source
 * @device: NULL if none is configured, or it could not be made
 * @held:   timer: the key that was pressed last has been held for long
 * @last:   name of that key
 * @dismisser: the key that has dismissed a notification, while it is held; empty for none
 * @second: of the events counted in @events
 */
struct keys {
	const struct source_env *env;
	struct keys_device *device;
	struct event *held;
	char last[KEY_NAME_MAX];
	char dismisser[KEY_NAME_MAX];
	u64 second;
	unsigned int events;
};

static bool is_one_of(const char *name, const char *one, const char *other)
{
	return !strcmp(name, one) || !strcmp(name, other);
}

static bool keys_dismiss(struct keys *keys, const struct key *key)
{
	return key->action == ACTION_PRESS && is_one_of(key->name, "enter", "escape") &&
	       textpages_dismiss(keys->env->texts);
}

/* After a press that dismissed a notification, ignore its repeats and release too. */
static bool keys_take(struct keys *keys, const struct key *key)
{
	bool held = !strcmp(key->name, keys->dismisser);

	if (keys_dismiss(keys, key)) {
		memcpy(keys->dismisser, key->name, sizeof(keys->dismisser));
		return true;
	}
	if (held && (key->action == ACTION_PRESS || key->action == ACTION_RELEASE))
		keys->dismisser[0] = '\0';
	return held && key->action != ACTION_PRESS;
}

static void keys_act(struct keys *keys, const struct key *event)
{
	struct pages *pages = keys->env->pages;
	struct key key = *event;

	key.taken = keys_take(keys, event);
	if (keys->env->offer_key(keys->env->bridge, &key) || key.taken)
		return;
	if (key.action == ACTION_LONG)
		pages_set_backlight(pages, !pages_backlight(pages));
	else if (key.action == ACTION_PRESS && is_one_of(key.name, "right", "down"))
		pages_next(pages);
	else if (key.action == ACTION_PRESS && is_one_of(key.name, "left", "up"))
		pages_previous(pages);
}

/* Limit the rate: programs also write to event files. */
static bool keys_allow(struct keys *keys)
{
	u64 second = timer_now() / 1000;

	if (second != keys->second)
		keys->events = 0;
	keys->second = second;
	if (keys->events++ < EVENTS_MAX)
		return true;
	if (log_allowed(keys->env->ration))
		log_warnx("keys: more than %d events a second: ignored", EVENTS_MAX);
	return false;
}

static void keys_on_key(void *arg, const struct key *key)
{
	struct keys *keys = arg;

	if (!keys_allow(keys))
		return;
	if (key->action == ACTION_PRESS) {
		memcpy(keys->last, key->name, sizeof(keys->last));
		timer_arm(keys->held, keys->env->config->keys_long);
	} else if (key->action == ACTION_RELEASE && !strcmp(key->name, keys->last)) {
		event_del(keys->held);
	}
	keys_act(keys, key);
}

static void keys_on_held(evutil_socket_t fd, short what, void *arg)
{
	struct keys *keys = arg;
	struct key key = { .action = ACTION_LONG };

	memcpy(key.name, keys->last, sizeof(key.name));
	keys_act(keys, &key);
}

/* Nothing is told when the device goes: when it is back, it has the same keys. */
static void keys_on_opened(void *arg, unsigned int has)
{
	struct keys *keys = arg;

	keys->env->tell_keypad(keys->env->bridge, has);
}

static const struct keys_device_ops keys_device_ops = {
	.key = keys_on_key,
	.opened = keys_on_opened,
};

/* A display that is not a device has no keypad. */
static bool has_no_keypad(const struct config *config)
{
	struct stat st;

	return config->keys_device && !strcmp(config->keys_device, KEYS_OF_DISPLAY) &&
	       !stat(config->device, &st) && !S_ISCHR(st.st_mode);
}

/* The bridge also works without keys. */
static void keys_open(struct keys *keys)
{
	const struct config *config = keys->env->config;

	if (!config->keys_device || has_no_keypad(config)) {
		keys->env->tell_keypad(keys->env->bridge, 0);
		return;
	}
	keys->device = keys_device_new(keys->env->base, config, &keys_device_ops, keys);
	if (!keys->device)
		log_errx("keys: off until the configuration is reloaded");
}

static void keys_close(struct keys *keys)
{
	event_del(keys->held);
	if (keys->device)
		keys_device_free(keys->device);
	keys->device = NULL;
}

static void keys_stop(void *source)
{
	struct keys *keys = source;

	keys_close(keys);
	event_free(keys->held);
	free(keys);
}

static void keys_reload(void *source, const struct config *old)
{
	struct keys *keys = source;
	const struct config *config = keys->env->config;

	if (keys->device && options_same(config, old, "keys") &&
	    !strcmp(config->device, old->device))
		return;
	if (keys->device)
		keys_device_release(keys->device);
	keys_close(keys);
	keys_open(keys);
}

/* The display may now be a device, or no longer a device. */
static void keys_turned(void *source)
{
	struct keys *keys = source;

	if (keys->device && !has_no_keypad(keys->env->config))
		return;
	keys_close(keys);
	keys_open(keys);
}

static void *keys_start(const struct source_env *env)
{
	struct keys *keys = calloc(1, sizeof(*keys));

	if (!keys)
		return NULL;
	keys->env = env;
	keys->held = evtimer_new(env->base, keys_on_held, keys);
	if (!keys->held) {
		free(keys);
		return NULL;
	}
	keys_open(keys);
	return keys;
}

const struct source_ops source_keys = {
	.name = "keys",
	.start = keys_start,
	.reload = keys_reload,
	.turned = keys_turned,
	.stop = keys_stop,
};
