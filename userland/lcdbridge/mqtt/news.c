// SPDX-License-Identifier: GPL-2.0-only
#include "news.h"

#include <string.h>

#include "fingerprint.h"

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
