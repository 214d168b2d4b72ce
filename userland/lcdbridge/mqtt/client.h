/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes libmosquitto's client from the configuration: names, credentials, TLS, last
 * will.
 */
#ifndef LCDBRIDGE_MQTT_CLIENT_H
#define LCDBRIDGE_MQTT_CLIENT_H

#include <mosquitto.h>

#include "../config/config.h"
#include "text/types.h"

/* Longer names are cut: of prefixes and client ids; of topics. */
#define MQTT_NAME_MAX 128
#define MQTT_TOPIC_MAX 256
#define MQTT_HOSTS_MAX 8
#define MQTT_HOST_MAX 256

/* Check the names, and that settings which require each other are set. */
void mqtt_client_check(const struct config *config, config_complain *complain, void *arg);

/* Warn of settings that are permitted but unwise. */
void mqtt_client_warn(const struct config *config);

/**
 * mqtt_client_new() - make a client; does not connect it
 * @config: configuration
 * @prefix: of its topics, for the last will
 * @qos:    of the last will
 * @retain: retain the last will
 * @arg:    of its callbacks
 *
 * Return: NULL, after a message, if a file is missing or wrong.
 */
struct mosquitto *mqtt_client_new(const struct config *config, const char *prefix,
				  unsigned int qos, bool retain, void *arg);
void mqtt_client_free(struct mosquitto *mosq);

/* Could a client be made? Reads the files of @config, and logs errors. */
bool mqtt_client_try(const struct config *config);

/*
 * A fingerprint of the files with secrets, which changes when one is written; 0, after a
 * message, if one is missing.
 */
u64 mqtt_client_secrets(const struct config *config);

/*
 * Set the version of MQTT, in the library's numbers. @properties are for its CONNECT; the
 * caller frees them.
 */
void mqtt_client_set_version(struct mosquitto *mosq, const struct config *config, int version,
			     mosquitto_property **properties);

/*
 * Connect; resolving the name may take long. Give up on a machine that does not answer
 * earlier than TCP would: it may return long before TCP's next try.
 */
int mqtt_client_connect(struct mosquitto *mosq, const char *host, unsigned int port,
			const char *bind_address, unsigned int keepalive,
			const mosquitto_property *properties);

/* Seconds of keep-alive: from the broker's CONNACK, else @offered. */
unsigned int mqtt_client_keepalive(const mosquitto_property *properties, unsigned int offered);

/* Get broker @n from 0, without brackets. Return: false if there are fewer. */
bool mqtt_client_host(const char *hosts, unsigned int n, char host[MQTT_HOST_MAX]);

/* The configured port, else the default one of MQTT or of MQTT over TLS. */
unsigned int mqtt_client_port(const struct config *config);

/**
 * mqtt_name() - expand a configured name
 * @config: for the device's name
 * @text:   %h stands for the host, %d for the device in lower case
 * @name:   room for MQTT_NAME_MAX bytes
 */
void mqtt_name(const struct config *config, const char *text, char *name);

#endif
