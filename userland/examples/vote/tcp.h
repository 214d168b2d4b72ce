/* SPDX-License-Identifier: GPL-2.0-only */
/* Voters over TCP: two lines, NAME and CHOICE, are answered with one. */
#ifndef VOTE_TCP_H
#define VOTE_TCP_H

#include <poll.h>

#define TCP_FDS 512

/* Listen at all addresses, or exit; a client has @patience seconds for its vote. */
void tcp_listen(const char *port, int patience);

/* Fill in what to wait for; how many they are, TCP_FDS at most. */
int tcp_watch(struct pollfd *fds);

/* Take what has come. */
void tcp_read(const struct pollfd *fds);

/* Answer the votes taken, which are on the disk now, and let clients go. */
void tcp_answer(void);

#endif
