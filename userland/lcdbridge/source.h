/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A source turns what arrives from somewhere into operations on pages. It is a
 * file of statics with one exported table, listed in main.c.
 */
#ifndef LCDBRIDGE_SOURCE_H
#define LCDBRIDGE_SOURCE_H

#include <event2/event.h>

#include "config.h"
#include "buckets.h"
#include "display.h"
#include "log.h"
#include "mainpage.h"
#include "stats.h"
#include "textpage.h"
#include "tls.h"

/**
 * struct source_env - what every source is handed; it outlives them all
 * @base:    the loop, to arm events on
 * @config:  swapped by a reload
 * @pages:   the scheduler
 * @main:    page main
 * @texts:   named pages and notifications
 * @display: to ask whether there is one
 * @stats:   counters
 * @buckets: what each address may still send
 * @ration:  of messages about what strangers do
 * @tls:     NULL where [tls] is empty
 */
struct source_env {
	struct event_base *base;
	const struct config *config;
	struct pages *pages;
	struct mainpage *main;
	struct textpages *texts;
	struct display *display;
	struct stats *stats;
	struct buckets *buckets;
	struct log_ration *ration;
	struct tls *tls;
};

/**
 * struct source_ops - a kind of source
 * @name:  for messages
 * @check: is the configuration right for it? May be NULL
 * @start: arm events. NULL, after complaining, where it cannot: the daemon ends
 * @shown: the display shows something else now; may be NULL
 * @release: the configuration has changed: let go of what it no longer wants,
 *           as another source may want it. May be NULL
 * @reload: likewise, once all have let go; @old is what it was. May be NULL
 * @stop:  take leave, free everything
 */
struct source_ops {
	const char *name;
	config_check *check;
	void *(*start)(const struct source_env *env);
	void (*shown)(void *source);
	void (*release)(void *source);
	void (*reload)(void *source, const struct config *old);
	void (*stop)(void *source);
};

extern const struct source_ops source_tcp;
extern const struct source_ops source_udp;
extern const struct source_ops source_unix;
extern const struct source_ops source_spool;
extern const struct source_ops source_lcdproc;
extern const struct source_ops source_mqtt;

#endif
