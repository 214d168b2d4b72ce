/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Deletes retained topics of earlier configurations. A small file in systemd's
 * $STATE_DIRECTORY remembers the topics and the announced keys; without that folder
 * nothing is deleted. With another broker, or on another machine with a copy of the file,
 * topics of the same names may belong to another display: then the file is ignored.
 */
#ifndef LCDBRIDGE_MQTT_KEPT_H
#define LCDBRIDGE_MQTT_KEPT_H

#include "session.h"

/**
 * mqtt_kept_keys() - get the keys of the last announcement
 * @session: of this configuration
 * @config:  this configuration
 *
 * Return: a bit for each of keypad_names[]; 0 if that is not known.
 */
unsigned int mqtt_kept_keys(const struct mqtt_session *session, const struct config *config);

/* Delete topics of earlier configurations; the session is online. */
void mqtt_kept_tidy(struct mqtt_session *session, const struct config *config);

/**
 * mqtt_kept_remember() - write the file; the broker has deleted the topics in it
 * @session: of this configuration
 * @config:  this configuration
 * @keys:    to announce
 */
void mqtt_kept_remember(const struct mqtt_session *session, const struct config *config,
			unsigned int keys);

#endif
