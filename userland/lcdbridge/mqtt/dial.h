/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Connects to a broker by name, in a thread: resolving a name may take ten seconds, or
 * never end.
 */
#ifndef LCDBRIDGE_MQTT_DIAL_H
#define LCDBRIDGE_MQTT_DIAL_H

#include <event2/event.h>
#include <mosquitto.h>
#include <pthread.h>

#include "../config/config.h"
#include "client.h"
#include "reason.h"

/**
 * struct mqtt_dial - the brokers, and the thread that connects
 * @hosts:    a copy: the configuration may change meanwhile
 * @at:       index of the broker that is tried, from 0
 * @host:     its name
 * @bind_address: a copy too; NULL for any
 * @port:     of @host
 * @seconds:  keep-alive
 * @thread:   calls mqtt_client_connect()
 * @done:     eventfd: @thread has ended
 * @event:    on @done
 * @mosq:     belongs to @thread while it runs, like the next two
 * @properties: of MQTT 5
 * @reason:   why connecting failed
 */
struct mqtt_dial {
	char *hosts;
	unsigned int at;
	char host[MQTT_HOST_MAX];
	char *bind_address;
	unsigned int port;
	unsigned int seconds;
	pthread_t thread;
	int done;
	struct event *event;
	struct mosquitto *mosq;
	const mosquitto_property *properties;
	struct mqtt_reason *reason;
};

/**
 * mqtt_dial_init() - initialise; does not connect
 * @dial:   drop it, also after a failure
 * @base:   event loop
 * @config: host, port, address to bind, keep-alive
 * @fn:     called from the loop when the thread has ended
 * @arg:    its argument
 *
 * Return: false if something is missing.
 */
bool mqtt_dial_init(struct mqtt_dial *dial, struct event_base *base,
		    const struct config *config, event_callback_fn fn, void *arg);

/* Let the thread connect @mosq; a failure is noted in @reason. Return: 0 or an errno. */
int mqtt_dial_start(struct mqtt_dial *dial, struct mosquitto *mosq,
		    const mosquitto_property *properties, struct mqtt_reason *reason);

/* Select the next broker. Return: true if it is the first one again. */
bool mqtt_dial_next(struct mqtt_dial *dial);

/* In @fn: join the thread. Return: false if it has not ended. */
bool mqtt_dial_end(struct mqtt_dial *dial);

/* Wait for the thread, at most @ms. Return: true if it has ended. */
bool mqtt_dial_wait(struct mqtt_dial *dial, unsigned int ms);

void mqtt_dial_drop(struct mqtt_dial *dial);

#endif
