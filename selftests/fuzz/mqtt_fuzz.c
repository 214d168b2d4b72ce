// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages to the topics, with text and JSON. An input is a byte for the size
 * of the display, and whether Home Assistant is to find it, then messages, each
 * ended by 0xff: a byte (bits 0 and 1 how it comes; the rest how long nothing
 * happens afterwards), the topic up to a line feed, below the prefix or whole
 * behind a slash, the payload. With the topic "local" somebody resizes the
 * display, or writes to it.
 */
#include "../../userland/lcdbridge/mqtt/pagejson.h"
#include "daemon.h"

#define DAY_MS 86400000u
#define HASS 0x80
#define AGAIN 3			/* after the broker was lost */

static unsigned int depth_of(const cJSON *json)
{
	unsigned int deepest = 0;

	for (const cJSON *child = json->child; child; child = child->next) {
		unsigned int depth = depth_of(child);

		deepest = depth > deepest ? depth : deepest;
	}
	return deepest + (cJSON_IsObject(json) || cJSON_IsArray(json));
}

static void json_must_hold(const struct input *payload)
{
	struct textpage_spec spec;
	cJSON *object;
	const char *wrong = pagejson_parse((const char *)payload->bytes, payload->count, &spec,
					   &object);

	if (wrong) {
		must(object);
		must(is_printable(wrong, strlen(wrong), ""));
	} else {
		must(object || spec.content.text || !payload->count);
		must(spec.content.row_count <= BANDS_MAX);
		must(spec.duration <= DAY_MS && spec.lifetime <= DAY_MS);
		must(spec.priority <= PAGE_FOREGROUND || spec.priority == PAGE_ALERT);
		must(object || spec.content.count == payload->count);
	}
	if (object)
		must(depth_of(object) <= CJSON_NESTING_LIMIT);
	cJSON_Delete(object);
}

static void happen_locally(struct mainpage *main, struct input message)
{
	struct cursor cursor;
	u8 size = input_byte(&message), cell = input_byte(&message);
	const char *text = (const char *)message.bytes;

	mainpage_resize(main, 1 + size % 4, 1 + size / 4 % 40);
	cursor = (struct cursor){ .row = cell % 4, .col = cell / 4 };
	if (message.count && is_plain(text, message.count, "\n"))
		mainpage_adopt(main, text, message.count, size & 0x80 ? &cursor : NULL);
}

static void publish(struct daemon *daemon, struct input *message)
{
	static const enum mqtt_delivery deliveries[] = {
		MQTT_KEPT, MQTT_STORED, MQTT_LIVE, [AGAIN] = MQTT_STORED,
	};
	u8 how = input_byte(message);
	struct input below = input_until(message, '\n');
	char *name = input_string(&below), *topic = NULL;
	u8 *payload = malloc(message->count + !message->count);

	must(payload);
	must(asprintf(&topic, "%s%s", *name == '/' ? "" : "lcd/", name + (*name == '/')) >= 0);
	memcpy(payload, message->bytes, message->count);
	if (how % 4 == AGAIN)
		broker_connect();
	if (!strcmp(name, "local"))
		happen_locally(daemon->env.main, *message);
	else
		broker_publish(topic, payload, message->count, deliveries[how % 4]);
	free(payload);
	free(topic);
	free(name);
	daemon_wait(daemon, how / 4 * 100);
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	static struct daemon daemon;
	struct input input = { bytes, count }, message;
	u8 size = input_byte(&input);

	daemon_init(&daemon, 1 + size % 4, 1 + size / 4 % 40);
	daemon.config.hass_discovery = size & HASS;
	daemon_start(&daemon, &source_mqtt);
	broker_connect();
	while (input.count) {
		message = input_until(&input, 0xff);
		publish(&daemon, &message);
		json_must_hold(&message);
	}
	daemon_wait(&daemon, 100000);
	daemon_stop(&daemon);
	return 0;
}
