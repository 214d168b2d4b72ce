/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Remembers the last message of each topic. A broker sends retained messages again after
 * every reconnection, when they may be older than the text on the display.
 */
#ifndef LCDBRIDGE_NEWS_H
#define LCDBRIDGE_NEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "text/types.h"

#define NEWS_MAX 128	/* topics; for one more, the oldest is forgotten */

/**
 * struct news - fingerprints of topics and payloads; initially all zero
 * @topic:   of each entry
 * @payload: the last one of each topic
 * @next:    the entry to overwrite next
 */
struct news {
	u64 topic[NEWS_MAX];
	u64 payload[NEWS_MAX];
	unsigned int next;
};

/* Note a message. Return: true if it differs from the last one of its topic. */
bool news_note(struct news *news, const char *topic, const void *payload, size_t count);

#endif
