// SPDX-License-Identifier: GPL-2.0-only
#include "stats.h"

#include <stdio.h>

#include "log.h"
#include "timer.h"

#define NAMES_MAX 256

const char *stats_drop_name(enum drop why)
{
	static const char *const names[DROPS] = {
		[DROP_CONNECTIONS] = "connections",
		[DROP_PER_ADDRESS] = "per_address",
		[DROP_TIME] = "time",
		[DROP_LINE] = "line",
		[DROP_BUFFER] = "buffer",
		[DROP_RATE] = "rate",
		[DROP_PAYLOAD] = "payload",
		[DROP_PAGES] = "pages",
		[DROP_CONTENT] = "content",
		[DROP_PROTOCOL] = "protocol",
		[DROP_DISPLAY] = "display",
	};

	return names[why];
}

u64 stats_dropped(const struct stats *stats)
{
	u64 dropped = 0;

	for (int why = 0; why < DROPS; why++)
		dropped += stats->dropped[why];
	return dropped;
}

u64 stats_uptime(const struct stats *stats)
{
	return (timer_now() - stats->started) / 1000;
}

void stats_log(const struct stats *stats)
{
	char causes[NAMES_MAX] = "";
	size_t n = 0;

	for (int why = 0; why < DROPS; why++)
		if (stats->dropped[why] && n < sizeof(causes))
			n += snprintf(causes + n, sizeof(causes) - n, "%s%s %llu", n ? ", " : " (",
				      stats_drop_name(why),
				      (unsigned long long)stats->dropped[why]);
	log_info("messages %llu, clients %llu, dropped %llu%s%s, slowed %llu, repaints %llu, uptime %llu s",
		 (unsigned long long)stats->messages, (unsigned long long)stats->clients,
		 (unsigned long long)stats_dropped(stats), causes, n ? ")" : "",
		 (unsigned long long)stats->slowed, (unsigned long long)stats->repaints,
		 (unsigned long long)stats_uptime(stats));
}
