/* SPDX-License-Identifier: GPL-2.0-only */
/* The configuration. */
#ifndef LCDBRIDGE_CONFIG_H
#define LCDBRIDGE_CONFIG_H

#include <stdbool.h>
#include <string.h>

#include "endpoint.h"

#define KEYS_OF_DISPLAY "display"	/* keys.device: the keypad of the display */
#define DURATION_MIN_MS 10	/* shortest turn of a page: each turn is a wake-up */

/**
 * struct config - every setting, by section; times are in milliseconds
 *
 * Read-only after loading. A reload loads a second struct config and, if it is right,
 * swaps the contents: pointers to the struct stay valid, pointers in it do not.
 */
struct config {
	/* [bridge] */
	char *device;
	struct geometry { unsigned int rows, cols; } geometry;
	unsigned int log_level;

	/* [tcp] */
	struct endpoints tcp;

	/* [pages] */
	unsigned int page_duration;
	unsigned int notice_duration;
	unsigned int scroll_rest;
	unsigned int scroll_step;

	/* [udp] [unix] [spool] [tls] */
	struct endpoints udp;
	struct endpoints unix_sockets;
	char *spool;
	char *tls_certificate;
	char *tls_key;
	char *tls_ca;

	/* [keys] */
	char *keys_device;
	unsigned int keys_long;

	/* [lcdproc] */
	struct endpoints lcdproc;

	/* [mqtt] */
	char *mqtt_host;	/* one or several, see words.h */
	unsigned int mqtt_port;
	char *mqtt_bind_address;
	char *mqtt_prefix;
	char *mqtt_groups;	/* likewise */
	char *mqtt_group_prefix;
	char *mqtt_client_id;
	char *mqtt_username;
	char *mqtt_password_file;
	char *mqtt_version;
	bool mqtt_persistent;
	char *mqtt_ca;
	char *mqtt_certificate;
	char *mqtt_key;
	char *mqtt_tls_version;
	char *mqtt_ciphers;
	char *mqtt_psk_identity;
	char *mqtt_psk_file;
	unsigned int mqtt_keepalive;
	unsigned int mqtt_qos;
	unsigned int mqtt_stats;
	unsigned int mqtt_retry;
	unsigned int mqtt_retry_max;

	/* [hass] */
	bool hass_discovery;
	char *hass_prefix;
	char *hass_web;
	bool hass_picture;
	char *hass_support;

	/* [limits] */
	unsigned int connections;
	unsigned int per_address;
	unsigned int line;
	unsigned int buffer;
	unsigned int first_byte;
	unsigned int line_time;
	unsigned int idle;
	bool idle_local;
	unsigned int drain;
	unsigned int payload;
	unsigned int rate;
	unsigned int burst;
	bool rate_local;
};

/* Called for a setting that is wrong together with others. */
typedef void config_complain(void *arg, const char *section, const char *name, const char *why);

/* Check settings against each other; each by itself is already checked. */
typedef void config_check(const struct config *config, config_complain *complain, void *arg);

/* The last component of the device's path: LCD, LCD1, ... */
static inline const char *config_device_name(const struct config *config)
{
	const char *path = config->device ? config->device : "", *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

#endif
