/* SPDX-License-Identifier: GPL-2.0-only */
/* Where packets begin in the stream from the broker, and whether we take them. */
#ifndef LCDBRIDGE_MQTT_PACKETS_H
#define LCDBRIDGE_MQTT_PACKETS_H

#include <stdbool.h>
#include <stddef.h>

#include "text/types.h"

#define MQTT_HEADER_MAX 5		/* type, and four bytes of length */

/**
 * struct mqtt_packets - a place in the stream; but for @limit and @qos zero at its start
 * @limit:    bytes that a packet may have
 * @qos:      that a message may have: what we have subscribed with
 * @position: bytes that the library has read
 * @border:   where the first packet begins that was not looked at
 * @header:   what is known of its header
 * @known:    how many bytes that is
 * @whole:    packets that were looked at, and are there to their ends
 * @excess:   length of a packet that is too long
 * @lost:     the library has read past what we know of: let it
 */
struct mqtt_packets {
	size_t limit;
	unsigned int qos;
	u64 position;
	u64 border;
	u8 header[MQTT_HEADER_MAX];
	size_t known;
	unsigned int whole;
	size_t excess;
	bool lost;
};

/**
 * mqtt_packets_look() - walk from packet to packet as far as a window reaches
 * @packets: where the stream is
 * @bytes:   the stream from @packets->position on
 * @count:   how many of them are in sight
 *
 * Return: MOSQ_ERR_SUCCESS; MOSQ_ERR_OVERSIZE_PACKET where one is too long;
 * MOSQ_ERR_PROTOCOL for a message of a higher QoS than may be: of QoS 2 the
 * library would keep as many as a broker sends without releasing them.
 */
int mqtt_packets_look(struct mqtt_packets *packets, const u8 *bytes, size_t count);

#endif
