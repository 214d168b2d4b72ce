/* SPDX-License-Identifier: GPL-2.0-only */
/* The line that "systemctl status" shows. */
#ifndef LCDBRIDGE_STATUS_H
#define LCDBRIDGE_STATUS_H

#include <event2/event.h>
#include <stddef.h>

struct status;

/* Writes the line, of @size bytes at most, to @text. */
typedef void status_fn(void *arg, char *text, size_t size);

/* NULL without a service manager, or without memory. */
struct status *status_new(struct event_base *base, status_fn *fn, void *arg);
void status_free(struct status *status);

/* Call it when the line may have changed. It is sent at most once a second. */
void status_touch(struct status *status);

#endif
