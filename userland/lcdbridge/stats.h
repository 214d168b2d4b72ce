/* SPDX-License-Identifier: GPL-2.0-only */
/* What the daemon has done, for the topic lcd/stats. */
#ifndef LCDBRIDGE_STATS_H
#define LCDBRIDGE_STATS_H

#include "text/types.h"

/**
 * struct stats - counters since the start
 * @messages: texts that were taken: messages, datagrams, files, connections
 * @clients:  connections now
 * @dropped:  what was refused, at a cap or for what it held
 * @repaints: of the display
 * @started:  pages_now() then
 * @changed:  called when a counter other than @repaints moves; may be NULL
 * @arg:      its argument
 */
struct stats {
	u64 messages;
	u64 clients;
	u64 dropped;
	u64 repaints;
	u64 started;
	void (*changed)(void *arg);
	void *arg;
};

static inline void stats_changed(const struct stats *stats)
{
	if (stats->changed)
		stats->changed(stats->arg);
}

static inline void stats_message(struct stats *stats)
{
	stats->messages++;
	stats_changed(stats);
}

static inline void stats_drop(struct stats *stats)
{
	stats->dropped++;
	stats_changed(stats);
}

#endif
