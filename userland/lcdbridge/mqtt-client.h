/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libmosquitto's client as the configuration wants it: names, credentials,
 * TLS, last will.
 */
#ifndef LCDBRIDGE_MQTT_CLIENT_H
#define LCDBRIDGE_MQTT_CLIENT_H

#include <mosquitto.h>

#include "config.h"
#include "text/types.h"

/* Names that are longer are cut: a prefix and a client's id, then topics. */
#define MQTT_NAME_MAX 128
#define MQTT_TOPIC_MAX 256

/* Will the library take the names, and is nothing half of a pair? */
void mqtt_client_check(const struct config *config, config_complain *complain, void *arg);

/**
 * mqtt_client_new() - make a client; it is not connected
 * @config: what it is to be
 * @prefix: of its topics, for the last will
 * @arg:    of its callbacks
 *
 * Return: NULL, after complaining, where a file is missing or wrong.
 */
struct mosquitto *mqtt_client_new(const struct config *config, const char *prefix, void *arg);
void mqtt_client_free(struct mosquitto *mosq);

/*
 * A number of the files with secrets that is another one when one of them has
 * been written; 0, after complaining, where one is missing.
 */
u64 mqtt_client_secrets(const struct config *config);

/*
 * The QoS that a message may have. A session that the broker keeps may hold some
 * of an earlier configuration.
 */
unsigned int mqtt_client_qos_max(const struct config *config);

/* Of MQTT, as the library counts; the one to be tried first. */
int mqtt_client_version(const struct config *config);

/* Have it speak that one; @properties are for its CONNECT, and the caller's to free. */
void mqtt_client_set_version(struct mosquitto *mosq, const struct config *config, int version,
			     mosquitto_property **properties);

/*
 * Connect, by a name that may take long to resolve. A machine that does not answer
 * is left before TCP would: it may be there again long before the next packet to it.
 */
int mqtt_client_connect(struct mosquitto *mosq, const char *host, unsigned int port,
			unsigned int keepalive, const mosquitto_property *properties);

/* Seconds of keep-alive: those the broker's CONNACK wants, or else what was @offered. */
unsigned int mqtt_client_keepalive(const mosquitto_property *properties, unsigned int offered);

/* Port, in its default for what kind of connection is configured. */
unsigned int mqtt_client_port(const struct config *config);

/**
 * mqtt_name() - a configured name
 * @config: for the device's name
 * @text:   %h stands for the host, %d for the device in lower case
 * @name:   room for MQTT_NAME_MAX bytes
 */
void mqtt_name(const struct config *config, const char *text, char *name);

#endif
