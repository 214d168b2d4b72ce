/* SPDX-License-Identifier: GPL-2.0-only */
/* Voters over MQTT: vote/POLL/cast/NAME in, vote/POLL/result out. */
#ifndef VOTE_MQTT_H
#define VOTE_MQTT_H

#include <poll.h>
#include <stdbool.h>

/* It may come and go from now on. Or exit, where that can never be. */
void mqtt_start(const char *broker, const char *poll);

/* What to wait for: -1 as a descriptor where there is nothing. */
struct pollfd mqtt_watch(void);

/* Take what has come. Nothing is sent here, not even an acknowledgment. */
void mqtt_read(const struct pollfd *fd);

/* Send what is to be sent: the votes taken are on the disk now. */
void mqtt_write(void);

/* How often the broker has come; 0 while it is away or has not yet taken all. */
unsigned int mqtt_session(void);

void mqtt_publish(const char *topic, const char *text, bool retain);

#endif
