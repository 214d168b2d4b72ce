/* SPDX-License-Identifier: GPL-2.0-only */
/* An end to calls that block, for a thread that other people's code runs in. */
#ifndef LCDBRIDGE_PATIENCE_H
#define LCDBRIDGE_PATIENCE_H

#include <stdbool.h>
#include <time.h>

/**
 * patience_begin() - let a call of this thread fail with EINTR after a while
 * @timer:   for patience_end()
 * @seconds: when it does, and how often from then on
 *
 * Return: false where the kernel has no timer left; then calls may block.
 */
bool patience_begin(timer_t *timer, unsigned int seconds);
void patience_end(timer_t timer);

#endif
