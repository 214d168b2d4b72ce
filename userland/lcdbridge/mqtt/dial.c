// SPDX-License-Identifier: GPL-2.0-only
#include "dial.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "client.h"

static void *dial_run(void *arg)
{
	struct mqtt_dial *dial = arg;
	const u64 one = 1;

	mqtt_reason_note(dial->reason,
			 mqtt_client_connect(dial->mosq, dial->host, dial->port,
					     dial->bind_address, dial->seconds,
					     dial->properties));
	if (write(dial->done, &one, sizeof(one)) < 0)
		abort();	/* an eventfd takes a one */
	return NULL;
}

bool mqtt_dial_init(struct mqtt_dial *dial, struct event_base *base,
		    const struct config *config, event_callback_fn fn, void *arg)
{
	*dial = (struct mqtt_dial){ .port = mqtt_client_port(config),
				    .seconds = config->mqtt_keepalive / 1000 };
	dial->hosts = strdup(config->mqtt_host);
	if (config->mqtt_bind_address)
		dial->bind_address = strdup(config->mqtt_bind_address);
	dial->done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (dial->done >= 0)
		dial->event = event_new(base, dial->done, EV_READ | EV_PERSIST, fn, arg);
	return dial->hosts && mqtt_client_host(dial->hosts, 0, dial->host) &&
	       (dial->bind_address || !config->mqtt_bind_address) &&
	       dial->event && !event_add(dial->event, NULL);
}

int mqtt_dial_start(struct mqtt_dial *dial, struct mosquitto *mosq,
		    const mosquitto_property *properties, struct mqtt_reason *reason)
{
	sigset_t all, old;
	int error;

	dial->mosq = mosq;
	dial->properties = properties;
	dial->reason = reason;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);	/* signals are the loop's */
	error = pthread_create(&dial->thread, NULL, dial_run, dial);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return error;
}

bool mqtt_dial_next(struct mqtt_dial *dial)
{
	dial->at++;
	if (mqtt_client_host(dial->hosts, dial->at, dial->host))
		return false;
	dial->at = 0;
	mqtt_client_host(dial->hosts, 0, dial->host);
	return true;
}

bool mqtt_dial_end(struct mqtt_dial *dial)
{
	u64 count;

	if (read(dial->done, &count, sizeof(count)) < 0)
		return false;
	pthread_join(dial->thread, NULL);
	return true;
}

bool mqtt_dial_wait(struct mqtt_dial *dial, unsigned int ms)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += ms * 1000000l;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	return !pthread_clockjoin_np(dial->thread, NULL, CLOCK_MONOTONIC, &until);
}

void mqtt_dial_drop(struct mqtt_dial *dial)
{
	if (dial->event)
		event_free(dial->event);
	if (dial->done >= 0)
		close(dial->done);
	free(dial->hosts);
	free(dial->bind_address);
}
