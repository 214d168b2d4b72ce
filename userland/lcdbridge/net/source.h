/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A source turns input of one kind into operations on pages. It is a file of statics
 * with one exported table, which main.c lists.
 */
#ifndef LCDBRIDGE_SOURCE_H
#define LCDBRIDGE_SOURCE_H

#include <event2/event.h>

#include "../base/log.h"
#include "../base/stats.h"
#include "../base/status.h"
#include "../config/config.h"
#include "../display/display.h"
#include "../pages/mainpage.h"
#include "../pages/textpage.h"
#include "buckets.h"
#include "key.h"
#include "tls.h"

/**
 * struct source_env - the environment of every source; it outlives them
 * @base:    the loop, to arm events on
 * @config:  swapped by a reload
 * @pages:   the scheduler
 * @main:    page main
 * @texts:   named pages and notifications
 * @display: may be waiting for its file
 * @stats:   counters
 * @buckets: rate limit of each address
 * @ration:  of messages that other machines can cause
 * @tls:     NULL if [tls] is empty
 * @status:  touched when clients or the broker come and go; may be NULL
 * @offer_key: offer a key event to every source. Return: one of them has taken it
 * @tell_keypad: tell every source which of keypad_names[] can be pressed, a bit for each
 * @bridge:  their argument
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
	struct status *status;
	bool (*offer_key)(void *bridge, const struct key *key);
	void (*tell_keypad)(void *bridge, unsigned int keys);
	void *bridge;
};

/**
 * enum prepared - can a source follow a new configuration?
 * @PREPARED:   yes; every step that can fail is done
 * @OCCUPIED:   only after another source has released an address
 * @IMPOSSIBLE: no; the reason was logged
 */
enum prepared { PREPARED, OCCUPIED, IMPOSSIBLE };

/**
 * struct source_ops - a kind of source
 * @name:  for messages
 * @check: report settings that are wrong for it; may be NULL
 * @try:   read the files and bind the addresses of the configuration, then release
 *         them. Return: false, after a message, if it could not start. May be NULL
 * @start: arm events. Return: NULL, after a message, on failure; then the daemon ends
 * @shown: the display has changed; may be NULL
 * @key:   handle a key event. Return: it is taken, and must not act on the pages. May be
 *         NULL
 * @keypad: these of keypad_names[] can be pressed from now on; may be NULL
 * @status: write its part of the status line; may be NULL
 * @prepare: acquire all that @fresh requires, and keep serving as before. If @last, an
 *         occupied address is an error. May be NULL
 * @yield: release addresses that @fresh does not name, for other sources; may be NULL
 * @abandon: the reload has failed: release all that was prepared; may be NULL
 * @reclaim: after @abandon of all sources: bind the yielded addresses again; may be NULL
 * @reload: switch to what was prepared; env->config is the new configuration, @old the
 *         old one. May be NULL
 * @turned: the display works again, or no longer; may be NULL
 * @stop:  end all connections, and free everything
 */
struct source_ops {
	const char *name;
	config_check *check;
	bool (*try)(const struct config *config);
	void *(*start)(const struct source_env *env);
	void (*shown)(void *source);
	bool (*key)(void *source, const struct key *key);
	void (*keypad)(void *source, unsigned int keys);
	void (*status)(const void *source, char *text, size_t size);
	enum prepared (*prepare)(void *source, const struct config *fresh, bool last);
	void (*yield)(void *source, const struct config *fresh);
	void (*abandon)(void *source);
	void (*reclaim)(void *source);
	void (*reload)(void *source, const struct config *old);
	void (*turned)(void *source);
	void (*stop)(void *source);
};

extern const struct source_ops source_tcp;
extern const struct source_ops source_udp;
extern const struct source_ops source_unix;
extern const struct source_ops source_spool;
extern const struct source_ops source_lcdproc;
extern const struct source_ops source_mqtt;
extern const struct source_ops source_keys;

#endif
