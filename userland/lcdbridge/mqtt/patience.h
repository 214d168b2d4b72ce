/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts blocking calls in a thread that runs a library. */
#ifndef LCDBRIDGE_PATIENCE_H
#define LCDBRIDGE_PATIENCE_H

#include <stdbool.h>
#include <time.h>

/**
 * patience_begin() - make blocking calls of this thread fail with EINTR after a while
 * @timer:   for patience_end()
 * @seconds: time until the first interruption, and between interruptions
 *
 * Return: false if the kernel has no timer left; then calls may block.
 */
bool patience_begin(timer_t *timer, unsigned int seconds);
void patience_end(timer_t timer);

#endif
