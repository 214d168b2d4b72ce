/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The terms with a broker: version of MQTT, quality of service, retained messages. They
 * are lowered if the broker supports less, which is logged once.
 */
#ifndef LCDBRIDGE_MQTT_TERMS_H
#define LCDBRIDGE_MQTT_TERMS_H

#include <mosquitto.h>

#include "../config/config.h"
#include "reason.h"
#include "text/types.h"

/**
 * struct mqtt_asked - the terms of a connection
 * @version: of MQTT, in libmosquitto's numbers
 * @qos:     quality of service of subscriptions and messages
 * @retain:  retain the state and the last will
 */
struct mqtt_asked {
	int version;
	unsigned int qos;
	bool retain;
};

/**
 * struct mqtt_terms - what is known about a broker
 * @host:      its name, while it is connected or being tried
 * @port:      its port
 * @known:     the most that it supports, as far as is known
 * @asked:     terms of this connection or the next; lower than @known if the broker
 *             closed the last one without an answer
 * @said:      the lowest terms that were logged
 * @acknowledged: the broker has answered a message with @asked.qos
 * @brief:     number of brief connections in a row
 * @largest:   bytes of the largest message on this connection
 * @packet:    bytes of the largest packet that the broker accepts; 0 if unknown
 */
struct mqtt_terms {
	const struct config *config;
	const char *host;
	unsigned int port;
	struct mqtt_asked known;
	struct mqtt_asked asked;
	struct mqtt_asked said;
	bool acknowledged;
	unsigned int brief;
	size_t largest;
	u32 packet;
};

void mqtt_terms_init(struct mqtt_terms *terms, const struct config *config, const char *host,
		     unsigned int port);

/*
 * The connection ended before the broker accepted it. Return: true if @asked is lower
 * now; then try again at once.
 */
bool mqtt_terms_refused(struct mqtt_terms *terms, const struct mqtt_reason *reason);

/* The broker has accepted the connection; @properties are those of its CONNACK. */
void mqtt_terms_accepted(struct mqtt_terms *terms, const mosquitto_property *properties);

/* The broker has granted this quality of service. */
void mqtt_terms_granted(struct mqtt_terms *terms, unsigned int qos);

/* An accepted connection ended after @lasted ms. Return: as above. */
bool mqtt_terms_lost(struct mqtt_terms *terms, const struct mqtt_reason *reason, u64 lasted);

/* Log the likely cause after several brief connections in a row. */
void mqtt_terms_explain(const struct mqtt_terms *terms, const struct mqtt_reason *reason,
			u64 lasted);

#endif
