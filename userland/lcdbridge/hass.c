// SPDX-License-Identifier: GPL-2.0-only
#include "hass.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdio.h>

#include "mqtt-client.h"
#include "release.h"

#define TEXT_MAX 255	/* Home Assistant takes no longer state */

/**
 * struct entities - the device's components in the making
 * @all:    name -> component
 * @id:     of the device
 * @prefix: of the topics
 */
struct entities {
	cJSON *all;
	const char *id;
	const char *prefix;
};

/* Host and device, in the letters that an id may have. */
static void hass_id(const struct config *config, char *id)
{
	mqtt_name(config, "lcdbridge_%h_%d", id);
	for (char *p = id; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '_' && *p != '-')
			*p = '_';
}

void hass_status_topic(const struct config *config, char *topic)
{
	snprintf(topic, HASS_TOPIC_MAX, "%s/status", config->hass_prefix);
}

void hass_config_topic(const struct config *config, char *topic)
{
	char id[MQTT_NAME_MAX];

	hass_id(config, id);
	snprintf(topic, HASS_TOPIC_MAX, "%s/device/%s/config", config->hass_prefix, id);
}

static void add_topic(cJSON *entity, const struct entities *entities, const char *key,
		      const char *topic)
{
	char full[MQTT_TOPIC_MAX];

	snprintf(full, sizeof(full), "%s/%s", entities->prefix, topic);
	cJSON_AddStringToObject(entity, key, full);
}

static cJSON *add_entity(const struct entities *entities, const char *platform, const char *key,
			 const char *name)
{
	cJSON *entity = cJSON_AddObjectToObject(entities->all, key);
	char id[MQTT_NAME_MAX + 64];

	cJSON_AddStringToObject(entity, "platform", platform);
	snprintf(id, sizeof(id), "%s_%s", entities->id, key);
	cJSON_AddStringToObject(entity, "unique_id", id);
	snprintf(id, sizeof(id), "%s.%s_%s", platform, entities->id, key);
	cJSON_AddStringToObject(entity, "default_entity_id", id);
	cJSON_AddStringToObject(entity, "name", name);
	return entity;
}

/* Not retained: a row that was set once must not come back for ever. */
static void add_row(const struct entities *entities, unsigned int row)
{
	char key[16], name[16], topic[32];
	cJSON *entity;

	snprintf(key, sizeof(key), "line_%u", row);
	snprintf(name, sizeof(name), "Line %u", row);
	entity = add_entity(entities, "text", key, name);
	snprintf(topic, sizeof(topic), "line/%u/set", row);
	add_topic(entity, entities, "command_topic", topic);
	snprintf(topic, sizeof(topic), "line/%u/state", row);
	add_topic(entity, entities, "state_topic", topic);
	cJSON_AddNumberToObject(entity, "max", TEXT_MAX);
	cJSON_AddBoolToObject(entity, "retain", false);
}

static void add_switch(const struct entities *entities, const char *platform, const char *key,
		       const char *name)
{
	cJSON *entity = add_entity(entities, platform, key, name);
	char topic[32];

	snprintf(topic, sizeof(topic), "%s/set", key);
	add_topic(entity, entities, "command_topic", topic);
	snprintf(topic, sizeof(topic), "%s/state", key);
	add_topic(entity, entities, "state_topic", topic);
}

static void add_command(const struct entities *entities, const char *platform, const char *key,
			const char *name)
{
	add_topic(add_entity(entities, platform, key, name), entities, "command_topic", key);
}

static void add_counter(const struct entities *entities, const char *key, const char *name,
			const char *state_class)
{
	cJSON *entity = add_entity(entities, "sensor", key, name);
	char template[64];

	add_topic(entity, entities, "state_topic", "stats");
	snprintf(template, sizeof(template), "{{ value_json.%s }}", key);
	cJSON_AddStringToObject(entity, "value_template", template);
	cJSON_AddStringToObject(entity, "state_class", state_class);
	cJSON_AddStringToObject(entity, "entity_category", "diagnostic");
}

static void add_entities(const struct entities *entities, unsigned int rows)
{
	for (unsigned int row = 1; row <= rows; row++)
		add_row(entities, row);
	add_command(entities, "notify", "notify", "Notification");
	add_switch(entities, "light", "backlight", "Backlight");
	add_switch(entities, "switch", "power", "Display");
	add_command(entities, "button", "clear", "Clear");
	add_counter(entities, "messages", "Messages", "total_increasing");
	add_counter(entities, "dropped", "Dropped", "total_increasing");
	add_counter(entities, "clients", "Clients", "measurement");
}

static void add_device(cJSON *root, const struct config *config, const char *id,
		       unsigned int rows, unsigned int cols)
{
	cJSON *device = cJSON_AddObjectToObject(root, "device");
	char name[MQTT_NAME_MAX], model[64];

	mqtt_name(config, "Display %d on %h", name);
	snprintf(model, sizeof(model), "character display %ux%u", cols, rows);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(device, "identifiers"),
			     cJSON_CreateString(id));
	cJSON_AddStringToObject(device, "name", name);
	cJSON_AddStringToObject(device, "manufacturer", "devlcd");
	cJSON_AddStringToObject(device, "model", model);
	cJSON_AddStringToObject(device, "sw_version", DEVLCD_VERSION);
}

static void add_origin(cJSON *root)
{
	cJSON *origin = cJSON_AddObjectToObject(root, "origin");

	cJSON_AddStringToObject(origin, "name", "lcdbridge");
	cJSON_AddStringToObject(origin, "sw_version", DEVLCD_VERSION);
}

char *hass_announcement(const struct config *config, const char *prefix, unsigned int rows,
			unsigned int cols)
{
	cJSON *root = cJSON_CreateObject();
	char id[MQTT_NAME_MAX], *text;
	struct entities entities = { .id = id, .prefix = prefix };

	hass_id(config, id);
	add_device(root, config, id, rows, cols);
	add_origin(root);
	add_topic(root, &entities, "availability_topic", "status");
	entities.all = cJSON_AddObjectToObject(root, "components");
	add_entities(&entities, rows);
	text = cJSON_PrintUnformatted(root);
	cJSON_Delete(root);
	return text;
}
