/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel tells udev. */
#ifndef UEVENT_H
#define UEVENT_H

#include <stdbool.h>
#include <stddef.h>

#define UEVENT_MAX 4096

/* A socket that hears all from now on. */
int uevent_listen(void);

/*
 * Wait 2 s at most for the next that is about devlcd's displays; its words are
 * separated by line feeds in @event, "add@/devices/..." is the first.
 */
bool uevent_next(int socket, char event[UEVENT_MAX]);

/* The same without waiting. */
bool uevent_pending(int socket, char event[UEVENT_MAX]);

#endif
