/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ranks of messages. A broker sends retained messages in an order of its own, and does
 * not tell when they were published. So prefixes have ranks: the display's own, then its
 * groups in the order of the configuration. A new message has rank 0. A message whose rank
 * is lower than that of an earlier one on this connection replaces it; one whose rank is
 * higher is ignored. The result is the same in any order.
 */
#ifndef LCDBRIDGE_MQTT_RANKS_H
#define LCDBRIDGE_MQTT_RANKS_H

#include <stdbool.h>

#include "text/types.h"

#define RANKS_MAX 128	/* topics; for one more, the oldest is forgotten */

/**
 * struct ranks - the lowest rank of a message up to now, topic by topic
 * @topic:  fingerprint of each entry's topic
 * @lowest: rank of each entry
 * @next:   the entry to overwrite next
 */
struct ranks {
	u64 topic[RANKS_MAX];
	unsigned int lowest[RANKS_MAX];
	unsigned int next;
};

/* Return: whether a message of @rank counts; @lowest is that of the earlier ones. */
static inline bool rank_counts(unsigned int *lowest, unsigned int rank)
{
	if (rank > *lowest)
		return false;
	*lowest = rank;
	return true;
}

/* A new connection: forget all ranks. */
void ranks_connected(struct ranks *ranks);

/*
 * A message of @rank has come; @topic is without its prefix. Return: false if the message
 * is to be ignored.
 */
bool ranks_count(struct ranks *ranks, const char *topic, unsigned int rank);

/* Has a message of the topic come on this connection? */
bool ranks_has(const struct ranks *ranks, const char *topic);

#endif
