// SPDX-License-Identifier: GPL-2.0-only
#include "hass.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "../../common/keypad.h"
#include "../base/macros.h"
#include "client.h"
#include "keytopic.h"
#include "release.h"

#define TEXT_MAX 255	/* the longest state that Home Assistant accepts */

/**
 * struct hass_action - an action of a key
 * @action: the action
 * @type:   Home Assistant's name for its trigger; NULL for an action without a trigger
 */
static const struct hass_action {
	enum key_action action;
	const char *type;
} hass_actions[] = {
	{ ACTION_PRESS, "button_short_press" },
	{ ACTION_LONG, "button_long_press" },
	{ ACTION_RELEASE, NULL },
};

/**
 * struct entities - the components of the announcement
 * @all:    object with a member for each component
 * @id:     of the device
 * @prefix: of the topics
 */
struct entities {
	cJSON *all;
	const char *id;
	const char *prefix;
};

/* Make an id of host and device, in the characters that Home Assistant's ids use. */
static void hass_id(const struct config *config, char *id)
{
	mqtt_name(config, "lcdbridge_%h_%d", id);
	for (char *p = id; *p; p++)
		*p = isalnum((unsigned char)*p) ? tolower((unsigned char)*p) : '_';
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

/* Not retained: the broker would send the row again at each reconnection. */
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

static cJSON *add_switch(const struct entities *entities, const char *platform, const char *key,
			 const char *name)
{
	cJSON *entity = add_entity(entities, platform, key, name);
	char topic[32];

	snprintf(topic, sizeof(topic), "%s/set", key);
	add_topic(entity, entities, "command_topic", topic);
	snprintf(topic, sizeof(topic), "%s/state", key);
	add_topic(entity, entities, "state_topic", topic);
	return entity;
}

static void add_light(const struct entities *entities, unsigned int max)
{
	cJSON *light = add_switch(entities, "light", "backlight", "Backlight");

	if (max < 2)
		return;
	add_topic(light, entities, "brightness_command_topic", "brightness/set");
	add_topic(light, entities, "brightness_state_topic", "brightness/state");
	cJSON_AddNumberToObject(light, "brightness_scale", max);
}

static void add_command(const struct entities *entities, const char *platform, const char *key,
			const char *name)
{
	add_topic(add_entity(entities, platform, key, name), entities, "command_topic", key);
}

/* Delete a component: announce its platform and nothing else. */
static void add_gone(const struct entities *entities, const char *platform, const char *key)
{
	cJSON_AddStringToObject(cJSON_AddObjectToObject(entities->all, key), "platform", platform);
}

static void add_rows(const struct entities *entities, unsigned int rows)
{
	char key[16];

	for (unsigned int row = 1; row <= SCREEN_MAX_ROWS; row++) {
		snprintf(key, sizeof(key), "line_%u", row);
		if (row <= rows)
			add_row(entities, row);
		else
			add_gone(entities, "text", key);
	}
}

/* Add a topic that must have the payload @yes for the entity to be available. */
static void add_condition(cJSON *list, const struct entities *entities, const char *topic,
			  const char *yes, const char *no)
{
	cJSON *condition = cJSON_CreateObject();

	add_topic(condition, entities, "topic", topic);
	cJSON_AddStringToObject(condition, "payload_available", yes);
	cJSON_AddStringToObject(condition, "payload_not_available", no);
	cJSON_AddItemToArray(list, condition);
}

/* Available while the bridge is online, even if the display is missing. */
static cJSON *add_availability(cJSON *object, const struct entities *entities)
{
	cJSON *list = cJSON_AddArrayToObject(object, "availability");

	add_condition(list, entities, "status", "online", "offline");
	cJSON_AddStringToObject(object, "availability_mode", "all");
	return list;
}

/* All rows, 163 characters at most, fit into a state. */
static void add_screen(const struct entities *entities)
{
	add_topic(add_entity(entities, "sensor", "screen", "Screen"), entities, "state_topic",
		  "state");
}

static void add_present(const struct entities *entities)
{
	cJSON *entity = add_entity(entities, "binary_sensor", "display", "Display present");

	add_topic(entity, entities, "state_topic", "display/state");
	cJSON_AddStringToObject(entity, "device_class", "connectivity");
	cJSON_AddStringToObject(entity, "entity_category", "diagnostic");
	add_availability(entity, entities);
}

static void add_pages(const struct entities *entities, const struct hass_display *display)
{
	cJSON *entity = add_entity(entities, "select", "page", "Page"), *options;

	add_topic(entity, entities, "command_topic", "page/show");
	add_topic(entity, entities, "state_topic", "page/state");
	options = cJSON_AddArrayToObject(entity, "options");
	cJSON_AddItemToArray(options, cJSON_CreateString("main"));
	for (unsigned int i = 0; i < display->page_count; i++)
		if (strcmp(display->pages[i], "main"))
			cJSON_AddItemToArray(options, cJSON_CreateString(display->pages[i]));
}

static void add_picture(const struct entities *entities, const struct config *config)
{
	cJSON *entity;

	if (!config->hass_web && !config->hass_picture) {
		add_gone(entities, "image", "picture");
		return;
	}
	entity = add_entity(entities, "image", "picture", "Picture");
	if (!config->hass_picture) {
		add_topic(entity, entities, "url_topic", "image/url");
		return;
	}
	add_topic(entity, entities, "image_topic", "image");
	cJSON_AddStringToObject(entity, "content_type", "image/svg+xml");
}

/* The template turns a payload of the key's topic into an event. */
static void add_key_event(const struct entities *entities, const char *key, const char *name)
{
	char label[KEY_NAME_MAX + 8], topic[KEYTOPIC_MAX];
	cJSON *entity, *types;

	snprintf(label, sizeof(label), "Key %s", name);
	entity = add_entity(entities, "event", key, label);
	keytopic(name, topic);
	add_topic(entity, entities, "state_topic", topic);
	cJSON_AddStringToObject(entity, "device_class", "button");
	cJSON_AddStringToObject(entity, "value_template",
				"{\"event_type\": \"{{ value }}\"}");
	types = cJSON_AddArrayToObject(entity, "event_types");
	for (size_t i = 0; i < ARRAY_SIZE(hass_actions); i++)
		cJSON_AddItemToArray(types,
				     cJSON_CreateString(keytopic_payload(hass_actions[i].action)));
}

/* A trigger for automations is not an entity: it has no name and no id. */
static void add_key_trigger(const struct entities *entities, const char *key, const char *name,
			    const struct hass_action *action)
{
	cJSON *trigger = cJSON_AddObjectToObject(entities->all, key);
	char topic[KEYTOPIC_MAX];

	cJSON_AddStringToObject(trigger, "platform", "device_automation");
	cJSON_AddStringToObject(trigger, "automation_type", "trigger");
	cJSON_AddStringToObject(trigger, "type", action->type);
	cJSON_AddStringToObject(trigger, "subtype", name);
	keytopic(name, topic);
	add_topic(trigger, entities, "topic", topic);
	cJSON_AddStringToObject(trigger, "payload", keytopic_payload(action->action));
}

static void add_key(const struct entities *entities, const char *name, bool there)
{
	char key[KEY_NAME_MAX + 32];

	snprintf(key, sizeof(key), "key_%s", name);
	if (there)
		add_key_event(entities, key, name);
	else
		add_gone(entities, "event", key);
	for (size_t i = 0; i < ARRAY_SIZE(hass_actions); i++) {
		const struct hass_action *action = &hass_actions[i];

		if (!action->type)
			continue;
		snprintf(key, sizeof(key), "key_%s_%s", name, keytopic_payload(action->action));
		if (there)
			add_key_trigger(entities, key, name, action);
		else
			add_gone(entities, "device_automation", key);
	}
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
	add_availability(entity, entities);
}

static void add_entities(const struct entities *entities, const struct config *config,
			 const struct hass_display *display)
{
	add_rows(entities, display->size.rows);
	add_screen(entities);
	add_present(entities);
	add_pages(entities, display);
	add_picture(entities, config);
	add_command(entities, "notify", "notify", "Notification");
	add_light(entities, display->light_max);
	add_switch(entities, "switch", "power", "Display");
	add_command(entities, "button", "clear", "Clear");
	add_command(entities, "button", "reinit", "Initialise");
	for (unsigned int n = 0; n < KEYPAD_KEYS; n++)
		if (display->keys_known || display->keys >> n & 1)
			add_key(entities, keypad_names[n], display->keys >> n & 1);
	add_counter(entities, "messages", "Messages", "total_increasing");
	add_counter(entities, "dropped", "Dropped", "total_increasing");
	add_counter(entities, "clients", "Clients", "measurement");
}

static void add_device(cJSON *root, const struct config *config, const char *id,
		       const struct geometry *size)
{
	cJSON *device = cJSON_AddObjectToObject(root, "device");
	char name[MQTT_NAME_MAX], model[64];

	mqtt_name(config, "Display %d on %h", name);
	snprintf(model, sizeof(model), "character display %ux%u", size->cols,
		 size->rows);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(device, "identifiers"),
			     cJSON_CreateString(id));
	cJSON_AddStringToObject(device, "name", name);
	cJSON_AddStringToObject(device, "manufacturer", "devlcd");
	cJSON_AddStringToObject(device, "model", model);
	cJSON_AddStringToObject(device, "sw_version", DEVLCD_VERSION);
	if (!config->hass_web)
		return;
	mqtt_name(config, config->hass_web, name);
	cJSON_AddStringToObject(device, "configuration_url", name);
}

static void add_origin(cJSON *root, const struct config *config)
{
	cJSON *origin = cJSON_AddObjectToObject(root, "origin");

	cJSON_AddStringToObject(origin, "name", "lcdbridge");
	cJSON_AddStringToObject(origin, "sw_version", DEVLCD_VERSION);
	if (config->hass_support)
		cJSON_AddStringToObject(origin, "support_url", config->hass_support);
}

char *hass_announcement(const struct config *config, const char *prefix,
			const struct hass_display *display)
{
	cJSON *root = cJSON_CreateObject();
	char id[MQTT_NAME_MAX], *text;
	struct entities entities = { .id = id, .prefix = prefix };

	hass_id(config, id);
	add_device(root, config, id, &display->size);
	add_origin(root, config);
	add_condition(add_availability(root, &entities), &entities, "display/state", "ON", "OFF");
	entities.all = cJSON_AddObjectToObject(root, "components");
	add_entities(&entities, config, display);
	text = cJSON_PrintUnformatted(root);
	cJSON_Delete(root);
	return text;
}
