// SPDX-License-Identifier: GPL-2.0-only
/* Where packets begin in the stream from the broker, and how long they are. */
#include "mqtt-guard.h"

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

/* Take what @bytes, the stream from @guard->position on, hold of the next header. */
static void guard_know(struct mqtt_guard *guard, const u8 *bytes, size_t count)
{
	size_t at = guard->border + guard->known - guard->position;

	while (guard->known < MQTT_HEADER_MAX && at < count)
		guard->header[guard->known++] = bytes[at++];
}

bool mqtt_guard_allows(struct mqtt_guard *guard, const u8 *bytes, size_t count, size_t limit)
{
	size_t length;

	guard->whole = 0;
	guard->lost = guard->lost || guard->position > guard->border + guard->known;
	while (!guard->lost && guard->border < guard->position + count) {
		guard_know(guard, bytes, count);
		length = packet_length(guard->header, guard->known);
		if (!length)
			break;
		if (length > limit) {
			guard->excess = length;
			return false;
		}
		guard->border += length;
		guard->known = 0;
		guard->whole += guard->border <= guard->position + count;
	}
	return true;
}
