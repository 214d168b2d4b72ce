// SPDX-License-Identifier: GPL-2.0-only
#include "terms.h"

#include <mqtt_protocol.h>
#include <stdio.h>
#include <string.h>

#include "../base/log.h"
#include "client.h"

#define BRIEF_MS 30000		/* a shorter connection is brief */
#define BRIEF_MAX 3		/* so many brief connections in a row have a common cause */
#define PROMPT_MS 1000		/* an earlier end is the broker's reaction to our messages */
#define LARGE 1024		/* some brokers refuse larger messages */

void mqtt_terms_init(struct mqtt_terms *terms, const struct config *config, const char *host,
		     unsigned int port)
{
	const struct mqtt_asked most = {
		.version = strcmp(config->mqtt_version, "3.1.1") ? MQTT_PROTOCOL_V5 :
								   MQTT_PROTOCOL_V311,
		.qos = config->mqtt_qos,
		.retain = true,
	};

	*terms = (struct mqtt_terms){ .config = config, .host = host, .port = port,
				      .known = most, .asked = most, .said = most };
}

static bool terms_may_fall_back(const struct mqtt_terms *terms)
{
	return terms->asked.version == MQTT_PROTOCOL_V5 &&
	       !strcmp(terms->config->mqtt_version, "auto");
}

static void terms_know_qos(struct mqtt_terms *terms, unsigned int qos)
{
	terms->known.qos = qos;
	terms->asked.qos = qos;
	terms->acknowledged = false;
}

/* Learn from a reason code of the broker, also in a DISCONNECT. */
static bool terms_know_less(struct mqtt_terms *terms, int code)
{
	switch (code) {
	case MQTT_RC_QOS_NOT_SUPPORTED:
		if (!terms->asked.qos)
			return false;
		terms_know_qos(terms, terms->asked.qos - 1);
		return true;
	case MQTT_RC_RETAIN_NOT_SUPPORTED:
		if (!terms->asked.retain)
			return false;
		terms->known.retain = false;
		terms->asked.retain = false;
		return true;
	}
	return false;
}

/* Some brokers close without a reason because of MQTT 5, or of a last will with QoS 2. */
static bool terms_guess_less(struct mqtt_asked *asked, bool falls_back)
{
	const bool would_tell = asked->version == MQTT_PROTOCOL_V5;

	if (falls_back)
		asked->version = MQTT_PROTOCOL_V311;
	else if (asked->qos && !would_tell)
		asked->qos--;
	else if (asked->retain && !would_tell)
		asked->retain = false;
	else
		return false;
	return true;
}

bool mqtt_terms_refused(struct mqtt_terms *terms, const struct mqtt_reason *reason)
{
	bool falls_back = terms_may_fall_back(terms);

	if (falls_back && mqtt_reason_is_version(reason)) {
		terms->known.version = MQTT_PROTOCOL_V311;
		terms->asked.version = MQTT_PROTOCOL_V311;
		return true;
	}
	if (reason->refused && terms_know_less(terms, reason->result))
		return true;
	if (mqtt_reason_is_closed(reason) && terms_guess_less(&terms->asked, falls_back))
		return true;
	terms->asked = terms->known;
	terms->brief = 0;
	return false;
}

static void terms_say(struct mqtt_terms *terms)
{
	if (terms->said.retain && !terms->asked.retain)
		log_warnx("mqtt: %s:%u: the broker cannot retain messages, such as the state",
			  terms->host, terms->port);
	terms->said.retain &= terms->asked.retain;
	mqtt_terms_granted(terms, terms->asked.qos);
}

void mqtt_terms_granted(struct mqtt_terms *terms, unsigned int qos)
{
	if (qos >= terms->said.qos)
		return;
	log_warnx("mqtt: %s:%u: the broker has no QoS %u, using %u%s", terms->host, terms->port,
		  terms->said.qos, qos, qos || !terms->config->mqtt_persistent ? "" :
		  ": it keeps no messages while the bridge is away");
	terms->said.qos = qos;
}

void mqtt_terms_accepted(struct mqtt_terms *terms, const mosquitto_property *properties)
{
	u8 retain = true, qos = 2;

	mosquitto_property_read_byte(properties, MQTT_PROP_RETAIN_AVAILABLE, &retain, false);
	mosquitto_property_read_byte(properties, MQTT_PROP_MAXIMUM_QOS, &qos, false);
	if (!retain)
		terms_know_less(terms, MQTT_RC_RETAIN_NOT_SUPPORTED);
	if (qos < terms->asked.qos)
		terms_know_qos(terms, qos);
	terms->packet = 0;
	mosquitto_property_read_int32(properties, MQTT_PROP_MAXIMUM_PACKET_SIZE, &terms->packet,
				      false);
	terms->largest = 0;
	terms_say(terms);
}

bool mqtt_terms_lost(struct mqtt_terms *terms, const struct mqtt_reason *reason, u64 lasted)
{
	bool brief = lasted < BRIEF_MS;
	bool less = brief && terms_know_less(terms, reason->result);

	/* QoS 2: NATS closes; RabbitMQ answers as for QoS 1, which the library rejects. */
	if (brief && terms->asked.qos == 2 && !terms->acknowledged &&
	    (mqtt_reason_is_closed(reason) || reason->result == MOSQ_ERR_PROTOCOL)) {
		terms_know_qos(terms, 1);
		less = true;
	}
	terms->brief = brief ? terms->brief + 1 : 0;
	if (!less)
		terms->asked = terms->known;
	return less;
}

void mqtt_terms_explain(const struct mqtt_terms *terms, const struct mqtt_reason *reason,
			u64 lasted)
{
	bool prompt = mqtt_reason_is_closed(reason) && lasted < PROMPT_MS;
	char id[MQTT_NAME_MAX], cause[MQTT_NAME_MAX + 64];

	if (terms->brief != BRIEF_MAX)
		return;
	if (reason->result == MQTT_RC_PACKET_TOO_LARGE || (prompt && terms->largest >= LARGE)) {
		snprintf(cause, sizeof(cause), "the broker refuses messages of %zu bytes",
			 terms->largest);
	} else if (prompt && terms->asked.qos && !terms->acknowledged) {
		snprintf(cause, sizeof(cause), "the broker refuses QoS %u", terms->asked.qos);
	} else {
		mqtt_name(terms->config, terms->config->mqtt_client_id, id);
		snprintf(cause, sizeof(cause), "another client uses the client-id \"%s\"", id);
	}
	log_warnx("mqtt: %s:%u: %d connections in a row were lost soon; likely cause: %s",
		  terms->host, terms->port, BRIEF_MAX, cause);
}
