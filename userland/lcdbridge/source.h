/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A source turns what arrives from somewhere into operations on pages. It is a
 * file of statics with one exported table, listed in main.c.
 */
#ifndef LCDBRIDGE_SOURCE_H
#define LCDBRIDGE_SOURCE_H

#include <event2/event.h>

#include "config.h"
#include "display.h"
#include "mainpage.h"
#include "textpage.h"

/**
 * struct source_env - what every source is handed; it outlives them all
 * @base:    the loop, to arm events on
 * @config:  swapped by a reload
 * @pages:   the scheduler
 * @main:    page main
 * @texts:   named pages and notifications
 * @display: to ask whether there is one
 */
struct source_env {
	struct event_base *base;
	const struct config *config;
	struct pages *pages;
	struct mainpage *main;
	struct textpages *texts;
	struct display *display;
};

/**
 * struct source_ops - a kind of source
 * @name:  for messages
 * @start: arm events. NULL, after complaining, where it cannot: the daemon ends
 * @shown: the display shows something else now; may be NULL
 * @stop:  take leave, free everything
 */
struct source_ops {
	const char *name;
	void *(*start)(const struct source_env *env);
	void (*shown)(void *source);
	void (*stop)(void *source);
};

extern const struct source_ops source_tcp;
extern const struct source_ops source_mqtt;

#endif
