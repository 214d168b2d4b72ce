/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes for a chip, gathered and written in as few transfers as its bus allows.
 * The time that the bus needs for a byte is what keeps a module's times: where it
 * is too short, bytes that change nothing are put between.
 */
#ifndef DEVLCD_STREAM_H
#define DEVLCD_STREAM_H

#include <linux/cache.h>
#include <linux/ktime.h>
#include <linux/types.h>

#define STREAM_BUFFER 2048	/* STREAM_TRANSFER_US of an I2C bus, up to 900 kHz */
#define STREAM_TRANSFER_US 20000
#define STREAM_HEAD 2

/**
 * struct stream - the bytes for a chip
 * @write:   writes the @length bytes of @buffer in one transfer; returns 0 or a
 *           negative errno. Set by the bus, as are those up to @gap
 * @byte_ns: time that the bus needs for a byte
 * @limit:   bytes of a transfer, those of @head included
 * @gap:     bytes that pass between two transfers, those of @head not included
 *
 * @head:    begins every transfer: the register that the bytes are for
 * @head_length: bytes in @head
 * @owed_us: time that the module needs after the last byte; the worker's own, as
 *           is the rest
 * @written_at: when the last transfer ended
 * @err:     the first error since the last stream_finish()
 * @length:  bytes in @buffer
 * @buffer:  bytes to be written
 */
struct stream {
	int (*write)(struct stream *stream);
	unsigned int byte_ns;
	unsigned int limit;
	unsigned int gap;

	u8 head[STREAM_HEAD];
	unsigned int head_length;
	unsigned int owed_us;
	ktime_t written_at;
	int err;
	unsigned int length;
	u8 buffer[STREAM_BUFFER] __aligned(ARCH_DMA_MINALIGN);
};

/**
 * stream_set_limit() - let no transfer keep others from the bus for long
 * @stream: stream, @byte_ns set
 * @limit:  bytes of the longest transfer that the bus can do; those of
 *          STREAM_TRANSFER_US if that is fewer
 */
void stream_set_limit(struct stream *stream, size_t limit);

/* Begin another transfer unless @count bytes fit into this one. */
void stream_reserve(struct stream *stream, unsigned int count);

void stream_put(struct stream *stream, u8 byte);

/* Write what has been put. After an error nothing is written until stream_finish(). */
void stream_transfer(struct stream *stream);

/**
 * stream_finish() - write what has been put; the next byte begins a transfer
 * @stream: stream
 *
 * Return: 0 or the first error since the last call.
 */
int stream_finish(struct stream *stream);

/* Return: how many bytes have to come between two that are @us microseconds apart. */
unsigned int stream_pads(const struct stream *stream, unsigned int us);

/* Likewise, if stream_wait() does not sleep; longer waits end the transfer. */
unsigned int stream_pads_sent(const struct stream *stream, unsigned int us);

/**
 * stream_wait() - the module needs time after the last byte
 * @stream: stream
 * @us:     microseconds. A long wait writes what has been put, and sleeps; a short
 *          one is left to stream_take_owed()
 */
void stream_wait(struct stream *stream, unsigned int us);

/**
 * stream_take_owed_us() - how much time has to pass before the next byte that counts
 * @stream: stream; nothing is owed any more
 *
 * Return: microseconds; 0 if they have passed since the last transfer.
 */
unsigned int stream_take_owed_us(struct stream *stream);

/* Likewise, in bytes to send. If a transfer has to begin, its first bytes count already. */
unsigned int stream_take_owed(struct stream *stream);

#endif
