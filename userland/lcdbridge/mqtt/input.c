// SPDX-License-Identifier: GPL-2.0-only
#include "input.h"

#include <assert.h>
#include <mosquitto.h>
#include <stdio.h>
#include <string.h>

#include "../base/log.h"
#include "../base/macros.h"
#include "groups.h"
#include "pagejson.h"
#include "rowjson.h"

#define EXPIRY_MAX_S 86400
#define LINE_TOPIC "line/%u/set"
#define LINE_TOPIC_MAX 20
#define OWN_RANK 1
#define FIRST_GROUP_RANK 2

/**
 * struct message - a message that arrived
 * @whole:   its topic
 * @topic:   its topic without the prefix
 * @which:   the part of the topic for the "+" in its filter; NUL-terminated
 * @payload: not NUL-terminated, untrusted
 * @expiry:  seconds until it is stale; 0 for never
 * @rank:    see ranks.h; 0 for a new message
 */
struct message {
	const char *whole;
	const char *topic;
	char which[TEXTPAGE_NAME_MAX + 2];
	const char *payload;
	size_t count;
	unsigned int expiry;
	unsigned int rank;
};

static void input_refuse(struct mqtt_input *input, const struct message *message,
			 enum drop why, const char *reason)
{
	stats_drop(input->env->stats, why);
	if (log_allowed(input->env->ration))
		log_warnx("mqtt: %s: %s", message->topic, reason);
}

static bool input_counts(struct mqtt_input *input, const struct message *message)
{
	return ranks_count(&input->ranks, message->topic, message->rank);
}

/* Retained text for page main is older than a new text for all of it. */
static void input_outdate(struct mqtt_input *input)
{
	char line[LINE_TOPIC_MAX];

	ranks_count(&input->ranks, "set", 0);
	for (unsigned int n = 1; n <= SCREEN_MAX_ROWS; n++) {
		snprintf(line, sizeof(line), LINE_TOPIC, n);
		ranks_count(&input->ranks, line, 0);
	}
}

/* A retained text does not replace the rows that have come by themselves. */
static void input_set(struct mqtt_input *input, const struct message *message)
{
	char line[LINE_TOPIC_MAX];
	unsigned int kept = 0;

	if (!input_counts(input, message))
		return;
	if (!message->rank)
		input_outdate(input);
	for (unsigned int n = 1; message->rank && n <= SCREEN_MAX_ROWS; n++) {
		snprintf(line, sizeof(line), LINE_TOPIC, n);
		if (ranks_has(&input->ranks, line))
			kept |= 1 << (n - 1);
	}
	mainpage_set_rest(input->env->main, message->payload, message->count, kept);
}

static void input_append(struct mqtt_input *input, const struct message *message)
{
	mainpage_append(input->env->main, message->payload, message->count);
}

static void input_clear(struct mqtt_input *input, const struct message *message)
{
	input_outdate(input);
	mainpage_clear(input->env->main);
}

static void input_set_line(struct mqtt_input *input, const struct message *message)
{
	const char *which = message->which;
	unsigned int line = which[0] >= '1' && which[0] <= '9' && !which[1] ? which[0] - '0' : 0;

	if (!line || line > pages_rows(input->env->pages))
		input_refuse(input, message, DROP_CONTENT, "the display has no such line");
	else if (input_counts(input, message))
		mainpage_set_line(input->env->main, line, message->payload, message->count);
}

static void input_set_page(struct mqtt_input *input, const struct message *message)
{
	enum drop why = DROP_CONTENT;
	struct textpage_spec spec;
	const char *wrong;
	cJSON *object;

	if (!message->count) {
		input_counts(input, message);
		textpages_delete(input->env->texts, message->which);
		return;
	}
	wrong = pagejson_parse(message->payload, message->count, &spec, &object);
	if (!wrong && input_counts(input, message)) {
		why = DROP_PAGES;
		wrong = textpages_set(input->env->texts, input, message->which, &spec);
	}
	cJSON_Delete(object);
	if (wrong)
		input_refuse(input, message, why, wrong);
}

static void input_notify(struct mqtt_input *input, const struct message *message)
{
	enum drop why = DROP_CONTENT;
	struct textpage_spec spec;
	const char *wrong;
	cJSON *object;

	wrong = pagejson_parse(message->payload, message->count, &spec, &object);
	if (!wrong) {
		why = DROP_PAGES;
		spec.lifetime = (message->expiry < EXPIRY_MAX_S ? message->expiry : EXPIRY_MAX_S) *
				1000;
		wrong = textpages_notify(input->env->texts, &spec);
	}
	cJSON_Delete(object);
	if (wrong)
		input_refuse(input, message, why, wrong);
}

static void input_dismiss(struct mqtt_input *input, const struct message *message)
{
	textpages_dismiss(input->env->texts);
}

static void input_show(struct mqtt_input *input, const struct message *message)
{
	char name[TEXTPAGE_NAME_MAX + 1];

	snprintf(name, sizeof(name), "%.*s", (int)message->count, message->payload);
	if (textpages_show(input->env->texts, name))
		return;
	if (!strcmp(name, "main"))
		mainpage_show(input->env->main);
	else
		input_refuse(input, message, DROP_CONTENT, "there is no such page");
}

static void input_next(struct mqtt_input *input, const struct message *message)
{
	pages_next(input->env->pages);
}

static void input_previous(struct mqtt_input *input, const struct message *message)
{
	pages_previous(input->env->pages);
}

static void input_reinit(struct mqtt_input *input, const struct message *message)
{
	pages_reinit(input->env->pages);
}

