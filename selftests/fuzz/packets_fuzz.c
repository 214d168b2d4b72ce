// SPDX-License-Identifier: GPL-2.0-only
/*
 * A broker's stream beside the guard, which sees it through a window while the
 * library reads on: no packet that is too long may get through, and none that
 * is not may be refused. The first three bytes of an input choose the limit,
 * the window and how far the library reads.
 */
#include "../../userland/lcdbridge/mqtt-guard.h"
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

/* Where the first packet that is too long begins, or SIZE_MAX; @count up to there. */
static size_t first_excess(const struct input *stream, size_t limit, size_t *length,
			   size_t *count)
{
	size_t at = 0;

	while (at < stream->count) {
		*length = length_at(stream, at);
		if (!*length || *length > limit)
			break;
		at += *length;
		++*count;
	}
	return *length > limit ? at : SIZE_MAX;
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	struct input stream = { bytes, count };
	size_t limit = MQTT_HEADER_MAX + 8 * input_byte(&stream), length = 0, packets = 0;
	size_t window = MQTT_HEADER_MAX + input_byte(&stream);
	size_t step = 1 + input_byte(&stream) % window;
	size_t excess = first_excess(&stream, limit, &length, &packets);
	struct mqtt_guard guard = { 0 };

	while (guard.position < stream.count) {
		size_t seen = stream.count - guard.position;

		if (seen > window)
			seen = window;
		if (!mqtt_guard_allows(&guard, stream.bytes + guard.position, seen, limit)) {
			must(guard.border == excess && guard.excess == length);
			return 0;
		}
		must(excess == SIZE_MAX || guard.border <= excess);
		must(!guard.lost && guard.whole <= packets);
		packets -= guard.whole;
		guard.position += step < seen ? step : seen;
	}
	must(excess == SIZE_MAX);

	/* Where the library got past the window, the guard gives up. */
	guard.position += window + guard.border + MQTT_HEADER_MAX;
	must(mqtt_guard_allows(&guard, bytes, count, 0) && guard.lost);
	return 0;
}
