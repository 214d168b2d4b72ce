/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the daemon was told: one table of options (options.c) drives the
 * configuration file, the command line, --help and --check-config.
 */
#ifndef LCDBRIDGE_CONFIG_H
#define LCDBRIDGE_CONFIG_H

#include <stdbool.h>

#include "endpoint.h"

#define DURATION_MIN_MS 10	/* of a page: each turn is a wakeup */

/**
 * struct config - every setting, by section; times are in milliseconds
 *
 * Read-only once loaded, but that a reload makes a new one and, where that is
 * right, swaps their contents: pointers to it stay valid, those in it do not.
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

	/* [lcdproc] */
	struct endpoints lcdproc;

	/* [mqtt] */
	char *mqtt_host;
	unsigned int mqtt_port;
	char *mqtt_prefix;
	char *mqtt_client_id;
	char *mqtt_username;
	char *mqtt_password_file;
	char *mqtt_version;
	bool mqtt_persistent;
	char *mqtt_ca;
	char *mqtt_certificate;
	char *mqtt_key;
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

	/* [limits] */
	unsigned int connections;
	unsigned int per_address;
	unsigned int line;
	unsigned int buffer;
	unsigned int first_byte;
	unsigned int line_time;
	unsigned int drain;
	unsigned int payload;
	unsigned int rate;
	unsigned int burst;
	bool rate_local;
};

/**
 * enum config_verdict - what the command line asks for
 * @CONFIG_RUN:   run with the configuration made
 * @CONFIG_CHECK: --check-config: it is right, say so and end
 * @CONFIG_DONE:  --help or --version was printed: end with success
 * @CONFIG_USAGE: the command line is wrong, and was complained of: status 2
 * @CONFIG_WRONG: the file or a value is wrong, and was complained of: status 1
 */
enum config_verdict { CONFIG_RUN, CONFIG_CHECK, CONFIG_DONE, CONFIG_USAGE, CONFIG_WRONG };

/* Is told of a setting that the others make wrong, and why. */
typedef void config_complain(void *arg, const char *section, const char *name, const char *why);

/* Looks over a configuration whose settings are right, each by itself. */
typedef void config_check(const struct config *config, config_complain *complain, void *arg);

/**
 * config_load() - defaults, then the file, then the command line
 * @argc:   of main()
 * @argv:   of main()
 * @check:  what its users have to say of it
 * @config: the result, on CONFIG_RUN and CONFIG_CHECK; config_free() ends it
 */
enum config_verdict config_load(int argc, char **argv, config_check *check,
				struct config **config);

void config_free(struct config *config);

/* The last component of the device's path: LCD, LCD1, ... */
const char *config_device_name(const struct config *config);

#endif
