/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Looks at each packet's length before the library reads the packet, because
 * it would allocate whatever it is told to; and whether the broker takes what
 * the library answers, because it would keep that for ever.
 */
#ifndef LCDBRIDGE_MQTT_GUARD_H
#define LCDBRIDGE_MQTT_GUARD_H

#include <mosquitto.h>
#include <stdbool.h>
#include <stddef.h>

#include "text/types.h"

#define MQTT_HEADER_MAX 5		/* type, and four bytes of length */

/**
 * struct mqtt_guard - a place in the stream from the broker; all zero at its start
 * @position: bytes that the library has read
 * @border:   where the first packet begins that was not looked at
 * @header:   what is known of its header
 * @known:    how many bytes that is
 * @whole:    packets that were looked at, and are there to their ends
 * @excess:   length of a packet that is too long
 * @under_way: messages of QoS 1 or 2 that wait for the other side's word; the
 *            owner counts
 * @unsent:   packets read since the library had nothing left to send
 * @lost:     the library has read past what we know of: let it
 */
struct mqtt_guard {
	u64 position;
	u64 border;
	u8 header[MQTT_HEADER_MAX];
	size_t known;
	unsigned int whole;
	size_t excess;
	unsigned int under_way;
	unsigned int unsent;
	bool lost;
};

/**
 * mqtt_guard_read() - mosquitto_loop_read(), unless that would take too much
 * @guard: zeroed, but for @under_way, for each connection
 * @mosq:  connected
 * @limit: bytes that a packet may have
 *
 * Several packets a call, so that a flood costs few turns of the loop.
 *
 * Return: what the library returned; MOSQ_ERR_OVERSIZE_PACKET, without calling
 * it, where a packet is longer, and MOSQ_ERR_TIMEOUT where the broker does not
 * read. Then the connection is of no more use.
 */
int mqtt_guard_read(struct mqtt_guard *guard, struct mosquitto *mosq, size_t limit);

/* End it abruptly, so that the broker publishes our last will. */
void mqtt_guard_cut_off(struct mosquitto *mosq);

/* Tell the broker's side, at once, that what was read has arrived. */
void mqtt_guard_acknowledge(int fd);

/**
 * mqtt_guard_allows() - walk from packet to packet as far as a window reaches
 * @guard: where the stream is
 * @bytes: the stream from @guard->position on
 * @count: how many of them are in sight
 * @limit: bytes that a packet may have
 *
 * Return: is each short enough?
 */
bool mqtt_guard_allows(struct mqtt_guard *guard, const u8 *bytes, size_t count, size_t limit);

/* Is there something to read that OpenSSL has taken from the socket already? */
bool mqtt_guard_has_decrypted(struct mosquitto *mosq);

#endif
