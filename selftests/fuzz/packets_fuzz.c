// SPDX-License-Identifier: GPL-2.0-only
/*
 * A broker's stream beside the guard, which sees it through a window while the
 * library reads on: no packet that is too long, and no message of too high a QoS,
 * may get through, and no other may be refused. The first three bytes of an
 * input choose the limit, the window, how far the library reads, and the QoS.
 */
#include <mosquitto.h>

#include "../../userland/lcdbridge/mqtt-packets.h"
#include "must.h"

/* The length of the packet at @at by MQTT's rule; 0 where its header goes on. */
static size_t length_at(const struct input *stream, size_t at)
{
	size_t length = 0, unit = 1;

	for (size_t i = 1; i < MQTT_HEADER_MAX; i++, unit *= 128) {
		if (at + i >= stream->count)
			return 0;
		length += stream->bytes[at + i] % 128 * unit;
		if (stream->bytes[at + i] < 128)
			return i + 1 + length;
	}
	return MQTT_HEADER_MAX;		/* the library ends it there */
}

/* What is wrong with the packet at @at. */
static int verdict_at(const struct input *stream, size_t at, size_t length, size_t limit,
		      unsigned int qos)
{
	u8 type = stream->bytes[at];

	if (length > limit)
		return MOSQ_ERR_OVERSIZE_PACKET;
	return type / 16 == 3 && type / 2 % 4 > (int)qos ? MOSQ_ERR_PROTOCOL : MOSQ_ERR_SUCCESS;
}

/* Where the first packet that is refused begins, or SIZE_MAX; @count up to there. */
static size_t first_refused(const struct input *stream, size_t limit, unsigned int qos,
			    int *verdict, size_t *length, size_t *count)
{
	size_t at = 0;

	while (at < stream->count) {
		*length = length_at(stream, at);
		if (!*length)
			break;
		*verdict = verdict_at(stream, at, *length, limit, qos);
		if (*verdict)
			return at;
		at += *length;
		++*count;
	}
	return SIZE_MAX;
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	struct input stream = { bytes, count };
	size_t limit = MQTT_HEADER_MAX + 8 * input_byte(&stream), length = 0, packets = 0;
	size_t window = MQTT_HEADER_MAX + input_byte(&stream);
	u8 third = input_byte(&stream);
	size_t step = 1 + third % window;
	unsigned int qos = third % 3;
	int verdict = MOSQ_ERR_SUCCESS, result;
	size_t refused = first_refused(&stream, limit, qos, &verdict, &length, &packets);
	struct mqtt_packets guard = { .limit = limit, .qos = qos };

	while (guard.position < stream.count) {
		size_t seen = stream.count - guard.position;

		if (seen > window)
			seen = window;
		result = mqtt_packets_look(&guard, stream.bytes + guard.position, seen);
		if (result) {
			must(result == verdict && guard.border == refused);
			must(guard.excess == (result == MOSQ_ERR_OVERSIZE_PACKET ? length : 0));
			return 0;
		}
		must(refused == SIZE_MAX || guard.border <= refused);
		must(!guard.lost && guard.whole <= packets);
		packets -= guard.whole;
		guard.position += step < seen ? step : seen;
	}
	must(refused == SIZE_MAX);

	/* Where the library got past the window, the guard gives up. */
	guard.position += window + guard.border + MQTT_HEADER_MAX;
	must(!mqtt_packets_look(&guard, bytes, count) && guard.lost);
	return 0;
}
