// SPDX-License-Identifier: GPL-2.0-only
/* In the place of mqtt/session.c: a broker that is calls. */
#include <cjson/cJSON.h>

#include "../../userland/lcdbridge/mqtt/session.h"
#include "daemon.h"

#define PREFIX "lcd"

/* One session at a time. */
static struct mqtt_session {
	const struct mqtt_session_ops *ops;
	void *arg;
} session;

struct mqtt_session *mqtt_session_new(struct event_base *base, const struct config *config,
				      const struct mqtt_session_ops *ops, void *arg)
{
	session = (struct mqtt_session){ ops, arg };
	return &session;
}

void mqtt_session_connect(struct mqtt_session *session, const struct config *config)
{
}

void mqtt_session_free(struct mqtt_session *session, unsigned int patience)
{
}

bool mqtt_session_is_online(const struct mqtt_session *ignored)
{
	return true;
}

bool mqtt_session_is_subscribed(const struct mqtt_session *ignored)
{
	return true;
}

bool mqtt_session_has_room(const struct mqtt_session *session)
{
	return true;
}

bool mqtt_session_is_stuck(const struct mqtt_session *session)
{
	return false;
}

const char *mqtt_session_host(const struct mqtt_session *session)
{
	return "broker";
}

const char *mqtt_session_prefix(const struct mqtt_session *session)
{
	return PREFIX;
}

void mqtt_session_subscribe(struct mqtt_session *session, const char *const *topics, int count)
{
	for (int i = 0; i < count; i++)
		must(is_printable(topics[i], strlen(topics[i]), ""));
}

static void must_be_json(const char *payload, size_t count)
{
	cJSON *json = cJSON_ParseWithLength(payload, count);

	must(cJSON_IsObject(json));
	cJSON_Delete(json);
}

/* Only the whole screen has line feeds. */
void mqtt_session_publish(struct mqtt_session *session, const char *topic, const void *payload,
			  size_t count, bool retain)
{
	must(is_plain(payload, count, strcmp(topic, "state") ? "" : "\n"));
	if (!strcmp(topic, "stats"))
		must_be_json(payload, count);
}

void mqtt_session_publish_to(struct mqtt_session *session, const char *topic,
			     const void *payload, size_t count, bool retain)
{
	must(is_printable(topic, strlen(topic), ""));
	must_be_json(payload, count);
}

void broker_connect(void)
{
	session.ops->online(session.arg);
	session.ops->subscribed(session.arg);
}

void broker_publish(const char *topic, const void *payload, size_t count, enum mqtt_delivery how)
{
	session.ops->message(session.arg, topic, payload, count, how, 0);
}
