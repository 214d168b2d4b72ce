/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters for the topic lcd/stats. */
#ifndef LCDBRIDGE_STATS_H
#define LCDBRIDGE_STATS_H

#include "text/types.h"

/**
 * enum drop - why input was refused
 * @DROP_CONNECTIONS: a listener had too many connections
 * @DROP_PER_ADDRESS: one address had too many connections
 * @DROP_TIME:        a client did not send, or end a line, in time
 * @DROP_LINE:        a line was too long
 * @DROP_BUFFER:      a client did not read its answers
 * @DROP_RATE:        an address sent too many datagrams
 * @DROP_PAYLOAD:     a message, datagram or file was too long
 * @DROP_PAGES:       there were too many pages, notifications, widgets or menus
 * @DROP_CONTENT:     the content made no sense
 * @DROP_PROTOCOL:    a connection began like HTTP, TLS, SSH or a scanner
 * @DROP_DISPLAY:     the display was missing, so there was no answer
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
	DROP_PROTOCOL,
	DROP_DISPLAY,
	DROPS
};

/**
 * struct stats - counters since the start
 * @messages: accepted texts: messages, datagrams, files, connections
 * @clients:  connections now
 * @dropped:  refused input, by enum drop
 * @slowed:   how often a connection had to wait because it had sent too much
 * @repaints: of the display
 * @started:  timer_now() at the start
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

const char *stats_drop_name(enum drop why);

/* The sum of @dropped. */
u64 stats_dropped(const struct stats *stats);

/* Seconds since the start. */
u64 stats_uptime(const struct stats *stats);

/* Log all counters in one line. */
void stats_log(const struct stats *stats);

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
