/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The service manager: the protocols of sd_notify(3) and sd_listen_fds(3), which use a
 * datagram to a socket and two environment variables. Implemented here, because
 * libsystemd would load five more libraries into a process that must stay small.
 */
#ifndef LCDBRIDGE_SERVICE_H
#define LCDBRIDGE_SERVICE_H

#include <event2/event.h>

/* Send "READY=1", "STOPPING=1", ... if the service manager asked for it. */
void service_notify(const char *state);

/* Send "RELOADING=1" and the time that systemd wants with it. */
void service_notify_reloading(void);

/* A timer that notifies the watchdog while the loop runs; NULL without a watchdog. */
struct event *service_start_watchdog(struct event_base *base);

/**
 * service_take_socket() - take a socket that the manager has opened
 * @name: its FileDescriptorName=
 * @type: SOCK_STREAM, SOCK_DGRAM
 *
 * Return: a socket that was not taken yet, which the caller now owns; or -1.
 */
int service_take_socket(const char *name, int type);

/* Warn of inherited sockets that no source has taken. */
void service_refuse_sockets(void);

#endif
