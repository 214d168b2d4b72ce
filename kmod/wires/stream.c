// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "sleep.h"
#include "stream.h"

#define PADS_MAX 16		/* longer waits end the transfer */

void stream_set_limit(struct stream *stream, size_t limit)
{
	unsigned long polite = STREAM_TRANSFER_US * NSEC_PER_USEC / stream->byte_ns;

	stream->limit = clamp_t(unsigned long, polite, 1, min_t(size_t, limit, STREAM_BUFFER));
}

void stream_transfer(struct stream *stream)
{
	if (stream->length && !stream->err) {
		stream->err = stream->write(stream);
		stream->written_at = ktime_get();
	}
	stream->length = 0;
}

void stream_reserve(struct stream *stream, unsigned int count)
{
	if (stream->length + count > stream->limit)
		stream_transfer(stream);
}

void stream_put(struct stream *stream, u8 byte)
{
	stream_reserve(stream, 1);
	if (!stream->length) {
		memcpy(stream->buffer, stream->head, stream->head_length);
		stream->length = stream->head_length;
	}
	stream->buffer[stream->length++] = byte;
}

int stream_finish(struct stream *stream)
{
	int err;

	stream_transfer(stream);
	err = stream->err;
	stream->err = 0;
	return err;
}

unsigned int stream_pads(const struct stream *stream, unsigned int us)
{
	return us ? DIV_ROUND_UP(us * NSEC_PER_USEC, stream->byte_ns) - 1 : 0;
}

unsigned int stream_pads_sent(const struct stream *stream, unsigned int us)
{
	return min_t(unsigned int, stream_pads(stream, us), PADS_MAX);
}

void stream_wait(struct stream *stream, unsigned int us)
{
	if (stream_pads(stream, us) > PADS_MAX) {
		stream_transfer(stream);
		if (!stream->err)
			wire_sleep(us);
	} else {
		stream->owed_us = us;
	}
}

unsigned int stream_take_owed_us(struct stream *stream)
{
	unsigned int us = stream->owed_us;

	stream->owed_us = 0;
	if (us && !stream->length && ktime_us_delta(ktime_get(), stream->written_at) > us)
		return 0;
	return us;
}

unsigned int stream_take_owed(struct stream *stream)
{
	unsigned int gap = stream->length ? 0 : stream->gap + stream->head_length;
	unsigned int pads = stream_pads(stream, stream_take_owed_us(stream));

	return pads - min(pads, gap);
}
