// SPDX-License-Identifier: GPL-2.0-only
#include "mqtt-reason.h"

#include <errno.h>
#include <mosquitto.h>
#include <stdio.h>
#include <string.h>

#define REASON_CODE_FIRST 0x80		/* of MQTT 5 */

void mqtt_reason_note(struct mqtt_reason *reason, int result)
{
	if (reason->result)
		return;		/* what comes later may only follow from it */
	reason->result = result;
	reason->error = errno;
}

void mqtt_reason_note_log(struct mqtt_reason *reason, int level, const char *text)
{
	if (level == MOSQ_LOG_ERR && !reason->hint[0])
		snprintf(reason->hint, sizeof(reason->hint), "%s", text);
}

static const char *reason_of_result(const struct mqtt_reason *reason)
{
	if (reason->result >= REASON_CODE_FIRST)
		return mosquitto_reason_string(reason->result);
	if (reason->refused)
		return mosquitto_connack_string(reason->result);
	switch (reason->result) {
	case MOSQ_ERR_SUCCESS:
		return "connection lost";
	case MOSQ_ERR_ERRNO:
		return strerror(reason->error);
	case MOSQ_ERR_KEEPALIVE:	/* "Unknown error." for the library */
		return "the broker does not answer";
	case MOSQ_ERR_OVERSIZE_PACKET:	/* the library would speak of ours */
		return "the broker sends a message longer than limits.buffer";
	case MOSQ_ERR_TIMEOUT:
		return "the broker does not read what it is sent";
	}
	return mosquitto_strerror(reason->result);
}

void mqtt_reason_tell(const struct mqtt_reason *reason, char *text, size_t size)
{
	const char *why = reason_of_result(reason);

	if (reason->hint[0])
		snprintf(text, size, "%s (%s)", why, reason->hint);
	else
		snprintf(text, size, "%s", why);
}
