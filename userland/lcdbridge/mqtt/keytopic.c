// SPDX-License-Identifier: GPL-2.0-only
#include "keytopic.h"

#include <stdio.h>
#include <string.h>

void keytopic(const char *name, char topic[KEYTOPIC_MAX])
{
	snprintf(topic, KEYTOPIC_MAX, "key/%s", name);
}

const char *keytopic_payload(enum key_action action)
{
	static const char *const payloads[] = {
		[ACTION_PRESS] = "press",
		[ACTION_REPEAT] = NULL,
		[ACTION_LONG] = "long",
		[ACTION_RELEASE] = "release",
	};

	return payloads[action];
}

void keytopic_publish(struct mqtt_session *session, const struct key *key)
{
	const char *payload = keytopic_payload(key->action);
	char topic[KEYTOPIC_MAX];

	if (!payload || !mqtt_session_has_room(session))
		return;
	keytopic(key->name, topic);
	mqtt_session_publish(session, topic, payload, strlen(payload), false);
}
