/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a service manager is told: sd_notify(3)'s protocol, which is a datagram
 * to a socket named in the environment. Written here, for linking libsystemd
 * would bring five more libraries into a process that is to stay small.
 */
#ifndef LCDBRIDGE_SERVICE_H
#define LCDBRIDGE_SERVICE_H

/* "READY=1", "STOPPING=1", ...; nothing happens where nobody asked. */
void service_notify(const char *state);

#endif
