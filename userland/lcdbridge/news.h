/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a broker retains on each topic, as far as we know. It sends that again
 * after every reconnection; by then it may be older than what is shown.
 */
#ifndef LCDBRIDGE_NEWS_H
#define LCDBRIDGE_NEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "text/types.h"

#define NEWS_MAX 128	/* topics; beyond them the oldest is forgotten */

/**
 * struct news - the topics, by fingerprints; all zero is the initial state
 * @topic:   of each
 * @payload: noted last there
 * @next:    to be overwritten next
 */
struct news {
	u64 topic[NEWS_MAX];
	u64 payload[NEWS_MAX];
	unsigned int next;
};

/* Note a message. Return: is it another one than that noted last on its topic? */
bool news_note(struct news *news, const char *topic, const void *payload, size_t count);

#endif
