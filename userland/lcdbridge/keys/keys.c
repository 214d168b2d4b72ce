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
#define HELD_MAX 16		/* more than anybody holds */

/**
 * struct held - a key that is held
 * @name: empty if there is none
 * @due:  timer_now() when it has been held for long; 0 after that
 */
struct held {
	char name[KEY_NAME_MAX];
	u64 due;
};

/**
 * struct keys - the source
 * @device: NULL if none is configured, or it could not be made
 * @timer:  until a key has been held for long
 * @held:   the keys whose press was not ignored, until they are released
 * @dismisser: the key that has dismissed a notification, while it is held; empty for none
 * @second: of the events counted in @events
 */
struct keys {
	const struct source_env *env;
	struct keys_device *device;
	struct event *timer;
	struct held held[HELD_MAX];
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

/* Limit the rate: programs also write to event files. A release is only counted. */
static bool keys_allow(struct keys *keys, const struct key *key)
{
	u64 second = timer_now() / 1000;

	if (second != keys->second)
		keys->events = 0;
	keys->second = second;
	if (keys->events++ < EVENTS_MAX || key->action == ACTION_RELEASE)
		return true;
	if (log_allowed(keys->env->ration))
		log_warnx("keys: more than %d events a second: ignored", EVENTS_MAX);
	return false;
}

static void keys_arm_timer(struct keys *keys)
{
	u64 now = timer_now(), due = 0;

	for (int i = 0; i < HELD_MAX; i++)
		if (keys->held[i].due && (!due || keys->held[i].due < due))
			due = keys->held[i].due;
	if (due)
		timer_arm(keys->timer, due > now ? due - now : 0);
	else
		event_del(keys->timer);
}

static struct held *keys_find_held(struct keys *keys, const char *name)
{
	for (int i = 0; i < HELD_MAX; i++)
		if (!strcmp(keys->held[i].name, name))
			return &keys->held[i];
	return NULL;
}

/* Return: false if too many keys are held, or for a release if its press was ignored. */
static bool keys_note_held(struct keys *keys, const struct key *key)
{
	struct held *held;

	if (key->action == ACTION_REPEAT)
		return true;
	held = keys_find_held(keys, key->action == ACTION_PRESS ? "" : key->name);
	if (!held)
		return false;
	memset(held, 0, sizeof(*held));
	if (key->action == ACTION_PRESS) {
		memcpy(held->name, key->name, sizeof(held->name));
		held->due = timer_now() + keys->env->config->keys_long;
	}
	keys_arm_timer(keys);
	return true;
}

static void keys_on_key(void *arg, const struct key *key)
{
	struct keys *keys = arg;

	if (keys_allow(keys, key) && keys_note_held(keys, key))
		keys_act(keys, key);
}

static void keys_on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct keys *keys = arg;
	struct key key = { .action = ACTION_LONG };
	u64 now = timer_now();

	for (struct held *held = keys->held; held < keys->held + HELD_MAX; held++) {
		if (!held->due || held->due > now)
			continue;
		held->due = 0;
		memcpy(key.name, held->name, sizeof(key.name));
		keys_act(keys, &key);
	}
	keys_arm_timer(keys);
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
	event_del(keys->timer);
	memset(keys->held, 0, sizeof(keys->held));
	if (keys->device)
		keys_device_free(keys->device);
	keys->device = NULL;
}

static void keys_stop(void *source)
{
	struct keys *keys = source;

	keys_close(keys);
	event_free(keys->timer);
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
	keys->timer = evtimer_new(env->base, keys_on_timer, keys);
	if (!keys->timer) {
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
