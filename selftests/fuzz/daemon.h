/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The daemon's rooms without sockets, without a device, and with a clock that
 * stands still: what its sources are told is a call, what it shows, answers,
 * publishes and logs is looked at.
 */
#ifndef DEVLCD_FUZZ_DAEMON_H
#define DEVLCD_FUZZ_DAEMON_H

#include "../../userland/lcdbridge/mqtt/session.h"
#include "../../userland/lcdbridge/net/source.h"
#include "must.h"

/**
 * struct daemon - it
 * @env:     what its sources are handed
 * @config:  defaults; a fuzzer may change them before daemon_start()
 * @ops:     the source that runs
 * @source:  what its start returned
 * @escapes: escape sequences may pass
 * @shown:   what the display was told last
 */
struct daemon {
	struct source_env env;
	struct config config;
	const struct source_ops *ops;
	void *source;
	bool escapes;
	struct screen shown;
	struct stats stats;
	struct buckets buckets;
	struct log_ration ration;
};

/* Defaults, on a display of that size. */
void daemon_init(struct daemon *daemon, unsigned int rows, unsigned int cols);
void daemon_start(struct daemon *daemon, const struct source_ops *ops);

/* Let time pass; what is due happens. */
void daemon_wait(struct daemon *daemon, unsigned int ms);
void daemon_stop(struct daemon *daemon);

/* Is it UTF-8 of characters that a terminal prints, and of these controls? */
bool is_printable(const char *text, size_t count, const char *controls);

/* The same, and none of it for private use, where glyphs and ROM codes are. */
bool is_plain(const char *text, size_t count, const char *controls);

/**
 * struct peer_seen - what a connection has heard
 * @text:  all of it
 * @count: bytes
 * @over:  the daemon has ended it
 */
struct peer_seen {
	char text[65536];
	size_t count;
	bool over;
};

/* A connection to the source that runs; @seen outlives it. */
struct conn *peer_connect(struct daemon *daemon, const struct endpoint *endpoint,
			  struct peer_seen *seen);
void peer_say(struct conn *conn, const void *bytes, size_t count);

/* It sends no more. */
void peer_end(struct conn *conn);
void peer_close(struct conn *conn);

/* The broker takes the MQTT source, for the first time or again. */
void broker_connect(void);

/* A message to it; @topic is whole. */
void broker_publish(const char *topic, const void *payload, size_t count, enum mqtt_delivery how);

#endif
