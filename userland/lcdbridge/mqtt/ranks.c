// SPDX-License-Identifier: GPL-2.0-only
#include "ranks.h"

#include <string.h>

#include "fingerprint.h"

void ranks_connected(struct ranks *ranks)
{
	memset(ranks, 0, sizeof(*ranks));
}

/* The entry of a topic; RANKS_MAX for none. */
static unsigned int ranks_find(const struct ranks *ranks, u64 topic)
{
	unsigned int i;

	for (i = 0; i < RANKS_MAX && ranks->topic[i] != topic; i++)
		;
	return i;
}

bool ranks_count(struct ranks *ranks, const char *topic, unsigned int rank)
{
	u64 which = fingerprint(topic, strlen(topic));
	unsigned int i = ranks_find(ranks, which);

	if (i == RANKS_MAX) {
		i = ranks->next;
		ranks->next = (i + 1) % RANKS_MAX;
		ranks->topic[i] = which;
		ranks->lowest[i] = rank;
	}
	return rank_counts(&ranks->lowest[i], rank);
}

bool ranks_has(const struct ranks *ranks, const char *topic)
{
	return ranks_find(ranks, fingerprint(topic, strlen(topic))) < RANKS_MAX;
}
