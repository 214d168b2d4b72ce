/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Home Assistant's MQTT discovery: one device, whose entities are the topics
 * that the display has anyway.
 */
#ifndef LCDBRIDGE_HASS_H
#define LCDBRIDGE_HASS_H

#include "config.h"

#define HASS_TOPIC_MAX 256

/* Where Home Assistant says that it has come up. */
void hass_status_topic(const struct config *config, char *topic);

/* Where our device is announced. */
void hass_config_topic(const struct config *config, char *topic);

/**
 * hass_announcement() - the discovery message
 * @config: names
 * @prefix: of our topics
 * @rows:   of the display
 * @cols:   of the display
 *
 * Return: JSON, to be given to cJSON_free(); NULL where memory fails.
 */
char *hass_announcement(const struct config *config, const char *prefix, unsigned int rows,
			unsigned int cols);

#endif
