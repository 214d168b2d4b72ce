/* SPDX-License-Identifier: GPL-2.0-only */
/* Why a connection to a broker ended, in words. */
#ifndef LCDBRIDGE_MQTT_REASON_H
#define LCDBRIDGE_MQTT_REASON_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct mqtt_reason - why a connection ended; all zero while unknown
 * @result:  of the library, or a reason code of MQTT 5
 * @error:   errno, if @result is MOSQ_ERR_ERRNO
 * @refused: the broker refused the connection: @result is its answer
 * @hint:    the first error that the library has logged
 */
struct mqtt_reason {
	int result;
	int error;
	bool refused;
	char hint[192];
};

/* Note errno and the library's result, unless a reason is already known. */
void mqtt_reason_note(struct mqtt_reason *reason, int result);

/*
 * Note a log message of the library: about TLS its messages tell more than its results.
 * @ssl has the reason why a certificate was refused; NULL without TLS.
 */
void mqtt_reason_note_log(struct mqtt_reason *reason, int level, const char *text, SSL *ssl);

/* Did the broker refuse this version of MQTT? */
bool mqtt_reason_is_version(const struct mqtt_reason *reason);

/* Did the broker close the connection without a reason? */
bool mqtt_reason_is_closed(const struct mqtt_reason *reason);

void mqtt_reason_tell(const struct mqtt_reason *reason, char *text, size_t size);

#endif
