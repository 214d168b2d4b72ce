/* SPDX-License-Identifier: GPL-2.0-only */
/* The payload of a switch. */
#ifndef LCDBRIDGE_MQTT_ONOFF_H
#define LCDBRIDGE_MQTT_ONOFF_H

#include <stdbool.h>
#include <stddef.h>

/* Parse ON, OFF and similar words, in any case. Return: false for other payloads. */
bool onoff_parse(const char *payload, size_t count, bool *on);

#endif
