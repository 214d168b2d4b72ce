/* SPDX-License-Identifier: GPL-2.0-only */
/* Why a connection to a broker ended, in words. */
#ifndef LCDBRIDGE_MQTT_REASON_H
#define LCDBRIDGE_MQTT_REASON_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct mqtt_reason - what is known of the end; all zero while nothing is
 * @result:  of the library, or a reason code of MQTT 5
 * @error:   errno, where @result is MOSQ_ERR_ERRNO
 * @refused: the broker did not let us in: @result is its answer
 * @hint:    the first error that the library has logged
 */
struct mqtt_reason {
	int result;
	int error;
	bool refused;
	char hint[192];
};

/* Take errno and what the library returned, unless that is known already. */
void mqtt_reason_note(struct mqtt_reason *reason, int result);

/* Take what the library has logged: of TLS it tells more there than it returns. */
void mqtt_reason_note_log(struct mqtt_reason *reason, int level, const char *text);

void mqtt_reason_tell(const struct mqtt_reason *reason, char *text, size_t size);

#endif
