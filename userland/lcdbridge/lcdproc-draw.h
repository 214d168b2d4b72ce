/* SPDX-License-Identifier: GPL-2.0-only */
/* LCDproc's widgets on a screen. */
#ifndef LCDBRIDGE_LCDPROC_DRAW_H
#define LCDBRIDGE_LCDPROC_DRAW_H

#include "lcdproc-widget.h"
#include "text/screen.h"

#define STROKE_MS 125		/* LCDproc counts in eighths of a second */

/* Of two times until something looks different; 0 is never. */
static inline unsigned int sooner(unsigned int a, unsigned int b)
{
	return !a || (b && b < a) ? b : a;
}

/**
 * widgets_draw() - draw those of a screen
 * @widgets: widgets, first ones below
 * @screen:  blank
 * @age:     ms since they began to move
 *
 * Return: ms until they look different, 0 where they never will.
 */
unsigned int widgets_draw(const struct widget_list *widgets, struct screen *screen, u64 age);

#endif
