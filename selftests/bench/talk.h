/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the benches say to servers of this machine. Whatever fails ends the
 * program: a measurement of less than all is none.
 */
#ifndef BENCH_TALK_H
#define BENCH_TALK_H

#include <netinet/in.h>
#include <stddef.h>

#define MQTT_PACKET_MAX 128

struct sockaddr_in talk_address(const char *port);
int talk_connect(const char *port);
void talk_send(int fd, const void *bytes, size_t count);

/* A session of MQTT 3.1.1, without keep-alive. */
int mqtt_connect(const char *port);

/* @id is the packet's, or 0 for QoS 0; the topic and text have to be short. */
size_t mqtt_publish(char *packet, const char *topic, const char *text, unsigned int id);

/* A client of LCDproc with a screen "s" and a string "w" on it. */
int lcdproc_connect(const char *port);

/* Wait for the whole of @count lines. */
void lcdproc_await_lines(int fd, int count);

#endif