static void input_set_glyph(struct mqtt_input *input, const struct message *message)
{
	const char *number = message->which, *wrong = "must be glyph/0 to glyph/7";
	u8 rows[SCREEN_GLYPH_ROWS];

	if (number[0] >= '0' && number[0] <= '7' && !number[1])
		wrong = rowjson_picture(message->payload, message->count, rows);
	if (wrong)
		input_refuse(input, message, DROP_CONTENT, wrong);
	else if (input_counts(input, message))
		pages_set_glyph(input->env->pages, number[0] - '0', rows);
}

/*
 * @retained: retained messages are accepted. An action, such as clear, must be new.
 * @set returns what is wrong with the payload, or NULL.
 */
static const struct input_topic {
	const char *filter;
	bool retained;
	void (*act)(struct mqtt_input *input, const struct message *message);
	const char *(*set)(struct lights *lights, unsigned int rank, const char *payload,
			   size_t count);
} input_topics[] = {
	{ "set", true, .act = input_set },
	{ "append", false, .act = input_append },
	{ "clear", false, .act = input_clear },
	{ "line/+/set", true, .act = input_set_line },
	{ "page/+/set", true, .act = input_set_page },
	{ "page/show", false, .act = input_show },
	{ "page/next", false, .act = input_next },
	{ "page/previous", false, .act = input_previous },
	{ "notify", false, .act = input_notify },
	{ "notify/dismiss", false, .act = input_dismiss },
	{ "brightness/set", true, .set = lights_brightness },
	{ "backlight/set", true, .set = lights_backlight },
	{ "power/set", true, .set = lights_power },
	{ "glyph/+/set", true, .act = input_set_glyph },
	{ "reinit", false, .act = input_reinit },
};

/* Find the entry for @topic, which is without its prefix; NULL for none. */
static const struct input_topic *input_find(struct message *message, const char *topic)
{
	for (size_t i = 0; topic && i < ARRAY_SIZE(input_topics); i++) {
		const char *filter = input_topics[i].filter, *plus = strchr(filter, '+'), *at;
		bool matches;

		if (mosquitto_topic_matches_sub(filter, topic, &matches) || !matches)
			continue;
		message->topic = topic;
		at = topic + (plus ? plus - filter : 0);
		/* If this cuts a name, textpages_set() still refuses it as too long. */
		snprintf(message->which, sizeof(message->which), "%.*s",
			 (int)strcspn(at, "/"), at);
		return &input_topics[i];
	}
	return NULL;
}

static void input_act(struct mqtt_input *input, const struct input_topic *found,
		      struct message *message, enum mqtt_delivery how)
{
	const char *wrong = NULL;
	bool news = true;

	if (how == MQTT_STORED && !found->retained)
		return;
	if (message->count > input->env->config->payload) {
		input_refuse(input, message, DROP_PAYLOAD, "the message is too long");
		return;
	}
	stats_message(input->env->stats);
	if (found->retained && how != MQTT_LIVE)
		news = news_note(&input->news, message->whole, message->payload, message->count);
	if (!news && how == MQTT_STORED)
		return;
	if (found->act)
		found->act(input, message);
	else
		wrong = found->set(&input->lights, message->rank, message->payload,
				   message->count);
	if (wrong)
		input_refuse(input, message, DROP_CONTENT, wrong);
}

bool mqtt_input_message(struct mqtt_input *input, const char *prefix, const char *topic,
			const void *payload, size_t count, enum mqtt_delivery how,
			unsigned int expiry)
{
	struct message message = { .whole = topic, .payload = payload, .count = count,
				   .expiry = expiry };
	const struct input_topic *found;
	unsigned int group;

	static_assert(FIRST_GROUP_RANK + MQTT_GROUPS_MAX <= LIGHTS_RANKS, "a rank for each group");
	/* The prefix of a group may be below the display's prefix, and vice versa. */
	found = input_find(&message, mqtt_groups_below(input->env->config, topic, &group));
	if (how == MQTT_STORED)
		message.rank = found ? FIRST_GROUP_RANK + group : OWN_RANK;
	found = found ?: input_find(&message, mqtt_below(prefix, topic));
	if (found)
		input_act(input, found, &message, how);
	return found;
}

static void filters_add_below(struct filters *filters, const char *prefix)
{
	static_assert((MQTT_GROUPS_MAX + 1) * ARRAY_SIZE(input_topics) < MQTT_TOPICS_MAX,
		      "room for all filters");

	for (size_t i = 0; i < ARRAY_SIZE(input_topics); i++)
		snprintf(filters_new(filters), MQTT_TOPIC_MAX, "%s/%s", prefix,
			 input_topics[i].filter);
}

void mqtt_input_filters(const struct mqtt_input *input, const char *prefix,
			struct filters *filters)
{
	char group[MQTT_GROUP_MAX];

	filters_add_below(filters, prefix);
	for (unsigned int n = 0; mqtt_groups_prefix(input->env->config, n, group); n++)
		if (mqtt_groups_overlap(group, prefix))	/* some would come twice */
			filters_add_below(filters, group);
		else
			snprintf(filters_new(filters), MQTT_TOPIC_MAX, "%s/#", group);
}

void mqtt_input_init(struct mqtt_input *input, const struct source_env *env)
{
	input->env = env;
	input->lights.pages = env->pages;
}

void mqtt_input_connected(struct mqtt_input *input)
{
	lights_connected(&input->lights);
	ranks_connected(&input->ranks);
}
