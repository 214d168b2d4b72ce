// SPDX-License-Identifier: GPL-2.0-only
#include "news.h"

#define FNV_BASIS 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

/* FNV-1a; never 0, which is an unused entry. */
static u64 fingerprint(const void *bytes, size_t count)
{
	const u8 *p = bytes;
	u64 hash = FNV_BASIS;

	for (size_t i = 0; i < count; i++)
		hash = (hash ^ p[i]) * FNV_PRIME;
	return hash ? hash : 1;
}

bool news_note(struct news *news, const char *topic, const void *payload, size_t count)
{
	u64 which = fingerprint(topic, strlen(topic)), what = fingerprint(payload, count);
	unsigned int i;

	for (i = 0; i < NEWS_MAX && news->topic[i] != which; i++)
		;
	if (i == NEWS_MAX) {
		i = news->next;
		news->next = (i + 1) % NEWS_MAX;
		news->topic[i] = which;
		news->payload[i] = 0;
	}
	if (news->payload[i] == what)
		return false;
	news->payload[i] = what;
	return true;
}
