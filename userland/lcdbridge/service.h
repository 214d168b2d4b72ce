/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The service manager: sd_notify(3)'s and sd_listen_fds(3)'s protocols, which
 * are a datagram to a socket and two variables of the environment. Written
 * here, for linking libsystemd would bring five more libraries into a process
 * that is to stay small.
 */
#ifndef LCDBRIDGE_SERVICE_H
#define LCDBRIDGE_SERVICE_H

#include <event2/event.h>

/* "READY=1", "STOPPING=1", ...; nothing happens where nobody asked. */
void service_notify(const char *state);

/* "RELOADING=1" and the time that goes with it. */
void service_notify_reloading(void);

/* A timer that tells the watchdog that the loop goes round; NULL for none. */
struct event *service_start_watchdog(struct event_base *base);

/**
 * service_take_socket() - a socket that the manager opened for us
 * @name: of its FileDescriptorName=
 * @type: SOCK_STREAM, SOCK_DGRAM
 *
 * Return: one that was not taken yet, the caller's from now on; or -1.
 */
int service_take_socket(const char *name, int type);

/* Complain of those that nobody took. */
void service_refuse_sockets(void);

#endif
