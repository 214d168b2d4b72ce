/* SPDX-License-Identifier: GPL-2.0-only */
/* What the daemon has done, for the topic lcd/stats. */
#ifndef LCDBRIDGE_STATS_H
#define LCDBRIDGE_STATS_H

#include "text/types.h"

/**
 * enum drop - why something was refused
 * @DROP_CONNECTIONS: a listener had enough connections
 * @DROP_PER_ADDRESS: one address had enough of them
 * @DROP_TIME:        nothing was sent in time, or a line not ended
 * @DROP_LINE:        it was too long
 * @DROP_BUFFER:      answers were not read
 * @DROP_RATE:        an address sent too many datagrams
 * @DROP_PAYLOAD:     a message, datagram or file was too long
 * @DROP_PAGES:       there were enough pages, notifications, widgets or menus
 * @DROP_CONTENT:     it made no sense
 * @DROP_DISPLAY:     the display was not there to answer with
 */
enum drop {
	DROP_CONNECTIONS,
	DROP_PER_ADDRESS,
	DROP_TIME,
	DROP_LINE,
	DROP_BUFFER,
	DROP_RATE,
	DROP_PAYLOAD,
	DROP_PAGES,
	DROP_CONTENT,
	DROP_DISPLAY,
	DROPS
};

/**
 * struct stats - counters since the start
 * @messages: texts that were taken: messages, datagrams, files, connections
 * @clients:  connections now
 * @dropped:  what was refused, by enum drop
 * @slowed:   how often a connection had to wait, having sent too much
 * @repaints: of the display
 * @started:  timer_now() then
 * @changed:  called when a counter other than @repaints moves; may be NULL
 * @arg:      its argument
 */
struct stats {
	u64 messages;
	u64 clients;
	u64 dropped[DROPS];
	u64 slowed;
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

static inline void stats_drop(struct stats *stats, enum drop why)
{
	stats->dropped[why]++;
	stats_changed(stats);
}

static inline void stats_slow(struct stats *stats)
{
	stats->slowed++;
	stats_changed(stats);
}

#endif
