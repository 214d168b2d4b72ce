/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The live view: draws anew whenever the file changes, until told to end.
 */
#ifndef DEVLCD_LCDVIEW_VIEW_H
#define DEVLCD_LCDVIEW_VIEW_H

#include <stdbool.h>

struct source;

/**
 * view_run() - look at a file until a key or a signal ends it
 * @source: file; it may go away and come back, but must be there at first
 * @utf8:   may the frame be UTF-8?
 *
 * A signal that ends programs ends this one, once the terminal is restored.
 *
 * Return: exit status.
 */
int view_run(struct source *source, bool utf8);

#endif
