/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Looks at each packet before the library reads it, because it would allocate
 * whatever it is told to; and whether the broker takes what the library answers,
 * because it would keep that for ever.
 */
#ifndef LCDBRIDGE_MQTT_GUARD_H
#define LCDBRIDGE_MQTT_GUARD_H

#include <mosquitto.h>
#include <stdbool.h>

#include "mqtt-packets.h"

/**
 * struct mqtt_guard - what is known of a connection
 * @packets:   of the broker
 * @under_way: messages of QoS 1 or 2 that wait for the broker's word, on this
 *             connection or the next; the owner counts
 * @unsent:    packets read since the library had nothing left to send
 */
struct mqtt_guard {
	struct mqtt_packets packets;
	unsigned int under_way;
	unsigned int unsent;
};

/**
 * mqtt_guard_start() - a connection begins
 * @guard: of it
 * @limit: bytes that a packet may have
 * @qos:   that a message may have
 */
void mqtt_guard_start(struct mqtt_guard *guard, size_t limit, unsigned int qos);

/**
 * mqtt_guard_read() - mosquitto_loop_read(), unless that would take too much
 * @guard: started
 * @mosq:  connected
 *
 * Several packets a call, so that a flood costs few turns of the loop.
 *
 * Return: what the library returned; without calling it, what mqtt_packets_look()
 * has against a packet, or MOSQ_ERR_TIMEOUT where the broker does not read. Then
 * the connection is of no more use.
 */
int mqtt_guard_read(struct mqtt_guard *guard, struct mosquitto *mosq);

/* End it abruptly, so that the broker publishes our last will. */
void mqtt_guard_cut_off(struct mosquitto *mosq);

/* Is there something to read that OpenSSL has taken from the socket already? */
bool mqtt_guard_has_decrypted(struct mosquitto *mosq);

#endif
