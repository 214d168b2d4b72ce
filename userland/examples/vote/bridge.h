/* SPDX-License-Identifier: GPL-2.0-only */
/* lcdbridge's port for text: a connection is an open file. */
#ifndef VOTE_BRIDGE_H
#define VOTE_BRIDGE_H

#include <poll.h>

/* Or exit, where there is no such host. */
void bridge_start(const char *where);

/* Show this text, as soon as the last one has been shown and the bridge is there. */
void bridge_show(const char *text);

struct pollfd bridge_watch(void);
void bridge_step(const struct pollfd *fd);

#endif
