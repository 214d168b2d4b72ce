/* SPDX-License-Identifier: GPL-2.0-only */
/* The topics to which keys are published. */
#ifndef LCDBRIDGE_MQTT_KEYTOPIC_H
#define LCDBRIDGE_MQTT_KEYTOPIC_H

#include "../net/key.h"
#include "session.h"

#define KEYTOPIC_MAX (sizeof("key/") + KEY_NAME_MAX)

/* The topic of a key, below the prefix. */
void keytopic(const char *name, char topic[KEYTOPIC_MAX]);

/* The payload of an action; NULL if the action is not published. */
const char *keytopic_payload(enum key_action action);

/* Publish a key event, not retained: an old one means nothing to a new subscriber. */
void keytopic_publish(struct mqtt_session *session, const struct key *key);

#endif
