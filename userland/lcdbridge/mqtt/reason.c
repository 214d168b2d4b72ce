// SPDX-License-Identifier: GPL-2.0-only
#include "reason.h"

#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <string.h>

#define REASON_CODE_FIRST 0x80		/* of MQTT 5 */
#define DISTRUST "certificate verify failed: "

void mqtt_reason_note(struct mqtt_reason *reason, int result)
{
	if (reason->result)
		return;		/* later errors may be consequences of the first */
	reason->result = result;
	reason->error = errno;
}

/* Note OpenSSL's text, with advice. */
static void reason_note_certificate(struct mqtt_reason *reason, long verified)
{
	const char *advice = "";

	switch (verified) {
	case X509_V_ERR_CERT_NOT_YET_VALID:
		advice = "; is this machine's clock right?";
		break;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		advice = "; the option ca must name its CA";
		break;
	}
	snprintf(reason->hint, sizeof(reason->hint), DISTRUST "%s%s",
		 X509_verify_cert_error_string(verified), advice);
}

void mqtt_reason_note_log(struct mqtt_reason *reason, int level, const char *text, SSL *ssl)
{
	long verified = ssl ? SSL_get_verify_result(ssl) : X509_V_OK;

	if (level != MOSQ_LOG_ERR || reason->hint[0])
		return;
	if (strstr(text, "host name verification failed"))
		verified = X509_V_ERR_HOSTNAME_MISMATCH;	/* the library's own check */
	if (verified != X509_V_OK)
		reason_note_certificate(reason, verified);
	else
		snprintf(reason->hint, sizeof(reason->hint), "%s", text);
}

bool mqtt_reason_is_version(const struct mqtt_reason *reason)
{
	/* An answer of MQTT 3.1.1 is shorter, and libraries after 2.0.11 call it malformed. */
	return reason->refused ? reason->result == CONNACK_REFUSED_PROTOCOL_VERSION ||
				 reason->result == MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION :
				 reason->result == MOSQ_ERR_MALFORMED_PACKET;
}

bool mqtt_reason_is_closed(const struct mqtt_reason *reason)
{
	if (reason->refused)
		return false;
	return reason->result == MOSQ_ERR_SUCCESS || reason->result == MOSQ_ERR_CONN_LOST ||
	       (reason->result == MOSQ_ERR_ERRNO &&
		(reason->error == EPIPE || reason->error == ECONNRESET));
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
