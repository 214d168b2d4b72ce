/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Home Assistant's MQTT discovery: announces the display as a device. Its entities use the
 * topics of the display.
 */
#ifndef LCDBRIDGE_HASS_H
#define LCDBRIDGE_HASS_H

#include "../config/config.h"
#include "../pages/pages.h"

#define HASS_TOPIC_MAX 256

/* The topic on which Home Assistant publishes "online" when it has started. */
void hass_status_topic(const struct config *config, char *topic);

/* The topic of the announcement. */
void hass_config_topic(const struct config *config, char *topic);

/**
 * struct hass_display - the display to announce
 * @size:       its size
 * @light_max:  highest level of its light; 1 if it is only switched
 * @pages:      names of its pages without main
 * @page_count: number of @pages
 * @keys:       a bit for each of keypad_names[] that can be pressed
 * @keys_known: announce the other keys as gone; if false, do not mention them, so that
 *              Home Assistant keeps them
 */
struct hass_display {
	struct geometry size;
	unsigned int light_max;
	const char *pages[PAGES_MAX];
	unsigned int page_count;
	unsigned int keys;
	bool keys_known;
};

/**
 * hass_announcement() - make the discovery message
 * @config:  configuration
 * @prefix:  of the display's topics
 * @display: the display
 *
 * Return: JSON, to be freed with cJSON_free(); NULL without memory.
 */
char *hass_announcement(const struct config *config, const char *prefix,
			const struct hass_display *display);

#endif
