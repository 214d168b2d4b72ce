// SPDX-License-Identifier: GPL-2.0-only
#include "kept.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/log.h"
#include "../base/macros.h"
#include "client.h"
#include "hass.h"
#include "state.h"

#define PREFIX "prefix "
#define DISCOVERY "discovery "
#define KEYS "keys "
#define MACHINE_ID "/etc/machine-id"
#define MACHINE_MAX 64
#define WHERE_MAX (MQTT_HOST_MAX + MACHINE_MAX + 32)
#define KEPT_MAX 2048		/* more than the bridge writes; the rest of a file is ignored */

static_assert(WHERE_MAX + MQTT_NAME_MAX + MQTT_TOPIC_MAX +
	      sizeof(PREFIX DISCOVERY KEYS "\n\n12345678\n") < KEPT_MAX, "room for all lines");

static bool kept_path(char *path, const char *suffix)
{
	const char *folder = getenv("STATE_DIRECTORY");

	return folder && *folder &&
	       snprintf(path, PATH_MAX, "%s/mqtt%s", folder, suffix) < PATH_MAX;
}

static void delete_topic(struct mqtt_session *session, const char *topic)
{
	if (strlen(topic) < MQTT_TOPIC_MAX && !mosquitto_pub_topic_check(topic))
		mqtt_session_publish_to(session, topic, NULL, 0, true);
}

static void delete_prefix(struct mqtt_session *session, const char *prefix)
{
	char topic[MQTT_TOPIC_MAX + 32];

	for (const char *const *name = mqtt_state_topics; *name; name++) {
		snprintf(topic, sizeof(topic), "%.*s/%s", MQTT_NAME_MAX, prefix, *name);
		delete_topic(session, topic);
	}
	log_info("mqtt: %s: topics of an earlier configuration deleted", prefix);
}

/* The rest of a line that begins with @word; NULL for another one. */
static const char *after(const char *line, const char *word)
{
	return strncmp(line, word, strlen(word)) ? NULL : line + strlen(word);
}

/* The first lines of the file: it is valid only for this broker, and on this machine. */
static void kept_where(const struct mqtt_session *session, const struct config *config,
		       char where[WHERE_MAX])
{
	char machine[MACHINE_MAX] = "none";
	FILE *file = fopen(MACHINE_ID, "re");

	if (file && fgets(machine, sizeof(machine), file))
		machine[strcspn(machine, "\n")] = '\0';
	if (file)
		fclose(file);
	snprintf(where, WHERE_MAX, "broker %s:%u\nmachine %s\n", mqtt_session_host(session),
		 mqtt_client_port(config), machine);
}

static bool kept_read(const char *path, char text[KEPT_MAX])
{
	FILE *file = fopen(path, "re");

	if (!file) {
		if (errno != ENOENT)
			log_err("mqtt: %s", path);
		return false;
	}
	text[fread(text, 1, KEPT_MAX - 1, file)] = '\0';
	fclose(file);
	return true;
}

static void delete_line(struct mqtt_session *session, const char *line, const char *discovery)
{
	const char *prefix = after(line, PREFIX), *topic = after(line, DISCOVERY);

	if (prefix && strcmp(prefix, mqtt_session_prefix(session)))
		delete_prefix(session, prefix);
	if (topic && (!discovery || strcmp(topic, discovery))) {
		delete_topic(session, topic);
		log_info("mqtt: %s: deleted: it is no longer configured", topic);
	}
}

/* Ignore a last line without a line feed: it was cut, and would name another topic. */
static void delete_lines(struct mqtt_session *session, char *line, const char *discovery)
{
	char *end;

	for (; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		delete_line(session, line, discovery);
	}
}

static void kept_text(const struct mqtt_session *session, const char *where,
		      const char *discovery, unsigned int keys, char text[KEPT_MAX])
{
	int n = snprintf(text, KEPT_MAX, "%s" PREFIX "%s\n", where,
			 mqtt_session_prefix(session));

	if (discovery)
		n += snprintf(text + n, KEPT_MAX - n, DISCOVERY "%s\n", discovery);
	if (discovery && keys)
		snprintf(text + n, KEPT_MAX - n, KEYS "%x\n", keys);
}

static void kept_write(const char *path, const char *text)
{
	char fresh[PATH_MAX];
	bool written;
	FILE *file;

	if (!kept_path(fresh, ".new"))
		return;
	file = fopen(fresh, "we");
	written = file && fputs(text, file) >= 0;
	if (file && fclose(file))
		written = false;
	if (!written || rename(fresh, path))
		log_err("mqtt: %s", path);
}

unsigned int mqtt_kept_keys(const struct mqtt_session *session, const struct config *config)
{
	char path[PATH_MAX], topic[HASS_TOPIC_MAX], where[WHERE_MAX], text[KEPT_MAX];
	char announced[HASS_TOPIC_MAX + sizeof(DISCOVERY KEYS "\n")];
	const char *line;
	unsigned int keys;
	char *end;

	if (!kept_path(path, "") || !kept_read(path, text))
		return 0;
	kept_where(session, config, where);
	hass_config_topic(config, topic);
	snprintf(announced, sizeof(announced), DISCOVERY "%s\n" KEYS, topic);
	line = after(text, where) ? strstr(text, announced) : NULL;
	if (!line)
		return 0;
	keys = strtoul(line + strlen(announced), &end, 16);
	return *end == '\n' ? keys : 0;
}

void mqtt_kept_tidy(struct mqtt_session *session, const struct config *config)
{
	char path[PATH_MAX], topic[HASS_TOPIC_MAX], where[WHERE_MAX], old[KEPT_MAX];

	if (!kept_path(path, "") || !kept_read(path, old))
		return;
	hass_config_topic(config, topic);
	kept_where(session, config, where);
	if (after(old, where))
		delete_lines(session, old + strlen(where), config->hass_discovery ? topic : NULL);
}

void mqtt_kept_remember(const struct mqtt_session *session, const struct config *config,
			unsigned int keys)
{
	char path[PATH_MAX], topic[HASS_TOPIC_MAX], where[WHERE_MAX];
	char old[KEPT_MAX], fresh[KEPT_MAX];

	if (!kept_path(path, ""))
		return;
	hass_config_topic(config, topic);
	kept_where(session, config, where);
	kept_text(session, where, config->hass_discovery ? topic : NULL, keys, fresh);
	if (!kept_read(path, old) || strcmp(old, fresh))
		kept_write(path, fresh);
}
