// SPDX-License-Identifier: GPL-2.0-only
#include "mqtt-packets.h"

#include <mosquitto.h>

#define PUBLISH 3

/* The bytes of the packet that @header begins, or 0 while that cannot be told. */
static size_t packet_length(const u8 *header, size_t count)
{
	size_t length = 0;

	for (size_t i = 1; i < count; i++) {
		length |= (size_t)(header[i] & 0x7f) << (7 * (i - 1));
		if (!(header[i] & 0x80))
			return 1 + i + length;
	}
	return count == MQTT_HEADER_MAX ? count : 0;	/* the library refuses those five */
}

/* Take what @bytes, the stream from @position on, hold of the next header. */
static void packets_know(struct mqtt_packets *packets, const u8 *bytes, size_t count)
{
	size_t at = packets->border + packets->known - packets->position;

	while (packets->known < MQTT_HEADER_MAX && at < count)
		packets->header[packets->known++] = bytes[at++];
}

static bool packets_qos_allowed(const struct mqtt_packets *packets)
{
	u8 type = packets->header[0];

	return type >> 4 != PUBLISH || (type >> 1 & 3u) <= packets->qos;
}

int mqtt_packets_look(struct mqtt_packets *packets, const u8 *bytes, size_t count)
{
	size_t length;

	packets->whole = 0;
	packets->lost = packets->lost || packets->position > packets->border + packets->known;
	while (!packets->lost && packets->border < packets->position + count) {
		packets_know(packets, bytes, count);
		length = packet_length(packets->header, packets->known);
		if (!length)
			break;
		if (length > packets->limit) {
			packets->excess = length;
			return MOSQ_ERR_OVERSIZE_PACKET;
		}
		if (!packets_qos_allowed(packets))
			return MOSQ_ERR_PROTOCOL;
		packets->border += length;
		packets->known = 0;
		packets->whole += packets->border <= packets->position + count;
	}
	return MOSQ_ERR_SUCCESS;
}
