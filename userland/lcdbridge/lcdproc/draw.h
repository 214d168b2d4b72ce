/* SPDX-License-Identifier: GPL-2.0-only */
/* Draws LCDproc's widgets on a screen. */
#ifndef LCDBRIDGE_LCDPROC_DRAW_H
#define LCDBRIDGE_LCDPROC_DRAW_H

#include "text/screen.h"
#include "widget.h"

#define STROKE_MS 125		/* LCDproc counts in eighths of a second */

/**
 * widgets_draw() - draw the widgets of a screen
 * @widgets: widgets; later ones cover earlier ones
 * @screen:  blank
 * @height:  rows that the widgets need; if @screen has fewer, they scroll
 * @speed:   of scrolling, see struct widget
 * @age:     ms since scrolling began
 *
 * Return: ms until they next look different; 0 for never.
 */
unsigned int widgets_draw(const struct widget_list *widgets, struct screen *screen, int height,
			  int speed, u64 age);

#endif
