// SPDX-License-Identifier: GPL-2.0-only
#include "groups.h"

#include <stdio.h>
#include <string.h>

#include "../config/words.h"

#define NAME_MAX_BYTES 64

static bool is_group(const char *name)
{
	return strlen(name) <= NAME_MAX_BYTES && !strpbrk(name, "/+#") &&
	       !mosquitto_validate_utf8(name, strlen(name));
}

void mqtt_groups_check(const struct config *config, config_complain *complain, void *arg)
{
	char name[NAME_MAX_BYTES + 2];

	if (words_count(config->mqtt_groups) > MQTT_GROUPS_MAX)
		complain(arg, "mqtt", "group", "must be at most 8 groups");
	for (unsigned int n = 0; words_get(config->mqtt_groups, n, name, sizeof(name)); n++) {
		if (is_group(name))
			continue;
		complain(arg, "mqtt", "group",
			 "must be names in UTF-8, without /, + and #, of 64 bytes at most");
		return;
	}
}

bool mqtt_groups_prefix(const struct config *config, unsigned int n, char prefix[MQTT_GROUP_MAX])
{
	char name[NAME_MAX_BYTES + 1], group_prefix[MQTT_NAME_MAX];

	if (!words_get(config->mqtt_groups, n, name, sizeof(name)))
		return false;
	mqtt_name(config, config->mqtt_group_prefix, group_prefix);
	snprintf(prefix, MQTT_GROUP_MAX, "%s/%s", group_prefix, name);
	return true;
}

const char *mqtt_below(const char *prefix, const char *topic)
{
	size_t length = strlen(prefix);

	return !strncmp(topic, prefix, length) && topic[length] == '/' ? topic + length + 1 : NULL;
}

bool mqtt_groups_overlap(const char *group, const char *prefix)
{
	return !strcmp(prefix, group) || mqtt_below(group, prefix) || mqtt_below(prefix, group);
}

const char *mqtt_groups_below(const struct config *config, const char *topic, unsigned int *n)
{
	char prefix[MQTT_GROUP_MAX];
	const char *below = NULL;

	for (*n = 0; mqtt_groups_prefix(config, *n, prefix); ++*n) {
		below = mqtt_below(prefix, topic);
		if (below)
			break;
	}
	return below;
}
